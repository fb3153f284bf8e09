import type { Text } from '../../base/problem.ts';
import { canonicalClass, canonicalCode, looseCode } from '../codes.ts';
import {
  CONDITION_CHECKS,
  type ConditionCheck,
  type ConditionCheckKind,
  type ConditionRow,
  type Hours,
} from '../model.ts';
import { type Figure, readFigure, tellUnreadable } from './cells.ts';
import type { Desk, OpenTable, TableRow } from './open.ts';
import { cell, groupRows, openTable, sourceOf } from './open.ts';

/** What a check's row has to hold. */
interface Shape {
  readonly figure?: Figure;
  readonly hours?: true;
  readonly radius?: true;
  readonly target: 'none' | 'optional' | 'required';
}

const AREA = { figure: { low: 0, high: 1e10 }, target: 'none' } as const;
const PERCENT = { figure: { low: 0, high: 100, percent: true }, target: 'none' } as const;
const COUNT = { figure: { low: 0, high: 1e6 }, target: 'optional' } as const;
const METRES: Figure = { low: 0, high: 1e5 };

const SHAPES: Readonly<Record<ConditionCheckKind, Shape>> = {
  max_floor_area_m2: AREA,
  max_footprint_m2: AREA,
  max_share_percent: PERCENT,
  max_zone_share_percent: { ...PERCENT, target: 'optional' },
  max_parcel_m2: AREA,
  min_parcel_m2: AREA,
  max_count_block: COUNT,
  max_count_radius: { ...COUNT, radius: true },
  min_distance_m: { figure: METRES, target: 'optional' },
  hours: { hours: true, target: 'none' },
  road_class: { target: 'required' },
  kdb_max_percent: PERCENT,
  klb_max: { figure: { low: 0, high: 60 }, target: 'none' },
  kdh_min_percent: PERCENT,
  height_max_m: { figure: { low: 0, high: 1000 }, target: 'none' },
  floors_max: { figure: { low: 0, high: 200 }, target: 'none' },
  document: { target: 'required' },
};

type Checks = Map<string, ConditionCheck[]>;

/**
 * The table condition_checks by condition, and what conditions declare in their column `checks`
 * without a row here. Nothing is lost silently: a check that can't be read, and every condition
 * where the table as a whole can't be, has a check with a `fault`, which is unknown and never kept.
 */
export function readConditionChecks(
  desk: Desk,
  conditions: ReadonlyMap<string, ConditionRow>,
): Checks {
  const checks: Checks = new Map();
  const table = openTable(desk, 'condition_checks', {
    known: ['condition', 'check', 'value', 'target'],
    optional: ['radius_m'],
  });
  const known = table !== null && !table.lost && !table.missing.has('condition');
  if (known) readRows(table, conditions, checks);
  else if (table || desk.manifest.tables.condition_checks)
    loseAll(conditions.values(), LOST_TABLE, checks);
  if (table) loseAll(undeclared(conditions), NOT_DECLARED, checks);
  addDeclared(desk, conditions, checks);
  return checks;
}

function readRows(
  table: OpenTable,
  conditions: ReadonlyMap<string, ConditionRow>,
  checks: Checks,
): void {
  const { usable, unusable } = groupRows(table, keyOf);
  const lost = new Set(unusable);
  for (const row of [...usable, ...unusable].sort((a, b) => a.line - b.line)) {
    const condition = conditions.get(conditionOf(row));
    if (condition) add(checks, checkOf(table, row, condition, lost.has(row)));
    else tellStranger(table, row);
  }
}

/** Two rows of one condition, check and target that differ contradict each other. */
function keyOf(row: TableRow): string | null {
  const condition = conditionOf(row);
  if (condition === '') return null;
  return `${condition} ${checkName(row)} ${canonicalCode(cell(row, 'target'))}`.trim();
}

/** `T-1` and `T1` are one condition, as in the use table. */
function conditionOf(row: TableRow): string {
  return canonicalCode(cell(row, 'condition')).replace('-', '');
}

function checkName(row: TableRow): string {
  return cell(row, 'check').toLowerCase();
}

function tellStranger(table: OpenTable, row: TableRow): void {
  const code = cell(row, 'condition').slice(0, 60);
  table.tell(
    'unknown_condition_check',
    row.line,
    `Syarat "${code}" tidak ada dalam tabel conditions; baris ini tidak memeriksa apa pun.`,
    `The table conditions has no condition "${code}"; this row checks nothing.`,
  );
}

function checkOf(
  table: OpenTable,
  row: TableRow,
  condition: ConditionRow,
  lost: boolean,
): ConditionCheck {
  const { legalBasis, ...place } = sourceOf(table, row);
  const check = checkName(row);
  const bare = {
    ...place,
    legalBasis: legalBasis.length > 0 ? legalBasis : condition.legalBasis,
    condition: condition.code,
    check,
    ...NOTHING,
  };
  if (lost) return { ...bare, fault: LOST_ROW };
  const kind = CONDITION_CHECKS.find((known) => known === check);
  if (!kind) {
    tellUnknownCheck(table, row, check);
    return { ...bare, fault: UNKNOWN_CHECK };
  }
  return { ...bare, ...contentOf(table, row, kind) };
}

const NOTHING = { value: null, hours: null, targets: [], radiusM: null, fault: null } as const;

const LOST_ROW: Text = {
  id: 'baris tabelnya tidak dapat dipakai',
  en: 'its row of the table cannot be used',
};
const UNKNOWN_CHECK: Text = {
  id: 'pemeriksaan ini tidak dikenal',
  en: 'this check is not known',
};

function tellUnknownCheck(table: OpenTable, row: TableRow, check: string): void {
  const list = CONDITION_CHECKS.join(', ');
  table.tell(
    'unknown_check',
    row.line,
    `Pemeriksaan "${check.slice(0, 60)}" tidak dikenal, jadi tetap tidak diketahui. Yang dikenal: ${list}.`,
    `The check "${check.slice(0, 60)}" is not known, so it stays unknown. Known are ${list}.`,
  );
}

/** What a known check's row says; every cell that it needs and that can't be read is a fault. */
function contentOf(table: OpenTable, row: TableRow, kind: ConditionCheckKind) {
  const shape = SHAPES[kind];
  const value = shape.figure ? numberCell(table, row, 'value', shape.figure) : null;
  const hours = shape.hours ? hoursCell(table, row) : null;
  const radiusM = shape.radius ? numberCell(table, row, 'radius_m', METRES) : null;
  const targets = targetsOf(table, row, kind);
  const unread =
    (shape.figure !== undefined && value === null) ||
    (shape.hours !== undefined && hours === null) ||
    (shape.radius !== undefined && radiusM === null) ||
    targets === null;
  return { value, hours, radiusM, targets: targets ?? [], fault: unread ? UNREAD : null };
}

const UNREAD: Text = {
  id: 'isi baris tabelnya tidak terbaca',
  en: "its row of the table can't be read",
};

function numberCell(
  table: OpenTable,
  row: TableRow,
  column: string,
  figure: Figure,
): number | null {
  if (table.missing.has(column)) {
    tellUnreadable(table, row, column, { id: 'kolomnya tidak ada', en: 'there is no such column' });
    return null;
  }
  const read = readFigure(cell(row, column), figure);
  if ('value' in read) return figure.percent ? read.value / 100 : read.value;
  tellUnreadable(table, row, column, read.why);
  return null;
}

function hoursCell(table: OpenTable, row: TableRow): Hours | null {
  const hours = readHours(cell(row, 'value'));
  if (hours === null && !table.missing.has('value')) {
    tellUnreadable(table, row, 'value', { id: 'misalnya 06:00-22:00', en: 'such as 06:00-22:00' });
  }
  return hours;
}

/** `06:00-22:00` (also `06.00 - 22.00`); null for anything else and for hours of no length. */
export function readHours(text: string): Hours | null {
  const [from, to, ...more] = text.split(/\s*[-\u2013]\s*/);
  const fromMin = readClock(from ?? '');
  const toMin = readClock(to ?? '');
  if (fromMin === null || toMin === null || more.length > 0 || fromMin === toMin) return null;
  return { fromMin, toMin };
}

/** Minutes after midnight of `08:00`, `8.30` or `24:00`; null for anything else. */
export function readClock(text: string): number | null {
  const match = /^(\d{1,2})[:.](\d{2})$/.exec(text.trim());
  if (!match) return null;
  const minutes = 60 * Number(match[1]) + Number(match[2]);
  return Number(match[2]) < 60 && minutes <= 1440 ? minutes : null;
}

/** Targets in the form that they are compared in; null (noted) where the check needs another cell. */
function targetsOf(table: OpenTable, row: TableRow, kind: ConditionCheckKind): string[] | null {
  const wanted = SHAPES[kind].target;
  if (table.missing.has('target')) return wanted === 'none' ? [] : null;
  const canonical = kind === 'road_class' ? canonicalClass : looseCode;
  const targets = cell(row, 'target')
    .split(';')
    .map(canonical)
    .filter((t) => t !== '');
  const unfit =
    wanted === 'none' ? targets.length > 0 : wanted === 'required' && targets.length === 0;
  if (!unfit) return targets;
  const why =
    wanted === 'none'
      ? { id: 'pemeriksaan ini tidak punya sasaran', en: 'this check has no target' }
      : { id: 'harus diisi', en: 'it must be given' };
  tellUnreadable(table, row, 'target', why);
  return null;
}

function loseAll(conditions: Iterable<ConditionRow>, fault: Text, checks: Checks): void {
  for (const row of conditions) {
    add(checks, { ...sourceOfCondition(row), check: '*', ...NOTHING, fault });
  }
}

const LOST_TABLE: Text = {
  id: 'tabel condition_checks tidak dapat dipakai',
  en: 'the table condition_checks cannot be used',
};

/** Conditions of a table without the column `checks`: a check of theirs may be lost, and nobody knows. */
function undeclared(conditions: ReadonlyMap<string, ConditionRow>): ConditionRow[] {
  return [...conditions.values()].filter((row) => row.checks === undefined);
}

const NOT_DECLARED: Text = {
  id: 'tabel conditions tidak punya kolom checks',
  en: 'the table conditions has no column checks',
};

/** A check that a condition declares and that has no row, whatever became of it, is unknown. */
function addDeclared(
  desk: Desk,
  conditions: ReadonlyMap<string, ConditionRow>,
  checks: Checks,
): void {
  for (const row of conditions.values()) {
    const left = (checks.get(row.code) ?? []).map((c) => c.check);
    for (const name of row.checks ?? []) {
      const at = left.indexOf(name);
      if (at >= 0) left.splice(at, 1);
      else {
        tellLost(desk, row, name);
        add(checks, { ...sourceOfCondition(row), check: name, ...NOTHING, fault: NO_ROW });
      }
    }
  }
}

const NO_ROW: Text = {
  id: 'tabel condition_checks tidak punya barisnya',
  en: 'the table condition_checks has no row for it',
};

function tellLost(desk: Desk, row: ConditionRow, name: string): void {
  const place = `${row.file}, line ${row.line}`;
  desk.notes.push({
    code: 'lost_check',
    where: desk.manifest.tables.condition_checks?.file ?? 'plan.json /tables/condition_checks',
    message: {
      id: `Syarat ${row.code} (${place}) menyebut pemeriksaan ${name} yang tidak ada barisnya; tidak diketahui.`,
      en: `Condition ${row.code} (${place}) names the check ${name}, which has no row; it is unknown.`,
    },
  });
}

function sourceOfCondition({ file, line, legalBasis, code }: ConditionRow) {
  return { file, line, legalBasis, condition: code };
}

function add(checks: Checks, check: ConditionCheck): void {
  checks.set(check.condition, [...(checks.get(check.condition) ?? []), check]);
}
