import { execFileSync } from 'node:child_process';
import { createHmac, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { picker } from '../../../scripts/removals/random.ts';
import type { Extract } from '../../../src/report/extract/model.ts';
import { canonicalBytes, sha256 } from '../../../src/report/proof/canonical.ts';
import {
  type CertifiedSigner,
  signPdf,
  signReport,
  splitSigned,
  verifyReport,
} from '../../../src/report/proof/index.ts';
import { embeddedFile } from '../../../src/report/proof/signed-pdf.ts';
import { aDocument, aKey, aPdf, aReport, keySet, SINCE } from './a-report.ts';

const KEYS = keySet([1, SINCE]);
const KEY = aKey(1);

async function signed(report = aReport(), key = KEY): Promise<Uint8Array> {
  const done = await signReport(report, key);
  if (!done.ok) throw new Error(JSON.stringify(done.problems));
  return done.value;
}

let json: Uint8Array;
let pdf: Uint8Array;
let whole: Uint8Array;
beforeAll(async () => {
  json = await signed();
  pdf = await signPdf(await aPdf(json), KEY);
  whole = await aDocument('pdf');
});

/** `name: code` of the steps that failed. */
async function faults(bytes: Uint8Array, keys = KEYS, options = {}): Promise<string[]> {
  const { genuine, steps } = await verifyReport(bytes, keys, options);
  const failed = steps.filter((s) => !s.ok);
  expect(genuine).toBe(failed.length === 0);
  return failed.map((s) => `${s.name}: ${s.code}`);
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
const bytesOf = (value: string) => new TextEncoder().encode(value);

describe('a genuine report', () => {
  it('is told as such, as JSON and as PDF', async () => {
    const data = await verifyReport(json, KEYS);
    expect(data).toMatchObject({ genuine: true, kind: 'json', kid: KEY.kid, recomputed: null });
    expect(data.report).toEqual(JSON.parse(JSON.stringify(aReport())));
    const document = await verifyReport(pdf, KEYS);
    expect(document).toMatchObject({ genuine: true, kind: 'pdf', kid: KEY.kid });
    expect(document.report).toEqual(data.report);
    expect(await verifyReport(whole, KEYS)).toMatchObject({ genuine: true, kind: 'pdf' });
  });

  it('is canonical JSON by RFC 8785 with an unencoded detached JWS', () => {
    const { report, proof } = JSON.parse(text(json));
    const payload = canonicalBytes(report);
    expect(text(json).startsWith('{"proof":{"alg":"EdDSA","jws":"')).toBe(true);
    expect(proof.sha256).toBe(payload.ok && sha256(payload.value));
    const [head, nothing] = proof.jws.split('.');
    expect(nothing).toBe('');
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({
      alg: 'EdDSA',
      b64: false,
      crit: ['b64'],
      kid: KEY.kid,
    });
  });

  it('writes numbers, names and texts as RFC 8785 does', () => {
    const bytes = canonicalBytes({ b: [1e21, 0.1, -0, 1e-7], a: '\u00e9\u2028\u0007', A: null });
    expect(bytes.ok && text(bytes.value)).toBe(
      '{"A":null,"a":"\u00e9\u2028\\u0007","b":[1e+21,0.1,0,1e-7]}',
    );
  });

  it('has the same bytes in another process', async () => {
    const script = `
      import { aKey, aReport } from './test/report/proof/a-report.ts';
      import { signReport } from './src/report/proof/index.ts';
      const done = await signReport(aReport(), aKey(1));
      process.stdout.write(done.value);`;
    const args = ['--input-type=module-typescript', '-e', script];
    expect(execFileSync(process.execPath, args).equals(json)).toBe(true);
    expect(Buffer.from(await signed()).equals(json)).toBe(true);
  });

  it('is not made of what is no text of Unicode', async () => {
    const done = await signReport(aReport({ id: '\ud800' }), KEY);
    expect(done.ok ? [] : done.problems.map((p) => p.code)).toEqual(['proof.not_json']);
  });
});

describe('a bit that flips', () => {
  const pick = picker(20260115);
  const flipped = (bytes: Uint8Array, from: number, to: number) => {
    const copy = Uint8Array.from(bytes);
    const at = from + pick(to - from, 1)[0]!;
    copy[at]! ^= 1 << pick(8, 1)[0]!;
    return copy;
  };
  const jwsOf = (bytes: Uint8Array) => JSON.parse(text(bytes)).proof.jws as string;

  it.each<[string, () => readonly [Uint8Array, number, number]]>([
    ['anywhere in the JSON', () => [json, 0, json.length]],
    [
      'in the signature of the JSON',
      () => [json, text(json).indexOf(jwsOf(json)), text(json).indexOf('","kid"')],
    ],
    ['anywhere in the PDF', () => [pdf, 0, pdf.length]],
    ['anywhere in a whole document', () => [whole, 0, whole.length]],
    [
      'in the file inside the PDF',
      () => [pdf, Buffer.from(pdf).indexOf('/EmbeddedFile'), Buffer.from(pdf).indexOf('endstream')],
    ],
    ['in the line of signature', () => [pdf, pdf.length - 300, pdf.length]],
  ])('%s is noticed', async (_where, given) => {
    const [bytes, from, to] = given();
    expect(to).toBeGreaterThan(from);
    for (let i = 0; i < 200; i++) {
      const { genuine } = await verifyReport(flipped(bytes, from, to), KEYS);
      expect(genuine).toBe(false);
    }
  });

  it('is noticed too where no bit of the signature counts', async () => {
    // 64 bytes are 86 signs of base64url, whose last has four bits to spare.
    const spelled = text(json).replace(/(\.\.[\w-]{85})(.)"/, (_all, before, last) => {
      const next = String.fromCharCode(last.charCodeAt(0) + 1);
      return `${before}${next}"`;
    });
    expect(spelled).not.toBe(text(json));
    expect(await faults(bytesOf(spelled))).toEqual(['signature: jws_form']);
  });
});

describe('keys', () => {
  it('of another place, and unknown ones, are refused', async () => {
    expect(await faults(await signed(aReport(), aKey(2)))).toEqual(['signature: jws_key']);
    expect(await faults(json, { keys: [] })).toEqual(['signature: jws_key']);
  });

  it('that were retired prove what is dated before, and nothing later', async () => {
    const keys = keySet([1, SINCE], [2, '2026-03-01T08:00:00+08:00']);
    expect(await faults(json, keys)).toEqual([]);
    expect(await faults(await signed(aReport({ date: '2026-03-01' })), keys)).toEqual([]);
    const late = await signed(aReport({ date: '2026-03-02' }));
    expect(await faults(late, keys)).toEqual(['period: key_expired']);
    expect(await faults(await signed(aReport({ date: '2026-03-02' }), aKey(2)), keys)).toEqual([]);
    const latePdf = await signPdf(await aPdf(late), KEY);
    expect(await faults(latePdf, keys)).toEqual(['period: key_expired']);
  });

  it('that stand under the id of another do not help', async () => {
    const [own] = KEYS.keys;
    const forged = { keys: [{ ...own!, x: aKey(2).x }] };
    expect(await faults(json, forged)).toEqual(['signature: jws_signature']);
  });
});

describe('a signature of another kind', () => {
  const { report, proof } = { report: aReport(), proof: { alg: 'EdDSA', kid: KEY.kid } };
  const payload = canonicalBytes(report);
  const bytes = payload.ok ? payload.value : new Uint8Array();
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const with_ = (jws: string, more: object = {}) => {
    const whole = { report, proof: { ...proof, jws, sha256: sha256(bytes), ...more } };
    const text = canonicalBytes(whole);
    return text.ok ? text.value : new Uint8Array();
  };
  /** A good Ed25519 signature under a header of one's own. */
  const signedUnder = (header: object) => {
    const input = Buffer.concat([Buffer.from(`${encoded(header)}.`), bytes]);
    return `${encoded(header)}..${sign(null, input, KEY.key).toString('base64url')}`;
  };
  const ours = { alg: 'EdDSA', b64: false, crit: ['b64'], kid: KEY.kid };
  const hmac = (header: object, secret: string | Buffer) => {
    const mac = createHmac('sha512', secret)
      .update(`${encoded(header)}.`)
      .update(bytes);
    return `${encoded(header)}..${mac.digest('base64url')}`;
  };

  const hs256 = (header: object) => {
    const mac = createHmac('sha256', KEY.x)
      .update(`${encoded(header)}.`)
      .update(bytes);
    return `${encoded({ ...header, alg: 'HS256' })}..${mac.digest('base64url')}`;
  };

  it.each<[string, () => Uint8Array, string]>([
    ['none', () => with_(signedUnder({ ...ours, alg: 'none' })), 'jws_algorithm'],
    ['none without a signature', () => with_(`${encoded({ alg: 'none' })}..`), 'jws_form'],
    [
      'HS512 with the public key as its secret',
      () => with_(hmac({ ...ours, alg: 'HS512' }, Buffer.from(KEY.x, 'base64url'))),
      'jws_algorithm',
    ],
    ['HS256, which is shorter', () => with_(hs256(ours)), 'jws_form'],
    ['HS512 that says EdDSA', () => with_(hmac(ours, KEY.x)), 'jws_signature'],
    ['HS256 in the proof', () => with_(signedUnder(ours), { alg: 'HS256' }), 'jws_algorithm'],
    [
      'the same under another name',
      () => with_(signedUnder({ ...ours, alg: 'Ed25519' })),
      'jws_algorithm',
    ],
    [
      'an unknown extension',
      () => with_(signedUnder({ ...ours, crit: ['b64', 'exp'], exp: 0 })),
      'jws_crit',
    ],
    ['no crit', () => with_(signedUnder({ alg: 'EdDSA', b64: false, kid: KEY.kid })), 'jws_crit'],
    [
      'a key in the header',
      () => with_(signedUnder({ ...ours, jwk: { kty: 'OKP', crv: 'Ed25519', x: KEY.x } })),
      'jws_form',
    ],
    [
      'members in another order',
      () => with_(signedUnder({ b64: false, ...{ alg: 'EdDSA', crit: ['b64'], kid: KEY.kid } })),
      'jws_form',
    ],
    ['no object as header', () => with_(`${encoded(null)}..${'A'.repeat(86)}`), 'jws_form'],
    ['a payload in it', () => with_(signedUnder(ours).replace('..', '.e30.')), 'jws_form'],
    ['another kid in the proof', () => with_(signedUnder(ours), { kid: aKey(2).kid }), 'jws_form'],
  ])('%s', async (_what, made, code) => {
    expect(await faults(made())).toEqual([`signature: ${code}`]);
  });

  it('is refused, and ours is not', async () => {
    expect(await faults(with_(signedUnder(ours)))).toEqual([]);
  });
});

describe('content that was exchanged', () => {
  it('does not fit its hash, nor its signature', async () => {
    const { proof } = JSON.parse(text(json));
    const other = aReport({ id: 'fedcba9876543210' });
    const whole = canonicalBytes({ report: other, proof });
    expect(await faults(whole.ok ? whole.value : json)).toEqual(['hash: hash_differs']);
    const bytes = canonicalBytes(other);
    const hashed = { ...proof, sha256: bytes.ok && sha256(bytes.value) };
    const again = canonicalBytes({ report: other, proof: hashed });
    expect(await faults(again.ok ? again.value : json)).toEqual(['signature: jws_signature']);
  });

  it.each<[string, () => Uint8Array, string]>([
    ['white space', () => bytesOf(` ${text(json)}`), 'form_changed'],
    ['a line at the end', () => bytesOf(`${text(json)}\n`), 'form_changed'],
    ['a byte order mark', () => bytesOf(`\ufeff${text(json)}`), 'form_changed'],
    [
      'a key twice',
      () => bytesOf(text(json).replace('{"proof"', '{"proof":1,"proof"')),
      'form_changed',
    ],
    ['an escape', () => bytesOf(text(json).replace('proof', '\\u0070roof')), 'form_changed'],
    [
      'a number written otherwise',
      () => bytesOf(text(json).replace('"areaM2":1000', '"areaM2":1000.0')),
      'form_changed',
    ],
    ['rubbish behind it', () => bytesOf(`${text(json)}{}`), 'form_unreadable'],
    ['half of it', () => json.subarray(0, json.length / 2), 'form_unreadable'],
    ['another encoding', () => Buffer.from(text(json), 'utf16le'), 'form_unreadable'],
    [
      'another member',
      () => bytesOf(text(json).replace('{"proof"', '{"a":1,"proof"')),
      'form_members',
    ],
    ['no proof', () => bytesOf('{"report":{}}'), 'form_members'],
    ['an empty object', () => bytesOf('{}'), 'form_members'],
    ['a proof of numbers', () => bytesOf('{"proof":{"alg":1},"report":{}}'), 'form_members'],
  ])('%s: only the very bytes are taken', async (_what, made, code) => {
    expect(await faults(made())).toEqual([`form: ${code}`]);
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['text', bytesOf('halo')],
    ['a list', bytesOf('[1]')],
    ['a picture', Uint8Array.from([137, 80, 78, 71, 123])],
  ])('%s is no report', async (_what, bytes) => {
    expect(await faults(bytes)).toEqual(['kind: kind_unknown']);
  });

  it('of deep nesting ends no process', async () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    expect(await faults(bytesOf(deep))).toEqual(['form: form_members']);
    expect(await faults(bytesOf('{'.repeat(100_000)))).toEqual(['form: form_unreadable']);
  });

  it('that is signed but no report is told', async () => {
    expect(await faults(await signed(aReport({ schema: 'x' as never })))).toEqual([
      'schema: schema_differs',
    ]);
  });
});

describe('a PDF', () => {
  it('is parted at its line of signature', () => {
    const split = splitSigned(pdf)!;
    expect(text(split.body).trimEnd().endsWith('%%EOF')).toBe(true);
    expect(split.rest).toHaveLength(0);
    expect(Buffer.from(embeddedFile(pdf)!).equals(json)).toBe(true);
  });

  it('whose pages were changed is refused, though the data inside are genuine', async () => {
    const swapped = Buffer.from(await aPdf(json, 'Halaman lain'));
    const bytes = Buffer.concat([
      swapped,
      Buffer.from(`%SiPejuang-Signature: ${splitSigned(pdf)!.jws}\n`),
    ]);
    expect(await faults(bytes)).toEqual(['pages: jws_signature']);
    expect((await verifyReport(bytes, KEYS)).report?.id).toBe(aReport().id);
  });

  it('without its line, or with something behind it, is refused', async () => {
    expect(await faults(splitSigned(pdf)!.body)).toEqual(['line: line_missing']);
    for (const more of ['\n', ' ', '%%EOF\n', '\n1 0 obj\n<<>>\nendobj\n']) {
      const bytes = Buffer.concat([pdf, Buffer.from(more)]);
      expect(await faults(bytes)).toEqual(['line: line_followed']);
    }
    expect(await faults(pdf.subarray(0, pdf.length - 1))).toEqual(['line: line_missing']);
  });

  it('with the data of another report, or signed by another key, is refused', async () => {
    const other = await signed(aReport({ id: 'fedcba9876543210' }));
    const line = Buffer.from(`%SiPejuang-Signature: ${splitSigned(pdf)!.jws}\n`);
    expect(await faults(Buffer.concat([await aPdf(other), line]))).toEqual([
      'pages: jws_signature',
    ]);
    const both = keySet([1, SINCE], [2, '2026-03-01T08:00:00+08:00']);
    expect(await faults(await signPdf(await aPdf(json), aKey(2)), both)).toEqual([
      'file: file_other_key',
    ]);
    expect(await faults(await signPdf(await aPdf(json), aKey(3)), both)).toEqual([
      'pages: jws_key',
    ]);
  });

  it('without data, or with rubbish as data, is refused', async () => {
    const none = await signPdf(Buffer.from('%PDF-1.7\n%%EOF\n'), KEY);
    expect(await faults(none)).toEqual(['file: file_missing']);
    const rubbish = await signPdf(await aPdf(Buffer.from('halo')), KEY);
    expect(await faults(rubbish)).toEqual(['form: form_unreadable']);
  });

  it('made to keep a search busy is refused at once', async () => {
    const gap = ' '.repeat(1_000_000);
    const bytes = bytesOf(
      `%PDF-1.7\n1 0 obj\n<</Type /EmbeddedFile /Length 1 /Filter${gap}>>\nstream\n`,
    );
    expect(await faults(bytes)).toEqual(['line: line_missing', 'file: file_missing']);
  });

  it('may be followed by a certified signature that covers all of it', async () => {
    // A stand-in for the state's signer: what it appends is no signature.
    const stamp = Buffer.from('%TE-palsu\n%%EOF\n');
    const certified: CertifiedSigner = {
      sign: async (bytes) => ({ ok: true, value: Buffer.concat([bytes, stamp]), notes: [] }),
      covers: async (bytes) => text(bytes).endsWith(stamp.toString()),
    };
    const about = { id: 'x', code: 'y', date: '2026-01-15', language: 'id' } as const;
    const done = await certified.sign(pdf, about);
    const bytes = done.ok ? done.value : pdf;
    expect(await faults(bytes, KEYS, { certified })).toEqual([]);
    expect(await faults(bytes)).toEqual(['line: line_followed']);
  });
});

describe('computing again', () => {
  const made = (more: object) => async () => {
    return { kind: 'made', extract: aReport(more) } as const;
  };

  it('says whether it is the same, and where it differs', async () => {
    const ask = async (recompute: ReturnType<typeof made>) =>
      (await verifyReport(json, KEYS, { recompute })).recomputed;
    expect(await ask(made({}))).toEqual({ outcome: 'same', engine: '0.1.0' });
    const newer = { engine: '0.2.0', id: 'ffff', code: 'ZZZZZ-ZZZZZ' };
    expect(await ask(made(newer))).toEqual({ outcome: 'same_findings', engine: '0.2.0' });
    expect(await ask(made({ id: 'ffff' }))).toMatchObject({
      outcome: 'different',
      pointers: ['/id'],
    });
    const { parcel: given } = aReport();
    const requested = given.requested.slice(0, -1);
    const parcel = { ...given, areaM2: 812.5, requested, 'a/b~': null } as Extract['parcel'];
    expect(await ask(made({ ...newer, parcel, verdict: undefined }))).toMatchObject({
      outcome: 'different',
      pointers: [
        '/code',
        '/engine',
        '/id',
        '/parcel/a~1b~0',
        '/parcel/areaM2',
        '/parcel/requested/3',
        '/verdict',
      ],
    });
  });

  it('is not tried on what is not genuine', async () => {
    const recompute = async () => {
      throw new Error('asked');
    };
    expect((await verifyReport(json, { keys: [] }, { recompute })).recomputed).toBeNull();
  });

  it('says why it was not done', async () => {
    const reason = { id: 'tidak ada', en: 'not there' };
    const recompute = async () => ({ kind: 'no_plan', reason }) as const;
    expect((await verifyReport(json, KEYS, { recompute })).recomputed).toEqual({
      outcome: 'not_done',
      reason,
    });
  });
});
