import type { Rings } from '../../src/geometry/rings.ts';
import { exactCommonArea } from './exact-area.ts';
import { geometryOf, geosCommonArea, geosIsValid } from './geos.ts';
import { allowed } from './judge.ts';
import { areasOf, indexOf, KERNELS } from './kernels.ts';
import { makeGroup, PAIRS, POLYGONS, toRings, toWkt } from './pairs.ts';
import type { Shape } from './shapes.ts';

/** Prints a pair as WKT with every judge's area; and if a kernel is wrong, the least that still is. */
export function replay(seed: number, pair: number, kernels: readonly string[]): boolean {
  const { cellSize, polygons, parcels } = makeGroup(seed, Math.floor(pair / PAIRS));
  const feature = pair % POLYGONS;
  const polygon = polygons[feature]!;
  const parcel = parcels[Math.floor((pair % PAIRS) / POLYGONS)]!;
  console.log(`polygon: ${toWkt(polygon)}\nparcel: ${toWkt(parcel)}\ncells of ${cellSize} m`);
  printJudges(polygon, parcel, cellSize);
  let right = true;
  for (const kernel of kernels) {
    const wrong = (ask: Question) => isWrong(ask, cellSize, kernel);
    const area = areaIn({ polygons, feature, parcel }, cellSize, kernel);
    console.log(`${kernel}: ${area} m²`);
    if (!wrong({ polygons, feature, parcel })) continue;
    right = false;
    printLeast(minimise({ polygons, feature, parcel }, wrong), cellSize, kernel);
  }
  return right;
}

interface Question {
  readonly polygons: readonly Shape[];
  /** Which of the polygons is asked about; the others only share the index. */
  readonly feature: number;
  readonly parcel: Shape;
}

function printJudges(polygon: Shape, parcel: Shape, cellSize: number): void {
  const [a, b] = [geometryOf(polygon), geometryOf(parcel)];
  const valid = geosIsValid(a) && geosIsValid(b);
  const [ours, theirs] = [toRings(polygon), toRings(parcel)];
  console.log(`exact: ${exactCommonArea(ours, theirs)} m²`);
  console.log(`GEOS: ${geosCommonArea(a, b)} m²${valid ? '' : ' (not both are valid)'}`);
  console.log(`allowed deviation: ${allowed(ours, theirs, cellSize)} m²`);
}

function areaIn({ polygons, feature, parcel }: Question, cellSize: number, kernel: string): number {
  const overlay = KERNELS[kernel]!(indexOf(polygons.map(toRings), cellSize));
  return areasOf(overlay, toRings(parcel), polygons.length)[feature]!;
}

function isWrong(asked: Question, cellSize: number, kernel: string): boolean {
  const polygon: Rings = toRings(asked.polygons[asked.feature]!);
  const parcel = toRings(asked.parcel);
  const exact = Math.max(0, exactCommonArea(polygon, parcel));
  const deviation = Math.abs(areaIn(asked, cellSize, kernel) - exact);
  return !(deviation <= allowed(polygon, parcel, cellSize));
}

/** Leaves out other polygons, rings and corners as long as the answer stays wrong. */
function minimise(asked: Question, wrong: (asked: Question) => boolean): Question {
  const alone = { ...asked, polygons: [asked.polygons[asked.feature]!], feature: 0 };
  let least = wrong(alone) ? alone : asked;
  const withPolygon = (shape: Shape): Question => ({
    ...least,
    polygons: least.polygons.map((other, f) => (f === least.feature ? shape : other)),
  });
  for (let before = -1; before !== sizeOf(least); ) {
    before = sizeOf(least);
    for (const shape of withoutOne(least.polygons[least.feature]!)) {
      if (wrong(withPolygon(shape))) least = withPolygon(shape);
    }
    for (const parcel of withoutOne(least.parcel)) {
      if (wrong({ ...least, parcel })) least = { ...least, parcel };
    }
  }
  return least;
}

function sizeOf({ polygons, parcel }: Question): number {
  return [...polygons, parcel].flat(2).reduce((sum, ring) => sum + ring.length, 0);
}

/** The shape without one of its rings, or of its corners, each in turn. */
function* withoutOne(shape: Shape): Generator<Shape> {
  for (let p = 0; p < shape.length; p++) {
    for (let r = 0; r < shape[p]!.length; r++) {
      if (r > 0) yield shape.map((polygon, i) => (i === p ? polygon.toSpliced(r, 1) : polygon));
      for (let v = 0; v < shape[p]![r]!.length && shape[p]![r]!.length > 6; v += 2) {
        yield shape.map((polygon, i) =>
          i === p ? polygon.map((ring, k) => (k === r ? ring.toSpliced(v, 2) : ring)) : polygon,
        );
      }
    }
    if (shape.length > 1) yield shape.toSpliced(p, 1);
  }
}

function printLeast(least: Question, cellSize: number, kernel: string): void {
  const polygon = least.polygons[least.feature]!;
  console.log(`\nthe least that is wrong (${least.polygons.length} polygons in the index):`);
  console.log(`polygon: ${toWkt(polygon)}\nparcel: ${toWkt(least.parcel)}`);
  printJudges(polygon, least.parcel, cellSize);
  console.log(`${kernel}: ${areaIn(least, cellSize, kernel)} m²`);
}
