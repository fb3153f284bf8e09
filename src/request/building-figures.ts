import { metres, squareMetres } from '../assessment/wording.ts';
import type { Problem } from '../base/problem.ts';
import { isGiven, listOf, type NumberRange, numberAt, objectWith } from './fields.ts';
import { Problems } from './problems.ts';
import { readShape, type Shape } from './shape.ts';

/** Figures of a building as they were given; `at` is where it stands in the request. */
export interface BuildingFigures {
  readonly at: string;
  readonly footprintM2: number | null;
  readonly floors: number | null;
  readonly grossFloorAreaM2: number | null;
  readonly heightM: number | null;
  readonly basementM2: number | null;
  readonly basementFloors: number | null;
  readonly greenM2: number | null;
  readonly balconyM2: number | null;
  readonly roofM2: number | null;
  readonly shape: Shape | null;
}

/** Beyond these a figure is a slip of the unit or the keyboard: no building on Earth has them. */
const RANGES = {
  footprintM2: { min: 0, max: 10_000_000 },
  floors: { min: 0, max: 200, whole: true },
  grossFloorAreaM2: { min: 0, max: 100_000_000 },
  heightM: { min: 0, max: 1000 },
  basementM2: { min: 0, max: 10_000_000 },
  basementFloors: { min: 0, max: 20, whole: true },
  greenM2: { min: 0, max: 10_000_000 },
  balconyM2: { min: 0, max: 10_000_000 },
  roofM2: { min: 0, max: 10_000_000 },
} as const satisfies Record<string, NumberRange>;

type Figure = keyof typeof RANGES;

const FIELDS = [...Object.keys(RANGES), 'footprint'];
const MOST_BUILDINGS = 100;

/**
 * One building or a list of them, each checked by itself. Problems: those of the fields, `too_many`,
 * `building.no_floors`, `building.basement`, `building.floor_area`, `building.height`, `figures.contradict`.
 */
export function readBuildings(
  value: unknown,
  pointer: string,
  problems: Problems,
): BuildingFigures[] {
  const list = listOf(value, pointer);
  if (list.length > MOST_BUILDINGS) {
    problems.add(
      'too_many',
      pointer,
      `Paling banyak ${MOST_BUILDINGS} bangunan (diberikan ${list.length}).`,
      `At most ${MOST_BUILDINGS} buildings (given ${list.length}).`,
    );
    return [];
  }
  return list.flatMap((entry) => readBuilding(entry.value, entry.pointer, problems) ?? []);
}

/** What is wrong with the figures of one building, by themselves. Problems: as readBuildings. */
export function figureProblems(value: unknown, pointer: string): Problem[] {
  const problems = new Problems();
  readBuildings(value, pointer, problems);
  return problems.all();
}

function readBuilding(value: unknown, at: string, problems: Problems): BuildingFigures | null {
  const object = objectWith(value, FIELDS, at, problems);
  if (!object) return null;
  const figure = (name: Figure) => numberAt(object, name, RANGES[name], at, problems);
  const building: BuildingFigures = {
    at,
    footprintM2: figure('footprintM2'),
    floors: figure('floors'),
    grossFloorAreaM2: figure('grossFloorAreaM2'),
    heightM: figure('heightM'),
    basementM2: figure('basementM2'),
    basementFloors: figure('basementFloors'),
    greenM2: figure('greenM2'),
    balconyM2: figure('balconyM2'),
    roofM2: figure('roofM2'),
    shape: isGiven(object.footprint)
      ? readShape(object.footprint, `${at}/footprint`, problems)
      : null,
  };
  tellAbsurd(building, problems);
  return building;
}

/** Lowest floor that a person can stand up in, and the most that upper floors may overhang. */
const LOWEST_FLOOR_M = 1.5;
const MOST_OVERHANG = 3;

/** Figures that contradict each other for certain; whatever is only unusual is left to the assessment. */
function tellAbsurd(b: BuildingFigures, problems: Problems): void {
  if (b.floors === 0 && (b.grossFloorAreaM2 ?? 0) > 0 && !b.basementFloors && !b.basementM2) {
    problems.add(
      'building.no_floors',
      `${b.at}/floors`,
      'Bangunan dengan luas lantai harus punya sedikitnya 1 lantai.',
      'A building with floor area must have at least 1 floor.',
      0,
    );
  }
  tellBasement(b, problems);
  tellAbsurdHeight(b, problems);
  tellAbsurdFloorArea(b, problems);
  tellFloorAreaBelow(b, b.footprintM2, 'footprintM2', problems);
}

/** Basement floors without area, or the other way round. */
function tellBasement(b: BuildingFigures, problems: Problems): void {
  const { basementFloors: floors, basementM2: area } = b;
  if (floors === null || area === null || floors > 0 === area > 0) return;
  const m2 = squareMetres(area);
  problems.add(
    'building.basement',
    `${b.at}/${area > 0 ? 'basementFloors' : 'basementM2'}`,
    area > 0
      ? `Luas basemen ("basementM2") ${m2.id}, tetapi jumlah lantai basemen ("basementFloors") 0. Beri sedikitnya 1 lantai, atau luas 0.`
      : `Lantai basemen ("basementFloors") ${floors}, tetapi luas basemen ("basementM2") 0 m². Beri luas semua lantai basemen, atau 0 lantai.`,
    area > 0
      ? `The basement area ("basementM2") is ${m2.en}, but the number of basement floors ("basementFloors") is 0. Give at least 1 floor, or an area of 0.`
      : `There are ${floors} basement floors ("basementFloors"), but the basement area ("basementM2") is 0 m². Give the area of all basement floors, or 0 floors.`,
    0,
  );
}

/** Figures of areas are rounded, or measured on the map and on the ground. */
const ROUNDING_SHARE = 0.01;

/**
 * `figures.contradict` where a building's floors have less area than the ground that it covers; a mast
 * or a yard (0 floors) has none. `field` is where the covered area was given.
 */
export function tellFloorAreaBelow(
  b: BuildingFigures,
  coveredM2: number | null,
  field: 'footprintM2' | 'footprint',
  problems: Problems,
): void {
  if (coveredM2 === null || b.grossFloorAreaM2 === null || b.floors === 0) return;
  if (b.grossFloorAreaM2 >= coveredM2 * (1 - ROUNDING_SHARE)) return;
  const floor = squareMetres(b.grossFloorAreaM2);
  const covered = squareMetres(coveredM2);
  problems.add(
    'figures.contradict',
    `${b.at}/grossFloorAreaM2`,
    `Luas lantai seluruhnya ("grossFloorAreaM2") ${floor.id} lebih kecil daripada tapak ("${field}") ${covered.id}. Jumlahkan luas semua lantai; sedikitnya seluas tapak.`,
    `The gross floor area ("grossFloorAreaM2") of ${floor.en} is less than the footprint ("${field}") of ${covered.en}. Add up all floors; it is at least the footprint.`,
    b.grossFloorAreaM2,
  );
}

function tellAbsurdHeight(b: BuildingFigures, problems: Problems): void {
  if (b.heightM === null || b.floors === null || b.floors < 1) return;
  if (b.heightM >= b.floors * LOWEST_FLOOR_M) return;
  problems.add(
    'building.height',
    `${b.at}/heightM`,
    `${b.floors} lantai tidak mungkin muat dalam tinggi ${metres(b.heightM).id}.`,
    `${b.floors} floors cannot fit into a height of ${metres(b.heightM).en}.`,
    b.heightM,
  );
}

function tellAbsurdFloorArea(b: BuildingFigures, problems: Problems): void {
  if (b.footprintM2 === null || b.grossFloorAreaM2 === null || b.floors === null) return;
  const most =
    b.footprintM2 * MOST_OVERHANG * (b.floors + (b.basementFloors ?? 0)) + (b.basementM2 ?? 0);
  if (b.grossFloorAreaM2 <= most) return;
  const floor = squareMetres(b.grossFloorAreaM2);
  const covered = squareMetres(b.footprintM2);
  problems.add(
    'building.floor_area',
    `${b.at}/grossFloorAreaM2`,
    `Luas lantai ${floor.id} tidak mungkin pada tapak ${covered.id} dengan ${b.floors} lantai.`,
    `A floor area of ${floor.en} is impossible on a footprint of ${covered.en} with ${b.floors} floors.`,
    b.grossFloorAreaM2,
  );
}
