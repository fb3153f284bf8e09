import { deflateRawSync } from 'node:zlib';

/** Raw deflate stream. */
export function deflateRaw(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(deflateRawSync(bytes, { level: 9 }));
}
