/** Random lots for the envelope, by seed: what surveys bring and what they should not. */
import type { EdgeStrip } from '../../src/geometry/envelope.ts';
import { type Rings, ringsFrom } from '../../src/geometry/rings.ts';

export type Random = () => number;
type Ring = [number, number][];

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Stars with and without holes, boxes with a bay (L, U, T), lots with kinks and with tiny edges. */
export function randomLot(random: Random): Rings {
  const kind = Math.floor(5 * random());
  const turn = 2 * Math.PI * random();
  const size = 4 + 36 * random() ** 2;
  if (kind === 0) return ringsFrom([[turned(star(random, size, 3 + 10 * random()), turn)]]);
  if (kind === 1) return ringsFrom([[turned(bay(random, size), turn)]]);
  if (kind === 2) return ringsFrom([[turned(kinked(random, boxRing(size, size * 2)), turn)]]);
  if (kind === 3) return ringsFrom([[turned(chamfered(random, size), turn)]]);
  const hole = star(random, size * 0.15, 3 + 4 * random());
  return ringsFrom([[turned(star(random, size, 5 + 6 * random(), 0.5), turn), turned(hole, turn)]]);
}

function star(random: Random, size: number, corners: number, least = 0.25): Ring {
  const n = Math.floor(corners);
  return Array.from({ length: n }, (_, i) => {
    const angle = (2 * Math.PI * (i + 0.6 * random())) / n;
    const radius = size * (least + (1 - least) * random());
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

function boxRing(width: number, depth: number): Ring {
  return [
    [0, 0],
    [width, 0],
    [width, depth],
    [0, depth],
  ];
}

/** A box with a bay in its upper side, sometimes at a corner, sometimes slanted and narrow. */
function bay(random: Random, size: number): Ring {
  const from = size * (0.1 + 0.5 * random());
  const to = from + (size - from) * (0.02 + 0.9 * random());
  const deep = size * (0.1 + 0.7 * random());
  const lean = random() < 0.5 ? 0 : 0.5 * (size - to) * random();
  if (random() < 0.3)
    return [...boxRing(size, size).slice(0, 2), [size, deep], [to, deep], [to, size], [0, size]];
  return [
    [0, 0],
    [size, 0],
    [size, size],
    [to, size],
    [to + lean, size - deep],
    [from + lean, size - deep],
    [from, size],
    [0, size],
  ];
}

/** Each edge gets one more corner, on it or a little beside it, somewhere or close to its end. */
function kinked(random: Random, ring: Ring): Ring {
  return ring.flatMap((a, i): Ring => {
    const b = ring[(i + 1) % ring.length]!;
    const t = random() < 0.3 ? 0.001 : 0.1 + 0.8 * random();
    const beside = random() < 0.4 ? 0 : Math.min(0.08, t / 2) * (random() - 0.5);
    const [ex, ey] = [b[0] - a[0], b[1] - a[1]];
    return [a, [a[0] + t * ex - beside * ey, a[1] + t * ey + beside * ex]];
  });
}

/** A box whose corners are cut off or rounded by several short edges. */
function chamfered(random: Random, size: number): Ring {
  const cut = size * 0.3 * random() ** 2 + 0.01;
  const n = 1 + Math.floor(4 * random());
  const width = size;
  const depth = size * (1 + random());
  const corners: [number, number, number][] = [
    [width - cut, cut, -Math.PI / 2],
    [width - cut, depth - cut, 0],
    [cut, depth - cut, Math.PI / 2],
    [cut, cut, Math.PI],
  ];
  return corners.flatMap(([x, y, from]) =>
    Array.from({ length: n + 1 }, (_, i): [number, number] => {
      const angle = from + ((Math.PI / 2) * i) / n;
      return [x + cut * Math.cos(angle), y + cut * Math.sin(angle)];
    }),
  );
}

function turned(ring: Ring, angle: number): Ring {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return ring.map(([x, y]) => [c * x - s * y, s * x + c * y]);
}

/** A strip for each edge: distances from a short list, 0 among them, three rules. */
export function randomStrips(
  random: Random,
  lot: Rings,
  join: 'mitre' | 'round' | 'both',
): EdgeStrip[] {
  const choice = [0, 1, 2, 3, 5, 0.5 + 4 * random()];
  return edgesOf(lot).map(({ ring, edge }) => ({
    ring,
    edge,
    distanceM: choice[Math.floor(choice.length * random())]!,
    join: join !== 'both' ? join : random() < 0.5 ? 'mitre' : 'round',
    id: ['front', 'side', 'rear'][Math.floor(3 * random())]!,
  }));
}

export interface LotEdge {
  readonly ring: number;
  readonly edge: number;
  readonly a: readonly [number, number];
  readonly b: readonly [number, number];
}

/** All edges of the rings, in order. */
export function edgesOf({ xy, ends }: Rings): LotEdge[] {
  const edges: LotEdge[] = [];
  let start = 0;
  ends.forEach((end, ring) => {
    for (let i = start; i < end; i++) {
      const j = i + 1 === end ? start : i + 1;
      const a = [xy[2 * i]!, xy[2 * i + 1]!] as const;
      edges.push({ ring, edge: i - start, a, b: [xy[2 * j]!, xy[2 * j + 1]!] });
    }
    start = end;
  });
  return edges;
}

/** The same distance on every edge. */
export function equalStrips(lot: Rings, distanceM: number, join: 'mitre' | 'round'): EdgeStrip[] {
  return edgesOf(lot).map(({ ring, edge }) => ({ ring, edge, distanceM, join, id: 'all' }));
}
