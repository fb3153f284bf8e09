import { fail, type Note, ok, type Result } from '../base/problem.ts';
import { assumed, countNote, damaged, renamed, truncated, unknownEncoding } from './dbf-notes.ts';
import {
  type Encoding,
  encodingFrom,
  encodingOfLanguageDriver,
  isAscii,
  looksLikeUtf8,
  WINDOWS_1252,
} from './encoding.ts';

export type DbfValue = string | number | boolean | null;

export interface DbfTable {
  readonly fields: readonly string[];
  /** One a record in file order; null where the record is marked as deleted. */
  readonly rows: readonly (Record<string, DbfValue> | null)[];
}

interface Field {
  readonly name: string;
  readonly type: string;
  readonly start: number;
  readonly length: number;
}

/**
 * A dBase table (`.dbf`). Texts lose the blanks that pad them, blank cells are null, dates stay as
 * their eight digits, whole numbers too long for a double stay texts (codes must not change).
 * The encoding is `label` (from `.cpg` or the plan), else the header's language driver, else
 * Windows-1252 with a note where that matters.
 * Problems: `dbf.damaged`, `dbf.truncated`, `dbf.encoding_unknown`. Pointers begin with `where`.
 */
export function readDbf(
  bytes: Uint8Array,
  where: string,
  label: string | null = null,
): Result<DbfTable> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33) return fail(damaged(where, 'header'));
  const count = view.getUint32(4, true);
  const headerLength = view.getUint16(8, true);
  const recordLength = view.getUint16(10, true);
  if (headerLength < 33 || headerLength > bytes.length || recordLength < 1) {
    return fail(damaged(where, `header ${headerLength} B, record ${recordLength} B`));
  }
  const available = Math.floor((bytes.length - headerLength) / recordLength);
  if (available < count) return fail(truncated(where, count, available));
  const notes: Note[] = [];
  const encoding = chooseEncoding(bytes, where, label, notes);
  if (encoding === null) return fail(unknownEncoding(where, label!));
  const fields = readFields(bytes, headerLength, encoding, where, notes);
  const last = fields[fields.length - 1];
  if (last && last.start + last.length > recordLength) {
    return fail(damaged(where, `${last.name} > record ${recordLength} B`));
  }
  const reader = new RowReader(fields, encoding);
  const rows: (Record<string, DbfValue> | null)[] = [];
  for (let i = 0; i < count; i++) {
    const start = headerLength + i * recordLength;
    const record = bytes.subarray(start, start + recordLength);
    rows.push(record[0] === 0x2a ? null : reader.read(record));
  }
  return ok({ fields: fields.map((f) => f.name), rows }, [...notes, ...reader.notes(where)]);
}

function readFields(
  bytes: Uint8Array,
  headerLength: number,
  encoding: Encoding,
  where: string,
  notes: Note[],
): Field[] {
  const fields: Field[] = [];
  const taken = new Set<string>();
  let start = 1;
  for (let at = 32; at + 32 <= headerLength && bytes[at] !== 0x0d; at += 32) {
    const nameBytes = bytes.subarray(at, at + 11);
    const end = nameBytes.indexOf(0);
    const raw = encoding.decode(end < 0 ? nameBytes : nameBytes.subarray(0, end)).trim();
    const name = freeName(raw || `field_${fields.length + 1}`, taken);
    if (name !== raw) notes.push(renamed(where, raw, name));
    taken.add(name);
    const length = bytes[at + 16]!;
    fields.push({ name, type: String.fromCharCode(bytes[at + 11]!), start, length });
    start += length;
  }
  return fields;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let i = 2; taken.has(free); i++) free = `${name}_${i}`;
  return free;
}

/** Reads records and keeps count of what could not be taken over. */
class RowReader {
  readonly #fields: readonly Field[];
  readonly #encoding: Encoding;
  readonly #counts = new Map<string, number>();

  constructor(fields: readonly Field[], encoding: Encoding) {
    this.#fields = fields;
    this.#encoding = encoding;
  }

  read(record: Uint8Array): Record<string, DbfValue> {
    const row: Record<string, DbfValue> = {};
    for (const field of this.#fields) {
      const bytes = record.subarray(field.start, field.start + field.length);
      // defineProperty, since a column may be called `__proto__`.
      Object.defineProperty(row, field.name, {
        value: this.#value(field, bytes),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
    return row;
  }

  #value(field: Field, bytes: Uint8Array): DbfValue {
    switch (field.type) {
      case 'N':
      case 'F':
        return this.#number(field, bytes);
      case 'L':
        return logical(bytes[0]);
      case 'I':
      case '+':
        return bytes.length === 4 ? viewOf(bytes).getInt32(0, true) : null;
      case 'O':
        return bytes.length === 8 ? viewOf(bytes).getFloat64(0, true) : null;
      case 'M':
        this.#count('memo', field);
        return null;
      default:
        return this.#text(field, bytes);
    }
  }

  #number(field: Field, bytes: Uint8Array): DbfValue {
    const text = this.#encoding.decode(bytes).replace(/\0/g, ' ').trim();
    if (text === '' || /^\*+$/.test(text)) return null;
    if (!/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text)) {
      this.#count('number', field);
      return null;
    }
    const value = Number(text);
    return /^[-+]?\d+$/.test(text) && !Number.isSafeInteger(value) ? text : value;
  }

  #text(field: Field, bytes: Uint8Array): DbfValue {
    let end = bytes.indexOf(0);
    if (end < 0) end = bytes.length;
    while (end > 0 && bytes[end - 1] === 0x20) end--;
    if (end === 254) this.#count('cut', field);
    const whole = this.#encoding.name === 'utf-8' ? wholeUtf8(bytes, end) : end;
    const text = this.#encoding.decode(bytes.subarray(0, whole)).trim();
    if (text.includes('\uFFFD')) this.#count('encoding', field);
    return text === '' ? null : text;
  }

  #count(kind: string, field: Field): void {
    const key = `${kind}\t${field.name}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  notes(where: string): Note[] {
    return [...this.#counts].map(([key, count]) => {
      const [kind, field] = key.split('\t') as [string, string];
      return countNote(kind, where, field, count);
    });
  }
}

/** A text cut at the field's length may end within a character: the part of it is left out. */
function wholeUtf8(bytes: Uint8Array, end: number): number {
  let start = end - 1;
  while (start >= 0 && end - start < 4 && (bytes[start]! & 0xc0) === 0x80) start--;
  const lead = bytes[start] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return length > 1 && start + length > end ? start : end;
}

function logical(byte: number | undefined): boolean | null {
  const letter = String.fromCharCode(byte ?? 0x3f).toLowerCase();
  if (letter === 'y' || letter === 't') return true;
  return letter === 'n' || letter === 'f' ? false : null;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function chooseEncoding(
  bytes: Uint8Array,
  where: string,
  label: string | null,
  notes: Note[],
): Encoding | null {
  if (label !== null && label.trim() !== '') return encodingFrom(label);
  const stated = encodingOfLanguageDriver(bytes[29]!);
  const body = bytes.subarray(32);
  if (!isAscii(body) && (stated === null || looksLikeUtf8(body))) {
    notes.push(assumed(where, (stated ?? WINDOWS_1252).name, looksLikeUtf8(body)));
  }
  return stated ?? WINDOWS_1252;
}
