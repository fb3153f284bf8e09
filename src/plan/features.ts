import { type Note, note } from '../base/problem.ts';
import type { SourceFeature } from '../formats/layer.ts';
import { type Change, cleanPolygon } from '../geometry/clean.ts';
import type { Lines, Rings } from '../geometry/rings.ts';
import { bytesOf, sha256 } from './hash.ts';
import { type Flat, flatten, unflatten } from './source-geometry.ts';
import { type OpenLayer, placeOf, possibleIn, refused } from './source-layer.ts';

/** A feature whose geometry was read: in the plan's CRS, or null where it had to be refused (a note says why). */
export interface ReadFeature<T> {
  readonly feature: SourceFeature;
  readonly geometry: T | null;
  /** Some of its ground could not be read: it is not all there (or not at all). */
  readonly lossy: boolean;
  /** Hash of source coordinates and of the attributes in `columns`. */
  readonly key: string;
}

type Wanted = Flat['type'];

/** Told by the cleaning of one feature. */
interface Losses {
  ground: boolean;
}

/** All features of a polygon layer, cleaned; what was changed or refused is noted by number. */
export function readPolygons(
  layer: OpenLayer,
  columns: readonly (string | null)[],
  notes: Note[],
): ReadFeature<Rings>[] {
  return readEach(layer, columns, ['polygon'], notes, (flat, feature, losses) =>
    cleaned(layer, flat, feature, notes, losses),
  );
}

/** All features of a layer of centre lines. */
export function readLines(
  layer: OpenLayer,
  columns: readonly (string | null)[],
  notes: Note[],
): ReadFeature<Lines>[] {
  return readEach(layer, columns, ['line'], notes, (flat) => asLines(layer, flat));
}

/** Water: polygons as rings (cleaned), lines and points as lines. */
export function readWater(
  layer: OpenLayer,
  columns: readonly (string | null)[],
  notes: Note[],
): ReadFeature<{ rings: Rings | null; lines: Lines | null }>[] {
  return readEach(layer, columns, ['polygon', 'line', 'point'], notes, (flat, feature, losses) => {
    if (flat.type !== 'polygon') return { rings: null, lines: asLines(layer, flat) };
    const rings = cleaned(layer, flat, feature, notes, losses);
    return rings === null ? null : { rings, lines: null };
  });
}

/** Places of uses: polygons (cleaned), and points as rings of one point each. */
export function readPlaces(
  layer: OpenLayer,
  columns: readonly (string | null)[],
  notes: Note[],
): ReadFeature<Rings>[] {
  return readEach(layer, columns, ['polygon', 'point'], notes, (flat, feature, losses) =>
    flat.type === 'point' ? asLines(layer, flat) : cleaned(layer, flat, feature, notes, losses),
  );
}

function readEach<T>(
  layer: OpenLayer,
  columns: readonly (string | null)[],
  wanted: readonly Wanted[],
  notes: Note[],
  make: (flat: Flat, feature: SourceFeature, losses: Losses) => T | null,
): ReadFeature<T>[] {
  return layer.source.features.map((feature) => {
    const flat = flatten(feature.geometry);
    const key = keyOf(layer, feature, flat, columns);
    const reason = unusable(layer, feature, flat, wanted);
    if (reason !== null) notes.push(refused(layer, feature.number, ...reason));
    const losses: Losses = { ground: false };
    const geometry = reason === null ? make(flat!, feature, losses) : null;
    return { feature, geometry, lossy: geometry === null || losses.ground, key };
  });
}

function keyOf(
  layer: OpenLayer,
  feature: SourceFeature,
  flat: Flat | null,
  columns: readonly (string | null)[],
): string {
  const cells = columns.map((c) => (c === null ? null : (feature.properties[c] ?? null)));
  const shape =
    flat === null ? (feature.geometry?.type ?? null) : [flat.type, flat.ends, flat.parts];
  const coordinates = flat === null ? '' : bytesOf(flat.xy);
  return sha256(layer.crs.code, JSON.stringify([cells, shape]), coordinates);
}

/** Why a geometry cannot be used, in two languages; null if it can. */
function unusable(
  layer: OpenLayer,
  feature: SourceFeature,
  flat: Flat | null,
  wanted: readonly Wanted[],
): [string, string] | null {
  if (feature.geometry === null) return ['tidak punya geometri', 'it has no geometry'];
  if (flat === null || !wanted.includes(flat.type)) {
    const { type } = feature.geometry;
    return [
      `geometrinya ${type}, yang diterima: ${wanted.join(', ')}`,
      `its geometry is ${type}; ${wanted.join(', ')} would do`,
    ];
  }
  if (!flat.xy.every(Number.isFinite)) {
    return ['koordinatnya bukan bilangan', 'its coordinates are not finite numbers'];
  }
  if (!possibleIn(layer, flat.xy)) {
    const first = `${flat.xy[0]}, ${flat.xy[1]}`;
    return [
      `koordinatnya tidak mungkin di ${layer.crs.code} di Indonesia (titik pertama ${first})`,
      `its coordinates cannot lie in Indonesia in ${layer.crs.code} (first point ${first})`,
    ];
  }
  return null;
}

function cleaned(
  layer: OpenLayer,
  flat: Flat,
  feature: SourceFeature,
  notes: Note[],
  losses: Losses,
): Rings | null {
  const { rings, changes } = cleanPolygon(unflatten(flat, layer.project(flat.xy)), {});
  if (rings === null) {
    const why = changes.map((c) => c.message);
    const id = why.map((t) => t.id).join('; ') || 'tidak punya luas';
    const en = why.map((t) => t.en).join('; ') || 'it has no area';
    notes.push(refused(layer, feature.number, id, en));
    return null;
  }
  losses.ground = changes.some((c) => c.losesGround);
  if (changes.length > 0) notes.push(repaired(layer, feature.number, changes));
  return rings;
}

function asLines(layer: OpenLayer, flat: Flat): Lines {
  return { xy: layer.project(flat.xy), ends: Uint32Array.from(flat.ends) };
}

/** Changes told one by one before the rest is only counted. */
const TOLD = 3;

function repaired(layer: OpenLayer, number: number, changes: readonly Change[]): Note {
  const told = changes.slice(0, TOLD).map((c) => c.message);
  const more = changes.length - told.length;
  const id = told.map((t) => t.id).join(' ') + (more > 0 ? ` Dan ${more} lagi.` : '');
  const en = told.map((t) => t.en).join(' ') + (more > 0 ? ` And ${more} more.` : '');
  return note('feature.repaired', placeOf(layer.spec, number), id, en);
}
