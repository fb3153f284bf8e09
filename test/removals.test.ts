import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { picker } from '../scripts/removals/random.ts';
import { approvesMore, type Outcome, tryRemoval } from '../scripts/removals/trial.ts';
import { openSmall, trySmall } from './removals-small.ts';

interface Hole {
  readonly plan: string;
  /** Words of the removal; `*` stands for anything. */
  readonly what: string;
  readonly why: string;
}

/** Losses that are known to approve, or not to be told. What was mended is taken out, and must stay mended. */
const HOLES = JSON.parse(
  readFileSync(new URL('./removals-holes.json', import.meta.url), 'utf8'),
) as { readonly approving: readonly Hole[]; readonly untold: readonly Hole[] };

/** Questions of each plan, and of these asked after each loss; all together is for scripts/try-removals.ts. */
const QUESTIONS = 100;
const ASKED = 10;
const PLANS = ['uji', 'uji-syarat', 'uji-tingkat', 'uji-kkop', 'uji-raster', 'uji-tanpa'];

function known(holes: readonly Hole[], plan: string, { removal }: Outcome): boolean {
  return holes.some((h) => (h.plan === plan || h.plan === '*') && matches(h.what, removal.what));
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.()[\]/+?^$|\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}

describe.each(PLANS)('taking something away from the plan %s', (folder) => {
  test('approves nothing, and is told', { timeout: 60_000 }, async () => {
    const pick = picker(20260115);
    const base = await openSmall(folder, (count) => pick(count, QUESTIONS));
    const outcomes = await trySmall(base, undefined, (count) => pick(count, ASKED));
    expect(outcomes.length).toBeGreaterThan(80);
    const approving = outcomes.filter((o) => o.violations.length > 0);
    const untold = outcomes.filter((o) => o.refused === null && o.notes.length === 0);
    expect(approving.filter((o) => !known(HOLES.approving, folder, o)).map(shown)).toEqual([]);
    expect(untold.filter((o) => !known(HOLES.untold, folder, o)).map(shown)).toEqual([]);
  });

  test('the quick way says what the long way says', { timeout: 60_000 }, async () => {
    const pick = picker(7);
    const base = await openSmall(folder, (count) => pick(count, 60));
    const quick = await trySmall(base, (all) => pick(all.length, 4).map((i) => all[i]!));
    for (const short of quick) {
      const long = await tryRemoval(base, short.removal, { whole: true });
      expect(essence(long)).toEqual(essence(short));
    }
  });
});

function shown({ removal, violations }: Outcome): string {
  const first = violations[0];
  const example = first ? `: ${first.question}: ${first.before} -> ${first.after}` : '';
  return `${removal.what}${example}`;
}

/** What both ways have to agree on; the quick one asks fewer questions. */
function essence({ removal, refused, notes, violations }: Outcome) {
  return { what: removal.what, refused, notes, violations };
}

test('what counts as approving more', () => {
  expect(approvesMore('tidak_sesuai', 'sesuai_sebagian')).toBe(true);
  expect(approvesMore('perlu_telaah', 'sesuai_bersyarat')).toBe(true);
  expect(approvesMore('sesuai_bersyarat', 'sesuai')).toBe(true);
  expect(approvesMore('sesuai_sebagian', 'sesuai_bersyarat')).toBe(true);
  expect(approvesMore('sesuai', 'sesuai_bersyarat')).toBe(false);
  expect(approvesMore('sesuai', 'perlu_telaah')).toBe(false);
  expect(approvesMore('perlu_telaah', 'tidak_sesuai')).toBe(false);
  expect(approvesMore(null, null)).toBe(false);
});
