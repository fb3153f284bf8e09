import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dayKind, isSure, workingDaysBetween } from '../../src/permit/calendar.ts';
import { readCalendar } from '../../src/permit/calendar-read.ts';
import {
  addDays,
  addYears,
  dayOf,
  daysBetween,
  isDay,
  isMoment,
  weekday,
} from '../../src/permit/day.ts';
import { changed, must, national, real } from './tables.ts';

const calendar = must(readCalendar(national, real));

describe('days', () => {
  test.each([
    ['2026-01-05T10:00:00+08:00', '2026-01-05'],
    ['2026-01-04T16:00:00Z', '2026-01-05'],
    ['2026-01-04T15:59:59.999Z', '2026-01-04'],
    ['2026-01-05T00:30:00+09:00', '2026-01-04'],
    ['2026-01-04T24:00:00+08:00', '2026-01-05'],
  ])('%s is %s in WITA', (moment, day) => {
    expect(dayOf(moment)).toBe(day);
  });

  test('a moment needs a day that exists, and its offset', () => {
    const good = ['2026-02-28T23:59:00+08:00', '2026-02-28T23:59Z', '2026-02-28T23:59:59.5+07:00'];
    const bad = [
      '2026-02-30T10:00:00+08:00',
      '2026-02-28T10:00:00',
      '2026-02-28',
      '2026-02-28T25:00:00Z',
      '',
    ];
    expect(good.map(isMoment)).toEqual([true, true, true]);
    expect(bad.map(isMoment)).toEqual(bad.map(() => false));
    expect(['2026-02-29', '2028-02-29', '26-01-01', '2026-13-01'].map(isDay)).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  test('arithmetic over months, years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(daysBetween('2026-01-01', '2027-01-01')).toBe(365);
    expect(weekday('2026-01-04')).toBe(7);
    expect(addYears('2028-02-29', 4)).toBe('2032-02-29');
    expect(addYears('2028-02-29', 1)).toBe('2029-02-28');
  });
});

test('days count as the calendar does, for two centuries', () => {
  for (let day = 0; day < 73_000; day += 7) {
    const date = new Date(Date.UTC(1900, 0, 1 + day));
    const text = date.toISOString().slice(0, 10);
    expect(addDays('1900-01-01', day)).toBe(text);
    expect(weekday(text)).toBe(date.getUTCDay() || 7);
    expect(isDay(text)).toBe(true);
    expect(dayOf(`${text}T23:59:59+08:00`)).toBe(text);
  }
});

describe('the holidays of the nation', () => {
  const off = (year: number) =>
    [...calendar.holidays.values()].filter((h) => h.day.startsWith(`${year}`));
  const count = (year: number, kind: string) => off(year).filter((h) => h.kind === kind).length;

  test('as many as the joint decrees say', () => {
    expect([count(2025, 'national'), count(2025, 'joint_leave')]).toEqual([17, 11]);
    expect([count(2026, 'national'), count(2026, 'joint_leave')]).toEqual([17, 8]);
  });

  test('the same five in every year that has a row', () => {
    for (const year of [2025, 2026, 2027]) {
      for (const day of ['01-01', '05-01', '06-01', '08-17', '12-25']) {
        expect(dayKind(calendar, `${year}-${day}`)).toBe('off');
      }
    }
  });

  test('weekdays on which the decrees put them', () => {
    // From the decrees' own lists, which name the weekday beside the date.
    const named = {
      '2025-01-27': 1,
      '2025-06-06': 5,
      '2026-02-17': 2,
      '2026-03-19': 4,
      '2026-05-27': 3,
      '2026-06-16': 2,
      '2026-08-25': 2,
    };
    for (const [day, wanted] of Object.entries(named)) {
      expect([day, weekday(day), calendar.holidays.has(day)]).toEqual([day, wanted, true]);
    }
  });

  test('working days of a year: 261 weekdays less the holidays on weekdays', () => {
    const weekdays = (year: number) => off(year).filter((h) => weekday(h.day) < 6).length;
    expect(workingDaysBetween(calendar, '2024-12-31', '2025-12-31')).toBe(261 - weekdays(2025));
    expect(workingDaysBetween(calendar, '2025-12-31', '2026-12-31')).toBe(261 - weekdays(2026));
    expect([weekdays(2025), weekdays(2026)]).toEqual([24, 21]);
  });

  test('a year without its row is unknown, but for what is off in any year', () => {
    expect(dayKind(calendar, '2027-01-04')).toBe('unknown');
    expect(dayKind(calendar, '2027-01-03')).toBe('off');
    expect(dayKind(calendar, '2024-12-31')).toBe('unknown');
    expect(workingDaysBetween(calendar, '2026-12-28', '2027-01-04')).toBeNull();
    expect(workingDaysBetween(calendar, '2026-12-28', '2027-01-03')).toBe(3);
  });

  test('what is not confirmed is said: 2026 was not checked to its end', () => {
    expect(isSure(calendar, '2025-01-01', '2025-12-31')).toBe(true);
    expect(isSure(calendar, '2025-12-31', '2026-01-01')).toBe(false);
  });
});

describe('tables that are wrong do not load', () => {
  const codes = (file: string, change: (text: string) => string, ofNation = false) => {
    const nation = ofNation ? changed(national, file, change) : national;
    const read = readCalendar(nation, ofNation ? real : changed(real, file, change));
    return read.ok ? [] : read.problems.map((p) => `${p.code} ${p.pointer}`);
  };
  const add = (line: string) => (text: string) => `${text}${line}\n`;

  test.each([
    ['2026-02-30,lokal,a,b,x,ya', ['permit.cell holidays.csv, line 2, column date']],
    ['2026-02-20,nasional,a,b,x,ya', ['permit.cell holidays.csv, line 2, column kind']],
    ['2026-02-20,lokal,a,b,,ya', ['permit.cell holidays.csv, line 2, column legal_basis']],
    ['2026-02-20,lokal,a,b,x,mungkin', ['permit.cell holidays.csv, line 2, column sure']],
    ['2026-02-20,lokal,a,b', ['permit.row holidays.csv, line 2']],
  ])('a local holiday %s', (line, wanted) => {
    expect(codes('holidays.csv', add(line))).toEqual(wanted);
  });

  test('one day twice, a lost column, a lost table', () => {
    const day = '2026-12-25,nasional,a,b,x,ya';
    expect(codes('holidays.csv', add(day), true)).toEqual(['permit.twice holidays.csv, line 60']);
    expect(codes('holidays.csv', (t) => t.replace(',sure', ',certain'))).toEqual([
      'permit.column holidays.csv',
      'permit.column holidays.csv',
    ]);
    const none = readCalendar(() => null, real);
    expect(none).toMatchObject({
      ok: false,
      problems: [{ code: 'permit.file' }, { code: 'permit.file' }],
    });
  });

  test('rules of counting: lost, unknown, out of sense', () => {
    expect(codes('counting.csv', (t) => t.replace('hari_awal', 'hari_akhir'))).toEqual([
      'permit.cell counting.csv, line 4, column rule',
      'permit.rule counting.csv',
    ]);
    expect(codes('counting.csv', (t) => t.replace('1-5', '5-1'))).toEqual([
      'permit.cell counting.csv, line 2, column value',
    ]);
  });

  test('a six-day week and joint leave that is worked are data', () => {
    const six = must(
      readCalendar(
        national,
        changed(real, 'counting.csv', (t) => t.replace('1-5', '1-6')),
      ),
    );
    const worked = must(
      readCalendar(
        national,
        changed(real, 'counting.csv', (t) => t.replace('libur', 'kerja')),
      ),
    );
    expect([dayKind(calendar, '2026-01-10'), dayKind(six, '2026-01-10')]).toEqual([
      'off',
      'working',
    ]);
    expect([dayKind(calendar, '2026-12-24'), dayKind(worked, '2026-12-24')]).toEqual([
      'off',
      'working',
    ]);
  });

  test('every row says where it comes from', () => {
    const text = readFileSync(new URL('../../data/national/holidays.csv', import.meta.url), 'utf8');
    const rows = text.trim().split('\n').slice(1);
    expect(rows.every((row) => /"(SKB \d|Keppres 8\/2024)[^"]*",(ya|tidak)$/.test(row))).toBe(true);
  });
});
