import { fail, ok, type Problem, problem, type Result } from '../base/problem.ts';
import type { PlanStore } from '../plan/store.ts';
import { ANSWER_COLUMNS, type AnswerCells, answerCells, errorCells } from '../report/index.ts';
import { answer } from '../request/index.ts';
import { sameFile, wrongDefaults } from './before.ts';
import { type ColumnMap, plain } from './columns.ts';
import { sniffDialect } from './dialect.ts';
import { openTable } from './read.ts';
import { type RowDefaults, type RowGroup, requestOf } from './rows.ts';
import { systemError } from './system-error.ts';
import { openCsv } from './write.ts';

export interface BulkOptions extends RowDefaults {
  readonly input: string;
  /** Path, or `-` for standard output. */
  readonly output: string;
  /** Decimals of areas. */
  readonly digits: number;
  /** Date that stands for one left out, ISO, WITA. */
  readonly today: string;
  /** Told once which columns were understood, before the first row. */
  readonly onHeader?: (map: ColumnMap) => void;
  readonly onProgress?: (done: BulkSummary) => void;
}

export interface BulkSummary {
  parcels: number;
  errors: number;
  readonly verdicts: Record<string, number>;
}

const PROGRESS_EVERY = 500;

/**
 * Reads a CSV of parcels as a stream and writes each row with its answer; memory does not grow with the
 * file. A row that cannot be read carries its error and the others go on. Fails only if the file as a whole can't be used.
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
  const { map, groups } = table.value;
  const summary: BulkSummary = { parcels: 0, errors: 0, verdicts: {} };
  options.onHeader?.(map);
  const point = dialect.value.delimiter === ',';
  const out = openCsv(options.output, dialect.value.delimiter);
  try {
    await out.row([...inputHeader(map.header), ...ANSWER_COLUMNS]);
    for await (const group of groups) {
      const cells = answerGroup(store, group, map, options, point);
      count(summary, cells);
      for (const row of group.rows) await out.row([...padded(row.cells, map), ...ordered(cells)]);
      if (summary.parcels % PROGRESS_EVERY === 0) options.onProgress?.(summary);
    }
    await out.close();
  } catch (error) {
    return fail(broken(options, error));
  }
  options.onProgress?.(summary);
  return ok(summary);
}

function answerGroup(
  store: PlanStore,
  group: RowGroup,
  map: ColumnMap,
  options: BulkOptions,
  decimalPoint: boolean,
): AnswerCells {
  const { plan, crs, date } = options;
  const defaults = { ...(plan && { plan }), ...(crs && { crs }), ...(date && { date }) };
  const body = requestOf(group, map, defaults, decimalPoint);
  if (!body.ok) return errorCells(errorText(body.problems));
  const result = answer(store, body.value, options.today);
  if (!result.ok) return errorCells(errorText(result.problems));
  return answerCells(result.value, options.digits);
}

/** Code, place and sentence of every problem of a row. */
function errorText(problems: readonly Problem[]): string {
  return problems.map((p) => `${p.code} ${p.pointer}: ${p.message.id}`).join(' | ');
}

function count(summary: BulkSummary, cells: AnswerCells): void {
  summary.parcels += 1;
  if (cells.error !== '') summary.errors += 1;
  else summary.verdicts[cells.verdict] = (summary.verdicts[cells.verdict] ?? 0) + 1;
}

function ordered(cells: AnswerCells): string[] {
  return ANSWER_COLUMNS.map((c) => cells[c]);
}

/**
 * A short row is filled up, so that our columns stand under their header. In a long one (told in its
 * error) the surplus cells are joined into the last column: nothing is dropped.
 */
function padded(cells: readonly string[], map: ColumnMap): string[] {
  const n = map.header.length;
  if (cells.length > n) return [...cells.slice(0, n - 1), cells.slice(n - 1).join(' ')];
  return [...cells, ...Array<string>(n - cells.length).fill('')];
}

/** A column of the input that is named like one of ours is renamed: two columns of one name could be taken for each other. */
function inputHeader(header: readonly string[]): string[] {
  const taken = new Set([...ANSWER_COLUMNS, ...header.map(plain)]);
  return header.map((name) => {
    if (!ANSWER_COLUMNS.some((c) => c === plain(name))) return name;
    let own = `${name.trim()}_masukan`;
    while (taken.has(plain(own))) own += '_masukan';
    taken.add(plain(own));
    return own;
  });
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
