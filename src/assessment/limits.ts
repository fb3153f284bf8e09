import type { Text } from '../base/problem.ts';
import type { LimitCell, RowSource, SeveralZones } from '../plan/model.ts';
import type { FindingResult, Source, Unit } from './model.ts';
import type { PartGround, SitePart, Voice } from './site.ts';

/**
 * One limit over a parcel that lies in several zones (law of the verdict, point 8). Every rule with a
 * figure (KDB, KLB, height, GSB, ...) is judged here and nowhere else.
 */

export type LimitKind = 'max' | 'min';

/** What a plan's row says of one limit in one zone. */
export interface LimitRow {
  readonly cell: LimitCell;
  readonly severalZones: SeveralZones;
  /** The row of the table itself. */
  readonly row: RowSource;
  /** Why the cell is unknown, where no cell of a row says so. */
  readonly why?: 'road_class' | 'parcel_size' | 'contradictory';
  /** The limit was chosen by a road class that is only stated. */
  readonly stated?: boolean;
  /** Road class and alternative that the row was chosen by. */
  readonly roadClass?: string;
  readonly alternative?: string;
}

/** A limit as it stands on some ground: who spoke, and what. `row` null = there is no row. */
export interface LimitEntry {
  readonly areaM2: number;
  readonly voice: Voice | null;
  readonly row: LimitRow | null;
}

export interface LimitVerdict {
  readonly result: FindingResult;
  readonly limit: number | null;
  readonly from: Voice | null;
  readonly legalBasis: readonly string[];
  readonly sources: readonly Source[];
  /** Why it is unknown, or how it was weighed. */
  readonly reason:
    | 'kept'
    | 'broken'
    | 'not_regulated'
    | 'no_row'
    | 'unreadable'
    | 'road_class'
    | 'parcel_size'
    | 'contradictory'
    | 'silent'
    | 'claims_differ'
    | 'between'
    | 'no_ground'
    | 'not_measured';
}

/** What was measured, for the finding and its sentence. */
export interface Measured {
  readonly rule: string;
  readonly unit: Unit;
  readonly kind: LimitKind;
  readonly title: Text;
  readonly measured: number | null;
  readonly missing: string | null;
  readonly stated?: boolean;
  /** People read KDB, KDH and KTB in percent, KLB as a factor. */
  readonly inPercent?: boolean;
}

/** Asks every ground of the given parts for a limit; `pick` reads the row of one zone. */
export function collectLimits(
  parts: readonly { readonly part: SitePart; readonly areaM2: number }[],
  pick: (voice: Voice) => LimitRow | null,
): LimitEntry[] {
  return parts.flatMap(({ part, areaM2 }) => {
    if (part.grounds.length === 0) return [{ areaM2, voice: null, row: null }];
    const share = areaM2 / part.areaM2;
    return part.grounds.map((ground) => entryOf(ground, ground.areaM2 * share, pick));
  });
}

function entryOf(
  ground: PartGround,
  areaM2: number,
  pick: (voice: Voice) => LimitRow | null,
): LimitEntry {
  const said = ground.chains.map((chain) => askChain(chain, pick));
  const first = said[0]!;
  if (said.length === 0 || said.some((s) => !sameRow(s.row, first.row))) {
    return { areaM2, voice: null, row: null };
  }
  return { areaM2, ...first };
}

/** The first voice that is not silent on this limit speaks; a missing row is unknown, not silence. */
function askChain(
  chain: readonly Voice[],
  pick: (voice: Voice) => LimitRow | null,
): { voice: Voice | null; row: LimitRow | null } {
  for (const voice of chain) {
    if (voice.plan.rules.zones.get(voice.zone)?.silent) continue;
    const row = pick(voice);
    if (row?.cell.state === 'silent') continue;
    return { voice, row };
  }
  return { voice: null, row: null };
}

function sameRow(a: LimitRow | null, b: LimitRow | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.cell.state !== b.cell.state || a.severalZones !== b.severalZones) return false;
  return a.cell.state !== 'value' || a.cell.value === (b.cell as { value: number }).value;
}

export interface LimitQuestion {
  readonly kind: LimitKind;
  readonly measured: number | null;
  /** Rounding that is no breach, in the limit's unit. */
  readonly slack: number;
  /** The most generous value that the limit could have where it is unknown; null = none known. */
  readonly bound: number | null;
}

/** Judges one measured figure against the limit of every ground concerned. */
export function judgeLimit(entries: readonly LimitEntry[], q: LimitQuestion): LimitVerdict {
  return {
    ...weighLimit(entries, q),
    from: strictestEntry(entries, q.kind)?.voice ?? null,
    legalBasis: [...new Set(entries.flatMap((e) => e.row?.row.legalBasis ?? []))],
    sources: sourcesOf(entries),
  };
}

/** The same without what it rests on. */
export function weighLimit(
  entries: readonly LimitEntry[],
  q: LimitQuestion,
): Pick<LimitVerdict, 'result' | 'limit' | 'reason'> {
  const say = (result: FindingResult, limit: number | null, reason: LimitVerdict['reason']) => ({
    result,
    limit,
    reason,
  });
  const strict = strictestEntry(entries, q.kind);
  if (entries.length === 0) return say('tidak_diketahui', null, 'no_ground');
  const unknown = entries.find(isUnknown);
  const limit = limitInForce(entries, q.kind);
  if (!unknown && !strict) return say('lulus', null, 'not_regulated');
  if (q.measured === null) return say('tidak_diketahui', limit, 'not_measured');
  if (brokenHowever(entries, q)) return say('tidak', limit ?? figureOf(strict), 'broken');
  if (unknown) return say('tidak_diketahui', null, whyUnknown(unknown));
  if (!breaks(q, q.measured, figureOf(strict)!)) return say('lulus', limit, 'kept');
  // Ground without a limit cannot be weighed: then it is an officer's choice, not a lifted limit.
  const weighed = Number.isFinite(weightedLimit(entries, q.kind, null));
  if (weighed && entries.every((e) => e.row?.severalZones === 'weighted'))
    return say('lulus', limit, 'kept');
  if (entries.every((e) => e.row?.severalZones === 'strictest'))
    return say('tidak', limit, 'broken');
  return say('tidak_diketahui', limit, 'between');
}

/** What a minimum gives whatever is measured: where no row has a figure. Null: it depends. */
export function unmeasured(entries: readonly LimitEntry[]): FindingResult | null {
  if (entries.some((e) => figureOf(e) !== null)) return null;
  return entries.length === 0 || entries.some(isUnknown) ? 'tidak_diketahui' : 'lulus';
}

/** The table rows that some entries rest on, each once. */
function sourcesOf(entries: readonly LimitEntry[]): Source[] {
  const sources = entries.flatMap(({ voice, row }) =>
    voice && row ? [sourceOf(voice.plan.manifest.id, row.row)] : [],
  );
  return [...new Map(sources.map((s) => [`${s.plan}|${s.file}|${s.line}`, s])).values()];
}

/** Where a row of law stands. */
export function sourceOf(plan: string, row: RowSource): Source {
  return { plan, file: row.file, line: row.line };
}

/**
 * The figure that one would have to keep: the strictest, or the weighted one where every row says so.
 * Null where any ground's limit is unknown or none is regulated.
 */
export function limitInForce(entries: readonly LimitEntry[], kind: LimitKind): number | null {
  if (entries.length === 0 || entries.some(isUnknown)) return null;
  const strict = strictestEntry(entries, kind);
  if (!strict) return null;
  if (!entries.every((e) => e.row?.severalZones === 'weighted')) return figureOf(strict);
  const weighted = weightedLimit(entries, kind, null);
  return Number.isFinite(weighted) ? weighted : figureOf(strict);
}

function isUnknown(entry: LimitEntry): boolean {
  return (
    entry.row === null || entry.row.cell.state === 'unknown' || entry.row.cell.state === 'silent'
  );
}

function whyUnknown(entry: LimitEntry): LimitVerdict['reason'] {
  if (entry.row?.cell.state === 'unknown') return entry.row.why ?? 'unreadable';
  return entry.voice === null ? 'silent' : 'no_row';
}

function figureOf(entry: LimitEntry | null): number | null {
  return entry?.row?.cell.state === 'value' ? entry.row.cell.value : null;
}

function strictestEntry(entries: readonly LimitEntry[], kind: LimitKind): LimitEntry | null {
  let best: LimitEntry | null = null;
  for (const entry of entries) {
    const value = figureOf(entry);
    if (value === null) continue;
    const held = figureOf(best);
    if (held === null || (kind === 'max' ? value < held : value > held)) best = entry;
  }
  return best;
}

function breaks(q: LimitQuestion, measured: number, limit: number): boolean {
  return q.kind === 'max' ? measured > limit + q.slack : measured < limit - q.slack;
}

/** Broken even when the limits are weighted by area, unknown ones at their most generous. */
function brokenHowever(entries: readonly LimitEntry[], q: LimitQuestion): boolean {
  const weighted = weightedLimit(entries, q.kind, q.bound);
  return Number.isFinite(weighted) && breaks(q, q.measured!, weighted);
}

/** Limits weighted by area; ground without a limit is boundless, and so is unknown ground without a bound. */
function weightedLimit(
  entries: readonly LimitEntry[],
  kind: LimitKind,
  bound: number | null,
): number {
  const boundless = kind === 'max' ? Infinity : -Infinity;
  let sum = 0;
  let area = 0;
  for (const entry of entries) {
    const value = figureOf(entry) ?? (isUnknown(entry) ? bound : null) ?? bound ?? boundless;
    sum += value * entry.areaM2;
    area += entry.areaM2;
  }
  return area > 0 ? sum / area : boundless;
}
