import { createCipheriv } from 'node:crypto';

/** Most that is handed over at once; the library counts in 32 bits. */
const MOST_BYTES = 2 ** 30;

/**
 * Checksum of 128 bits over bytes that come piece by piece: GMAC (NIST SP 800-38D) with a key that
 * is no secret. It is no signature. It was taken because processors have an instruction for it: five
 * times as fast as crc32 (10 GB/s and more against 2-4), and a damage slips through once in 2^128.
 */
export class Seal {
  readonly #cipher = createCipheriv('aes-128-gcm', new Uint8Array(16), new Uint8Array(12));

  add(bytes: Uint8Array): this {
    for (let at = 0; at < bytes.byteLength; at += MOST_BYTES) {
      this.#cipher.setAAD(bytes.subarray(at, at + MOST_BYTES));
    }
    return this;
  }

  /** The checksum of all that was added; the seal is used up. */
  done(): Uint8Array {
    this.#cipher.final();
    return this.#cipher.getAuthTag();
  }
}
