import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fail, ok, problem } from '../../src/base/problem.ts';
import { openDatabase, withdrawReport } from '../../src/database/index.ts';
import { type AppOptions, buildApp } from '../../src/http/index.ts';
import { type CertifiedSigner, rotateKey } from '../../src/report/proof/index.ts';
import { copyEmbedded } from '../database/databases.ts';
import { readPdf } from '../report/read-pdf.ts';
import { storeOf } from '../request/a-store.ts';
import { NOW, REQUEST, SETTINGS } from './an-app.ts';

const SIGNED = 'application/vnd.si-pejuang.report+json';
const home = mkdtempSync(join(tmpdir(), 'si-pejuang-reports-'));
const database = openDatabase({ url: null, home });
const apps: FastifyInstance[] = [];

/** Another start of the service on the same database and keys. */
async function start(plans: readonly string[], more: Partial<AppOptions> = {}) {
  const store = await storeOf(...plans);
  const settings = { ...SETTINGS, home };
  const app = buildApp({ store, database, settings, now: () => NOW, ...more });
  apps.push(app);
  await app.ready();
  return app;
}

let app: FastifyInstance;
beforeAll(async () => {
  await copyEmbedded(home);
  app = await start(['uji', 'uji-draft']);
});
afterAll(async () => {
  await Promise.all(apps.map((a) => a.close()));
  await database.close();
  rmSync(home, { recursive: true });
});

/** The same parcel with another figure is another report. */
const request = (deedAreaM2: number, more: object = {}) => ({ ...REQUEST, deedAreaM2, ...more });

const post = (payload: object, accept: string, url = '/v1/assessments', headers = {}) =>
  app.inject({ method: 'POST', url, payload, headers: { accept, ...headers } });
const get = (url: string, accept: string, from = app) =>
  from.inject({ method: 'GET', url, headers: { accept } });
const verify = (payload: Buffer | string, from = app) =>
  from.inject({
    method: 'POST',
    url: '/v1/verify',
    payload,
    headers: { 'content-type': 'application/octet-stream' },
  });

describe('a report as a document', () => {
  it.each([
    [SIGNED, /^\{"proof":/],
    ['application/pdf', /^%PDF-1\.7/],
  ])('%s is always kept, signed, and the same bytes ever after', async (type, begin) => {
    const made = await post(request(1001), type);
    expect(made.statusCode, made.body.slice(0, 300)).toBe(201);
    expect(made.headers['content-type']).toBe(type);
    expect(made.headers['content-disposition']).toMatch(
      /^inline; filename="telaah-[0-9A-Z-]{11}\./,
    );
    expect(made.body).toMatch(begin);
    const again = await post(request(1001), type);
    expect(again.rawPayload.equals(made.rawPayload)).toBe(true);
    const kept = await get(made.headers.location as string, type);
    expect(kept.statusCode).toBe(200);
    expect(kept.rawPayload.equals(made.rawPayload)).toBe(true);
    // The plain answer of the same assessment was kept with it.
    const answer = (await get(made.headers.location as string, 'application/json')).json();
    const found = (await verify(made.rawPayload)).json();
    expect(found).toMatchObject({
      genuine: true,
      report: { id: answer.id, date: '2026-01-15' },
      recomputed: { outcome: 'same' },
      here: { status: 'genuine', withdrawn: null },
    });
  });

  it('is a map as SVG or PNG, kept when asked', async () => {
    const svg = await post(request(1002), 'image/svg+xml');
    expect([svg.statusCode, svg.headers['content-type']]).toEqual([200, 'image/svg+xml']);
    expect(svg.body).toMatch(/^<svg/);
    const png = await post(request(1002), 'image/png', '/v1/assessments?keep=true');
    expect(png.statusCode).toBe(201);
    expect(png.rawPayload.subarray(1, 4).toString()).toBe('PNG');
    const kept = await get(png.headers.location as string, 'image/png');
    expect(kept.rawPayload.equals(png.rawPayload)).toBe(true);
    const other = await get(png.headers.location as string, 'image/svg+xml');
    expect(other.body).toBe(svg.body);
  });

  it('is a draft of the message for OSS, in both languages at once', async () => {
    const oss = await post(request(1006), 'application/vnd.oss.kkpr+json');
    expect([oss.statusCode, oss.headers['content-language']]).toEqual([200, 'id']);
    expect(oss.json()).toHaveProperty('IZINFINALKKPR.kd_status', null);
  });

  it('comes in English by address or header, Indonesian else', async () => {
    const url = '/v1/assessments';
    const languageOf = async (at: string, headers = {}) => {
      const { headers: sent, body } = await post(request(1003), 'image/svg+xml', at, headers);
      const language = body.includes('DATA PERAGAAN') ? 'id' : 'en';
      expect(sent['content-language']).toBe(language);
      return language;
    };
    const english = { 'accept-language': 'fr, en-GB;q=0.8, id;q=0.5' };
    expect(await languageOf(url)).toBe('id');
    expect(await languageOf(`${url}?lang=en`)).toBe('en');
    expect(await languageOf(url, english)).toBe('en');
    expect(await languageOf(`${url}?lang=id`, english)).toBe('id');
    expect(await languageOf(url, { 'accept-language': 'id, en;q=0.9' })).toBe('id');
    expect((await post(request(1003), 'image/png', `${url}?lang=fr`)).statusCode).toBe(400);
  });

  it('is made of a place alone, too', async () => {
    const made = await post({ parcel: REQUEST.parcel, crs: REQUEST.crs }, SIGNED);
    expect(made.statusCode).toBe(201);
    expect(made.json().report).toMatchObject({ verdict: null, asked: [] });
  });

  it('leads to the address that is set, whatever the request says', async () => {
    const made = await post(request(1004), 'application/pdf', '/v1/assessments', {
      host: 'jahat.example',
      'x-forwarded-host': 'jahat.example',
    });
    expect(made.statusCode).toBe(201);
    const text = (await readPdf(made.rawPayload)).pages.join('');
    expect(text).not.toContain('jahat');
    expect(text).toContain('https://pejuang.example/verify/');
  });

  it('is made of a large body, too', async () => {
    const [ring] = REQUEST.parcel.coordinates as [number[][]];
    const south = Array.from({ length: 400 }, (_, k) => [565010 + k / 10, 8875020 + (k % 2)]);
    const coordinates = [[...south, ...ring.slice(1)]];
    const large = request(1007, { parcel: { type: 'Polygon', coordinates } });
    const made = await post(large, SIGNED);
    expect(made.statusCode).toBe(201);
    expect((await verify(made.rawPayload)).json().recomputed).toMatchObject({ outcome: 'same' });
  });

  it('rests on nothing that does not bind', async () => {
    for (const type of [SIGNED, 'application/pdf', 'image/png']) {
      const refused = await post(request(1005, { plan: 'uji-draft' }), type);
      expect(refused.statusCode).toBe(409);
      expect(refused.json().errors[0]).toMatchObject({
        code: 'report.not_binding',
        pointer: '/plan',
      });
    }
    const plain = await post(request(1005, { plan: 'uji-draft' }), 'application/json');
    expect(plain.json().binding).toBe(false);
  });

  it('is not made for a day to come: its validity could be stretched, and no key lasts for ever', async () => {
    for (const type of [SIGNED, 'application/pdf', 'application/vnd.oss.kkpr+json']) {
      const refused = await post(request(1008, { date: '2026-01-16' }), type);
      expect([refused.statusCode, refused.json().errors[0].code]).toEqual([409, 'report.future']);
    }
    const kept = await post(
      request(1008, { date: '2026-01-16' }),
      'application/json',
      '/v1/assessments?keep=true',
    );
    const later = await get(kept.headers.location as string, SIGNED);
    expect([later.statusCode, later.json().errors[0].code]).toEqual([409, 'report.future']);
  });

  it('is no PDF of thousands of corners, which would take a gigabyte of memory', async () => {
    const [ring] = REQUEST.parcel.coordinates as [number[][]];
    const south = Array.from({ length: 3100 }, (_, k) => [565010 + k / 100, 8875020 + (k % 2)]);
    const coordinates = [[...south, ...ring.slice(1)]];
    const large = request(1009, { parcel: { type: 'Polygon', coordinates } });
    const refused = await post(large, 'application/pdf');
    expect([refused.statusCode, refused.json().errors[0].code]).toEqual([
      422,
      'report.many_corners',
    ]);
  });

  it('is refused with every problem of its request', async () => {
    for (const type of [SIGNED, 'image/svg+xml']) {
      const refused = await post(request(-1, { activity: { kbli: 'x' } }), type);
      expect(refused.statusCode).toBe(422);
      expect(refused.json().errors).toHaveLength(2);
    }
  });
});

describe('a report of a plan that is gone', () => {
  it('is served as it was made; what was not made is refused with the reason', async () => {
    const made = await post(request(1010), SIGNED);
    const later = await start(['uji-lama']);
    const place = made.headers.location as string;
    const kept = await get(place, SIGNED, later);
    expect(kept.rawPayload.equals(made.rawPayload)).toBe(true);
    const png = await get(place, 'image/png', later);
    expect([png.statusCode, png.json().errors[0].code]).toEqual([409, 'report.plan_gone']);
    expect((await get(place, 'application/json', later)).statusCode).toBe(200);
    const found = (await verify(made.rawPayload, later)).json();
    expect(found).toMatchObject({
      genuine: true,
      recomputed: { outcome: 'not_done' },
      here: { status: 'superseded' },
    });
    const page = await get(`/verify/${made.json().report.id}`, 'text/html', later);
    expect(page.body).toContain('rencananya sudah berganti');
  });
});

describe('keys', () => {
  it('are published, and a rotation signs nothing anew', async () => {
    const before = await post(request(1020), SIGNED);
    const rotated = await rotateKey({ home, given: null }, '2026-02-01T08:00:00+08:00');
    expect(rotated.ok).toBe(true);
    const set = await app.inject('/.well-known/jwks.json');
    expect(set.headers['content-type']).toBe('application/jwk-set+json');
    const { keys } = set.json();
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatchObject({ crv: 'Ed25519', retiredAt: '2026-02-01T08:00:00+08:00' });
    expect(set.body).not.toContain('"d"');
    const kept = await get(before.headers.location as string, SIGNED);
    expect(kept.rawPayload.equals(before.rawPayload)).toBe(true);
    expect((await verify(kept.rawPayload)).json()).toMatchObject({
      genuine: true,
      kid: keys[0].kid,
    });
    const after = await post(request(1021), SIGNED);
    expect(after.json().proof.kid).toBe(keys[1].kid);
    expect((await verify(after.rawPayload)).json().genuine).toBe(true);
  });

  it('that cannot be read are told without a path', async () => {
    const settings = { ...SETTINGS, home: join(home, 'other'), signingKey: join(home, 'absent') };
    const broken = await start(['uji'], { settings });
    const response = await broken.inject({
      method: 'POST',
      url: '/v1/assessments',
      payload: request(1022),
      headers: { accept: SIGNED },
    });
    expect([response.statusCode, response.json().errors[0].code]).toEqual([503, 'report.unsigned']);
    expect(response.body).not.toContain(home);
  });
});

describe('an official signer', () => {
  // A stand-in for the state's service: what it appends is no signature.
  const STAMP = '%TE-palsu\n%%EOF\n';
  const certified: CertifiedSigner = {
    sign: async (pdf) => ok(Buffer.concat([pdf, Buffer.from(STAMP)])),
    covers: async (pdf) => Buffer.from(pdf).toString('latin1').endsWith(STAMP),
  };
  const ask = (from: FastifyInstance, type: string, area: number) =>
    from.inject({
      method: 'POST',
      url: '/v1/assessments',
      payload: request(area),
      headers: { accept: type },
    });

  it('signs PDFs last, and what it signed is kept and proved', async () => {
    const office = await start(['uji', 'uji-draft'], { certified });
    const made = await ask(office, 'application/pdf', 1050);
    expect(made.statusCode).toBe(201);
    expect(made.rawPayload.toString('latin1').endsWith(STAMP)).toBe(true);
    const kept = await get(made.headers.location as string, 'application/pdf');
    expect(kept.rawPayload.equals(made.rawPayload)).toBe(true);
    expect((await verify(made.rawPayload, office)).json().genuine).toBe(true);
    // Who cannot judge the signature behind our line says so.
    const here = (await verify(made.rawPayload)).json();
    const failed = here.steps.filter((s: { ok: boolean }) => !s.ok);
    expect([here.genuine, failed[0].code]).toEqual([false, 'line_followed']);
    const data = await ask(office, SIGNED, 1050);
    expect(data.body).not.toContain('palsu');
  });

  it('that cannot be reached leaves no report behind', async () => {
    const text = [
      'Penanda tangan tidak dapat dijangkau.',
      'The signer cannot be reached.',
    ] as const;
    const refusing = { ...certified, sign: async () => fail(problem('bsre.down', '', ...text)) };
    const office = await start(['uji', 'uji-draft'], { certified: refusing });
    const refused = await ask(office, 'application/pdf', 1051);
    expect([refused.statusCode, refused.json().errors[0].code]).toEqual([503, 'bsre.down']);
    const { id } = (await ask(office, 'application/json', 1051)).json();
    expect((await get(`/v1/assessments/${id}`, 'application/json')).statusCode).toBe(404);
    expect((await get(`/verify/${id}`, 'text/html')).statusCode).toBe(404);
  });
});

describe('the page of proof', () => {
  const page = (key: string, query = '') => get(`/verify/${key}${query}`, 'text/html');

  it('tells what the report says, by id and by code as people type it', async () => {
    const { report } = (await post(request(1030), SIGNED)).json();
    const shown = await page(report.id);
    expect(shown.statusCode).toBe(200);
    expect(shown.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(shown.body).toContain('Laporan ini asli');
    expect(shown.body).toContain(report.code);
    expect(shown.body).toContain('Data peragaan');
    expect(shown.body).toContain('width=device-width');
    expect(shown.body).not.toMatch(/<script|src=|https?:/);
    for (const key of [report.code, report.code.toLowerCase().replace('-', '')]) {
      expect((await page(key)).body).toBe(shown.body);
    }
    const english = await page(report.id, '?lang=en');
    expect(english.body).toContain('<html lang="en">');
    expect(english.body).toContain('This report is genuine');
  });

  it('says what an unknown number means', async () => {
    for (const key of [
      'ffffffffffffffff',
      '00000-00000',
      '%00',
      "x'%20or%201=1",
      'a'.repeat(999),
    ]) {
      const shown = await page(key);
      expect(shown.statusCode).toBe(404);
      expect(shown.body).toContain('tidak dikenal di sini');
    }
  });

  it('does not know what was only asked and not kept', async () => {
    const { id } = (await post(request(1031), 'application/json')).json();
    expect((await page(id)).statusCode).toBe(404);
  });

  it('tells a withdrawal with its reason, as text', async () => {
    const made = await post(request(1032), SIGNED);
    const { id } = made.json().report;
    const db = await database.ready();
    await withdrawReport(db, id, '2026-01-20T08:00:00+08:00', '<b>salah bidang</b>');
    const shown = await page(id);
    expect(shown.body).toContain('sudah ditarik');
    expect(shown.body).toContain('&lt;b&gt;salah bidang&lt;/b&gt;');
    expect((await verify(made.rawPayload)).json()).toMatchObject({
      genuine: true,
      here: { status: 'withdrawn', withdrawn: { at: '2026-01-20T08:00:00+08:00' } },
    });
  });

  it('tells a validity that is over', async () => {
    const { id, validity } = (await post(request(1033), SIGNED)).json().report;
    const late = await start(['uji'], { now: () => new Date(`${validity.to}T20:00:00Z`) });
    expect((await get(`/verify/${id}`, 'text/html', late)).body).toContain('masa berlakunya');
  });

  it('tells that another plan speaks there now, though its own is still in force', async () => {
    const before = await start(['uji-rtrw']);
    const made = await before.inject({
      method: 'POST',
      url: '/v1/assessments',
      payload: request(1036),
      headers: { accept: SIGNED },
    });
    const { id } = made.json().report;
    const at = `/verify/${id}`;
    expect((await get(at, 'text/html', before)).body).toContain('Laporan ini asli</h1>');
    const both = await start(['uji', 'uji-rtrw']);
    expect((await get(at, 'text/html', both)).body).toContain('rencananya sudah berganti');
  });

  it('passes nothing while its plans are not loaded, or are not there', async () => {
    const { id } = (await post(request(1035), SIGNED)).json().report;
    const doing = { id: 'memuat', en: 'loading' };
    const loading = { get: () => null, doing: () => doing, failed: () => false };
    const settings = { ...SETTINGS, home };
    const early = buildApp({ store: loading, database, settings, now: () => NOW });
    apps.push(early);
    const other = await start(['polos']);
    for (const from of [early, other]) {
      expect((await get(`/verify/${id}`, 'text/html', from)).body).toContain(
        'belum dapat diperiksa',
      );
    }
  });

  it('notices a database that was changed', async () => {
    const { id } = (await post(request(1034), SIGNED)).json().report;
    const db = await database.ready();
    const row = await db
      .selectFrom('reports')
      .select('signed')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const signed = row.signed.replace('"verdict":"', '"verdict":"x');
    await db.updateTable('reports').set({ signed }).where('id', '=', id).execute();
    expect((await page(id)).body).toContain('tidak dapat dibuktikan');
  });
});

describe('POST /v1/verify', () => {
  it('takes any type of body, and answers rubbish as what it is', async () => {
    const made = await post(request(1040), SIGNED);
    for (const type of ['application/json', SIGNED, 'text/plain']) {
      const response = await app.inject({
        method: 'POST',
        url: '/v1/verify',
        payload: made.rawPayload,
        headers: { 'content-type': type },
      });
      expect(response.json().genuine).toBe(true);
    }
    const untyped = { method: 'POST', url: '/v1/verify', payload: made.rawPayload } as const;
    expect((await app.inject(untyped)).json().genuine).toBe(true);
    const changed = made.body.replace('"date":"2026-01-15"', '"date":"2026-01-16"');
    expect((await verify(changed)).json()).toMatchObject({
      genuine: false,
      report: null,
      here: null,
    });
    for (const rubbish of ['{', '%PDF-1.7', Buffer.from([0, 255, 254]), '['.repeat(100_000)]) {
      const response = await verify(rubbish);
      expect(response.statusCode).toBe(200);
      expect(response.json()).toMatchObject({ genuine: false, recomputed: null });
    }
    expect((await verify('')).statusCode).toBe(400);
    expect((await verify('x'.repeat(9e6))).statusCode).toBe(413);
  });
});
