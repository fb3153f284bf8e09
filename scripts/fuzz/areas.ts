import type { Rings } from '../../src/geometry/rings.ts';
import { exactCommonArea } from './exact-area.ts';
import { freeGeometry, geometryOf, geosCommonArea, geosIsValid } from './geos.ts';
import { allowed } from './judge.ts';
import { areasOf, indexOf, KERNELS } from './kernels.ts';
import { makeGroup, PAIRS, POLYGONS, toRings } from './pairs.ts';
import type { Shape } from './shapes.ts';
import type { Tally } from './tally.ts';

/** Every so many-th pair is judged by exact arithmetic too where GEOS agrees, */
const SAMPLE_EVERY = 128;
/** and all at which the deviation is more than this share of what is allowed: GEOS's own, mostly. */
const CLOSE = 0.1;

/** Tries all pairs of a group with each of the kernels, and adds to the tally. */
export function tryGroup(
  seed: number,
  number: number,
  kernels: readonly string[],
  tally: Tally,
): void {
  const { cellSize, ...shapes } = makeGroup(seed, number);
  const polygons = shapes.polygons.map(toRings);
  const parcels = shapes.parcels.map(toRings);
  const index = indexOf(polygons, cellSize);
  const overlays = kernels.map((name) => KERNELS[name]!(index));
  const ofPolygons = shapes.polygons.map(inGeos);
  parcels.forEach((parcel, p) => {
    const asked = inGeos(shapes.parcels[p]!);
    const areas = overlays.map((overlay) => areasOf(overlay, parcel, polygons.length));
    polygons.forEach((polygon, f) => {
      const pair = number * PAIRS + p * POLYGONS + f;
      const trial = { pair, polygon, parcel, cellSize, kernels, areas: areas.map((of) => of[f]!) };
      judge(trial, ofPolygons[f]!, asked, tally);
    });
    freeGeometry(asked.geometry);
  });
  for (const { geometry } of ofPolygons) freeGeometry(geometry);
}

interface Trial {
  readonly pair: number;
  readonly polygon: Rings;
  readonly parcel: Rings;
  readonly cellSize: number;
  readonly kernels: readonly string[];
  /** By kernel. */
  readonly areas: readonly number[];
}

interface InGeos {
  readonly geometry: number;
  readonly valid: boolean;
}

function inGeos(shape: Shape): InGeos {
  const geometry = geometryOf(shape);
  return { geometry, valid: geosIsValid(geometry) };
}

/** GEOS is the judge where it is asked and agrees; of all else, and of a sample, exact arithmetic. */
function judge(trial: Trial, a: InGeos, b: InGeos, tally: Tally): void {
  const { pair, polygon, parcel, areas } = trial;
  const most = allowed(polygon, parcel, trial.cellSize);
  const valid = a.valid && b.valid;
  const geos = valid ? geosCommonArea(a.geometry, b.geometry) : Number.NaN;
  const agrees = areas.every((area) => Math.abs(area - geos) <= most);
  const close = areas.every((area) => Math.abs(area - geos) <= CLOSE * most);
  const sampled = agrees && (!close || pair % SAMPLE_EVERY === 0);
  // What counts negative, as inverted rings do, the kernel leaves out.
  const exact = agrees && !sampled ? geos : Math.max(0, exactCommonArea(polygon, parcel));
  tally.pairs++;
  if (exact > 0) tally.meeting++;
  if (agrees) tally.geosAgrees++;
  if (sampled) tally.sampled++;
  if (!valid) tally.invalid++;
  else if (!(Math.abs(geos - exact) <= most)) noteGeos(Math.abs(geos - exact), tally);
  for (let k = 0; k < areas.length; k++) compare(trial, k, exact, most, tally);
}

function noteGeos(offM2: number, tally: Tally): void {
  tally.geosOff++;
  // It is no number where GEOS gave up.
  if (offM2 > tally.geosOffM2) tally.geosOffM2 = offM2;
}

function compare(trial: Trial, k: number, exact: number, most: number, tally: Tally): void {
  const { pair, kernels, areas } = trial;
  const deviation = Math.abs(areas[k]! - exact);
  const [kernel, area] = [kernels[k]!, areas[k]!];
  // The kernels promise the same numbers, to the last bit.
  if (!(deviation <= most) || area !== areas[0]) {
    tally.disagreements.push({ pair, kernel, area, exact, allowed: most });
  } else if (deviation > tally.largestOfAllowed * most) {
    tally.largestOfAllowed = deviation / most;
    tally.largestPair = pair;
  }
}
