import { type Problem, problem } from '../base/problem.ts';

/** A move that was refused: `move.` and why. */
export function refused(
  code: string,
  pointer: string,
  id: string,
  en: string,
  given?: unknown,
): Problem {
  return problem(`move.${code}`, pointer, id, en, given);
}
