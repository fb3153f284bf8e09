import { fail, type Note, note, ok, type Problem, problem, type Result } from '../base/problem.ts';

export interface ShpRecord {
  /** Where the content (shape type first) begins, and its length in bytes. */
  readonly start: number;
  readonly length: number;
}

export interface ShpRecords {
  readonly type: number;
  readonly records: readonly ShpRecord[];
}

const TYPES: ReadonlySet<number> = new Set([0, 1, 3, 5, 8, 11, 13, 15, 18, 21, 23, 25, 28]);

/**
 * The records of a `.shp`, each checked to lie within the file and to be of the header's type.
 * They are found by the `.shx` where that is whole and true, else by walking; dead bytes between records
 * are stepped over. `expected` is the number of rows of the `.dbf`, if there is one: it tells a file
 * with trailing bytes from one that is cut.
 * Problems: `shapefile.damaged`, `shapefile.type`, `shapefile.truncated`; pointers begin with `where`.
 */
export function readShpRecords(
  shp: Uint8Array,
  shx: Uint8Array | null,
  where: string,
  expected: number | null,
): Result<ShpRecords> {
  const view = new DataView(shp.buffer, shp.byteOffset, shp.byteLength);
  const header = readHeader(view, where);
  if (!header.ok) return header;
  const { type, length } = header.value;
  const notes: Note[] = [];
  const indexed = shx && byIndex(view, shx, type);
  if (shx && !indexed) notes.push(indexIgnored(where));
  const records = indexed ?? walk(view, type, expected, where, notes);
  if ('code' in records) return fail(records);
  if (length > shp.length && records.length !== expected)
    return fail(truncated(where, length, shp.length));
  if (length !== shp.length) notes.push(lengthDiffers(where, length, shp.length));
  return ok({ type, records }, notes);
}

function readHeader(view: DataView, where: string): Result<{ type: number; length: number }> {
  if (view.byteLength < 100) {
    return fail(damaged(where, `${view.byteLength} B < 100 B`));
  }
  if (view.getInt32(0, false) !== 9994) return fail(damaged(where, 'header'));
  const type = view.getInt32(32, true);
  if (!TYPES.has(type)) {
    return fail(
      problem(
        'shapefile.type',
        where,
        `Jenis bentuk ${type} tidak didukung; yang dibaca titik, garis dan poligon.`,
        `Shape type ${type} is not supported; points, lines and polygons are read.`,
        type,
      ),
    );
  }
  return ok({ type, length: 2 * view.getInt32(24, false) });
}

/** Records as the index says, null if any of its entries is not true. */
function byIndex(view: DataView, shx: Uint8Array, type: number): ShpRecord[] | null {
  const index = new DataView(shx.buffer, shx.byteOffset, shx.byteLength);
  if (shx.length < 100 || index.getInt32(0, false) !== 9994 || (shx.length - 100) % 8 !== 0)
    return null;
  const records: ShpRecord[] = [];
  for (let at = 100; at < shx.length; at += 8) {
    const offset = 2 * index.getInt32(at, false);
    const length = 2 * index.getInt32(at + 4, false);
    if (!isRecord(view, offset, type, null) || 2 * view.getInt32(offset + 4, false) !== length) {
      return null;
    }
    records.push({ start: offset + 8, length });
  }
  return countsAll(view, records) ? records : null;
}

/** An index that leaves out records at the end, or gives one twice, would change land without a word. */
function countsAll(view: DataView, records: readonly ShpRecord[]): boolean {
  const end = records.reduce((max, r) => Math.max(max, r.start + r.length), 100);
  const places = new Set(records.map((r) => r.start));
  return places.size === records.length && view.byteLength - end < 12;
}

function walk(
  view: DataView,
  type: number,
  expected: number | null,
  where: string,
  notes: Note[],
): ShpRecord[] | Problem {
  const records: ShpRecord[] = [];
  let at = 100;
  while (at < view.byteLength) {
    if (!isRecord(view, at, type, null)) {
      const next = nextRecord(view, at, type, records.length + 1);
      if (next === null) {
        return atEnd(view, at, records, expected, where, notes);
      }
      notes.push(deadBytes(where, at, next - at));
      at = next;
    }
    const length = 2 * view.getInt32(at + 4, false);
    records.push({ start: at + 8, length });
    at += 8 + length;
  }
  return records;
}

function isRecord(view: DataView, at: number, type: number, number: number | null): boolean {
  if (at < 100 || at + 12 > view.byteLength) return false;
  const length = 2 * view.getInt32(at + 4, false);
  if (length < 4 || at + 8 + length > view.byteLength) return false;
  const own = view.getInt32(at + 8, true);
  if (own !== 0 && own !== type) return false;
  return number === null ? view.getInt32(at, false) > 0 : view.getInt32(at, false) === number;
}

/** The next place, in steps of two bytes, where the record with the expected number begins. */
function nextRecord(view: DataView, from: number, type: number, number: number): number | null {
  for (let at = from + 2; at + 12 <= view.byteLength; at += 2) {
    if (isRecord(view, at, type, number)) return at;
  }
  return null;
}

/** What stands behind the last record: nothing of weight, or the sign of a cut file. */
function atEnd(
  view: DataView,
  at: number,
  records: ShpRecord[],
  expected: number | null,
  where: string,
  notes: Note[],
): ShpRecord[] | Problem {
  const rest = view.byteLength - at;
  const whole =
    records.length === expected || (expected === null && (rest < 8 || isBlank(view, at)));
  if (whole) {
    notes.push(deadBytes(where, at, rest));
    return records;
  }
  const length = at + 8 <= view.byteLength ? 2 * view.getInt32(at + 4, false) : 0;
  if (rest < 12 || (length > 0 && at + 8 + length > view.byteLength)) {
    return truncated(where, at + 8 + Math.max(length, 4), view.byteLength);
  }
  return damaged(where, `record ${records.length + 1}, byte ${at}`);
}

function isBlank(view: DataView, from: number): boolean {
  for (let at = from; at < view.byteLength; at++) if (view.getUint8(at) !== 0) return false;
  return true;
}

function damaged(where: string, what: string): Problem {
  return problem(
    'shapefile.damaged',
    where,
    `Berkas .shp rusak atau bukan shapefile (${what}).`,
    `The .shp file is damaged or no shapefile (${what}).`,
  );
}

function truncated(where: string, needed: number, found: number): Problem {
  return problem(
    'shapefile.truncated',
    where,
    `Berkas .shp terpotong: perlu ${needed} byte, ada ${found}. Kirim ulang berkas yang utuh.`,
    `The .shp file is truncated: ${needed} bytes needed, ${found} there. Send the whole file again.`,
  );
}

function indexIgnored(where: string): Note {
  return note(
    'shapefile.shx_ignored',
    where,
    'Indeks .shx tidak cocok dengan .shp dan tidak dipakai.',
    'The .shx index does not match the .shp and is not used.',
  );
}

function lengthDiffers(where: string, stated: number, found: number): Note {
  return note(
    'shapefile.length_differs',
    where,
    `Header .shp menyebut ${stated} byte, berkasnya ${found} byte; semua rekamannya utuh.`,
    `The .shp header states ${stated} bytes, the file has ${found}; all of its records are whole.`,
  );
}

function deadBytes(where: string, at: number, count: number): Note {
  return note(
    'shapefile.dead_bytes',
    where,
    `${count} byte tak terpakai pada byte ${at} dilewati.`,
    `${count} unused bytes at byte ${at} are skipped.`,
  );
}
