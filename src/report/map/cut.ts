import {
  type Box,
  type FeatureSet,
  featureRings,
  type Lines,
  type Rings,
} from '../../geometry/rings.ts';
import { TileClip } from '../../geometry/tile-clip.ts';

/** A feature cut to a box, with its number. */
export interface Cut {
  readonly id: number;
  readonly rings: Rings;
}

/** What of the features with these numbers lies in the box, in the order of `ids`. */
export function cutFeatures(set: FeatureSet, ids: readonly number[], box: Box): Cut[] {
  const clip = new TileClip();
  clip.start(box);
  for (const id of ids) {
    const { xy, ends } = featureRings(set, id);
    clip.add({ xy, ringEnds: ends, featureEnds: Uint32Array.of(ends.length) }, id);
  }
  const { features, ids: kept } = clip.result();
  return Array.from(kept, (id, f) => ({ id, rings: featureRings(features, f) }));
}

/** The rings of one feature cut to the box. */
export function cutRings(rings: Rings, box: Box): Rings {
  const set = {
    xy: rings.xy,
    ringEnds: rings.ends,
    featureEnds: Uint32Array.of(rings.ends.length),
  };
  return (
    cutFeatures(set, [0], box)[0]?.rings ?? { xy: new Float64Array(0), ends: new Uint32Array(0) }
  );
}

/** The lines cut to the box, segment by segment (Y.-D. Liang and B. A. Barsky, ACM TOG 3(1), 1984). */
export function cutLines({ xy, ends }: Lines, box: Box): Lines {
  const out: number[] = [];
  const outEnds: number[] = [];
  const close = () => {
    if (out.length / 2 > (outEnds.at(-1) ?? 0)) outEnds.push(out.length / 2);
  };
  let start = 0;
  for (const end of ends) {
    for (let i = start; i + 1 < end; i++) {
      const piece = cutSegment(xy.subarray(2 * i, 2 * i + 4), box);
      if (piece === null) continue;
      const goesOn =
        out.length / 2 > (outEnds.at(-1) ?? 0) &&
        out.at(-2) === piece[0] &&
        out.at(-1) === piece[1];
      if (!goesOn) {
        close();
        out.push(piece[0], piece[1]);
      }
      out.push(piece[2], piece[3]);
    }
    close();
    start = end;
  }
  return { xy: Float64Array.from(out), ends: Uint32Array.from(outEnds) };
}

type Segment = readonly [number, number, number, number];

/** The part of the segment in the box; its ends keep their bits where they lie inside. */
function cutSegment(segment: Float64Array, box: Box): Segment | null {
  const [ax, ay, bx, by] = segment as unknown as Segment;
  const [minX, minY, maxX, maxY] = box;
  if ((ax < minX && bx < minX) || (ax > maxX && bx > maxX)) return null;
  if ((ay < minY && by < minY) || (ay > maxY && by > maxY)) return null;
  const [dx, dy] = [bx - ax, by - ay];
  let from = 0;
  let to = 1;
  for (const [step, room] of [
    [-dx, ax - minX],
    [dx, maxX - ax],
    [-dy, ay - minY],
    [dy, maxY - ay],
  ] as const) {
    if (step === 0 && room < 0) return null;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  if (from >= to) return null;
  const [fx, fy] = from === 0 ? [ax, ay] : [ax + from * dx, ay + from * dy];
  const [tx, ty] = to === 1 ? [bx, by] : [ax + to * dx, ay + to * dy];
  return [fx, fy, tx, ty];
}
