import { fail, ok, type Problem, type Result } from '../base/problem.ts';
import type { Calendar, CoveredYear, Holiday, HolidayKind } from './calendar.ts';
import type { Day } from './day.ts';
import {
  broken,
  cell,
  choice,
  complain,
  day,
  names,
  needed,
  type ReadFile,
  type Row,
  readRows,
  whole,
  yesNo,
} from './rows.ts';

const HOLIDAY = ['date', 'kind', 'name_id', 'name_en', 'legal_basis', 'sure'];
const KINDS: Record<string, HolidayKind> = {
  nasional: 'national',
  cuti_bersama: 'joint_leave',
  lokal: 'local',
};

/**
 * The calendar of a city: `holidays.csv` and `holiday-years.csv` of the nation, `holidays.csv` (the
 * local ones) and `counting.csv` (how days are counted) of the permit data. Problems: those of
 * `readRows`; `permit.cell`; `permit.twice` (one day in two rows of a table); `permit.rule`
 * (a rule of counting that is missing or that nobody knows).
 */
export function readCalendar(national: ReadFile, permit: ReadFile): Result<Calendar> {
  const problems: Problem[] = [];
  const rules = readCounting(permit, problems);
  const listed = [
    ...readHolidays(national, ['nasional', 'cuti_bersama'], problems),
    ...readHolidays(permit, ['lokal'], problems),
  ];
  const holidays = new Map<Day, Holiday>();
  for (const holiday of listed) {
    if (holiday.kind === 'joint_leave' && !rules.jointLeaveIsOff) continue;
    if (!holidays.has(holiday.day)) holidays.set(holiday.day, holiday);
  }
  const years = readYears(national, problems);
  const { workWeek, startDayCounts, sure } = rules;
  return problems.length > 0
    ? fail(...problems)
    : ok({ workWeek, holidays, years, startDayCounts, sure });
}

function readHolidays(read: ReadFile, kinds: readonly string[], problems: Problem[]): Holiday[] {
  const seen = new Set<Day>();
  return readRows(read, 'holidays.csv', HOLIDAY, problems).map((row) => {
    const holiday: Holiday = {
      day: day(row, 'date'),
      kind: choice(row, 'kind', Object.fromEntries(kinds.map((k) => [k, KINDS[k]!]))),
      name: names(row),
      legalBasis: needed(row, 'legal_basis'),
      sure: yesNo(row, 'sure'),
    };
    once(seen, holiday.day, row);
    return holiday;
  });
}

function readYears(read: ReadFile, problems: Problem[]): Map<number, CoveredYear> {
  const rows = readRows(
    read,
    'holiday-years.csv',
    ['year', 'legal_basis', 'sure', 'note'],
    problems,
  );
  return new Map(
    rows.map((row) => {
      const year = whole(row, 'year', 1945, 2199);
      if (year === null) needed(row, 'year');
      return [year ?? 0, { legalBasis: needed(row, 'legal_basis'), sure: yesNo(row, 'sure') }];
    }),
  );
}

interface Counting {
  readonly workWeek: ReadonlySet<number>;
  readonly jointLeaveIsOff: boolean;
  readonly startDayCounts: boolean;
  readonly sure: boolean;
}

const RULES = ['hari_kerja', 'cuti_bersama', 'hari_awal'];

function readCounting(read: ReadFile, problems: Problem[]): Counting {
  const rows = readRows(
    read,
    'counting.csv',
    ['rule', 'value', 'legal_basis', 'sure', 'note'],
    problems,
  );
  const byRule = new Map<string, Row>();
  const seen = new Set<string>();
  for (const row of rows) {
    const rule = cell(row, 'rule');
    once(seen, rule, row);
    if (!RULES.includes(rule)) complain(row, 'rule', 'tidak dikenal', 'is not a rule that we know');
    needed(row, 'legal_basis');
    byRule.set(rule, row);
  }
  const lost = RULES.filter((rule) => !byRule.has(rule));
  problems.push(
    ...lost.map((rule) =>
      broken('rule', 'counting.csv', `Aturan ${rule} tidak ada.`, `Rule ${rule} is missing.`),
    ),
  );
  const value = <T>(rule: string, words: Record<string, T>, other: T) => {
    const row = byRule.get(rule);
    return row ? choice(row, 'value', words) : other;
  };
  return {
    workWeek: workWeek(byRule.get('hari_kerja')),
    jointLeaveIsOff: value('cuti_bersama', { libur: true, kerja: false }, true),
    startDayCounts: value('hari_awal', { tidak_dihitung: false, dihitung: true }, false),
    sure: rows.map((row) => yesNo(row, 'sure')).every(Boolean),
  };
}

/** `1-5` is Monday to Friday. */
function workWeek(row: Row | undefined): Set<number> {
  if (row === undefined) return new Set();
  const [, first, last] = /^([1-7])-([1-7])$/.exec(cell(row, 'value')) ?? [];
  if (first === undefined || last === undefined || last < first) {
    complain(row, 'value', 'harus seperti 1-5 (Senin-Jumat)', 'must be like 1-5 (Monday-Friday)');
    return new Set();
  }
  const length = Number(last) - Number(first) + 1;
  return new Set(Array.from({ length }, (_, i) => Number(first) + i));
}

function once(seen: Set<string>, key: string, row: Row): void {
  if (seen.has(key)) {
    const id = `"${key}" sudah ada di baris lain.`;
    row.problems.push(broken('twice', row.where, id, `"${key}" stands in another row too.`));
  }
  seen.add(key);
}
