import { once } from '../base/once.ts';
import type { IntensityRow, LimitCell, LimitKey } from '../plan/model.ts';
import { holdsArea } from '../plan/tables/index.ts';
import { basisArea, type Context } from './context.ts';
import { frontsOf } from './fronts.ts';
import type { LimitRow } from './limits.ts';
import type { Place } from './place.ts';
import type { Voice } from './site.ts';

/**
 * Which row of a zone's intensity speaks for a place: by the road that it fronts, by its size, and by the
 * alternative that is tried. Where the map or the deed leaves road or size open, each possibility is tried:
 * what they all give is known, all else is not.
 */

/** The alternative to try in each zone; '' where it has none. */
export type Choice = (voice: Voice) => string;

/** One way things may be: the area of the parcel and the classes of the roads that it fronts. */
interface Possibility {
  readonly areaM2: number;
  readonly classes: readonly string[];
}

/** What is known of road and size at a place. */
interface Ground {
  /** m², as the plan's basis says; more than one where parcel and remainder differ, null where unknown. */
  readonly areas: readonly number[] | null;
  /** Sets of classes, one of which is fronted; an entry may be ANY. Stated ones apart. */
  readonly fronted: () => readonly (readonly string[])[];
  readonly stated: string | null;
}

/** Stands for a class that is not known. */
const ANY = '*';
/** Stands for a class that no row names. */
const OTHER = '-';

const grounds = new WeakMap<Place, Ground>();

function groundOf(context: Context, place: Place): Ground {
  let ground = grounds.get(place);
  if (!ground) {
    ground = {
      areas: areasOf(context, place),
      fronted: once(() => frontedClasses(context, place)),
      stated: context.proposal.stated.roadClass,
    };
    grounds.set(place, ground);
  }
  return ground;
}

/** Of a remainder both areas: which of them the class of size means, a plan does not say. */
function areasOf(context: Context, place: Place): number[] | null {
  const areas = [place.areaM2, context.site.areaM2].map((m2) => basisArea(context, m2).m2);
  return areas.includes(null) ? null : [...new Set(areas as number[])];
}

/** All fronted roads together; each road that may be fronted besides; ANY where there is none, or it has no class. */
function frontedClasses(context: Context, place: Place): string[][] {
  const { roads, widthless } = frontsOf(context, place);
  const sure = [...new Set(roads.map((r) => r.near.road.class ?? ANY))];
  if (sure.length === 0) return [[ANY]];
  const more = new Set(widthless.map((w) => w.road.class ?? ANY));
  return [sure, ...[...more].filter((c) => !sure.includes(c)).map((c) => [...sure, c])];
}

/** The limit of a zone at a place, as the judge of limits wants it; null = there is no row. */
export function tierRow(
  context: Context,
  place: Place,
  key: LimitKey,
  choice: Choice,
): (voice: Voice) => LimitRow | null {
  return (voice) => {
    const rows = voice.plan.rules.intensity.get(voice.zone);
    if (!rows) return null;
    const only = plainRow(rows);
    if (only) return limitOf(only, key);
    return rowFor(groundOf(context, place), rows, key, choice(voice));
  };
}

/** The one row of a zone without classes of any kind. */
function plainRow(rows: readonly IntensityRow[]): IntensityRow | null {
  const [row, second] = rows;
  if (!row || second || row.lost || row.roadClass !== '') return null;
  return row.parcelFromM2 === null && row.parcelToM2 === null ? row : null;
}

/**
 * Whether a limit of a zone is the same whatever the road and the size: there is no row, or rows of no class
 * and of each class that is named leave no gap between sizes and all say the same. Not where there are
 * alternatives.
 */
export function isUniform({ plan, zone }: Voice, key: LimitKey): boolean {
  const rows = plan.rules.intensity.get(zone);
  if (!rows) return true;
  if (rows.some((r) => r.lost || r.alternative !== '')) return false;
  const classes = new Set(['', ...rows.map((r) => r.roadClass)]);
  const areWhole = [...classes].every((c) => coverAllSizes(rows.filter((r) => r.roadClass === c)));
  const limit = areWhole ? limitOf(rows[0]!, key) : null;
  return rows.every((row) => limit !== null && sameLimit(limitOf(row, key), limit));
}

/** Whether exactly one of some rows speaks for a parcel of any size. */
function coverAllSizes(rows: readonly IntensityRow[]): boolean {
  const sorted = [...rows].sort((a, b) => (a.parcelFromM2 ?? 0) - (b.parcelFromM2 ?? 0));
  let upTo: number | null = 0;
  for (const { parcelFromM2, parcelToM2 } of sorted) {
    if (upTo === null || (parcelFromM2 ?? 0) !== upTo) return false;
    upTo = parcelToM2;
  }
  return upTo === null;
}

function limitOf(row: IntensityRow, key: LimitKey): LimitRow {
  const { severalZones, alternative } = row;
  const named = alternative === '' ? {} : { alternative };
  return { cell: row.limits[key], severalZones, row, ...named };
}

function rowFor(
  ground: Ground,
  rows: readonly IntensityRow[],
  key: LimitKey,
  alternative: string,
): LimitRow | null {
  const byMap = () => agreed(possibilities(ground, rows, null), rows, key, alternative);
  if (ground.stated === null || !rows.some((r) => r.roadClass !== '')) return byMap();
  const stated = agreed(possibilities(ground, rows, ground.stated), rows, key, alternative);
  if (stated === null || sameLimit(stated, byMap())) return stated;
  return { ...stated, stated: true };
}

/** Every combination of area and roads that may be, over what these rows tell apart. */
function possibilities(
  ground: Ground,
  rows: readonly IntensityRow[],
  stated: string | null,
): Possibility[] {
  const areas = ground.areas ?? areasOfTiers(rows);
  return areas.flatMap((areaM2) =>
    classSets(ground, rows, stated).map((classes) => ({ areaM2, classes })),
  );
}

function areasOfTiers(rows: readonly IntensityRow[]): number[] {
  return [...new Set([0, ...rows.flatMap((r) => [r.parcelFromM2 ?? 0, r.parcelToM2 ?? 0])])];
}

function classSets(
  ground: Ground,
  rows: readonly IntensityRow[],
  stated: string | null,
): readonly (readonly string[])[] {
  if (stated !== null) return [[stated]];
  const named = [...new Set(rows.map((r) => r.roadClass).filter((c) => c !== ''))];
  if (named.length === 0) return [[OTHER]];
  return ground.fronted().flatMap((set) => {
    if (!set.includes(ANY)) return [set];
    const sure = set.filter((c) => c !== ANY);
    return [...named, OTHER].map((c) => [...sure, c]);
  });
}

/** The limit that all possibilities give; unknown where they differ, null where none has a row. */
function agreed(
  list: readonly Possibility[],
  rows: readonly IntensityRow[],
  key: LimitKey,
  alternative: string,
): LimitRow | null {
  const first = list[0]!;
  const limit = strictest(first, rows, key, alternative);
  const other = list.find((p) => !sameLimit(strictest(p, rows, key, alternative), limit));
  if (!other) return nameSure(limit, list);
  return unknown(rows[0]!, other.areaM2 === first.areaM2 ? 'road_class' : 'parcel_size');
}

/** A class is named only where it is fronted however things are. */
function nameSure(limit: LimitRow | null, list: readonly Possibility[]): LimitRow | null {
  if (limit?.roadClass === undefined) return limit;
  const { roadClass, ...rest } = limit;
  return list.every((p) => p.classes.includes(roadClass)) ? limit : rest;
}

/** Corner lots keep what each fronted road asks: the strictest. */
function strictest(
  { areaM2, classes }: Possibility,
  rows: readonly IntensityRow[],
  key: LimitKey,
  alternative: string,
): LimitRow | null {
  const limits = classes.map((c) => classLimit(rows, c, areaM2, key, alternative));
  return limits.reduce((a, b) => stricter(a, b, key));
}

/** A class with rows of its own is answered for by them alone: no row of any class stands in for a lost one. */
function classLimit(
  rows: readonly IntensityRow[],
  roadClass: string,
  areaM2: number,
  key: LimitKey,
  alternative: string,
): LimitRow | null {
  const fitting = fittingRows(rows, roadClass, areaM2);
  const named = fitting.filter((r) => r.alternative !== '');
  if (named.length > 0 && named.length < fitting.length)
    return unknown(fitting[0]!, 'contradictory');
  const mine = named.length > 0 ? named.filter((r) => r.alternative === alternative) : fitting;
  if (mine.length === 0) return null;
  if (mine.length > 1 || mine[0]!.lost) return unknown(mine[0]!, 'contradictory');
  const limit = limitOf(mine[0]!, key);
  return rows.some((r) => r.roadClass !== '') ? { ...limit, roadClass } : limit;
}

function fittingRows(
  rows: readonly IntensityRow[],
  roadClass: string,
  areaM2: number,
): readonly IntensityRow[] {
  const own = rows.filter((r) => r.roadClass === roadClass);
  const pool = own.length > 0 ? own : rows.filter((r) => r.roadClass === '');
  return pool.filter((r) => holdsArea(r, areaM2));
}

function unknown(row: IntensityRow, why: NonNullable<LimitRow['why']>): LimitRow {
  return { cell: { state: 'unknown', raw: '' }, severalZones: null, row, why };
}

/** The stricter of two limits that both hold; unknown if either is, or if only one is silent. */
function stricter(a: LimitRow | null, b: LimitRow | null, key: LimitKey): LimitRow | null {
  if (a === null || b === null) return null;
  const severalZones = a.severalZones === b.severalZones ? a.severalZones : null;
  if (a.cell.state === 'unknown') return a;
  if (b.cell.state === 'unknown') return b;
  if (a.cell.state === 'silent' || b.cell.state === 'silent') {
    return a.cell.state === b.cell.state ? a : unknown(a.row as IntensityRow, 'contradictory');
  }
  const worse = isStricter(b.cell, a.cell, key) ? b : a;
  return { ...worse, severalZones };
}

function isStricter(b: LimitCell, a: LimitCell, key: LimitKey): boolean {
  if (b.state !== 'value') return false;
  if (a.state !== 'value') return true;
  return isMinimum(key) ? b.value > a.value : b.value < a.value;
}

function isMinimum(key: LimitKey): boolean {
  return key === 'kdhMin' || key === 'parcelMinM2' || key === 'frontageMinM';
}

function sameLimit(a: LimitRow | null, b: LimitRow | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.cell.state !== b.cell.state || a.severalZones !== b.severalZones) return false;
  return a.cell.state !== 'value' || a.cell.value === (b.cell as { value: number }).value;
}

/** Rows that may speak for a zone here, of the alternative that is chosen or of none. */
export function rowsHere(
  context: Context,
  place: Place,
  voice: Voice,
  choice: Choice | null,
): IntensityRow[] {
  const rows = voice.plan.rules.intensity.get(voice.zone) ?? [];
  if (rows.length === 0 || plainRow(rows)) return [...rows];
  const ground = groundOf(context, place);
  const all = possibilities(ground, rows, ground.stated).flatMap(({ areaM2, classes }) =>
    classes.flatMap((c) => fittingRows(rows, c, areaM2)),
  );
  const chosen = choice?.(voice);
  return [...new Set(all)].filter(
    (r) => chosen === undefined || r.alternative === '' || r.alternative === chosen,
  );
}
