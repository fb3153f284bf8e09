import { inflateSync } from 'node:zlib';

/**
 * A second reader of TIFF, written from the TIFF 6.0 specification and Adobe's technical note 3 (floating
 * point predictor) to check the first one by: first directory, one band, strips or tiles; no
 * compression, LZW or deflate; predictors 1, 2 and 3.
 */
export function readTiff(file: Buffer): {
  width: number;
  height: number;
  values: Float64Array;
  nodata: number | null;
} {
  const little = file.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) => (little ? file.readUInt16LE(at) : file.readUInt16BE(at));
  const u32 = (at: number) => (little ? file.readUInt32LE(at) : file.readUInt32BE(at));
  const tags = new Map<number, number[]>();
  let nodata: number | null = null;
  const directory = u32(4);
  for (let i = 0; i < u16(directory); i++) {
    const at = directory + 2 + 12 * i;
    const [tag, type, count] = [u16(at), u16(at + 2), u32(at + 4)];
    const size = type === 3 ? 2 : type === 4 ? 4 : 1;
    const start = size * count <= 4 ? at + 8 : u32(at + 8);
    if (tag === 42113) nodata = Number.parseFloat(file.toString('latin1', start, start + count));
    if (type === 3)
      tags.set(
        tag,
        Array.from({ length: count }, (_, k) => u16(start + 2 * k)),
      );
    if (type === 4)
      tags.set(
        tag,
        Array.from({ length: count }, (_, k) => u32(start + 4 * k)),
      );
  }
  const one = (tag: number, otherwise: number) => tags.get(tag)?.[0] ?? otherwise;
  const [width, height] = [one(256, 0), one(257, 0)];
  const [bits, format, predictor] = [one(258, 1), one(339, 1), one(317, 1)];
  const tiled = tags.has(322);
  const blockWidth = tiled ? one(322, 0) : width;
  const blockHeight = tiled ? one(323, 0) : one(278, height);
  const offsets = tags.get(tiled ? 324 : 273)!;
  const counts = tags.get(tiled ? 325 : 279)!;
  const across = Math.ceil(width / blockWidth);
  const values = new Float64Array(width * height);
  offsets.forEach((offset, b) => {
    const [left, top] = [(b % across) * blockWidth, Math.floor(b / across) * blockHeight];
    const rows = tiled ? blockHeight : Math.min(blockHeight, height - top);
    const packed = file.subarray(offset, offset + counts[b]!);
    const block = unpack(packed, one(259, 1), rows * blockWidth * (bits / 8));
    for (let r = 0; r < rows && top + r < height; r++) {
      const rowBytes = blockWidth * (bits / 8);
      const row = rowValues(
        Buffer.from(block.subarray(r * rowBytes, (r + 1) * rowBytes)),
        bits,
        format,
        predictor,
        little,
      );
      for (let c = 0; c < blockWidth && left + c < width; c++)
        values[(top + r) * width + left + c] = row[c]!;
    }
  });
  return { width, height, values, nodata };
}

function unpack(packed: Buffer, compression: number, size: number): Uint8Array {
  if (compression === 1) return packed;
  if (compression === 8 || compression === 32946) return inflateSync(packed);
  if (compression === 5) return unpackLzw(packed, size);
  throw new Error(`compression ${compression}`);
}

/** Codes of 9 to 12 bits, highest bit first; 256 clears the table, 257 ends. */
function unpackLzw(packed: Buffer, size: number): Uint8Array {
  const out: number[] = [];
  let table: number[][] = [];
  let [bits, at, previous] = [9, 0, null as number[] | null];
  const clear = () => {
    table = Array.from({ length: 258 }, (_, i) => (i < 256 ? [i] : []));
    bits = 9;
    previous = null;
  };
  clear();
  while (out.length < size) {
    let code = 0;
    for (let i = 0; i < bits; i++, at++)
      code = (code << 1) | ((packed[at >> 3]! >> (7 - (at & 7))) & 1);
    if (code === 257) break;
    if (code === 256) {
      clear();
      continue;
    }
    const word: number[] = table[code] ?? [...previous!, previous![0]!];
    out.push(...word);
    if (previous) table.push([...previous, word[0]!]);
    previous = word;
    if (table.length >= 2 ** bits - 1 && bits < 12) bits++;
  }
  return Uint8Array.from(out);
}

function rowValues(
  row: Buffer,
  bits: number,
  format: number,
  predictor: number,
  little: boolean,
): number[] {
  const size = bits / 8;
  const count = row.length / size;
  if (predictor === 3) {
    for (let i = 1; i < row.length; i++) row[i] = (row[i]! + row[i - 1]!) & 255;
    const turned = Buffer.alloc(row.length);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < size; k++) turned[i * size + k] = row[k * count + i]!;
    }
    return Array.from({ length: count }, (_, i) =>
      size === 8 ? turned.readDoubleBE(8 * i) : turned.readFloatBE(4 * i),
    );
  }
  const read = (i: number): number => {
    if (format === 3) return little ? row.readFloatLE(4 * i) : row.readFloatBE(4 * i);
    if (size === 1) return row[i]!;
    if (size === 2 && format === 2) return little ? row.readInt16LE(2 * i) : row.readInt16BE(2 * i);
    if (size === 2) return little ? row.readUInt16LE(2 * i) : row.readUInt16BE(2 * i);
    return little ? row.readInt32LE(4 * i) : row.readInt32BE(4 * i);
  };
  const values = Array.from({ length: count }, (_, i) => read(i));
  if (predictor === 2) {
    for (let i = 1; i < count; i++) {
      const sum = values[i]! + values[i - 1]!;
      values[i] = size === 2 && format === 2 ? (sum << 16) >> 16 : sum;
    }
  }
  return values;
}
