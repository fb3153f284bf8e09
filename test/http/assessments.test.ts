import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/index.ts';
import { buildApp } from '../../src/http/index.ts';
import { type QuestionPool, questionPool } from '../../src/http/question-pool.ts';
import { assessmentFeatures, assessmentJson } from '../../src/report/index.ts';
import { answer, answerAndRequest } from '../../src/request/index.ts';
import { storeOf } from '../request/a-store.ts';
import { NOW, openApp, REQUEST, SETTINGS, type TestApp } from './an-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await openApp();
});
afterAll(() => test.close());

const post = (payload: unknown, options: { url?: string; accept?: string; type?: string } = {}) =>
  test.app.inject({
    method: 'POST',
    url: options.url ?? '/v1/assessments',
    headers: {
      'content-type': options.type ?? 'application/json',
      ...(options.accept ? { accept: options.accept } : {}),
    },
    payload:
      typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
  });

const get = (url: string, accept?: string) =>
  test.app.inject({ method: 'GET', url, headers: accept ? { accept } : {} });

describe('POST /v1/assessments', () => {
  it('answers as the engine does, field by field', async () => {
    const response = await post(REQUEST);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    const direct = answer(await storeOf('uji', 'uji-draft'), REQUEST, '2026-01-15');
    expect(direct.ok && direct.value).toEqual(response.json());
    expect(response.json().demonstration).toBe(true);
    expect(response.json().date).toBe('2026-01-15');
  });

  it('gives the same bytes for the same question', async () => {
    expect((await post(REQUEST)).body).toBe((await post(REQUEST)).body);
  });

  it('forgets what is not to be kept', async () => {
    const { id } = (await post({ ...REQUEST, deedAreaM2: 990 })).json();
    expect((await get(`/v1/assessments/${id}`)).statusCode).toBe(404);
  });

  it('draws parcel, parts and zones as GeoJSON in degrees', async () => {
    const wide = {
      parcel: {
        type: 'Polygon',
        coordinates: [
          [
            [565080, 8875020],
            [565120, 8875020],
            [565120, 8875045],
            [565080, 8875045],
          ],
        ],
      },
    };
    const response = await post(wide, { accept: 'application/geo+json' });
    expect(response.headers['content-type']).toBe('application/geo+json; charset=utf-8');
    const { type, features, assessment } = response.json();
    expect(type).toBe('FeatureCollection');
    const kinds = features.map((f: { properties: { kind: string } }) => f.properties.kind);
    expect(kinds).toEqual(['parcel', 'part', 'part', 'zone', 'zone']);
    for (const f of features) {
      expect(f.geometry.type).toBe('Polygon');
      const [lon, lat] = f.geometry.coordinates[0][0];
      expect(lon).toBeGreaterThan(123);
      expect(lat).toBeLessThan(-10);
    }
    expect(assessment.parts.map((p: { id: string }) => p.id).sort()).toEqual(['K-1', 'R-2']);
  });

  it.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/geo+json, application/json;q=0.5', 'application/geo+json'],
    ['text/html, application/*;q=0.1', 'application/json'],
    ['application/json;q=0, application/geo+json;q=0.1', 'application/geo+json'],
  ])('Accept: %s gives %s', async (accept, type) => {
    const response = await post(REQUEST, accept ? { accept } : {});
    expect(response.headers['content-type']).toContain(`${type};`);
  });
});

describe('a large request', () => {
  /** A parcel with a corner every few centimetres: what a person draws has fewer. */
  const manyCorners = (count: number) => {
    const side = (k: number) => 565010 + (40 * k) / count;
    const south = Array.from({ length: count }, (_, k) => [side(k), 8875020]);
    const north = [[565050, 8875020], [565050, 8875045], [565010, 8875045], south[0]];
    return { ...REQUEST, parcel: { type: 'Polygon', coordinates: [[...south, ...north]] } };
  };
  const wide = {
    ...REQUEST,
    parcel: {
      type: 'Polygon',
      coordinates: [
        [
          [565010, 8875020],
          [565450, 8875020],
          [565450, 8875080],
          [565010, 8875080],
          [565010, 8875020],
        ],
      ],
    },
  };

  async function withCount<T>(run: (app: TestApp['app'], asked: () => number) => Promise<T>) {
    const pool = questionPool();
    let asked = 0;
    const questions: QuestionPool = {
      ...pool,
      ask: (...given) => {
        asked++;
        return pool.ask(...given);
      },
    };
    const { app, close } = await openApp({ questions });
    await run(app, () => asked).finally(close);
  }

  it('is answered beside the event loop, byte for byte as the engine does, in both forms, kept or not', () =>
    withCount(async (app, asked) => {
      const store = await storeOf('uji', 'uji-draft');
      // 44 corners on 1,000 m² are few; 304, or 2.64 ha, are not.
      const tried = [
        [manyCorners(40), 0],
        [manyCorners(300), 3],
        [wide, 3],
      ] as const;
      for (const [body, apart] of tried) {
        const before = asked();
        const ask = (accept: string, url = '/v1/assessments') =>
          app.inject({ method: 'POST', url, payload: body, headers: { accept } });
        const direct = answerAndRequest(store, body, '2026-01-15');
        if (!direct.ok) throw new Error(JSON.stringify(direct.problems));
        const { assessment, request } = direct.value;
        const json = await ask('application/json');
        expect(json.body).toBe(assessmentJson(assessment));
        const map = JSON.stringify(assessmentFeatures(assessment, request.stack, request.parcel));
        expect((await ask('application/geo+json')).body).toBe(map);
        const kept = await ask('application/geo+json', '/v1/assessments?keep=true');
        expect([kept.statusCode, kept.body]).toEqual([201, map]);
        const again = await app.inject(kept.headers.location as string);
        expect(again.body).toBe(json.body);
        expect(asked() - before).toBe(apart);
      }
      const { body } = await app.inject('/metrics');
      expect(body).toMatch(/^si_pejuang_assessment_seconds_count 9$/m);
    }));

  it('is refused with all its problems, also where it is no JSON', () =>
    withCount(async (app) => {
      const post = (payload: string | Buffer) =>
        app.inject({
          method: 'POST',
          url: '/v1/assessments',
          payload,
          headers: { 'content-type': 'application/json' },
        });
      const many = { ...manyCorners(300), activity: 5, wariants: [] };
      const wrong = await post(JSON.stringify(many));
      expect(wrong.statusCode).toBe(422);
      const pointers = wrong.json().errors.map((e: { pointer: string }) => e.pointer);
      expect(pointers.sort()).toEqual(['/activity', '/wariants']);
      const cut = await post(JSON.stringify(many).slice(0, 6000));
      expect([cut.statusCode, cut.json().errors[0].code]).toEqual([400, 'json.invalid']);
      expect(cut.json().errors[0].message.en).toContain('line 1, column 6001');
      const blank = await post(' '.repeat(5000));
      expect([blank.statusCode, blank.json().errors[0].code]).toEqual([400, 'json.missing']);
      const latin = await post(Buffer.from(`"${'\u00e9'.repeat(5000)}"`, 'latin1'));
      expect([latin.statusCode, latin.json().errors[0].code]).toEqual([400, 'json.encoding']);
    }));
});

describe('keeping', () => {
  it('gives back the same bytes in both forms, and keeps once', async () => {
    const kept = await post(REQUEST, { url: '/v1/assessments?keep=true' });
    expect(kept.statusCode).toBe(201);
    const place = kept.headers.location as string;
    expect(place).toBe(`/v1/assessments/${kept.json().id}`);
    const again = await post(REQUEST, {
      url: '/v1/assessments?keep=true',
      accept: 'application/geo+json',
    });
    expect(again.statusCode).toBe(201);
    const found = await get(place);
    expect(found.statusCode).toBe(200);
    expect(found.body).toBe(kept.body);
    expect((await get(place, 'application/geo+json')).body).toBe(again.body);
    expect((await post(REQUEST)).body).toBe(kept.body);
  });

  it('says when an id was never kept', async () => {
    const response = await get('/v1/assessments/0000');
    expect(response.statusCode).toBe(404);
    expect(response.json().errors[0].code).toBe('assessment.not_kept');
    for (const id of ['%00', 'x%27%20or%201=1', 'a'.repeat(999)]) {
      expect((await get(`/v1/assessments/${id}`)).statusCode).toBe(404);
    }
  });

  it('goes on without a database, except for keeping', async () => {
    const database = openDatabase({ url: 'postgres://127.0.0.1:1/none', home: 'unused' });
    const app = buildApp({
      store: await storeOf('uji'),
      database,
      settings: SETTINGS,
      now: () => NOW,
    });
    const ask = (url: string) => app.inject({ method: 'POST', url, payload: REQUEST });
    expect((await ask('/v1/assessments')).statusCode).toBe(200);
    for (const response of [
      await ask('/v1/assessments?keep=true'),
      await app.inject('/v1/assessments/0123'),
    ]) {
      expect(response.statusCode).toBe(503);
      expect(response.headers['retry-after']).toBe('5');
      expect(response.json().errors[0].code).toBe('database.unavailable');
      expect(response.body).not.toContain('127.0.0.1');
    }
    await app.close();
  });
});

describe('what cannot be answered', () => {
  const deep = '['.repeat(200_000);
  it.each<[string, Parameters<typeof post>, number, string]>([
    ['no JSON', ['{"parcel": NaN}'], 400, 'json.invalid'],
    ['half a JSON', ['{"parcel": {'], 400, 'json.invalid'],
    ['brackets without an end', [deep], 400, 'json.invalid'],
    ['nothing', [''], 400, 'json.missing'],
    ['white space', ['  \n'], 400, 'json.missing'],
    ['Latin-1', [Buffer.from('{"plan":"caf\xe9"}', 'latin1')], 400, 'json.encoding'],
    ['a form', ['a=1', { type: 'application/x-www-form-urlencoded' }], 415, 'content_type.unknown'],
    ['text', ['{}', { type: 'text/plain' }], 415, 'content_type.unknown'],
    ['another form of answer', [REQUEST, { accept: 'text/html' }], 406, 'accept.unknown'],
    ['a picture of another kind', [REQUEST, { accept: 'image/webp' }], 406, 'accept.unknown'],
    ['an unknown parameter', [REQUEST, { url: '/v1/assessments?kep=true' }], 400, 'query.unknown'],
    ['a strange keep', [REQUEST, { url: '/v1/assessments?keep=ya' }], 400, 'query.type'],
    ['keep twice', [REQUEST, { url: '/v1/assessments?keep=true&keep=true' }], 400, 'query.type'],
    ['a list', [[1]], 422, 'type'],
    ['a body of 9 MB', [`"${'x'.repeat(9e6)}"`], 413, 'body.too_large'],
  ])('%s', async (_what, [payload, options], status, code) => {
    const response = await post(payload, options);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    const problem = response.json();
    expect(problem).toMatchObject({ status, instance: '/v1/assessments' });
    expect(problem.type).toMatch(/^urn:si-pejuang:problem:[a-z-]+$/);
    expect(problem.errors[0].code).toBe(code);
    expect(problem.errors[0].message.id).toBeTruthy();
    expect(problem.errors[0].message.en).toBeTruthy();
  });

  it('tells the size of a body that is too large, and the limit', async () => {
    const [fault] = (await post(`"${'x'.repeat(9e6)}"`)).json().errors;
    expect(fault.given).toBe('9000002 bytes');
    expect(fault.message.id).toContain('paling besar 8388608 bita');
    expect(fault.message.en).toContain('the limit is 8388608 bytes');
  });

  it('names the place of a fault in JSON', async () => {
    const response = await post('{\n  "parcel": 1,\n  "plan": oops\n}');
    expect(response.json().errors[0].message.en).toContain('line 3, column 11');
  });

  it('tells every problem of a request at once', async () => {
    const response = await post({
      ...REQUEST,
      activity: { kbli: '1' },
      building: { floors: -1 },
      luas: 3,
    });
    expect(response.statusCode).toBe(422);
    const codes = response.json().errors.map((e: { pointer: string }) => e.pointer);
    expect(codes.sort()).toEqual(['/activity/kbli', '/building/floors', '/luas']);
  });

  it('does not take a body that is compressed', async () => {
    const response = await test.app.inject({
      method: 'POST',
      url: '/v1/assessments',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      payload: Buffer.from([31, 139, 8, 0]),
    });
    expect(response.statusCode).toBe(415);
  });
});
