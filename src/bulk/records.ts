import { type Problem, problem } from '../base/problem.ts';
import type { TableRow } from './rows.ts';

/** A cell of more characters than this is taken for one whose quote was never closed. */
export const LONGEST_RECORD = 4_000_000;

/** Where a text stands in its file. */
export interface TextPlace {
  readonly delimiter: string;
  /** Number of the text's first line. */
  readonly line: number;
  /** Cells of the header; null where the text begins with it. */
  readonly cells: number | null;
}

/**
 * Records of a CSV text, RFC 4180 with a loose hand: a quote inside an unquoted cell is a letter. A
 * quote that is never closed would swallow the rows below it; it is noticed where the next quote stands
 * in the middle of a cell, where the text ends, or where the row does not get as many cells as the
 * header. Its line then is a row of its own with the problem `csv.quote`, and reading goes on below.
 */
export function* recordsOf(text: string, place: TextPlace): Generator<TableRow> {
  const lines = new Lines(text, place.line);
  let wanted = place.cells;
  for (let line = lines.next(); line !== null; line = lines.next()) {
    if (line.length === ending(line)) continue;
    const start = lines.number;
    const behind = lines.at;
    const record = new CsvRecord(place.delimiter);
    record.feed(line);
    while (record.goesOn) {
      const next = lines.next();
      if (next === null) break;
      record.feed(next);
    }
    if (!record.isWhole(wanted)) {
      lines.goBack(start, behind);
      yield brokenRow(start, line, place.delimiter);
      continue;
    }
    wanted ??= record.cells.length;
    yield { line: start, cells: record.cells };
  }
}

/** One record while its lines come in. */
export class CsvRecord {
  readonly cells: string[] = [];
  /** Whether a quoted cell is still open. */
  open = false;
  /** Whether a quote stood in the middle of a cell that began on a line above. */
  stray = false;
  size = 0;
  #lines = 0;
  readonly #delimiter: string;
  #cell = '';

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** Whether the next line belongs to it, too. */
  get goesOn(): boolean {
    return this.open && !this.stray && this.size < LONGEST_RECORD;
  }

  /** Whether it came to its end, and as a row of several lines has the header's number of cells. */
  isWhole(wanted: number | null): boolean {
    if (this.open || this.stray) return false;
    return this.#lines === 1 || wanted === null || this.cells.length === wanted;
  }

  feed(line: string): void {
    this.size += line.length;
    this.#lines += 1;
    let at = 0;
    const first = !this.open;
    const end = line.length - ending(line);
    while (true) {
      if (!this.open && line.charCodeAt(at) === QUOTE) {
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

const QUOTE = 34;

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

/** Length of a line's ending. */
export function ending(line: string): number {
  return line.endsWith('\r\n') ? 2 : line.endsWith('\n') || line.endsWith('\r') ? 1 : 0;
}

/** Lines of a text with their endings (LF, CRLF or CR), one at a time, counted; one can go back. */
class Lines {
  /** Number of the line that came last, and where the next one begins. */
  number: number;
  at = 0;
  readonly #text: string;
  /** The next CR at or behind `at`; the text's length where there is none. */
  #cr = -1;

  constructor(text: string, first: number) {
    this.#text = text;
    this.number = first - 1;
  }

  next(): string | null {
    const text = this.#text;
    if (this.at >= text.length) return null;
    const start = this.at;
    const lf = text.indexOf('\n', start);
    if (this.#cr < start) {
      const cr = text.indexOf('\r', start);
      this.#cr = cr < 0 ? text.length : cr;
    }
    this.at = lf < 0 ? text.length : lf + 1;
    // A CR ends a line by itself, unless its LF stands behind it.
    if (this.#cr + 1 < this.at && this.#cr + 1 !== lf) this.at = this.#cr + 1;
    this.number += 1;
    return text.slice(start, this.at);
  }

  goBack(number: number, at: number): void {
    this.number = number;
    this.at = at;
    this.#cr = -1;
  }
}
