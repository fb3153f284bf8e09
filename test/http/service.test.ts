import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bothOf, watch } from '../../src/http/opening.ts';
import { openStore, type PlanStore } from '../../src/plan/store.ts';
import { openApp, REQUEST, type TestApp } from './an-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await openApp();
});
afterAll(() => test.close());

const get = (url: string, headers = {}) => test.app.inject({ method: 'GET', url, headers });

describe('plans', () => {
  it('lists every version', async () => {
    const { plans } = (await get('/v1/plans')).json();
    expect(plans.map((p: { id: string; inForce: boolean }) => [p.id, p.inForce])).toEqual([
      ['uji-draft', false],
      ['uji-rdtr', true],
    ]);
    expect(plans[0].demonstration).toBe(true);
    expect(plans[1].bbox[0]).toBeCloseTo(123.59, 1);
  });

  it('shows one with its themes, zones, rules, layers and articles', async () => {
    const page = async (path: string) => (await get(`/v1/plans/uji-rdtr${path}`)).json();
    const plan = await page('');
    expect(plan.themes.find((t: { id: string }) => t.id === 'hutan').known).toBe(true);
    expect(plan.versions).toHaveLength(1);
    const { zones } = await page('/zones');
    expect(zones.find((z: { code: string }) => z.code === 'K-1')).toMatchObject({
      protective: false,
      group: expect.any(String),
    });
    for (const z of zones) expect(z.features).toBeGreaterThan(0);
    const rules = await page('/rules');
    const toko = rules.activities.find((a: { code: string }) => a.code === 'MINIMARKET');
    expect(toko.cells['K-1']).toMatchObject({ use: 'TB', conditions: ['T1', 'B2'] });
    expect(rules.setbacks.length).toBeGreaterThan(0);
    const { layers } = await page('/layers');
    expect(layers.some((l: { kind: string }) => l.kind === 'strip')).toBe(true);
    const { legalBases } = await page('/legal-bases');
    expect(legalBases.find((b: { id: string }) => b.id === 'U9')).toEqual({
      id: 'U9',
      citation: 'Perda Uji 1/2020 Ps 9',
      text: 'Tidak ada cagar budaya di wilayah perencanaan (rekaan)',
      invented: true,
    });
  });

  it('picks a version, and says which plans there are', async () => {
    const { hash } = (await get('/v1/plans/uji-rdtr')).json();
    const digits = hash.slice(7, 19);
    expect((await get(`/v1/plans/uji-rdtr?version=${digits}`)).statusCode).toBe(200);
    for (const url of ['/v1/plans/x', '/v1/plans/uji-rdtr?version=0000000', '/v1/plans/x/rules']) {
      const response = await get(url);
      expect(response.statusCode).toBe(404);
      expect(response.json().errors[0].message.en).toContain('uji-rdtr');
    }
    expect((await get('/v1/plans/uji-rdtr?v=1')).statusCode).toBe(400);
  });

  it('answers 304 to who has it already', async () => {
    const first = await get('/v1/plans/uji-rdtr/rules');
    const etag = first.headers.etag as string;
    const again = await get('/v1/plans/uji-rdtr/rules', { 'if-none-match': etag });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe('');
  });
});

describe('activities', () => {
  const codes = async (url: string) =>
    (await get(url)).json().activities.map((a: { code: string }) => a.code);

  it('finds by words in both languages, with mistakes, and by KBLI', async () => {
    expect((await codes('/v1/activities?q=minimarket&plan=uji-rdtr'))[0]).toBe('MINIMARKET');
    expect((await codes('/v1/activities?q=minimarkt&plan=uji-rdtr'))[0]).toBe('MINIMARKET');
    expect((await codes('/v1/activities?q=dwelling&plan=uji-rdtr'))[0]).toBe('RUMAH');
    expect((await codes('/v1/activities?q=47111&plan=uji-rdtr'))[0]).toBe('MINIMARKET');
    const { kbli } = (await get('/v1/activities?q=4711')).json();
    expect(kbli.map((k: { code: string }) => k.code)).toContain('47111');
  });

  it('lists all without a question, as many as asked for', async () => {
    expect((await codes('/v1/activities?limit=3&plan=uji-rdtr')).length).toBe(3);
    expect((await codes('/v1/activities?plan=uji-rdtr')).length).toBeGreaterThan(3);
  });

  it('refuses parameters that are wrong, all at once', async () => {
    const response = await get('/v1/activities?limit=0&qq=1');
    expect(response.statusCode).toBe(400);
    const pointers = response.json().errors.map((e: { pointer: string }) => e.pointer);
    expect(pointers.sort()).toEqual(['?limit', '?qq']);
    expect((await get('/v1/activities?plan=x')).statusCode).toBe(404);
  });
});

describe('what is not there', () => {
  it('is a problem with 404, or 405 and what is allowed', async () => {
    const lost = await get('/v2/nothing?secret=1');
    expect(lost.statusCode).toBe(404);
    expect(lost.json()).toMatchObject({ status: 404, instance: '/v2/nothing' });
    const wrong = await test.app.inject({ method: 'DELETE', url: '/v1/assessments/abc' });
    expect(wrong.statusCode).toBe(405);
    expect(wrong.headers.allow).toBe('GET, HEAD');
    const put = await test.app.inject({ method: 'PUT', url: '/v1/assessments', payload: REQUEST });
    expect(put.headers.allow).toBe('POST');
  });

  it.each([
    '/v1/plans/%',
    '/v1/plans/%ff',
    `/v1/plans/${'x'.repeat(300)}`,
    '/v1/plans/..%2f..%2fetc',
  ])('%s is a problem too', async (url) => {
    const response = await get(url);
    expect(response.statusCode).toBeGreaterThanOrEqual(400);
    expect(response.statusCode).toBeLessThan(500);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });
});

describe('the service itself', () => {
  it('is alive, and says what is loaded', async () => {
    const response = await get('/health');
    expect(response.json()).toMatchObject({
      status: 'ok',
      ready: true,
      database: { kind: 'embedded' },
    });
    expect(response.json().plans).toHaveLength(2);
  });

  it('counts', async () => {
    await test.app.inject({ method: 'POST', url: '/v1/assessments', payload: REQUEST });
    await test.app.inject({ method: 'POST', url: '/v1/assessments', payload: {} });
    const { body, headers } = await get('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toMatch(/si_pejuang_assessments_total\{verdict="\w+"\} 1/);
    expect(body).toContain('si_pejuang_refused_requests_total{code="parcel.missing"} 1');
    expect(body).toContain('route="/v1/assessments",method="POST",status="200"');
    expect(body).toContain('process_cpu_user_seconds_total');
  });

  it('has security headers on pages, answers and failures', async () => {
    for (const url of ['/', '/v1/plans', '/nothing']) {
      const { headers } = await get(url);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toContain("default-src 'none'");
    }
  });

  it('says at its door what it is, and that the data is invented', async () => {
    const { body, headers } = await get('/');
    expect(headers['content-type']).toContain('text/html');
    expect(body).toContain('Data peragaan');
    expect(body).toContain('uji-rdtr');
    expect(body).toContain('href="/docs"');
  });

  it('hides what went wrong inside', async () => {
    const broken = {
      plans: [],
      failed: [],
      choose() {
        throw new Error('secret');
      },
    } as unknown as PlanStore;
    const { app, close } = await openApp({
      store: new Proxy(broken, {
        get: (t, k) => {
          if (k === 'plans') throw new Error('secret of the house');
          return Reflect.get(t, k);
        },
      }),
    });
    const response = await app.inject({ method: 'POST', url: '/v1/assessments', payload: REQUEST });
    expect(response.statusCode).toBe(500);
    expect(response.json().errors[0].code).toBe('internal');
    expect(response.body).not.toContain('secret');
    await close();
  });
});

describe('while plans are loaded', () => {
  it('both languages tell the name of the plan that is read', async () => {
    const lines: string[] = [];
    await openStore({
      folders: ['test/plans/uji'],
      home: 'test/plans/no-home',
      snapshots: false,
      log: (line) => lines.push(line),
    });
    expect(bothOf(lines[0]!)).toEqual({
      id: 'Membaca rencana test/plans/uji',
      en: 'reading plan test/plans/uji',
    });
    expect(bothOf('Membaca a / b / reading a / b\n  more')).toEqual({
      id: 'Membaca a / b',
      en: 'reading a / b',
    });
    expect(bothOf('siap')).toEqual({ id: 'siap', en: 'siap' });
  });

  it('is alive, answers 503 with what is being done, then answers', async () => {
    const gate = Promise.withResolvers<PlanStore>();
    const store = watch(gate.promise, () => ({ id: 'memotong zona', en: 'cutting zones' }));
    const { app, close } = await openApp({ store });
    expect((await app.inject('/health')).json()).toMatchObject({
      ready: false,
      doing: { en: 'cutting zones' },
    });
    expect((await app.inject('/')).body).toContain('cutting zones');
    for (const url of ['/v1/plans', '/v1/plans/x', '/v1/activities?q=a']) {
      const response = await app.inject(url);
      expect(response.statusCode).toBe(503);
      expect(response.headers['retry-after']).toBe('2');
      expect(response.json().errors[0].message.en).toContain('cutting zones');
    }
    const ask = () => app.inject({ method: 'POST', url: '/v1/assessments', payload: REQUEST });
    expect((await ask()).statusCode).toBe(503);
    const { storeOf } = await import('../request/a-store.ts');
    gate.resolve(await storeOf('uji'));
    await gate.promise;
    expect((await ask()).statusCode).toBe(200);
    await close();
  });
});
