import type { PlanStack } from '../plan/model.ts';

/** What is kept per stack; beyond it all is forgotten and worked out anew. */
const MOST = 20_000;

/**
 * Answers that depend on nothing but a stack and a key, kept per stack. Rules are judged once for each
 * combination of codes that parcels show; a city has some thousands of them. Whoever asks sees to it that the
 * key holds all that the answer depends on.
 */
export class StackMemo<T> {
  readonly #held = new WeakMap<PlanStack, Map<string | number, T>>();

  /** The answer of this key; made where it is not kept. */
  get(stack: PlanStack, key: string | number, make: () => T): T {
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

/** The same for keys of two texts, which need not be joined to be looked up. */
export class PairMemo<T> {
  readonly #held = new StackMemo<Map<string, T>>();

  get(stack: PlanStack, first: string, second: string, make: () => T): T {
    const answers = this.#held.get(stack, first, () => new Map());
    let answer = answers.get(second);
    if (answer === undefined) {
      if (answers.size >= MOST) answers.clear();
      answer = make();
      answers.set(second, answer);
    }
    return answer;
  }
}

/** Two numbers below it make one number. */
const NUMBERS = 2 ** 26;

/** Two numbers of kept answers as one key; as text where, after very many answers, they no longer fit. */
export function pairKey(a: number, b: number): number | string {
  return a < NUMBERS && b < NUMBERS ? a * NUMBERS + b : `${a}+${b}`;
}

let last = 0;

/** A number that no other kept answer has: it stands for the answer in keys of what rests on it. */
export function nextNumber(): number {
  return ++last;
}
