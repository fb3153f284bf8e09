/**
 * The buildable envelope: what of a parcel remains when each edge has taken its strip and further
 * ground (road building lines, river strips, forbidding overlays) is taken away. What a strip is,
 * stands in envelope-strip.ts; an edge takes of it only the ground that hangs together with the
 * edge inside the parcel: no strip reaches through the parcel's other side into another arm.
 *
 * The polygon library computes on a grid, here of about 2 nm for parcels up to 256 m wide, 0.1 µm up to
 * 16 km; corners are off by at most about a step, and stay within that of the parcel. Where lines that
 * should be one differ by rounding, a thread of that width may hold pieces together: `connectedPieces`
 * (polygons.ts) tells which ground really hangs together.
 */
import { growLinesNear, growRings } from './buffer.ts';
import { combine, type Fineness } from './clipper.ts';
import { distanceToOutline } from './distance.ts';
import { coveredArea } from './envelope-areas.ts';
import { type EnvelopeEdge, namedEdges, type SourceLine } from './envelope-edges.ts';
import type { Envelope, TakenGround, TakenLines } from './envelope-model.ts';
import { PARCEL } from './envelope-offset.ts';
import {
  asEnvelope,
  lowestPoint,
  NOTHING_M2,
  type PlainGround,
  plainGround,
} from './envelope-plain.ts';
import { type EdgeStrip, type ParcelEdge, parcelEdges, stripOutline } from './envelope-strip.ts';
import { throughRings } from './envelope-walls.ts';
import { runsIn } from './line-runs.ts';
import { cutLoosely, sharedBox } from './outline.ts';
import { polygonsOf } from './polygons.ts';
import {
  areaOf,
  type Box,
  boxOf,
  joinRings,
  NO_RINGS,
  perimeterOf,
  type Rings,
  ringArea,
} from './rings.ts';

export type { EdgeStrip, Envelope, EnvelopeEdge, TakenGround, TakenLines };

/** The ground that one strip takes from the parcel. */
export interface StripGround {
  readonly strip: EdgeStrip;
  readonly edge: ParcelEdge;
  /** Rings that, within the parcel, cover what the strip takes (they may reach beyond the parcel). */
  readonly rings: Rings;
}

/**
 * Steps of 2^-29 m, those of a double at northings of UTM, for parcels of up to 256 m. Products of
 * numbers up to 2^36 lose 2^19 steps squared in a double: on an edge of 1 m 2^-10 of a step.
 */
const FINE_GRID: Fineness = { stepsPerMetre: 2 ** 29, largestNumber: 2 ** 36 };
/** Rings thinner than this on the average are rounding, m. */
const SLIVER_M = 1e-7;
/** Room around pieces of other arms, m. */
const HAIR_M = 1e-5;
/** How far the piece of a strip that touches its edge may be from it by rounding, m. */
const TOUCH_M = 2e-6;

/**
 * What of the parcel can be built on. Parcel: clean rings, m. Strips name edges by ring and first
 * point; an edge without a strip keeps its ground; several strips on one edge all take. A strip
 * that names no edge of the parcel, or whose distance is below 0 or no number, is a bug (throws).
 */
export function buildableEnvelope(
  parcel: Rings,
  strips: readonly EdgeStrip[],
  taken: readonly (TakenGround | TakenLines)[],
): Envelope {
  for (const strip of strips) checkStrip(parcel, strip);
  const box = boxOf(parcel.xy);
  const near = taken.filter((t) => 'lines' in t || sharedBox(boxOf(t.rings.xy), box) !== null);
  const lines = near.filter((t) => 'lines' in t);
  const rings = near.filter((t) => 'rings' in t);
  const plain = plainGround(parcel, strips, lines);
  // What one rule takes by strips or lines and by other ground is not told apart.
  const mixed = rings.some((t) => plain?.removed.has(t.id));
  if (plain === null || mixed) return robustEnvelope(parcel, strips, [...lines, ...rings]);
  return rings.length === 0 ? asEnvelope(plain) : withoutRings(parcel, plain, rings);
}

/** What plain strips and lines leave, less ground of any outline: the library has but that to take away. */
function withoutRings(parcel: Rings, plain: PlainGround, taken: readonly TakenGround[]): Envelope {
  const left = asEnvelope(plain);
  const box = boxOf(parcel.xy);
  const grounds = taken.map((t) => ({ id: t.id, rings: groundOf(t, box) }));
  const rings = left.rings.ends.length === 0 ? NO_RINGS : without(left.rings, grounds);
  const lines: SourceLine[] = [
    { id: PARCEL, rings: parcel },
    ...left.edges.filter((e) => e.id !== PARCEL).map(lineOf),
    ...grounds,
  ];
  const removed = new Map(plain.removed);
  for (const id of new Set(grounds.map((ground) => ground.id))) {
    const own = grounds.filter((ground) => ground.id === id);
    removed.set(id, removedBy(parcel, own));
  }
  return {
    rings,
    areaM2: areaOf(rings),
    shapedBy: [...removed]
      .filter(([, m2]) => m2 > NOTHING_M2)
      .map(([id, removedM2]) => ({ id, removedM2 })),
    edges: namedEdges(rings, lines),
  };
}

function lineOf({ from, to, id }: EnvelopeEdge): SourceLine {
  return { id, rings: { xy: Float64Array.of(...from, ...to), ends: Uint32Array.of(2) } };
}

/** The same for any parcel and ground, by the polygon library. */
export function robustEnvelope(
  parcel: Rings,
  strips: readonly EdgeStrip[],
  taken: readonly (TakenGround | TakenLines)[],
): Envelope {
  const box = boxOf(parcel.xy);
  const grounds = [
    ...stripGrounds(parcel, strips).map(({ strip, rings }) => ({ id: strip.id, rings })),
    ...taken.map((t) => ({ id: t.id, rings: groundOf(t, box) })),
  ].filter((ground) => ground.rings.ends.length > 0);
  const rings = without(parcel, grounds);
  const lines: SourceLine[] = [{ id: PARCEL, rings: parcel }, ...grounds];
  return {
    rings,
    areaM2: areaOf(rings),
    shapedBy: shapedBy(parcel, grounds, rings),
    edges: namedEdges(rings, lines),
  };
}

/** The ground that each strip with a distance takes, in the order of the strips. */
export function stripGrounds(parcel: Rings, strips: readonly EdgeStrip[]): StripGround[] {
  const edges = parcelEdges(parcel);
  const grounds: StripGround[] = [];
  for (const strip of strips) {
    const at = edges.findIndex((e) => e.ring === strip.ring && e.edge === strip.edge);
    checkStrip(parcel, strip);
    if (at < 0 || strip.distanceM === 0) continue;
    const xy = stripOutline(edges, at, strip, strips);
    const outline = { xy, ends: Uint32Array.of(xy.length / 2) };
    const rings = staysInside(edges, at, outline)
      ? outline
      : attachedTo(edges[at]!, outline, parcel);
    grounds.push({ strip, edge: edges[at]!, rings });
  }
  return grounds;
}

function checkStrip(parcel: Rings, strip: EdgeStrip): void {
  if (!(strip.distanceM >= 0 && strip.distanceM < Infinity)) {
    throw new Error(`No distance: ${strip.distanceM} m`);
  }
  const end = parcel.ends[strip.ring] ?? 0;
  const start = strip.ring === 0 ? 0 : (parcel.ends[strip.ring - 1] ?? 0);
  if (strip.edge >= 0 && strip.edge < end - start) return;
  throw new Error(`No edge ${strip.edge} in ring ${strip.ring} of the parcel`);
}

/** Whether no edge beyond the neighbours runs through the strip: then it can't reach another arm. */
function staysInside(edges: readonly ParcelEdge[], at: number, strip: Rings): boolean {
  const box = boxOf(strip.xy);
  const { before, after } = edges[at]!;
  return edges.every((edge, k) => {
    if (k === at || k === before || k === after) return true;
    if (Math.max(edge.ax, edge.bx) <= box[0] || Math.min(edge.ax, edge.bx) >= box[2]) return true;
    if (Math.max(edge.ay, edge.by) <= box[1] || Math.min(edge.ay, edge.by) >= box[3]) return true;
    return throughRings(edge, strip).length === 0;
  });
}

/**
 * The strip without its pieces in other arms of the parcel. Those are taken out with a hair's
 * breadth around them, so that no border has to be computed twice along the parcel's outline.
 */
function attachedTo(edge: ParcelEdge, strip: Rings, parcel: Rings): Rings {
  const pieces = polygonsOf(combine('Intersection', 'NonZero', strip, parcel, FINE_GRID));
  if (pieces.length < 2) return strip;
  const x = (edge.ax + edge.bx) / 2;
  const y = (edge.ay + edge.by) / 2;
  const away = pieces.map((piece) => distanceToOutline(x, y, piece));
  const nearest = Math.min(...away);
  const others = joinRings(pieces.filter((_, i) => away[i]! > nearest + TOUCH_M));
  return combine('Difference', 'NonZero', strip, growRings(others, HAIR_M), FINE_GRID);
}

function groundOf(taken: TakenGround | TakenLines, box: Box): Rings {
  if ('lines' in taken) {
    const { lines, reachM } = taken;
    const [minX, minY, maxX, maxY] = box;
    const reached: Box = [minX - reachM, minY - reachM, maxX + reachM, maxY + reachM];
    return growLinesNear(runsIn([lines], reached), reachM, box, FINE_GRID);
  }
  return taken.rings.ends.length === 0 ? taken.rings : cutLoosely(taken.rings, box);
}

function without(parcel: Rings, grounds: readonly TakenGround[]): Rings {
  if (parcel.ends.length === 0) return NO_RINGS;
  if (grounds.length === 0) return parcel;
  const all = joinRings(grounds.map((ground) => ground.rings));
  return solidRings(combine('Difference', 'NonZero', parcel, all, FINE_GRID));
}

/** Leaves out what is only rounding between borders that should be one: rings, spikes, double points. */
function solidRings(rings: Rings): Rings {
  const xy: number[] = [];
  const ends: number[] = [];
  let start = 0;
  for (const end of rings.ends) {
    const ring = Float64Array.from(withoutSpikes(rings.xy.subarray(2 * start, 2 * end)));
    start = end;
    const n = ring.length;
    const area = Math.abs(ringArea(ring, 0, n / 2));
    if (!(area > SLIVER_M * perimeterOf({ xy: ring, ends: Uint32Array.of(n / 2) }))) continue;
    const first = 2 * lowestPoint(ring);
    for (let i = 0; i < n; i++) xy.push(ring[(first + i) % n]!);
    ends.push(xy.length / 2);
  }
  return { xy: Float64Array.from(xy), ends: Uint32Array.from(ends) };
}

/** The ring without points that repeat the one before, and without threads that run out and back. */
function withoutSpikes(ring: Float64Array): number[] {
  const kept: number[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    kept.push(ring[i]!, ring[i + 1]!);
    while (kept.length >= 6 && isSpike(kept, kept.length - 4, kept.length - 6, kept.length - 2)) {
      kept.splice(-4, 2);
    }
  }
  for (let n = kept.length; n >= 6; n = kept.length) {
    if (isSpike(kept, n - 2, n - 4, 0)) kept.length = n - 2;
    else if (isSpike(kept, 0, n - 2, 2)) kept.splice(0, 2);
    else break;
  }
  return kept;
}

/** Whether the ring turns back on itself at point `at`, or stays there. */
function isSpike(points: readonly number[], at: number, before: number, after: number): boolean {
  const x = points[at]!;
  const y = points[at + 1]!;
  const [ax, ay] = [points[before]! - x, points[before + 1]! - y];
  const [bx, by] = [points[after]! - x, points[after + 1]! - y];
  const a = Math.hypot(ax, ay);
  const b = Math.hypot(bx, by);
  if (a < 2 * SLIVER_M || b < 2 * SLIVER_M) return true;
  return ax * bx + ay * by > 0 && Math.abs(ax * by - ay * bx) / Math.max(a, b) < 2 * SLIVER_M;
}

function shapedBy(
  parcel: Rings,
  grounds: readonly TakenGround[],
  envelope: Rings,
): { id: string; removedM2: number }[] {
  const ids = [...new Set(grounds.map((ground) => ground.id))];
  return ids
    .map((id) => {
      const own = grounds.filter((ground) => ground.id === id);
      if (ids.length === 1) return { id, removedM2: areaOf(parcel) - areaOf(envelope) };
      return { id, removedM2: removedBy(parcel, own) };
    })
    .filter(({ removedM2 }) => removedM2 > NOTHING_M2);
}

function removedBy(parcel: Rings, grounds: readonly TakenGround[]): number {
  const covered = coveredArea(
    parcel,
    grounds.map((ground) => ground.rings),
  );
  return covered ?? areaOf(parcel) - areaOf(without(parcel, grounds));
}
