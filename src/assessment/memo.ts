import type { PlanStack } from '../plan/model.ts';

/** What is kept per stack; beyond it all is forgotten and worked out anew. */
const MOST = 20_000;

/**
 * Answers that depend on nothing but a stack and a key, kept per stack. Rules are judged once for each
 * combination of codes that parcels show; a city has some thousands of them. Whoever asks sees to it that the
 * key holds all that the answer depends on.
 */
export class StackMemo<T> {
  readonly #held = new WeakMap<PlanStack, Map<string, T>>();

  /** The answer of this key; made where it is not kept. */
  get(stack: PlanStack, key: string, make: () => T): T {
    let answers = this.#held.get(stack);
    if (!answers) {
      answers = new Map();
      this.#held.set(stack, answers);
    }
    let answer = answers.get(key);
    if (answer === undefined) {
      if (answers.size >= MOST) answers.clear();
      answer = make();
      answers.set(key, answer);
    }
    return answer;
  }
}

let last = 0;

/** A number that no other kept answer has: it stands for the answer in keys of what rests on it. */
export function nextNumber(): number {
  return ++last;
}
