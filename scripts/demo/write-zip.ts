import { crc32 } from 'node:zlib';
import { deflateRaw } from './deflate.ts';

/** 1 January 2020, 00:00, as DOS writes it: no clock in the bytes. */
const DATE = ((2020 - 1980) << 9) | (1 << 5) | 1;

/** A zip of files in the order given, deflated. */
export function writeZip(files: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const out: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, bytes] of files) {
    const packed = deflateRaw(bytes);
    const title = new TextEncoder().encode(name);
    const shared = entry(bytes, packed, title);
    const local = bytesOf(30, (v) => {
      v.setUint32(0, 0x04034b50, true);
      copy(shared, v, 4);
    });
    const central = bytesOf(46, (v) => {
      v.setUint32(0, 0x02014b50, true);
      v.setUint16(4, 20, true);
      copy(shared, v, 6);
      v.setUint32(42, offset, true);
    });
    out.push(local, title, packed);
    directory.push(central, title);
    offset += local.length + title.length + packed.length;
  }
  const size = directory.reduce((sum, b) => sum + b.length, 0);
  const end = bytesOf(22, (v) => {
    v.setUint32(0, 0x06054b50, true);
    v.setUint16(8, files.length, true);
    v.setUint16(10, files.length, true);
    v.setUint32(12, size, true);
    v.setUint32(16, offset, true);
  });
  return concat([...out, ...directory, end]);
}

/** The 26 bytes that the local header and the directory have in common. */
function entry(bytes: Uint8Array, packed: Uint8Array, title: Uint8Array): Uint8Array {
  return bytesOf(26, (v) => {
    v.setUint16(0, 20, true);
    v.setUint16(2, 0x0800, true);
    v.setUint16(4, 8, true);
    v.setUint16(6, 0, true);
    v.setUint16(8, DATE, true);
    v.setUint32(10, crc32(bytes), true);
    v.setUint32(14, packed.length, true);
    v.setUint32(18, bytes.length, true);
    v.setUint16(22, title.length, true);
  });
}

function copy(from: Uint8Array, to: DataView, at: number): void {
  for (let i = 0; i < from.length; i++) to.setUint8(at + i, from[i]!);
}

/** Bytes of a size, filled through a view. */
export function bytesOf(size: number, fill: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(size);
  fill(new DataView(bytes.buffer));
  return bytes;
}

/** Joins byte arrays. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const p of parts) {
    all.set(p, at);
    at += p.length;
  }
  return all;
}
