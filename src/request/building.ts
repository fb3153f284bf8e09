import type { Building, Parcel } from '../assessment/model.ts';
import { metres, squareMetres } from '../assessment/wording.ts';
import { coordinatesPossible, transformer } from '../formats/crs.ts';
import { farthestOutside } from '../geometry/distance.ts';
import { areaOf, type Rings } from '../geometry/rings.ts';
import { type BuildingFigures, tellFloorAreaBelow } from './building-figures.ts';
import { placeShape } from './parcel.ts';
import type { ChosenCrs } from './parcel-crs.ts';
import { knownCrsOf } from './place.ts';
import type { Problems } from './problems.ts';
import type { Shape } from './shape.ts';

/** A drawn footprint may leave its parcel by as much as coordinates are rounded. */
const OUTSIDE_SLACK_M = 0.01;
/** A stated figure and a drawn one are the same within 1 % or 1 m². */
const SAME_SHARE = 0.01;
const SAME_M2 = 1;
/** A deed may differ from the drawing by this share before the drawing speaks alone. */
const DEED_SHARE = 0.05;

/** What buildings are checked against. */
export interface Ground {
  readonly parcel: Parcel;
  readonly from: ChosenCrs;
  readonly metricCrs: string;
  readonly deedAreaM2: number | null;
}

/**
 * Buildings on their parcel, their drawings in the plan's CRS. Problems: those of a drawing,
 * `footprint.outside` (by how much and where), `footprint.contradiction`, `building.larger_than_parcel`,
 * `figures.contradict`.
 */
export function placeBuildings(
  list: readonly BuildingFigures[],
  ground: Ground,
  problems: Problems,
): Building[] {
  return list.map((figures) => {
    const footprint = placeFootprint(figures, ground, problems);
    if (footprint) tellContradiction(figures, footprint, ground, problems);
    if (footprint && figures.footprintM2 === null) {
      tellFloorAreaBelow(figures, areaOf(footprint), 'footprint', problems);
    }
    tellLargerThanParcel(figures, ground, problems);
    const { at: _at, shape: _shape, ...rest } = figures;
    return { ...rest, footprint };
  });
}

function placeFootprint(b: BuildingFigures, ground: Ground, problems: Problems): Rings | null {
  if (!b.shape || isInOtherCrs(b, b.shape, ground, problems)) return null;
  const rings = placeShape(b.shape, ground.from, ground.metricCrs, problems);
  if (!rings) return null;
  const worst = farthestOutside(rings, ground.parcel.rings);
  if (worst.metres <= OUTSIDE_SLACK_M) return rings;
  const place = inGivenCrs(worst.at, ground);
  const by = metres(worst.metres);
  problems.add(
    'footprint.outside',
    `${b.at}/footprint`,
    `Tapak bangunan keluar dari bidangnya sejauh ${by.id}, di ${place}.`,
    `The footprint leaves its parcel by ${by.en}, at ${place}.`,
    `${worst.metres.toFixed(2)} m`,
  );
  return null;
}

/** Degrees on a parcel in metres, or the other way round. */
function isInOtherCrs(
  b: BuildingFigures,
  shape: Shape,
  ground: Ground,
  problems: Problems,
): boolean {
  const { crs } = ground.from;
  const xy = shape.xy;
  const degrees = xy.every((v) => Math.abs(v) <= 180);
  if (coordinatesPossible(crs, xy) && degrees === (crs.kind === 'geographic')) return false;
  problems.add(
    'footprint.crs',
    `${b.at}/footprint`,
    `Tapak bangunan tidak dalam ${crs.code} seperti bidangnya (titik pertama ${xy[0]}, ${xy[1]}). Gambarkan dalam sistem yang sama.`,
    `The footprint is not in ${crs.code} as its parcel is (first point ${xy[0]}, ${xy[1]}). Draw it in the same system.`,
    `${xy[0]}, ${xy[1]}`,
  );
  return true;
}

function inGivenCrs(at: readonly [number, number], ground: Ground): string {
  const back = transformer(knownCrsOf(ground.metricCrs), ground.from.crs)(Float64Array.from(at));
  const digits = ground.from.crs.kind === 'geographic' ? 7 : 2;
  return `[${back[0]!.toFixed(digits)}, ${back[1]!.toFixed(digits)}]`;
}

function tellContradiction(
  b: BuildingFigures,
  footprint: Rings,
  ground: Ground,
  problems: Problems,
): void {
  if (b.footprintM2 === null) return;
  const onMap = areaOf(footprint);
  const scale = ground.parcel.groundAreaM2 / areaOf(ground.parcel.rings);
  // Drawn areas are measured on the map or on the ground; a figure may be either.
  const off = Math.min(Math.abs(b.footprintM2 - onMap), Math.abs(b.footprintM2 - onMap * scale));
  if (off <= Math.max(SAME_M2, SAME_SHARE * onMap)) return;
  const [given, drawn] = [squareMetres(b.footprintM2), squareMetres(onMap)];
  problems.add(
    'footprint.contradiction',
    `${b.at}/footprintM2`,
    `"footprintM2" ${given.id}, tetapi tapak yang digambar ${drawn.id}. Perbaiki salah satu, atau hapus angkanya.`,
    `"footprintM2" is ${given.en}, but the drawn footprint has ${drawn.en}. Correct one of them, or leave the figure out.`,
    b.footprintM2,
  );
}

/** Largest area that the parcel can be said to have. */
export function largestArea(ground: Ground): number {
  const drawn = Math.max(ground.parcel.groundAreaM2, areaOf(ground.parcel.rings));
  const deed = ground.deedAreaM2 ?? 0;
  return deed > drawn && deed <= drawn * (1 + DEED_SHARE) ? deed : drawn;
}

function tellLargerThanParcel(b: BuildingFigures, ground: Ground, problems: Problems): void {
  const parcel = largestArea(ground);
  const basement = (b.basementM2 ?? 0) / Math.max(1, b.basementFloors ?? 1);
  const figures = [
    ['footprintM2', b.footprintM2 ?? 0],
    ['greenM2', b.greenM2 ?? 0],
    ['basementM2', basement],
  ] as const;
  for (const [field, area] of figures) {
    if (area <= parcel + SAME_M2) continue;
    const [given, whole] = [squareMetres(area), squareMetres(parcel)];
    problems.add(
      'building.larger_than_parcel',
      `${b.at}/${field}`,
      `"${field}" ${given.id} lebih luas daripada bidangnya (${whole.id}).`,
      `"${field}" is ${given.en}, more than its parcel has (${whole.en}).`,
      area,
    );
  }
}
