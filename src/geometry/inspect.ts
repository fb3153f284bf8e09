/**
 * Parcels and footprints, looked at strictly: nothing is repaired, everything wrong is told at
 * once, with the numbers of rings, corners and edges as given, and the place.
 */

import { combine } from './clipper.ts';
import { type Contact, findContacts } from './contacts.ts';
import { ringsAround } from './nesting.ts';
import { isPlainlySound } from './plainly-sound.ts';
import { areaOf, joinRings, NO_RINGS, type Rings, ringArea } from './rings.ts';
import { type TidyRing, tidyRing } from './tidy-ring.ts';

export type DefectKind =
  /** NaN, Infinity or a size that no place has. */
  | 'not_a_coordinate'
  /** Fewer than 3 corners that differ. */
  | 'too_few_corners'
  | 'zero_area'
  | 'spike'
  /** The corner is less than 1 cm from the one before: harmless, severity `note`. */
  | 'duplicate_corner'
  | 'crosses_itself'
  /** Two edges of one ring run along each other. */
  | 'overlaps_itself'
  /** A corner touches the same ring and splits its ground in two. */
  | 'touches_itself'
  | 'hole_crosses_ring'
  | 'hole_outside'
  | 'holes_overlap'
  | 'polygons_overlap'
  /** The outline is folded so densely, or of so many rings, that it was not checked further. */
  | 'too_complex'
  /** More than `MOST_DEFECTS` were found; the rest is not listed. */
  | 'more';

/** Polygon, ring (0 = outer) and corner, from 0; edge i runs from corner i to the next. */
export interface Spot {
  readonly polygon: number;
  readonly ring: number;
  readonly vertex: number;
}

export interface Defect extends Spot {
  readonly kind: DefectKind;
  /** `note`: the shape is usable as it is. */
  readonly severity: 'defect' | 'note';
  readonly at: readonly [number, number];
  /** The other edge, hole or polygon, where two are concerned. */
  readonly other?: Spot;
}

const MOST_DEFECTS = 20;
const MOST_RINGS = 5000;
const FARTHEST_M = 1e9;
/** Less ground than this is none: areas are right to 0.01 m² at law. */
const NO_AREA_M2 = 0.01;
const PARCEL_TOLERANCE = { sameM: 0.01, spikeM: 0.01, spikeSine: Math.sin(Math.PI / 180) };

const PLAINLY = { ...PARCEL_TOLERANCE, farthestM: FARTHEST_M, leastM2: NO_AREA_M2 };

/**
 * Whether rings in metres, open, are a single one in which `inspectPolygon` would find nothing: told
 * much faster, and of most parcels. False says nothing.
 */
export function isPlainParcel({ xy, ends }: Rings): boolean {
  return ends.length === 1 && isPlainlySound(xy, ringArea(xy, 0, ends[0]!), PLAINLY);
}

interface PlacedRing extends TidyRing {
  readonly polygon: number;
  readonly ring: number;
}

/**
 * Looks at polygons in metres (`coordinates` of a GeoJSON MultiPolygon; rings closed or not, in any
 * direction). An empty list means that they are sound. Defects come in the order of the input,
 * first those of single rings, then those between edges, then those of rings that lie wrongly.
 */
export function inspectPolygon(
  polygons: readonly (readonly (readonly (readonly number[])[])[])[],
): Defect[] {
  const defects: Defect[] = [];
  const rings: PlacedRing[] = [];
  polygons.forEach((parts, polygon) => {
    parts.forEach((points, ring) => {
      const sound = inspectRing(points, { polygon, ring }, defects);
      if (sound) rings.push(sound);
    });
  });
  if (rings.length > MOST_RINGS) defects.push(defectAt('too_complex', rings[0]!, 0));
  else if (rings.length > 0) inspectTogether(rings, defects);
  return limited(defects);
}

function inspectRing(
  points: readonly (readonly number[])[],
  { polygon, ring }: { polygon: number; ring: number },
  defects: Defect[],
): PlacedRing | null {
  const add = (kind: DefectKind, vertex: number, severity: Defect['severity'] = 'defect') => {
    const [x, y] = points[vertex] ?? [Number.NaN, Number.NaN];
    defects.push({ kind, severity, polygon, ring, vertex, at: [x!, y!] });
  };
  const before = defects.length;
  points.forEach(([x, y], vertex) => {
    const possible = Math.abs(x!) < FARTHEST_M && Math.abs(y!) < FARTHEST_M;
    if (!possible && defects.length <= MOST_DEFECTS) add('not_a_coordinate', vertex);
  });
  if (defects.length > before) return null;
  const tidy = tidyRing(points, PARCEL_TOLERANCE);
  for (const vertex of tidy.duplicates) add('duplicate_corner', vertex, 'note');
  // A ring that is nothing but a spike is a ring of no area: one defect, not two.
  if (tidy.points.length >= 6) for (const vertex of tidy.spikes) add('spike', vertex);
  if (points.length - (tidy.wasClosed ? 1 : 0) - tidy.duplicates.length < 3) {
    add('too_few_corners', 0);
    return null;
  }
  if (tidy.points.length < 6) {
    add('zero_area', 0);
    return null;
  }
  return { ...tidy, polygon, ring };
}

function inspectTogether(rings: readonly PlacedRing[], defects: Defect[]): void {
  const soup = joinRings(rings.map(asRings));
  const before = defects.length;
  const meetings = inspectContacts(rings, soup, defects);
  if (defects.length > before) return;
  for (const ring of rings) {
    if (Math.abs(ring.areaM2) < NO_AREA_M2) defects.push(defectAt('zero_area', ring, 0));
  }
  // Where rings share edges, points of the one lie on the other and nesting is hard to tell; but
  // the ground tells: neighbours cover each place once.
  if (meetings.shared && eachPlaceOnce(rings, soup)) return;
  const sound = defects.length;
  inspectNesting(rings, soup, defects);
  if (meetings.shared && defects.length === sound) {
    const { a, b } = meetings.shared;
    const kind = kindOfPair(rings[ringOf(soup, a)]!, rings[ringOf(soup, b)]!);
    defects.push(defectOf(kind, meetings.shared, rings, soup));
  }
}

interface Meetings {
  /** A place where two different rings run along each other. */
  readonly shared: Contact | null;
}

function inspectContacts(rings: readonly PlacedRing[], soup: Rings, defects: Defect[]): Meetings {
  let shared: Contact | null = null;
  const finished = findContacts(soup, (contact) => {
    const a = ringOf(soup, contact.a);
    const b = ringOf(soup, contact.b);
    if (a !== b && contact.kind === 'overlap') shared ??= contact;
    const kind = kindOf(contact, rings[a]!, rings[b]!, soup);
    if (kind !== null) defects.push(defectOf(kind, contact, rings, soup));
    return defects.length <= 2 * MOST_DEFECTS;
  });
  if (!finished) defects.push(defectAt('too_complex', rings[0]!, 0));
  return { shared };
}

function kindOf(contact: Contact, a: PlacedRing, b: PlacedRing, soup: Rings): DefectKind | null {
  if (a === b) {
    if (contact.kind === 'cross') return 'crosses_itself';
    if (contact.kind === 'overlap') return 'overlaps_itself';
    return splitsGround(contact, soup) ? 'touches_itself' : null;
  }
  return contact.kind === 'cross' ? kindOfPair(a, b) : null;
}

function kindOfPair(a: PlacedRing, b: PlacedRing): DefectKind {
  if (a.polygon !== b.polygon) return 'polygons_overlap';
  return a.ring > 0 && b.ring > 0 ? 'holes_overlap' : 'hole_crosses_ring';
}

/**
 * A ring that touches itself is two loops. Turning the same way they are two grounds that meet in
 * a point; turning opposite ways the one is a hole that touches the other: sound.
 */
function splitsGround({ a, b, x, y }: Contact, { xy, ends }: Rings): boolean {
  const ring = ringOf({ xy, ends }, a);
  const start = ring === 0 ? 0 : ends[ring - 1]!;
  const [first, second] = a < b ? [a, b] : [b, a];
  // Either edge may start in the corner or contain it; with the corner added the loop is whole.
  const loop = [x, y, ...xy.subarray(2 * (first + 1), 2 * (second + 1))];
  const part = ringArea(Float64Array.from(loop), 0, loop.length / 2);
  const whole = ringArea(xy, start, ends[ring]!);
  return part > 0 === whole - part > 0;
}

function inspectNesting(rings: readonly PlacedRing[], soup: Rings, defects: Defect[]): void {
  const around = ringsAround(soup);
  rings.forEach((ring, r) => {
    const outside = around[r]!.map((s) => rings[s]!);
    const own = outside.filter((s) => s.polygon === ring.polygon);
    const hole = own.find((s) => s.ring > 0 && ring.ring > 0);
    if (hole) defects.push(defectAt('holes_overlap', ring, 0, hole));
    if (ring.ring > 0 && !own.some((s) => s.ring === 0)) {
      const home = rings.find((s) => s.polygon === ring.polygon && s.ring === 0);
      defects.push(defectAt('hole_outside', ring, 0, home));
    }
    if (ring.ring > 0) return;
    const host = outside.find(
      (s) => s.ring === 0 && s.polygon !== ring.polygon && !inHoleOf(s, outside),
    );
    if (host) defects.push(defectAt('polygons_overlap', ring, 0, host));
  });
}

function inHoleOf(host: PlacedRing, outside: readonly PlacedRing[]): boolean {
  return outside.some((s) => s.polygon === host.polygon && s.ring > 0);
}

/** Whether the ground of all rings by even-odd is what outer rings less holes make. */
function eachPlaceOnce(rings: readonly PlacedRing[], soup: Rings): boolean {
  const claimed = rings.reduce((sum, r) => sum + (r.ring > 0 ? -1 : 1) * Math.abs(r.areaM2), 0);
  const ground = areaOf(combine('Union', 'EvenOdd', soup, NO_RINGS));
  return ground >= NO_AREA_M2 && Math.abs(claimed - ground) < NO_AREA_M2;
}

function asRings(ring: TidyRing): Rings {
  return { xy: ring.points, ends: Uint32Array.of(ring.points.length / 2) };
}

/** Number of the ring that a point of the soup belongs to. */
function ringOf({ ends }: Rings, point: number): number {
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! > point) high = middle;
    else low = middle + 1;
  }
  return low;
}

function spotOf(rings: readonly PlacedRing[], soup: Rings, point: number): Spot {
  const r = ringOf(soup, point);
  const start = r === 0 ? 0 : soup.ends[r - 1]!;
  const { polygon, ring, numbers } = rings[r]!;
  return { polygon, ring, vertex: numbers[point - start]! };
}

function defectOf(
  kind: DefectKind,
  { a, b, x, y }: Contact,
  rings: readonly PlacedRing[],
  soup: Rings,
): Defect {
  const [first, second] = a < b ? [a, b] : [b, a];
  const other = spotOf(rings, soup, second);
  return { kind, severity: 'defect', ...spotOf(rings, soup, first), at: [x, y], other };
}

function defectAt(kind: DefectKind, ring: PlacedRing, corner: number, other?: PlacedRing): Defect {
  const at: [number, number] = [ring.points[2 * corner]!, ring.points[2 * corner + 1]!];
  const spot = { polygon: ring.polygon, ring: ring.ring, vertex: ring.numbers[corner]! };
  const base: Defect = { kind, severity: 'defect', ...spot, at };
  if (!other) return base;
  return { ...base, other: { polygon: other.polygon, ring: other.ring, vertex: 0 } };
}

/** The first defects of all kinds; when there are more, that is the last one. */
function limited(defects: readonly Defect[]): Defect[] {
  const serious = defects.filter((d) => d.severity === 'defect');
  const notes = defects.filter((d) => d.severity === 'note');
  const kept = [...serious.slice(0, MOST_DEFECTS), ...notes.slice(0, MOST_DEFECTS)];
  if (serious.length <= MOST_DEFECTS) return kept;
  return [...kept, { ...serious[MOST_DEFECTS]!, kind: 'more' }];
}
