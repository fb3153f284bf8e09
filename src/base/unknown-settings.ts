import { type Problem, problem } from './problem.ts';

const OURS = /^SI_PEJUANG_/i;
/** Of the tests and benches, which hand their environment on to the service. */
const OF_TESTS = /^SI_PEJUANG_TEST_[A-Z_]+$/;

/**
 * Variables that look like settings and are none: misspelt, one would be left at its default without a
 * word. Problem: `setting.unknown`, with the nearest name that there is.
 */
export function unknownSettings(
  env: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
): Problem[] {
  const strange = Object.keys(env).filter(
    (name) => OURS.test(name) && !known.includes(name) && !OF_TESTS.test(name),
  );
  return strange.sort().map((name) => {
    const like = nearest(name.toUpperCase(), known);
    return problem(
      'setting.unknown',
      name,
      `Tidak ada pengaturan ${name}; mungkin maksudnya ${like}. Semua nama ada di README.`,
      `There is no setting ${name}; perhaps ${like} is meant. The README has all names.`,
    );
  });
}

function nearest(name: string, known: readonly string[]): string {
  const far = known.map((other) => ({ other, steps: stepsBetween(name, other) }));
  return far.reduce((best, next) => (next.steps < best.steps ? next : best)).other;
}

/** Levenshtein's distance. */
function stepsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j++) {
      const changed = row[j - 1]! + (letter === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
