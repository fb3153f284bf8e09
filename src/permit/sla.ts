import { fail, ok, type Problem, type Result, type Text } from '../base/problem.ts';
import type { Day } from './day.ts';
import {
  broken,
  cell,
  choice,
  complain,
  day,
  list,
  names,
  needed,
  type ReadFile,
  type Row,
  readRows,
  whole,
  yesNo,
} from './rows.ts';

export type SlaUnit = 'working' | 'calendar' | 'year';

/** One version of the time limit of one part of a permit's way. Events are ids of moves. */
export interface SlaRow {
  readonly where: string;
  readonly kinds: readonly string[];
  readonly part: string;
  readonly name: Text;
  /** null: the law's figure is not known. */
  readonly days: number | null;
  readonly unit: SlaUnit;
  /** Roles that have it while the clock runs; none: those of the parts inside of it. */
  readonly holders: readonly string[];
  readonly holdersStopped: readonly string[];
  readonly startsBy: readonly string[];
  readonly stopsBy: readonly string[];
  readonly resumesBy: readonly string[];
  readonly resetsBy: readonly string[];
  readonly restartsBy: readonly string[];
  readonly endsBy: readonly string[];
  /** The part inside of whose time this one runs. */
  readonly parallelIn: string | null;
  /** What an exceeded limit proposes, and whether the system may do it by itself. */
  readonly onOverdue: { readonly move: string; readonly automatic: boolean } | null;
  readonly warnDays: number;
  /** Whether clocks that run when this version comes into force take it over. */
  readonly takesRunning: boolean;
  readonly validFrom: Day;
  /** The day after the last; null = open. */
  readonly validTo: Day | null;
  readonly legalBasis: string;
  readonly sure: boolean;
}

/** All versions of one part, oldest first. */
export interface SlaPart {
  readonly part: string;
  readonly versions: readonly SlaRow[];
}

const COLUMNS = [
  ...['kinds', 'part', 'name_id', 'name_en', 'days', 'unit', 'holder', 'holder_stopped'],
  ...['starts_by', 'stops_by', 'resumes_by', 'resets_by', 'restarts_by', 'ends_by'],
  ...['parallel_in', 'on_overdue', 'acts', 'warn_days', 'running'],
  ...['valid_from', 'valid_to', 'legal_basis', 'sure', 'note'],
];

const UNITS: Record<string, SlaUnit> = { kerja: 'working', kalender: 'calendar', tahun: 'year' };
const MOST: Record<SlaUnit, number> = { working: 1000, calendar: 2000, year: 50 };

/**
 * The table of time limits, `sla.csv`. Problems: those of `readRows`; `permit.cell`; `permit.overlap`
 * (two versions of a part on one day); `permit.part` (a part runs inside of one that is not there);
 * a limit without legal basis (`permit.cell`).
 */
export function readSla(read: ReadFile): Result<SlaRow[]> {
  const problems: Problem[] = [];
  const rows = readRows(read, 'sla.csv', COLUMNS, problems).map(slaRow);
  problems.push(
    ...rows.flatMap((row, i) => [...overlaps(row, rows.slice(0, i)), ...orphan(row, rows)]),
  );
  return problems.length > 0 ? fail(...problems) : ok(rows);
}

function slaRow(row: Row): SlaRow {
  const unit = choice(row, 'unit', UNITS);
  const days = whole(row, 'days', 1, MOST[unit]);
  const move = cell(row, 'on_overdue');
  const automatic = choice(row, 'acts', { usul: false, otomatis: true });
  const validTo = cell(row, 'valid_to') === '' ? null : day(row, 'valid_to');
  const validFrom = day(row, 'valid_from');
  if (validTo !== null && validTo <= validFrom) {
    complain(row, 'valid_to', 'harus setelah valid_from', 'must be after valid_from');
  }
  return {
    where: row.where,
    kinds: list(row, 'kinds'),
    part: needed(row, 'part'),
    name: names(row),
    days,
    unit,
    holders: list(row, 'holder'),
    holdersStopped: list(row, 'holder_stopped'),
    startsBy: list(row, 'starts_by'),
    stopsBy: list(row, 'stops_by'),
    resumesBy: list(row, 'resumes_by'),
    resetsBy: list(row, 'resets_by'),
    restartsBy: list(row, 'restarts_by'),
    endsBy: list(row, 'ends_by'),
    parallelIn: cell(row, 'parallel_in') || null,
    onOverdue: move === '' ? null : { move, automatic },
    warnDays: whole(row, 'warn_days', 0, 1000) ?? 0,
    takesRunning: choice(row, 'running', { tetap: false, ikut: true }),
    validFrom,
    validTo,
    legalBasis: days === null ? cell(row, 'legal_basis') : needed(row, 'legal_basis'),
    sure: yesNo(row, 'sure'),
  };
}

function overlaps(row: SlaRow, before: readonly SlaRow[]): Problem[] {
  const same = before.filter(
    (other) =>
      other.part === row.part &&
      other.kinds.some((kind) => row.kinds.includes(kind)) &&
      (other.validTo === null || other.validTo > row.validFrom) &&
      (row.validTo === null || row.validTo > other.validFrom),
  );
  return same.map((other) =>
    broken(
      'overlap',
      row.where,
      `Bagian ${row.part} berlaku bersamaan dengan ${other.where}.`,
      `Part ${row.part} is in force at the same time as ${other.where}.`,
    ),
  );
}

function orphan(row: SlaRow, rows: readonly SlaRow[]): Problem[] {
  if (row.parallelIn === null) return [];
  const lost = row.kinds.filter(
    (kind) => !slaOf(rows, kind).some((p) => p.part === row.parallelIn),
  );
  if (lost.length === 0 && row.parallelIn !== row.part) return [];
  return [
    broken(
      'part',
      `${row.where}, column parallel_in`,
      `Tidak ada bagian lain "${row.parallelIn}" untuk jenis yang sama.`,
      `There is no other part "${row.parallelIn}" of the same kinds.`,
      row.parallelIn,
    ),
  ];
}

/** The parts of one kind of application, in the table's order, each with its versions. */
export function slaOf(rows: readonly SlaRow[], kind: string): SlaPart[] {
  const own = rows.filter((row) => row.kinds.includes(kind));
  return [...new Set(own.map((row) => row.part))].map((part) => ({
    part,
    versions: own
      .filter((row) => row.part === part)
      .sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1)),
  }));
}

/** The version in force on a day; null where there is none. */
export function versionOn(part: SlaPart, on: Day): SlaRow | null {
  const fits = (row: SlaRow) => row.validFrom <= on && (row.validTo === null || on < row.validTo);
  return part.versions.find(fits) ?? null;
}
