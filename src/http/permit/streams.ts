import { type Problem, problem } from '../../base/problem.ts';

/** How many answers may stay open at once. */
export interface StreamLimits {
  readonly all: number;
  /** Of one user, or one key. */
  readonly each: number;
}

/** Answers that stay open, counted: each holds a connection and asks the database every other second. */
export class Streams {
  readonly #limits: StreamLimits;
  readonly #open = new Map<AbortController, string>();

  constructor(limits: StreamLimits) {
    this.#limits = limits;
  }

  /** Opens one for somebody; its signal says when it has to end. Problems: `streams.own`, `streams.all`. */
  open(actor: string): AbortController | Problem {
    const { all, each } = this.#limits;
    const own = [...this.#open.values()].filter((id) => id === actor).length;
    if (own >= each) return tooManyOwn(each);
    if (this.#open.size >= all) return tooManyInAll(all);
    const stream = new AbortController();
    this.#open.set(stream, actor);
    stream.signal.addEventListener('abort', () => this.#open.delete(stream), { once: true });
    return stream;
  }

  /** Ends all: the service stops. */
  end(): void {
    for (const stream of this.#open.keys()) stream.abort();
  }
}

function tooManyOwn(each: number): Problem {
  return problem(
    'streams.own',
    '',
    `Anda sudah membuka ${each} aliran kejadian, yang terbanyak; tutup salah satu (satu cukup untuk semua berkas Anda).`,
    `You have ${each} streams of events open, which is the most; close one (one is enough for all your files).`,
  );
}

function tooManyInAll(all: number): Problem {
  return problem(
    'streams.all',
    '',
    `Sudah ada ${all} aliran kejadian yang terbuka, yang terbanyak di sini; coba lagi sebentar, atau baca daftar kerja.`,
    `There are ${all} streams of events open, which is the most here; try again in a moment, or read the work list.`,
  );
}
