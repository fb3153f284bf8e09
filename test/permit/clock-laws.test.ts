import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Calendar,
  dayKind,
  type Holiday,
  workingDaysBetween,
} from '../../src/permit/calendar.ts';
import { clockState } from '../../src/permit/clock.ts';
import type { PartClock } from '../../src/permit/clock-model.ts';
import type { ClockEvent } from '../../src/permit/clock-run.ts';
import { addDays, type Day } from '../../src/permit/day.ts';
import { slaOf } from '../../src/permit/sla.ts';
import { calendar, sla } from './tables.ts';

const five = slaOf(sla, 'lima');
const twenty = slaOf(sla, 'dua_puluh');

/** Days of 2025 and 2026 that leave room for a limit. */
const someDay = fc.integer({ min: 0, max: 650 }).map((n) => addDays('2025-01-01', n));
const minute = fc
  .integer({ min: 0, max: 1439 })
  .map(
    (m) =>
      `T${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}:00+08:00`,
  );

function clockOf(events: readonly ClockEvent[], now: string, days: Calendar = calendar): PartClock {
  return clockState(events, five, days, now).parts[0]!;
}

function earliest({ due }: PartClock): Day {
  return due.known ? due.day : due.notBefore!;
}

function at(day: Day, event: string, hour = 'T10:00:00+08:00'): ClockEvent {
  return { at: day + hour, event };
}

function noon(day: Day): string {
  return `${day}T12:00:00+08:00`;
}

/** The n-th working day after a day; the calendar has to know it. */
function workingDayAfter(day: Day, n: number): Day {
  let at = day;
  for (let left = n; left > 0; ) {
    at = addDays(at, 1);
    if (dayKind(calendar, at) === 'working') left--;
  }
  return at;
}

function off(day: Day): Holiday {
  return { day, kind: 'local', name: { id: 'x', en: 'x' }, legalBasis: 'x', sure: true };
}

describe('due dates', () => {
  test('more holidays never make one earlier', () => {
    fc.assert(
      fc.property(someDay, fc.array(fc.integer({ min: 0, max: 30 })), (start, extra) => {
        const more = new Map(calendar.holidays);
        for (const n of extra) more.set(addDays(start, n), off(addDays(start, n)));
        const plain = earliest(clockOf([at(start, 'mulai')], noon(start)));
        const later = clockOf([at(start, 'mulai')], noon(start), { ...calendar, holidays: more });
        expect(earliest(later) >= plain).toBe(true);
      }),
    );
  });

  test('a year that nobody entered gives a bound that entering it never undercuts', () => {
    fc.assert(
      fc.property(someDay, (start) => {
        const years = new Map([...calendar.years].filter(([year]) => year !== 2026));
        const blind = clockOf([at(start, 'mulai')], noon(start), { ...calendar, years });
        const seeing = clockOf([at(start, 'mulai')], noon(start));
        expect(earliest(blind) <= earliest(seeing)).toBe(true);
        const meets2026 = earliest(seeing) >= '2026';
        expect(blind.due.known).toBe(
          !meets2026 ||
            workingDaysBetween({ ...calendar, years }, start, earliest(seeing)) !== null,
        );
      }),
    );
  });

  test('a later start is never due earlier, and the hour decides nothing', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: 0, max: 20 }), minute, (start, n, hour) => {
        const one = clockOf([at(start, 'mulai')], noon(start));
        const other = clockOf([at(addDays(start, n), 'mulai', hour)], noon(addDays(start, n + 1)));
        expect(earliest(other) >= earliest(one)).toBe(true);
        if (n === 0) expect(other.due).toEqual(one.due);
      }),
    );
  });

  test('the last day is the fifth working day after the start', () => {
    fc.assert(
      fc.property(someDay, (start) => {
        const { due } = clockOf([at(start, 'mulai')], noon(start));
        expect(due).toMatchObject({ known: true, day: workingDayAfter(start, 5) });
      }),
    );
  });

  test('where the day of the start counts, it is one working day less', () => {
    fc.assert(
      fc.property(someDay, (start) => {
        fc.pre(dayKind(calendar, start) === 'working');
        const counting = { ...calendar, startDayCounts: true };
        const { due } = clockOf([at(start, 'mulai')], noon(start), counting);
        expect(due).toMatchObject({ known: true, day: workingDayAfter(start, 4) });
      }),
    );
  });

  test('a year ends on the day before its date, whether the first day counts or not', () => {
    const valid = slaOf(sla, 'berlaku');
    for (const startDayCounts of [true, false]) {
      const days = { ...calendar, startDayCounts };
      const { parts } = clockState([at('2026-02-05', 'terbit')], valid, days, noon('2026-02-06'));
      expect(parts[0]!.due).toMatchObject({ day: '2029-02-04' });
      expect(parts[0]!.daysUsed).toBe(startDayCounts ? 2 : 1);
    }
  });

  test('while nothing happens, they do not depend on when one looks', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: 0, max: 40 }), (start, later) => {
        const events = [at(start, 'mulai')];
        const now = clockOf(events, noon(addDays(start, later)));
        expect(now.due).toEqual(clockOf(events, noon(start)).due);
      }),
    );
  });
});

describe('stops', () => {
  /** A start, a stop in time and a resumption. */
  const stopped = fc
    .tuple(someDay, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 25 }), minute, minute)
    .map(([start, a, b, hourA, hourB]) => {
      const [first, second] = [hourA, hourB].sort() as [string, string];
      const stop = addDays(start, a);
      return { start, stop: at(stop, '41', first), resume: at(addDays(stop, b), '42', second), b };
    })
    .filter(({ start, stop }) => stop.at.slice(0, 10) <= workingDayAfter(start, 5));

  test('one that touches n working days moves the due date by n working days', () => {
    fc.assert(
      fc.property(stopped, ({ start, stop, resume }) => {
        const from = stop.at.slice(0, 10);
        const to = resume.at.slice(0, 10);
        const n = workingDaysBetween(calendar, addDays(from, -1), to)!;
        const { due } = clockOf([at(start, 'mulai'), stop, resume], resume.at);
        expect(due).toMatchObject({ day: workingDayAfter(workingDayAfter(start, 5), n) });
      }),
    );
  });

  test('one that is split in two changes nothing', () => {
    fc.assert(
      fc.property(
        stopped,
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ start, stop, resume }, share) => {
          const [a, b] = [Date.parse(stop.at), Date.parse(resume.at)];
          const middle = new Date(a + Math.floor((b - a) * share)).toISOString();
          const whole = [at(start, 'mulai'), stop, resume];
          const split = [
            ...[at(start, 'mulai'), stop, { at: middle, event: '42' }],
            ...[{ at: middle, event: '41' }, resume],
          ];
          expect(clockOf(split, resume.at)).toEqual(clockOf(whole, resume.at));
        },
      ),
    );
  });

  test('while it lasts, the earliest day only moves away, and nothing is late', () => {
    fc.assert(
      fc.property(stopped, fc.nat(20), fc.nat(20), ({ start, stop }, a, b) => {
        const events = [at(start, 'mulai'), stop];
        const day = stop.at.slice(0, 10);
        const [one, two] = [a, a + b].map((n) =>
          clockOf(events, `${addDays(day, n)}T23:59:00+08:00`),
        );
        expect([one!.status, two!.status]).toEqual(['stopped', 'stopped']);
        expect(earliest(two!) >= earliest(one!)).toBe(true);
        expect(two!.daysUsed).toBe(one!.daysUsed);
      }),
    );
  });
});

describe('any events', () => {
  const history = fc
    .array(
      fc.tuple(
        fc.integer({ min: 0, max: 40 }),
        minute,
        fc.constantFrom('mulai', '41', '42', '43', '44', 'selesai', 'lain'),
      ),
      { maxLength: 12 },
    )
    .map((list) => list.map(([n, hour, event]) => at(addDays('2026-01-05', n), event, hour)));
  const moment = fc.integer({ min: 0, max: 60 }).map((n) => noon(addDays('2026-01-05', n)));

  test('never negative, and used and left make the limit while in time', () => {
    fc.assert(
      fc.property(history, moment, (events, now) => {
        const { daysUsed, daysLeft, daysLate, status, started } = clockOf(events, now);
        if (status === 'waiting') return;
        if (started === null && status === 'done') return;
        expect(Math.min(daysUsed!, daysLeft!, daysLate!)).toBeGreaterThanOrEqual(0);
        expect(daysUsed! + daysLeft! - daysLate!).toBe(5);
      }),
    );
  });

  test('their order in the list says nothing, what comes later neither', () => {
    fc.assert(
      fc.property(history, moment, (events, now) => {
        fc.pre(new Set(events.map((e) => e.at)).size === events.length);
        const told = events.filter((e) => Date.parse(e.at) <= Date.parse(now));
        expect(clockOf([...events].reverse(), now)).toEqual(clockOf(events, now));
        expect(clockOf(told, now)).toEqual(clockOf(events, now));
      }),
    );
  });

  test('days used are those that the clock ran all through, told hour by hour', () => {
    fc.assert(
      fc.property(history, moment, (events, now) => {
        const clock = clockOf(events, now);
        fc.pre(
          clock.status === 'running' || clock.status === 'stopped' || clock.status === 'overdue',
        );
        expect(clock.daysUsed).toBe(usedByHours(events, now));
      }),
    );
  });

  test('the ten run inside of the twenty', () => {
    fc.assert(
      fc.property(history, moment, (events, now) => {
        const told = events.map((e) => ({ ...e, event: e.event === 'mulai' ? 'bayar' : e.event }));
        const [, whole, pertek] = clockState(told, twenty, calendar, now).parts;
        expect([pertek!.status === 'waiting', pertek!.started]).toEqual([
          whole!.status === 'waiting',
          whole!.started,
        ]);
        if (whole!.due.known && pertek!.due.known)
          expect(pertek!.due.day < whole!.due.day).toBe(true);
      }),
    );
  });
});

/** The slow way: plays the events, and asks of every working day whether anything but running was in it. */
function usedByHours(events: readonly ClockEvent[], now: string): number {
  const sorted = [...events]
    .map((e, i) => ({ ...e, i, ms: Date.parse(e.at) }))
    .sort((a, b) => a.ms - b.ms || a.i - b.i)
    .filter((e) => e.ms <= Date.parse(now));
  const spells: { from: number; to: number }[] = [];
  let state = 'waiting';
  for (const { event, ms } of sorted) {
    const open = ['running', 'stopped', 'reset'].includes(state);
    const last = spells.at(-1);
    if (event === 'selesai' && state !== 'done') state = 'done';
    else if (event === '43' && open) {
      spells.length = 0;
      state = 'reset';
    } else if ((event === '44' && open) || (event === 'mulai' && (!open || state === 'reset'))) {
      spells.length = 0;
      spells.push({ from: ms, to: Number.POSITIVE_INFINITY });
      state = 'running';
    } else if (event === '41' && state === 'running') {
      last!.to = ms;
      state = 'stopped';
    } else if (event === '42' && state === 'stopped') {
      spells.push({ from: ms, to: Number.POSITIVE_INFINITY });
      state = 'running';
    }
  }
  let used = 0;
  for (let day = '2026-01-05'; day <= now.slice(0, 10); day = addDays(day, 1)) {
    const begins = Date.parse(`${day}T00:00:00+08:00`);
    const through = spells.some((s) => s.from < begins && s.to >= begins + 86_400_000);
    if (through && dayKind(calendar, day) === 'working') used++;
  }
  return used;
}
