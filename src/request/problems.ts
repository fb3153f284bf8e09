import { type Note, type Problem, problem } from '../base/problem.ts';

/** No one reads the 21st problem of a kind, and an answer must not grow with bad input. */
const MOST_OF_A_KIND = 20;

/** Collects the problems of one request, so that all are told at once. */
export class Problems {
  readonly #list: Problem[] = [];
  readonly #counts = new Map<string, number>();
  /** What is odd but usable; it goes into the answer. */
  readonly notes: Note[] = [];

  add(code: string, pointer: string, id: string, en: string, given?: unknown): void {
    this.take([problem(code, pointer, id, en, given === undefined ? undefined : brief(given))]);
  }

  take(problems: readonly Problem[]): void {
    for (const p of problems) {
      const count = (this.#counts.get(p.code) ?? 0) + 1;
      this.#counts.set(p.code, count);
      if (count <= MOST_OF_A_KIND) this.#list.push(p);
    }
  }

  get any(): boolean {
    return this.#list.length > 0;
  }

  has(code: string): boolean {
    return this.#counts.has(code);
  }

  /** All that was collected; of a kind that came too often the first ones, and how many more there were. */
  all(): Problem[] {
    const rest = [...this.#counts].filter(([, count]) => count > MOST_OF_A_KIND);
    return [...this.#list, ...rest.map(([code, count]) => more(code, count - MOST_OF_A_KIND))];
  }
}

function more(code: string, count: number): Problem {
  return problem(
    'more',
    '',
    `Masih ada ${count} masalah lain berkode ${code}.`,
    `There are ${count} more problems with the code ${code}.`,
  );
}

/**
 * What was given, told without writing all of it: JSON.stringify of a megabyte costs, and of a
 * million nested brackets it throws.
 */
function brief(given: unknown): string {
  if (typeof given === 'string') return given.slice(0, 100);
  if (Array.isArray(given)) {
    const simple = given.length <= 4 && given.every((v) => v === null || typeof v !== 'object');
    return simple ? `[${given.map(brief).join(',')}]` : `[…] (${given.length})`;
  }
  if (typeof given === 'object' && given !== null) {
    return `{${Object.keys(given).slice(0, 6).join(', ').slice(0, 60)}}`;
  }
  return String(given);
}
