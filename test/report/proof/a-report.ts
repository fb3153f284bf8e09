import { createPrivateKey } from 'node:crypto';
import PDFDocument from 'pdfkit';
import { type DocumentForm, makeDocument } from '../../../src/report/documents.ts';
import { type Extract, makeExtract } from '../../../src/report/index.ts';
import { type Jwks, publicKey, signingKey } from '../../../src/report/proof/keys.ts';
import { answerAndRequest, sourceOf } from '../../../src/request/index.ts';
import { REQUEST } from '../../http/a-request.ts';
import { storeOf } from '../../request/a-store.ts';

/** A fixed key, so that bytes are the same in every run; `n` names one of 256. */
export function aKey(n = 1) {
  const seed = Buffer.alloc(32, n);
  // PKCS #8 of Ed25519 (RFC 8410) is this head and the seed.
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return signingKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
}

/** The key set of some keys, oldest first, each retired when the next begins. */
export function keySet(...keys: readonly [number, string][]): Jwks {
  return {
    keys: keys.map(([n, from], i) => publicKey(aKey(n).x, from, keys[i + 1]?.[1] ?? null)),
  };
}

export const SINCE = '2026-01-01T00:00:00+08:00';

const STORE = await storeOf('uji');
const ANSWERED = answerAndRequest(STORE, REQUEST, '2026-01-15');
if (!ANSWERED.ok) throw new Error(JSON.stringify(ANSWERED.problems));
const SOURCE = sourceOf(ANSWERED.value);
const EXTRACT = makeExtract(SOURCE);

/** A report of the small plan, perhaps with something else in it. */
export function aReport(more: Partial<Extract> = {}): Extract {
  const summary = [{ id: 'Sesuai. \u00e9 \u2028 😀', en: 'Conforms.' }];
  return { ...EXTRACT, id: '0123456789abcdef', summary, ...more };
}

/** A whole document of the small plan, signed by key 1. */
export async function aDocument(form: DocumentForm): Promise<Uint8Array> {
  const publicUrl = 'https://pejuang.example';
  const made = await makeDocument(SOURCE, form, {
    language: 'id',
    signer: aKey(1),
    publicUrl,
    today: SOURCE.assessment.date,
  });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.value.bytes;
}

/** A PDF as ours are made: with one embedded file. */
export async function aPdf(json: Uint8Array, pages = 'Halaman'): Promise<Buffer> {
  const doc = new PDFDocument({ info: { CreationDate: new Date('2026-01-15T00:00:00Z') } });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<void>((resolve) => doc.on('end', () => resolve()));
  doc.text(pages);
  const at = new Date('2026-01-15T00:00:00Z');
  const type = 'application/vnd.si-pejuang.report+json';
  doc.file(Buffer.from(json), { name: 'laporan.json', type, creationDate: at, modifiedDate: at });
  doc.end();
  await done;
  return Buffer.concat(chunks);
}
