import type { Problem } from '../base/problem.ts';
import type { PlanStore } from '../plan/store.ts';
import { ANSWER_COLUMNS, type AnswerCells, answerCells, errorCells } from '../report/index.ts';
import { answerBrief } from '../request/index.ts';
import type { Block } from './blocks.ts';
import { type ColumnMap, plain } from './columns.ts';
import { PlainRows } from './plain-rows.ts';
import { rowsOf } from './read.ts';
import { type RowGroup, type RowTask, requestOf } from './rows.ts';

export interface BulkSummary {
  parcels: number;
  errors: number;
  readonly verdicts: Record<string, number>;
}

/** Rows as they are written, and what they hold. */
export interface Answered {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly summary: BulkSummary;
}

/** Rows with their answers, as they come. */
export class RowAnswers {
  readonly #store: PlanStore;
  readonly #task: RowTask;
  readonly #plain: PlainRows | null;
  readonly #special: RegExp;
  #text = '';
  #summary = emptySummary();

  constructor(store: PlanStore, task: RowTask) {
    this.#store = store;
    this.#task = task;
    this.#plain = PlainRows.of(store, task);
    this.#special = specialIn(task.dialect.delimiter);
  }

  get length(): number {
    return this.#text.length;
  }

  add(group: RowGroup): void {
    const cells = this.#answer(group);
    count(this.#summary, cells);
    const { map, dialect } = this.#task;
    const { delimiter } = dialect;
    const own = csvCells(ownCells(cells), delimiter, this.#special);
    for (const row of group.rows) {
      const given = csvCells(padded(row.cells, map), delimiter, this.#special);
      this.#text += `${given}${delimiter}${own}\r\n`;
    }
  }

  #answer(group: RowGroup): AnswerCells {
    const [row, second] = group.rows;
    const brief = second || group.problem ? null : this.#plain?.answer(row!);
    return brief
      ? answerCells(brief, this.#task.digits)
      : answerGroup(this.#store, group, this.#task);
  }

  /** Answers all rows of a block, a parcel each. */
  block(block: Block): Answered {
    for (const row of rowsOf(block, this.#task.dialect, this.#task.map)) this.add({ rows: [row] });
    return this.take();
  }

  /** What came since the last time. */
  take(): Answered {
    const answered = { bytes: new TextEncoder().encode(this.#text), summary: this.#summary };
    this.#text = '';
    this.#summary = emptySummary();
    return answered;
  }
}

export function emptySummary(): BulkSummary {
  return { parcels: 0, errors: 0, verdicts: {} };
}

export function addSummary(to: BulkSummary, more: BulkSummary): void {
  to.parcels += more.parcels;
  to.errors += more.errors;
  for (const [verdict, n] of Object.entries(more.verdicts)) {
    to.verdicts[verdict] = (to.verdicts[verdict] ?? 0) + n;
  }
}

function ownCells(cells: AnswerCells): string[] {
  return ANSWER_COLUMNS.map((c) => cells[c]);
}

function answerGroup(store: PlanStore, group: RowGroup, task: RowTask): AnswerCells {
  const body = requestOf(group, task.map, task.defaults, task.dialect.delimiter === ',');
  if (!body.ok) return errorCells(errorText(body.problems));
  const result = answerBrief(store, body.value, task.today);
  if (!result.ok) return errorCells(errorText(result.problems));
  return answerCells(result.value, task.digits);
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

/**
 * A short row is filled up, so that our columns stand under their header. In a long one (told in its
 * error) the surplus cells are joined into the last column: nothing is dropped.
 */
function padded(cells: readonly string[], map: ColumnMap): readonly string[] {
  const n = map.header.length;
  if (cells.length === n) return cells;
  if (cells.length > n) return [...cells.slice(0, n - 1), cells.slice(n - 1).join(' ')];
  return [...cells, ...Array<string>(n - cells.length).fill('')];
}

/**
 * The header of an answer. A column of the input that is named like one of ours is renamed: two columns
 * of one name could be taken for each other.
 */
export function headerLine({ map, dialect }: RowTask): string {
  const taken = new Set([...ANSWER_COLUMNS, ...map.header.map(plain)]);
  const own = map.header.map((name) => {
    if (!ANSWER_COLUMNS.some((c) => c === plain(name))) return name;
    let renamed = `${name.trim()}_masukan`;
    while (taken.has(plain(renamed))) renamed += '_masukan';
    taken.add(plain(renamed));
    return renamed;
  });
  return csvLine([...own, ...ANSWER_COLUMNS], dialect.delimiter);
}

/** RFC 4180: quotes only where a cell needs them. */
function csvLine(cells: readonly string[], delimiter: string): string {
  return `${csvCells(cells, delimiter, specialIn(delimiter))}\r\n`;
}

/** `special`: what a cell can't hold without quotes. */
function csvCells(cells: readonly string[], delimiter: string, special: RegExp): string {
  let line = '';
  for (let i = 0; i < cells.length; i++) {
    if (i > 0) line += delimiter;
    const cell = cells[i]!;
    line += special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }
  return line;
}

function specialIn(delimiter: string): RegExp {
  return new RegExp(`["\\r\\n${delimiter}]`);
}
