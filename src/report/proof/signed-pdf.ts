import { inflateSync } from 'node:zlib';
import { signDetached } from './jws.ts';
import type { SigningKey } from './keys.ts';

const MARK = '%SiPejuang-Signature: ';
const LONGEST_JWS = 1200;
/** A report is far smaller; what would unpack to more is not unpacked. */
const LARGEST_FILE = 32 * 1024 * 1024;

/**
 * Adds a last line of comment behind `%%EOF`: a detached JWS over every byte before it. Readers of PDF
 * pass over comments.
 */
export async function signPdf(pdf: Uint8Array, signer: SigningKey): Promise<Uint8Array> {
  const body = pdf.at(-1) === 0x0a ? pdf : Buffer.concat([pdf, Buffer.from('\n')]);
  const jws = await signDetached(body, signer);
  return Buffer.concat([body, Buffer.from(`${MARK}${jws}\n`)]);
}

/** A signed PDF in its parts. `rest` is what follows the line; empty in what we made. */
export interface SplitPdf {
  readonly body: Uint8Array;
  readonly jws: string;
  readonly rest: Uint8Array;
}

/** Parts a PDF at its last line of signature; null where it has none. */
export function splitSigned(bytes: Uint8Array): SplitPdf | null {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = all.lastIndexOf(`\n${MARK}`) + 1;
  if (at === 0) return null;
  const start = at + MARK.length;
  const end = all.indexOf(0x0a, start);
  if (end < 0 || end - start > LONGEST_JWS) return null;
  const jws = all.toString('latin1', start, end);
  return { body: all.subarray(0, at), jws, rest: all.subarray(end + 1) };
}

export function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';
}

/** Of one object; in a longer one from outside, a search could go on for hours. */
const LONGEST_DICTIONARY = 4096;

const EMBEDDED = /\/Type\s*\/EmbeddedFile\b/g;

/**
 * The one file that is embedded in a PDF whose objects stand as they are (not in object streams), its
 * length written in place, plain or deflated: as our own documents are made. Null for anything else.
 */
export function embeddedFile(pdf: Uint8Array): Uint8Array | null {
  const all = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const text = all.toString('latin1');
  const found = [...text.matchAll(EMBEDDED)];
  if (found.length !== 1) return null;
  const begin = text.lastIndexOf(' obj', found[0]!.index);
  const stream = /\bstream\r?\n/g;
  stream.lastIndex = found[0]!.index;
  const opened = stream.exec(text);
  if (begin < 0 || opened === null || opened.index - begin > LONGEST_DICTIONARY) return null;
  const dictionary = text.slice(begin, opened.index);
  const length = /\/Length\s+(\d{1,9})(?!\s+\d+\s+R)\b/.exec(dictionary)?.[1];
  if (length === undefined) return null;
  const start = opened.index + opened[0].length;
  const raw = all.subarray(start, start + Number(length));
  return /\/Filter\b/.test(dictionary) ? inflated(raw, dictionary) : raw;
}

function inflated(raw: Uint8Array, dictionary: string): Uint8Array | null {
  if (!/\/Filter\s*\[?\s*\/FlateDecode\s*\]?/.test(dictionary)) return null;
  try {
    return inflateSync(raw, { maxOutputLength: LARGEST_FILE });
  } catch {
    return null;
  }
}
