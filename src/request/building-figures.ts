import { isGiven, listOf, type NumberRange, numberAt, objectWith } from './fields.ts';
import type { Problems } from './problems.ts';
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
 * `building.no_floors`, `building.basement`, `building.floor_area`, `building.height`.
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
  if (b.basementFloors === 0 && (b.basementM2 ?? 0) > 0) {
    problems.add(
      'building.basement',
      `${b.at}/basementFloors`,
      `Ada luas basemen (${b.basementM2} m²), tetapi jumlah lantai basemen 0.`,
      `There is basement area (${b.basementM2} m²), but the number of basement floors is 0.`,
      0,
    );
  }
  tellAbsurdHeight(b, problems);
  tellAbsurdFloorArea(b, problems);
}

function tellAbsurdHeight(b: BuildingFigures, problems: Problems): void {
  if (b.heightM === null || b.floors === null || b.floors < 1) return;
  if (b.heightM >= b.floors * LOWEST_FLOOR_M) return;
  problems.add(
    'building.height',
    `${b.at}/heightM`,
    `${b.floors} lantai tidak mungkin muat dalam tinggi ${b.heightM} m.`,
    `${b.floors} floors cannot fit into a height of ${b.heightM} m.`,
    b.heightM,
  );
}

function tellAbsurdFloorArea(b: BuildingFigures, problems: Problems): void {
  if (b.footprintM2 === null || b.grossFloorAreaM2 === null || b.floors === null) return;
  const most =
    b.footprintM2 * MOST_OVERHANG * (b.floors + (b.basementFloors ?? 0)) + (b.basementM2 ?? 0);
  if (b.grossFloorAreaM2 <= most) return;
  problems.add(
    'building.floor_area',
    `${b.at}/grossFloorAreaM2`,
    `Luas lantai ${b.grossFloorAreaM2} m² tidak mungkin pada tapak ${b.footprintM2} m² dengan ${b.floors} lantai.`,
    `A floor area of ${b.grossFloorAreaM2} m² is impossible on a footprint of ${b.footprintM2} m² with ${b.floors} floors.`,
    b.grossFloorAreaM2,
  );
}
