import { createReadStream } from 'node:fs';
import type { Dialect } from './dialect.ts';
import { CsvRecord, ending } from './records.ts';

/** A run of whole records of a CSV file, as the bytes of the file, with the number of its first line. */
export interface Block {
  readonly bytes: Uint8Array;
  readonly line: number;
}

/** Bytes of a block, if its records do not make it longer: some hundred rows. */
const BLOCK_BYTES = 65_536;

const [LF, CR, QUOTE] = [10, 13, 34];

/** The file in blocks, in constant memory; a quoted cell with a line break is never split. */
export async function* readBlocks(path: string, dialect: Dialect): AsyncGenerator<Block> {
  const cutter = new BlockCutter(dialect, BLOCK_BYTES);
  for await (const chunk of createReadStream(path, { highWaterMark: 4 * BLOCK_BYTES })) {
    yield* cutter.push(chunk as Uint8Array);
  }
  yield* cutter.end();
}

/**
 * Cuts bytes that come in pieces at the ends of records, as `recordsOf` understands them: it reads a
 * block just as it would read it amid the whole file.
 */
export class BlockCutter {
  readonly #delimiter: string;
  readonly #delimiterByte: number;
  readonly #utf8: boolean;
  readonly #size: number;
  #bytes: Uint8Array = new Uint8Array(0);
  /** Number of the first line in `#bytes`. */
  #firstLine = 1;
  /** Lines of `#bytes` in front of `#at`, where the next line begins. */
  #lines = 0;
  #at = 0;
  /** The next line feed, carriage return and quote at or behind `#at`, where they are known. */
  readonly #next: Record<number, number> = { [LF]: -1, [CR]: -1, [QUOTE]: -1 };
  #ended = false;
  /** Cells of the header, once it is read. */
  #wanted: number | null = null;
  /** A record that goes on in the next line, and where its second line begins. */
  #open: { record: CsvRecord; secondAt: number; secondLine: number } | null = null;

  constructor({ delimiter, encoding }: Dialect, size: number) {
    this.#delimiter = delimiter;
    this.#utf8 = encoding === 'utf-8';
    this.#delimiterByte = delimiter.charCodeAt(0);
    this.#size = size;
  }

  /** Bytes of the mark that a UTF-8 file may begin with: no part of its first cell. */
  get #bom(): number {
    const [a, b, c] = this.#bytes;
    return this.#utf8 && a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0;
  }

  *push(chunk: Uint8Array): Generator<Block> {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    this.#forget();
    yield* this.#cut();
  }

  *end(): Generator<Block> {
    this.#ended = true;
    this.#forget();
    yield* this.#cut();
    if (this.#bytes.length > 0) yield { bytes: new Uint8Array(this.#bytes), line: this.#firstLine };
    this.#bytes = new Uint8Array(0);
  }

  *#cut(): Generator<Block> {
    for (let end = this.#lineEnd(); end >= 0; end = this.#lineEnd()) {
      const whole = this.#take(end);
      if (!whole || this.#at < this.#size) continue;
      const [bytes, line] = [new Uint8Array(this.#bytes.subarray(0, this.#at)), this.#firstLine];
      this.#bytes = this.#bytes.subarray(this.#at);
      this.#firstLine += this.#lines;
      this.#lines = 0;
      this.#at = 0;
      this.#forget();
      yield { bytes, line };
    }
  }

  /** End of the line at `#at`; -1 where more bytes are needed to know it, or nothing is left. */
  #lineEnd(): number {
    const { length } = this.#bytes;
    if (this.#at >= length) return this.#ended && this.#open ? this.#giveUp() : -1;
    const lf = this.#find(LF);
    const cr = this.#find(CR);
    if (cr < lf && cr + 1 !== lf) return cr + 1 < length || this.#ended ? cr + 1 : -1;
    if (lf < length) return lf + 1;
    return this.#ended ? length : -1;
  }

  /** The file ends within a quoted cell: its first line is a row of its own, and reading goes on below. */
  #giveUp(): number {
    this.#breakOpen();
    return this.#lineEnd();
  }

  /** Takes the line up to `end`; true where a record ends with it. */
  #take(end: number): boolean {
    const start = this.#at;
    if (!this.#open && this.#wanted !== null && this.#closes(start, end)) {
      this.#step(end);
      return true;
    }
    const { buffer, byteOffset } = this.#bytes;
    // Letters do not matter here, so any encoding of one byte will do.
    const bom = this.#firstLine === 1 && start === 0 ? this.#bom : 0;
    const line = Buffer.from(buffer, byteOffset + start + bom, end - start - bom).toString(
      'latin1',
    );
    this.#step(end);
    if (!this.#open && line.length === ending(line)) return true;
    this.#open ??= {
      record: new CsvRecord(this.#delimiter),
      secondAt: end,
      secondLine: this.#lines,
    };
    const { record } = this.#open;
    record.feed(line);
    if (record.goesOn) return false;
    if (record.isWhole(this.#wanted)) {
      this.#wanted ??= record.cells.length;
      this.#open = null;
    } else this.#breakOpen();
    return true;
  }

  #breakOpen(): void {
    const { secondAt, secondLine } = this.#open!;
    this.#open = null;
    this.#at = secondAt;
    this.#lines = secondLine;
    this.#forget();
  }

  #step(end: number): void {
    this.#at = end;
    this.#lines += 1;
  }

  /** Whether no quoted cell of a line is open at its end; cells are quoted if they begin with a quote. */
  #closes(start: number, end: number): boolean {
    const bytes = this.#bytes;
    let at = start;
    for (let quote = this.#find(QUOTE); quote < end; quote = this.#seek(QUOTE, at)) {
      at = quote + 1;
      if (quote > start && bytes[quote - 1] !== this.#delimiterByte) continue;
      while (true) {
        const closing = this.#seek(QUOTE, at);
        if (closing >= end) return false;
        let after = closing + 1;
        at = bytes[after] === QUOTE ? after + 1 : after;
        if (at > after) continue;
        while (bytes[after] === 32) after += 1;
        const byte = bytes[after];
        if (after >= end || byte === this.#delimiterByte || byte === LF || byte === CR) break;
      }
    }
    return true;
  }

  /** The next of these bytes at or behind `#at`; the length where there is none. */
  #find(byte: number): number {
    const known = this.#next[byte]!;
    return known >= this.#at ? known : this.#seek(byte, this.#at);
  }

  #seek(byte: number, from: number): number {
    const found = this.#bytes.indexOf(byte, from);
    const at = found < 0 ? this.#bytes.length : found;
    this.#next[byte] = at;
    return at;
  }

  #forget(): void {
    this.#next[LF] = this.#next[CR] = this.#next[QUOTE] = -1;
  }
}
