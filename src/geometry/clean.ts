/**
 * Polygons of plan layers, made usable: what is sound stays as it is to the last bit, the rest is
 * repaired by fixed rules, and each repair is told with its place. (Parcels are not repaired but
 * sent back: inspect.ts.)
 */
import type { MultiPolygon, Polygon } from 'geojson';
import {
  type Change,
  change,
  changesOf,
  misplaced,
  type NumberedRing,
  noGround,
  place,
  tooDense,
  touching,
  twinOf,
} from './changes.ts';
import { type Contact, findContacts } from './contacts.ts';
import { ringsAround } from './nesting.ts';
import { repairRings, uniteRings } from './outline.ts';
import { areSoundParts, uniteParts } from './parts.ts';
import { areaOf, joinRings, type Rings } from './rings.ts';
import { settleContacts } from './settle-contacts.ts';
import { type TidyRing, type Tolerance, tidyRing } from './tidy-ring.ts';

export type { Change, ChangeKind } from './changes.ts';
export { type Defect, type DefectKind, inspectPolygon } from './inspect.ts';

/** GeoJSON, or its `coordinates`: polygons of rings of [x, y], first ring outer. */
export type PolygonInput = Polygon | MultiPolygon | readonly NestedPolygon[];
export type NestedPolygon = readonly (readonly (readonly number[])[])[];

export interface CleanOptions {
  /** A spike is a corner where the outline turns back on itself, at most so wide, m. 1 µm if left out. */
  readonly spikeM?: number;
}

/** Beyond this no coordinate is a place on Earth in any metric CRS, m. */
const FARTHEST_M = 1e9;
/** An outline that crosses itself more often is no outline; repairing it could take for ever. */
const MOST_CROSSINGS = 20_000;
/** Rings with less ground than this are dropped, m². */
const NO_AREA_M2 = 1e-6;

/**
 * Cleans a polygon in metres. Repeated corners, spikes and rings without ground are dropped, rings
 * turned to their roles. Where rings of one polygon cross or run along each other, or lie where their
 * role does not allow, ground is what an odd number of rings surrounds (even-odd, as "make valid"
 * does), but all that the outer ring goes round counts as once. Polygons over each other are united.
 * `rings` is null if nothing usable is left; the last change then has the kind `unusable`.
 * Clean input comes out bit for bit as it went in, apart from direction.
 */
export function cleanPolygon(
  geometry: PolygonInput,
  options: CleanOptions = {},
): { rings: Rings | null; changes: Change[] } {
  const changes: Change[] = [];
  const polygons = polygonsIn(geometry);
  const wrong = firstWrongNumber(polygons);
  if (wrong) return { rings: null, changes: [wrong] };
  const tidy = tidyAll(
    polygons,
    { sameM: 0, spikeM: options.spikeM ?? 1e-6, spikeSine: 1 },
    changes,
  );
  if (tidy.length === 0) return { rings: null, changes: [...changes, noGround()] };
  const rings = settleRings(tidy, changes);
  if (rings === null) return { rings, changes };
  if (areaOf(rings) <= NO_AREA_M2) return { rings: null, changes: [...changes, noGround()] };
  return { rings, changes };
}

/** Repairs what crosses, turns the rest to its role; null if the outline is past repairing. */
function settleRings(all: readonly NumberedRing[], changes: Change[]): Rings | null {
  const parts = withoutTwinParts(all, changes);
  const tidy = parts.flat();
  const soup = soupOf(tidy);
  const { fault, touch } = firstContacts(tidy, soup);
  if (fault === 'too_dense') {
    changes.push(tooDense(tidy));
    return null;
  }
  if (fault === null && areSoundParts(tidy, soup)) {
    if (touch) changes.push(touchOf(tidy, touch));
    return joinRings(tidy.map((ring) => directed(ring, ring.isHole)));
  }
  const settled = parts.map((part) => settlePart(part, changes));
  return uniteParts(settled, changes);
}

/** Rings of each polygon; one that repeats another counts once. */
function withoutTwinParts(tidy: readonly NumberedRing[], changes: Change[]): NumberedRing[][] {
  const parts = [...Map.groupBy(tidy, (ring) => ring.part).values()];
  if (parts.length < 2) return parts;
  const seen = new Map<string, NumberedRing>();
  return parts.filter((rings) => {
    const key = rings.map((r) => keyOf(r.points)).join(';');
    const twin = seen.get(key);
    if (twin) changes.push(twinOf(rings[0]!, twin));
    else seen.set(key, rings[0]!);
    return !twin;
  });
}

/** Settles the rings of one polygon, as cleanPolygon says. */
function settlePart(all: readonly NumberedRing[], changes: Change[]): Rings {
  const tidy = withoutTwins(all, changes);
  const soup = soupOf(tidy);
  const { fault, touch } = firstContacts(tidy, soup);
  // A part has no more contacts than the whole, which was not too dense.
  if (fault === null || fault === 'too_dense') {
    if (touch) changes.push(touchOf(tidy, touch));
    return nested(tidy, soup, changes);
  }
  const [rings, change] = repaired(tidy, soup, fault);
  changes.push(change);
  return rings;
}

/** A ring that was copied onto itself counts once: under even-odd its ground would vanish. */
function withoutTwins(tidy: readonly NumberedRing[], changes: Change[]): readonly NumberedRing[] {
  if (tidy.length < 2) return tidy;
  const seen = new Map<string, NumberedRing>();
  return tidy.filter((ring) => {
    const key = keyOf(ring.points);
    const twin = seen.get(key);
    if (twin) changes.push(twinOf(ring, twin));
    else seen.set(key, ring);
    return !twin;
  });
}

/** The same for the same ring, wherever it starts and whichever way it runs. */
function keyOf(points: Float64Array): string {
  const n = points.length / 2;
  let first = 0;
  for (let i = 1; i < n; i++) if (comesBefore(points, i, first)) first = i;
  const backwards = comesBefore(points, (first + n - 1) % n, (first + 1) % n);
  const numbers: number[] = [];
  for (let k = 0; k < n; k++) {
    const i = (first + (backwards ? n - k : k)) % n;
    numbers.push(points[2 * i]!, points[2 * i + 1]!);
  }
  return numbers.join(' ');
}

function comesBefore(points: Float64Array, i: number, j: number): boolean {
  const dx = points[2 * i]! - points[2 * j]!;
  return dx < 0 || (dx === 0 && points[2 * i + 1]! < points[2 * j + 1]!);
}

export function polygonsIn(geometry: PolygonInput): readonly NestedPolygon[] {
  if (!('type' in geometry)) return geometry;
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}

function firstWrongNumber(polygons: readonly NestedPolygon[]): Change | null {
  let number = 0;
  for (const ring of polygons.flat()) {
    const vertex = ring.findIndex(
      ([x, y]) => !(Math.abs(x!) < FARTHEST_M && Math.abs(y!) < FARTHEST_M),
    );
    if (vertex >= 0) {
      const [x, y] = ring[vertex]!;
      return change('unusable', number, vertex, [x!, y!], {
        id: `Titik ${vertex} pada cincin ${number} bukan koordinat: ${x}, ${y}.`,
        en: `Point ${vertex} of ring ${number} is no coordinate: ${x}, ${y}.`,
      });
    }
    number++;
  }
  return null;
}

function tidyAll(
  polygons: readonly NestedPolygon[],
  tolerance: Tolerance,
  changes: Change[],
): NumberedRing[] {
  const kept: NumberedRing[] = [];
  let number = 0;
  polygons.forEach((polygon, part) => {
    polygon.forEach((ring, role) => {
      const tidy = tidyRing(ring, tolerance);
      const empty = !hasGround(tidy);
      const told = changesOf(ring, tidy, number, empty);
      // A hole without ground is none; a part without ground was meant to have some.
      const lost = empty && role === 0;
      changes.push(...told.map((c): Change => (lost ? { ...c, losesGround: true } : c)));
      if (!empty) kept.push({ ...tidy, number, part, isHole: role > 0 });
      number++;
    });
  });
  return kept;
}

/** A bow tie has ground though its signed area may be 0: then its width tells. */
function hasGround({ points, areaM2 }: TidyRing): boolean {
  if (Math.abs(areaM2) > NO_AREA_M2) return true;
  let far = 0;
  for (let i = 2; i < points.length; i += 2) {
    if (distanceFromFirst(points, i) > distanceFromFirst(points, far)) far = i;
  }
  for (let i = 2; i < points.length; i += 2) {
    if (Math.abs(twiceTriangle(points, far, i)) > 2 * NO_AREA_M2) return true;
  }
  return false;
}

function distanceFromFirst(points: Float64Array, i: number): number {
  return Math.hypot(points[i]! - points[0]!, points[i + 1]! - points[1]!);
}

function twiceTriangle(points: Float64Array, i: number, j: number): number {
  const [x, y] = [points[0]!, points[1]!];
  return (points[i]! - x) * (points[j + 1]! - y) - (points[j]! - x) * (points[i + 1]! - y);
}

interface FirstContacts {
  /** Where outlines cross or run along each other; null if they do neither. */
  readonly fault: Contact | 'too_dense' | null;
  /** Where a ring touches itself. */
  readonly touch: Contact | null;
}

function firstContacts(tidy: readonly NumberedRing[], soup: Rings): FirstContacts {
  let fault: Contact | null = null;
  let touch: Contact | null = null;
  let count = 0;
  const finished = findContacts(soup, (contact) => {
    if (contact.kind !== 'touch') {
      fault ??= contact;
      return ++count < MOST_CROSSINGS;
    }
    if (placeOf(tidy, contact.a).ring === placeOf(tidy, contact.b).ring) touch ??= contact;
    return true;
  });
  return { fault: finished && count < MOST_CROSSINGS ? fault : 'too_dense', touch };
}

function touchOf(tidy: readonly NumberedRing[], { a, b, x, y }: Contact): Change {
  return touching([x, y], placeOf(tidy, Math.min(a, b)), placeOf(tidy, Math.max(a, b)));
}

function repaired(tidy: readonly NumberedRing[], soup: Rings, fault: Contact): [Rings, Change] {
  const outer = goneRoundTwice(tidy);
  const holes = soupOf(tidy.filter((r) => r.isHole));
  const rings = settleContacts(repairRings(outer ? joinRings([outer, holes]) : soup));
  const before = tidy.reduce((sum, r) => sum + (r.isHole ? -1 : 1) * Math.abs(r.areaM2), 0);
  const after = areaOf(rings);
  const areas = `${before.toFixed(2)} -> ${after.toFixed(2)} m2`;
  const a = placeOf(tidy, Math.min(fault.a, fault.b));
  const b = placeOf(tidy, Math.max(fault.a, fault.b));
  const at = place(fault.x, fault.y);
  const [twice, twiceEn] =
    outer === null
      ? ['', '']
      : [' (yang dilingkari dua kali tetap tercakup)', ' (what is gone round twice stays covered)'];
  const text = change('repaired', a.ring, a.vertex, [fault.x, fault.y], {
    id: `Garis batas saling memotong atau berimpit di ${at} (sisi ${a.vertex} cincin ${a.ring} dan sisi ${b.vertex} cincin ${b.ring}); diperbaiki dengan aturan ganjil-genap${twice}, luas ${areas}.`,
    en: `Outlines cross or run along each other at ${at} (edge ${a.vertex} of ring ${a.ring} and edge ${b.vertex} of ring ${b.ring}); repaired by the even-odd rule${twiceEn}, area ${areas}.`,
  });
  return [rings, { ...text, areaBeforeM2: before, areaAfterM2: after }];
}

/** The outer ring with all that it goes round (non-zero) if even-odd would drop some of it, else null. */
function goneRoundTwice(tidy: readonly NumberedRing[]): Rings | null {
  const drawn = soupOf(tidy.filter((r) => !r.isHole));
  const outer = uniteRings([drawn]);
  return areaOf(outer) - areaOf(repairRings(drawn)) > NO_AREA_M2 ? outer : null;
}

/** Ring and vertex numbers as given of a point of the soup. */
function placeOf(tidy: readonly NumberedRing[], point: number): { ring: number; vertex: number } {
  let rest = point;
  for (const ring of tidy) {
    if (rest < ring.numbers.length) return { ring: ring.number, vertex: ring.numbers[rest]! };
    rest -= ring.numbers.length;
  }
  throw new Error(`no point ${point}`);
}

/** Rings that do not cross: each turned by how many others surround it (even: outer, odd: hole). */
function nested(tidy: readonly NumberedRing[], soup: Rings, changes: Change[]): Rings {
  const around = ringsAround(soup);
  const turned = tidy.map((ring, r) => {
    const isHole = around[r]!.length % 2 === 1;
    if (isHole !== ring.isHole) changes.push(misplaced(ring, isHole));
    return directed(ring, isHole);
  });
  return joinRings(turned);
}

function directed(ring: NumberedRing, isHole: boolean): Rings {
  const ends = Uint32Array.of(ring.points.length / 2);
  if (ring.areaM2 < 0 === isHole) return { xy: ring.points, ends };
  const xy = new Float64Array(ring.points.length);
  for (let i = 0, j = xy.length - 2; i < xy.length; i += 2, j -= 2) {
    xy[i] = ring.points[j]!;
    xy[i + 1] = ring.points[j + 1]!;
  }
  return { xy, ends };
}

function soupOf(tidy: readonly NumberedRing[]): Rings {
  return joinRings(tidy.map((r) => ({ xy: r.points, ends: Uint32Array.of(r.points.length / 2) })));
}
