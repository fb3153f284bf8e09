import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../src/permit/day.ts';
import { fileClock, holdersOf, newFile, type PermitFile } from '../../src/permit/file.ts';
import { legalMoves } from '../../src/permit/legal-moves.ts';
import type { Kind, MoveRule } from '../../src/permit/stages.ts';
import { transition } from '../../src/permit/transition.ts';
import { laden, law } from './law.ts';

/** What a random step chooses: a move, who makes it, and how many days later. */
const steps = fc.array(
  fc.record({ move: fc.nat(), role: fc.nat(), days: fc.integer({ min: 0, max: 25 }) }),
  { minLength: 1, maxLength: 40 },
);

interface Step {
  readonly move: number;
  readonly role: number;
  readonly days: number;
}

/** Walks on as the steps say, through legal moves alone, and looks at every place that it comes to. */
function walk(kind: Kind, chosen: readonly Step[], look: (file: PermitFile, now: string) => void) {
  let file = newFile(kind);
  let day = '2025-01-02';
  for (const step of chosen) {
    const all = legalMoves(law, file);
    if (all.length === 0) break;
    // Ends are near everywhere (withdrawal); most walks should come further.
    const on = all.filter((m) => m.to === null || kind.stages.get(m.to)!.type !== 'final');
    const moves = on.length > 0 && step.days !== 7 ? on : all;
    const rule = moves[step.move % moves.length]!;
    const role = rule.roles[step.role % rule.roles.length]!;
    day = addDays(day, step.days);
    const now = `${day}T10:00:00+08:00`;
    const made = transition(law, file, laden(kind, file, rule), { role, id: 'u1' }, now);
    if (made.ok) file = made.value.file;
    // A legal move with all that it needs fails for its clock and its tracks alone.
    else
      expect(made.problems.map((p) => p.code)).toEqual(
        made.problems.map((p) => (p.code === 'move.clock' ? 'move.clock' : 'move.tracks')),
      );
    look(file, now);
  }
  return file;
}

const ACTIVE = ['running', 'stopped', 'overdue'];

describe.each([...law.kinds.values()])('random walks of $id', (kind) => {
  test('every stage is come to by moves that are really made', () => {
    expect([...visited(kind)].sort()).toEqual([...kind.stages.keys()].sort());
  });

  test('always at a stage that there is, with the tracks that belong to it', () => {
    fc.assert(
      fc.property(steps, (chosen) => {
        walk(kind, chosen, (file) => {
          const stage = kind.stages.get(file.stage);
          expect(stage?.track).toBeNull();
          expect(Object.keys(file.tracks)).toEqual(stage!.tracks);
          for (const [track, at] of Object.entries(file.tracks)) {
            expect(kind.stages.get(at)?.track).toBe(track);
          }
        });
      }),
    );
  });

  test('no clock is ever negative, and the clock of a stage has begun and not ended there', () => {
    fc.assert(
      fc.property(steps, (chosen) => {
        walk(kind, chosen, (file, now) => {
          const { parts } = fileClock(law, file, now);
          for (const { daysUsed, daysLeft, daysLate } of parts) {
            expect(Math.min(daysUsed ?? 0, daysLeft ?? 0, daysLate ?? 0)).toBeGreaterThanOrEqual(0);
          }
          const here = [file.stage, ...Object.values(file.tracks)].map(
            (id) => kind.stages.get(id)!,
          );
          for (const { clock, id } of here.filter((s) => s.clock !== null)) {
            const { status } = parts.find((p) => p.part === clock)!;
            if (!ACTIVE.includes(status)) expect.fail(`${clock} is ${status} at ${id}`);
          }
        });
      }),
    );
  });

  test('an end ends every clock, before it somebody has the file', () => {
    fc.assert(
      fc.property(steps, (chosen) => {
        walk(kind, chosen, (file, now) => {
          const { parts } = fileClock(law, file, now);
          const active = parts.filter((p) => ACTIVE.includes(p.status)).map((p) => p.part);
          const ended = kind.stages.get(file.stage)!.type === 'final';
          if (ended) expect([active, holdersOf(kind, file)]).toEqual([[], []]);
          else expect(holdersOf(kind, file)).not.toEqual([]);
        });
      }),
    );
  });

  test('the same moves again give the same file, and nothing that was there is lost', () => {
    fc.assert(
      fc.property(steps, (chosen) => {
        let before: PermitFile | null = null;
        const file = walk(kind, chosen, (at) => {
          expect(at.events.slice(0, before?.events.length ?? 0)).toEqual(before?.events ?? []);
          expect(at.documents).toEqual(expect.arrayContaining([...(before?.documents ?? [])]));
          before = at;
        });
        expect(walk(kind, chosen, () => {})).toEqual(file);
      }),
    );
  });
});

/** Stages, of tracks too, that can be come to from the start; each place is looked at once. */
function visited(kind: Kind): Set<string> {
  const seen = new Map<string, PermitFile>();
  const queue = [newFile(kind)];
  for (const file of queue) {
    const key = JSON.stringify([file.stage, file.tracks]);
    if (seen.has(key)) continue;
    seen.set(key, file);
    for (const rule of legalMoves(law, file)) {
      const next = makeInTime(kind, file, rule);
      if (next !== null) queue.push(next);
    }
  }
  return new Set([...seen.values()].flatMap((f) => [f.stage, ...Object.values(f.tracks)]));
}

/** A move as soon as its clock lets it: at once, when a limit is over, or after three years. */
function makeInTime(kind: Kind, file: PermitFile, rule: MoveRule): PermitFile | null {
  const day = file.events.at(-1)?.at.slice(0, 10) ?? '2025-01-02';
  const actor = { role: rule.roles[0]!, id: 'u1' };
  for (const wait of [0, 60, 1100]) {
    const now = `${addDays(day, wait)}T10:00:00+08:00`;
    const made = transition(law, file, laden(kind, file, rule), actor, now);
    if (made.ok) return made.value.file;
  }
  return null;
}
