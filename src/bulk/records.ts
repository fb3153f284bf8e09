import { type Problem, problem } from '../base/problem.ts';
import type { TableRow } from './rows.ts';

/** A cell of more characters than this is taken for one whose quote was never closed. */
const LONGEST_RECORD = 4_000_000;

/**
 * Records of a CSV text that comes in pieces, RFC 4180 with a loose hand: a quote inside an unquoted
 * cell is a letter. A quote that is never closed would swallow the rows below it; it is noticed where
 * the next quote stands in the middle of a cell, where the text ends, or where the row does not get as
 * many cells as the header. Its line then is a row of its own with the problem `csv.quote`, and reading goes on below.
 */
export async function* readRecords(
  text: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<TableRow> {
  const lines = new LineQueue(text);
  let wanted: number | null = null;
  for (let line = await lines.next(); line !== null; line = await lines.next()) {
    if (line.length === ending(line)) continue;
    const start = lines.number;
    const record = new Record(delimiter);
    const held = [line];
    record.feed(line);
    while (record.open && !record.stray && record.size < LONGEST_RECORD) {
      const next = await lines.next();
      if (next === null) break;
      held.push(next);
      record.feed(next);
    }
    if (held.length > 1 || record.open) {
      const whole = !record.open && !record.stray;
      if (!whole || (wanted !== null && record.cells.length !== wanted)) {
        lines.giveBack(held.slice(1));
        yield brokenRow(start, line, delimiter);
        continue;
      }
    }
    wanted ??= record.cells.length;
    yield { line: start, cells: record.cells };
  }
}

/** One record while its lines come in. */
class Record {
  readonly cells: string[] = [];
  /** Whether a quoted cell is still open. */
  open = false;
  /** Whether a quote stood in the middle of a cell that began on a line above. */
  stray = false;
  size = 0;
  readonly #delimiter: string;
  #cell = '';

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  feed(line: string): void {
    this.size += line.length;
    let at = 0;
    const first = !this.open;
    const end = line.length - ending(line);
    while (true) {
      if (!this.open && line[at] === '"') {
        this.open = true;
        at += 1;
      }
      at = this.open ? this.#quoted(line, at, end, first) : this.#plain(line, at, end);
      if (this.open || this.stray) return;
      this.cells.push(this.#cell);
      this.#cell = '';
      if (at >= end) return;
      at += 1; // the delimiter
    }
  }

  #plain(line: string, from: number, end: number): number {
    const found = line.indexOf(this.#delimiter, from);
    const to = found < 0 || found > end ? end : found;
    this.#cell += line.slice(from, to);
    return to;
  }

  /** To the delimiter behind the closing quote, or to the end of the line where the cell stays open. */
  #quoted(line: string, from: number, end: number, first: boolean): number {
    let at = from;
    while (true) {
      const quote = line.indexOf('"', at);
      if (quote < 0) {
        this.#cell += line.slice(at);
        return line.length;
      }
      this.#cell += line.slice(at, quote);
      let after = quote + 1;
      if (line[after] === '"') {
        this.#cell += '"';
        at = after + 1;
        continue;
      }
      while (line[after] === ' ' && this.#delimiter !== ' ') after += 1;
      if (after >= end || line[after] === this.#delimiter) {
        this.open = false;
        return Math.min(after, end);
      }
      // On its first line a quote in the middle is taken for a letter; further down it opens the cell of another row.
      this.stray ||= !first;
      if (this.stray) return line.length;
      this.#cell += '"';
      at = quote + 1;
    }
  }
}

/** The line with the open quote: what stands behind that quote is split at every delimiter, as it was probably meant. */
function brokenRow(number: number, line: string, delimiter: string): TableRow {
  const cells = line.slice(0, line.length - ending(line)).split(delimiter);
  return { line: number, cells, problem: quoteOpen(number) };
}

function quoteOpen(line: number): Problem {
  return problem(
    'csv.quote',
    `baris ${line}`,
    'Tanda kutip (") pada baris ini tidak ditutup; tutup, atau tulis "" untuk tanda kutip di dalam sel.',
    'A quote (") in this row is not closed; close it, or write "" for a quote within a cell.',
  );
}

function ending(line: string): number {
  return line.endsWith('\r\n') ? 2 : line.endsWith('\n') || line.endsWith('\r') ? 1 : 0;
}

/** Lines with their endings, one at a time, counted; lines can be given back. */
class LineQueue {
  /** Number of the line that came last, from 1. */
  number = 0;
  #back: string[] = [];
  readonly #lines: AsyncGenerator<string>;

  constructor(text: AsyncIterable<string>) {
    this.#lines = linesOf(text);
  }

  async next(): Promise<string | null> {
    const held = this.#back.pop();
    if (held === undefined) {
      const next = await this.#lines.next();
      if (next.done) return null;
      this.number += 1;
      return next.value;
    }
    this.number += 1;
    return held;
  }

  giveBack(lines: readonly string[]): void {
    this.number -= lines.length;
    // The first to come out again lies on top.
    for (const line of lines.toReversed()) this.#back.push(line);
  }
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of text) {
    rest += chunk;
    // A CR at the very end may be half of a CRLF.
    const parts = rest.split(/(?<=\n)|(?<=\r)(?!\n|$)/);
    rest = parts.pop() ?? '';
    yield* parts;
  }
  if (rest !== '') yield* rest.split(/(?<=\n)|(?<=\r)(?!\n|$)/);
}
