/**
 * The envelope of plain lots in plain numbers: moved edges (envelope-offset.ts), the roads' strips
 * (envelope-lines.ts) cut off. Most lots need no more; null says that the polygon library has to tell.
 */
import { BESIDE_M } from './envelope-edges.ts';
import { distanceToRun, type Lot, type RunStrip, stripsNear } from './envelope-lines.ts';
import type { Envelope, TakenLines } from './envelope-model.ts';
import { PARCEL, plainOffset, type SharedLine } from './envelope-offset.ts';
import { cutByOutline, hasLength, holds, type NamedRing, plainArea } from './envelope-ring.ts';
import type { EdgeStrip } from './envelope-strip.ts';
import { NO_RINGS, type Rings } from './rings.ts';

/** An arc's corners stand outside of the circle by 1 mm at most; and rounding. */
const ROOM_M = 0.002;
/** Where a strip ends is exact to so much, m. */
const EXACT_M = 1e-6;
/** Thinner ground than this on the average is left to the polygon library, m. */
const THIN_M = 1e-4;
/** A rule that took less shaped nothing, m². */
export const NOTHING_M2 = 1e-6;

/** What is left of a lot in plain numbers. */
export interface PlainGround {
  readonly lot: Lot;
  /** Null if nothing is left. */
  readonly ring: NamedRing | null;
  /** Area that each rule would take alone, m², in the order of strips and lines. */
  readonly removed: ReadonlyMap<string, number>;
}

/** What strips and lines leave, or null where the lot, the strips or the lines are not plain enough. */
export function plainGround(
  parcel: Rings,
  strips: readonly EdgeStrip[],
  taken: readonly TakenLines[],
): PlainGround | null {
  if (parcel.ends.length !== 1) return null;
  const lot = lotOf(parcel);
  const moved = plainOffset(lot.xy, strips);
  if (moved === null) return null;
  const areaM2 = plainArea(lot.xy);
  const removed = new Map<string, number>();
  for (const [id, m2] of moved.removed) {
    if (m2 === null) return null;
    removed.set(id, m2);
  }
  let ring: NamedRing | null = moved.ring;
  const unnamed = Array.from({ length: lot.xy.length / 2 }, () => PARCEL);
  const alone = new Map<string, NamedRing | null>();
  for (const { lines, reachM, id } of taken) {
    const near = stripsNear(lot, lines, reachM);
    if (near === null) return null;
    const rest = alone.has(id) ? alone.get(id)! : { xy: lot.xy, ids: unnamed };
    const cutRing = cutOff(ring, near, reachM, id);
    const cutRest = cutOff(rest, near, reachM, id);
    if (cutRing === undefined || cutRest === undefined) return null;
    ring = cutRing;
    alone.set(id, cutRest);
    removed.set(id, areaM2 - (cutRest === null ? 0 : plainArea(cutRest.xy)));
  }
  if (ring !== null && moved.shared.length > 0) ring = renamed(ring, moved.shared);
  return ring === null || isSure(ring) ? { lot, ring, removed } : null;
}

/** Whether the ring has no edge too short and is not too thin for its corners to be sure. */
function isSure({ xy }: NamedRing): boolean {
  return hasLength(xy) && plainArea(xy) > THIN_M * outlineOf(xy);
}

/** The envelope in plain numbers, or null. */
export function plainEnvelope(
  parcel: Rings,
  strips: readonly EdgeStrip[],
  taken: readonly TakenLines[],
): Envelope | null {
  const ground = plainGround(parcel, strips, taken);
  return ground && asEnvelope(ground);
}

/** Edges that lie on two rules' lines have the name of the first, as their middle tells (envelope-edges.ts). */
function renamed({ xy, ids }: NamedRing, shared: readonly SharedLine[]): NamedRing {
  const n = xy.length;
  const names = ids.map((id, k) => {
    const x = (xy[2 * k]! + xy[(2 * k + 2) % n]!) / 2;
    const y = (xy[2 * k + 1]! + xy[(2 * k + 3) % n]!) / 2;
    const line = shared.find((s) => distanceToRun(x, y, [s.ax, s.ay, s.bx, s.by]) < BESIDE_M);
    return line?.id ?? id;
  });
  return { xy, ids: names };
}

function lotOf(parcel: Rings): Lot {
  const n = parcel.xy.length;
  const origin = [parcel.xy[0]!, parcel.xy[1]!] as const;
  const xy: number[] = [];
  for (let i = 0; i < n; i += 2) xy.push(parcel.xy[i]! - origin[0], parcel.xy[i + 1]! - origin[1]);
  return { xy, origin };
}

/** The ring without the strips; null if nothing is left, undefined where that can't be told here. */
function cutOff(
  ring: NamedRing | null,
  strips: readonly RunStrip[],
  reach: number,
  id: string,
): NamedRing | null | undefined {
  let left = ring;
  for (const { run, outline } of strips) {
    if (left === null) return null;
    const cut = cutByOutline(left, outline, id);
    if (cut === 'unclear') return undefined;
    if (cut !== 'missed') {
      if (!staysAway(cut, run, reach)) return undefined;
      left = cut;
      continue;
    }
    const away = distanceToRun(left.xy[0]!, left.xy[1]!, run);
    if (away < reach - ROOM_M) left = null;
    // Neither all of the ring in the strip, nor all of the strip in the ring.
    else if (away <= reach + ROOM_M || holds(left.xy, outline[0]!, outline[1]!)) return undefined;
  }
  return left;
}

/** That no corner of what is left lies within the strip: what cutting along its edge has to come to. */
function staysAway({ xy }: NamedRing, run: readonly number[], reach: number): boolean {
  for (let i = 0; i < xy.length; i += 2) {
    if (distanceToRun(xy[i]!, xy[i + 1]!, run) < reach - EXACT_M) return false;
  }
  return true;
}

/** The ground as an envelope. */
export function asEnvelope({ lot, ring, removed }: PlainGround): Envelope {
  const shapedBy = [...removed]
    .filter(([, m2]) => m2 > NOTHING_M2)
    .map(([id, removedM2]) => ({ id, removedM2 }));
  if (ring === null) return { rings: NO_RINGS, areaM2: 0, shapedBy, edges: [] };
  const n = ring.ids.length;
  const xy = new Float64Array(2 * n);
  const first = lowestPoint(ring.xy);
  for (let i = 0; i < 2 * n; i++) {
    xy[i] = ring.xy[(2 * first + i) % (2 * n)]! + lot.origin[i % 2]!;
  }
  const edges = ring.ids.map((_, i) => ({
    from: [xy[2 * i]!, xy[2 * i + 1]!] as const,
    to: [xy[(2 * i + 2) % (2 * n)]!, xy[(2 * i + 3) % (2 * n)]!] as const,
    id: ring.ids[(first + i) % n]!,
  }));
  return { rings: { xy, ends: Uint32Array.of(n) }, areaM2: plainArea(ring.xy), shapedBy, edges };
}

/** Where rings of envelopes begin: the southernmost point, of these the westernmost. */
export function lowestPoint(xy: ArrayLike<number>): number {
  let lowest = 0;
  for (let i = 2; i < xy.length; i += 2) {
    const higher = xy[i + 1]! - xy[lowest + 1]!;
    if (higher < 0 || (higher === 0 && xy[i]! < xy[lowest]!)) lowest = i;
  }
  return lowest / 2;
}

function outlineOf(xy: readonly number[]): number {
  let sum = 0;
  for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
    sum += Math.abs(xy[i]! - xy[j]!) + Math.abs(xy[i + 1]! - xy[j + 1]!);
  }
  return sum;
}
