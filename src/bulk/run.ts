import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { fail, ok, type Problem, problem, type Result } from '../base/problem.ts';
import type { PlanStore } from '../plan/store.ts';
import {
  type Answered,
  addSummary,
  type BulkSummary,
  emptySummary,
  headerLine,
  RowAnswers,
} from './answer.ts';
import { sameFile, wrongDefaults } from './before.ts';
import type { Block } from './blocks.ts';
import type { ColumnMap } from './columns.ts';
import { sniffDialect } from './dialect.ts';
import { groupCorners, type OpenTable, openTable } from './read.ts';
import type { RowDefaults, RowTask } from './rows.ts';
import { systemError } from './system-error.ts';
import { BlockThreads } from './threads.ts';
import { openOutput } from './write.ts';

export interface BulkOptions extends RowDefaults {
  readonly input: string;
  /** Path, or `-` for standard output. */
  readonly output: string;
  /** Decimals of areas. */
  readonly digits: number;
  /** Date that stands for one left out, ISO, WITA. */
  readonly today: string;
  /** Threads that work, this one with them; as many as there are cores if left out. The answer is the same. */
  readonly threads?: number;
  /** Told once which columns were understood, before the first row. */
  readonly onHeader?: (map: ColumnMap) => void;
  readonly onProgress?: (done: BulkSummary) => void;
}

/** A file of less is answered before a thread has started, bytes. */
const WORTH_THREADS = 500_000;

/**
 * Reads a CSV of parcels as a stream and writes each row with its answer, in the file's order; memory
 * does not grow with the file. A row that cannot be read carries its error and the others go on. Fails
 * only if the file as a whole can't be used.
 */
export async function runBulk(
  store: PlanStore,
  options: BulkOptions,
): Promise<Result<BulkSummary>> {
  const wrong = [...wrongDefaults(store, options), ...(await sameFile(options))];
  if (wrong.length > 0) return fail(...wrong);
  const dialect = await sniffDialect(options.input);
  if (!dialect.ok) return dialect;
  const table = await openTable(options.input, dialect.value);
  if (!table.ok) return table;
  const { map } = table.value;
  options.onHeader?.(map);
  const { plan, crs, date, digits, today } = options;
  const defaults = { ...(plan && { plan }), ...(crs && { crs }), ...(date && { date }) };
  const task: RowTask = { dialect: dialect.value, map, defaults, digits, today };
  try {
    return ok(await answerAll(store, task, table.value, options));
  } catch (error) {
    return fail(broken(options, error));
  }
}

async function answerAll(
  store: PlanStore,
  task: RowTask,
  table: OpenTable,
  options: BulkOptions,
): Promise<BulkSummary> {
  const summary = emptySummary();
  const out = openOutput(options.output);
  await out.write(headerLine(task));
  const answers =
    table.form === 'corners'
      ? cornerAnswers(store, task, table.blocks)
      : blockAnswers(store, task, table.blocks, await threadsFor(options));
  for await (const { bytes, summary: more } of answers) {
    addSummary(summary, more);
    options.onProgress?.(summary);
    await out.write(bytes);
  }
  await out.close();
  return summary;
}

/** Threads beside this one. */
async function threadsFor({ input, threads }: BulkOptions): Promise<number> {
  if (threads !== undefined) return Math.max(0, threads - 1);
  const { size } = await stat(input);
  return size < WORTH_THREADS ? 0 : Math.min(availableParallelism(), MOST_THREADS) - 1;
}

/** More threads than this would wait for the one that writes. */
const MOST_THREADS = 16;
/** Blocks under way for each thread; more would only take memory. */
const UNDER_WAY = 4;

/** Blocks are handed to threads with room for them, else answered here; they come out in the file's order. */
async function* blockAnswers(
  store: PlanStore,
  task: RowTask,
  blocks: AsyncIterable<Block>,
  beside: number,
): AsyncGenerator<Answered> {
  const threads = new BlockThreads(store, task, beside);
  const here = new RowAnswers(store, task);
  const underWay: Promise<Answered>[] = [];
  try {
    for await (const block of blocks) {
      const answered = threads.answer(block) ?? answerHere(here, block);
      // It is looked at when its turn comes; until then a failure waits.
      answered.catch(() => {});
      underWay.push(answered);
      if (underWay.length > UNDER_WAY * beside) yield await underWay.shift()!;
    }
    while (underWay.length > 0) yield await underWay.shift()!;
  } finally {
    await threads.close();
  }
}

/** In this thread; then the others' answers are let in. */
async function answerHere(answers: RowAnswers, block: Block): Promise<Answered> {
  const answered = answers.block(block);
  await setImmediate();
  return answered;
}

/** Characters of answers that are written together. */
const WRITTEN_TOGETHER = 65_536;

async function* cornerAnswers(
  store: PlanStore,
  task: RowTask,
  blocks: AsyncIterable<Block>,
): AsyncGenerator<Answered> {
  const answers = new RowAnswers(store, task);
  for await (const group of groupCorners(blocks, task.dialect, task.map)) {
    answers.add(group);
    if (answers.length > WRITTEN_TOGETHER) yield answers.take();
  }
  yield answers.take();
}

function broken(options: BulkOptions, error: unknown): Problem {
  const reason = systemError(error);
  return problem(
    'csv.broken',
    options.input,
    `Pekerjaan berhenti: ${reason.id}. Hasil di ${options.output} tidak lengkap.`,
    `The run stopped: ${reason.en}. What stands in ${options.output} is not complete.`,
  );
}
