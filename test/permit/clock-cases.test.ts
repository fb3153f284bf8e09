import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { clockState } from '../../src/permit/clock.ts';
import type { PartClock } from '../../src/permit/clock-model.ts';
import { slaOf } from '../../src/permit/sla.ts';
import { calendar, sla } from './tables.ts';

/**
 * Hand-worked: `why` is the reasoning in words. `due` is a day, or why it is not known with the
 * earliest that it can be; `limit` is in the table's unit; all else as in `PartClock` and its alarm.
 */
interface Case {
  readonly name: string;
  readonly why: string;
  readonly kind: string;
  readonly events: readonly (readonly [at: string, event: string])[];
  readonly now: string;
  readonly expect: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const file = new URL('./clock-cases.json', import.meta.url);
const cases = JSON.parse(readFileSync(file, 'utf8')) as Case[];

test('there are enough of them, each with its own name', () => {
  expect(cases.length).toBeGreaterThanOrEqual(60);
  expect(new Set(cases.map((c) => c.name)).size).toBe(cases.length);
});

test.each(cases)('$name: $why', ({ kind, events, now, expect: wanted }) => {
  const told = events.map(([at, event]) => ({ at, event }));
  const { parts } = clockState(told, slaOf(sla, kind), calendar, now);
  for (const [part, fields] of Object.entries(wanted)) {
    const clock = parts.find((p) => p.part === part)!;
    expect(brief(clock)).toMatchObject(fields);
  }
});

function brief(clock: PartClock): Record<string, unknown> {
  const { due, alarm, daysUsed, daysLeft, limit } = clock;
  return {
    ...clock,
    due: due.known ? due.day : { why: due.why, notBefore: due.notBefore },
    doubts: due.known ? due.doubts : null,
    alarm: alarm?.code ?? null,
    proposes: alarm?.proposes ?? null,
    automatic: alarm?.automatic ?? null,
    used: daysUsed,
    left: daysLeft,
    limit: limit?.days ?? null,
  };
}
