import { createPrivateKey } from 'node:crypto';
import PDFDocument from 'pdfkit';
import type { Extract } from '../../../src/report/extract/model.ts';
import { type Jwks, publicKey, signingKey } from '../../../src/report/proof/keys.ts';

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

/** As much of a report as a proof looks at. */
export function aReport(more: Partial<Extract> = {}): Extract {
  const report = {
    schema: 'si-pejuang/report/v1',
    kind: 'laporan_hasil_telaah',
    id: '0123456789abcdef',
    code: 'ABCDE-FGHJK',
    date: '2026-01-15',
    engine: '0.1.0',
    verdict: 'sesuai',
    summary: [{ id: 'Sesuai. \u00e9 \u2028 😀', en: 'Conforms.' }],
    parcel: { areaM2: 812.4, groundAreaM2: 1e-7, shares: [1e21, 0.1, -0] },
    ...more,
  };
  return report as unknown as Extract;
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
