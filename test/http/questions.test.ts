import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/plan/store.ts';
import { storeOf } from '../request/a-store.ts';
import { openApp, REQUEST, type TestApp } from './an-app.ts';

/* The further questions: where, options, what-if. Expected values are worked by hand from the tables of test/plans. */

// biome-ignore lint/suspicious/noExplicitAny: answers are JSON from outside
type Json = any;

let test: TestApp;
let fits: (name: string, value: unknown) => void;
beforeAll(async () => {
  test = await openApp({ store: await storeOf('uji', 'uji-draft', 'uji-rtrw', 'uji-syarat') });
  const api = (await test.app.inject('/openapi.json')).json();
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(api, 'api');
  fits = (name, value) => {
    const validate = ajv.compile({ $ref: `api#/components/schemas/${name}` });
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  };
});
afterAll(() => test.close());

async function post(url: string, payload: object, headers = {}) {
  return test.app.inject({ method: 'POST', url, payload, headers });
}

const WHERE = '/v1/plans/uji-rdtr/where';
const zone = (answer: Json, code: string) => answer.zones.find((z: Json) => z.code === code);
const rules = (list: Json) =>
  Object.fromEntries(list.map((f: Json) => [f.check ?? f.rule, f.result]));

describe('POST /v1/plans/{id}/where', () => {
  it('classes each zone code by the use table and tells forbidden ground apart', async () => {
    const response = await post(WHERE, { activity: { kbli: '47111' } });
    expect(response.statusCode).toBe(200);
    const answer = response.json();
    fits('Where', answer);
    const classes = Object.fromEntries(answer.zones.map((z: Json) => [z.code, z.class]));
    // The row MINIMARKET of itbx.csv; PL-3 is silent as a whole and KT has no column.
    expect(classes).toMatchObject({
      'K-1': 'conditional',
      'R-2': 'not',
      'K-2': 'allowed',
      'C-1': 'allowed',
      'C-2': 'not',
      'RTH-1': 'not',
      'K-4': 'conditional',
      'PL-3': 'unknown',
      KT: 'unknown',
    });
    // HL covers x 100..200 and 240..242 from y 1250 to 1300 of K-1: 5,100 m².
    const k1 = zone(answer, 'K-1');
    expect(k1.forbidden).toMatchObject([{ id: 'hutan:HL', effect: 'forbid_all', areaM2: 5100 }]);
    expect(k1.freeM2 + k1.forbiddenM2 + k1.contestedM2).toBeCloseTo(k1.areaM2, 2);
    expect(k1.conditions.map((c: Json) => c.code)).toEqual(['T1', 'B2']);
    expect(k1.findings[0].sources).toEqual([{ plan: 'uji-rdtr', file: 'itbx.csv', line: 4 }]);
    expect(answer.notAssessed).toContain('kkop');
    expect(answer.notAssessed).not.toContain('hutan');
  });

  it('counts classes so that all zones are in one of them', async () => {
    const answer = (await post(WHERE, { activity: 'TOKO' })).json();
    const sum = (f: string) =>
      Object.values(answer.classes).reduce((s: number, c: Json) => s + c[f], 0);
    expect(sum('zones')).toBe(answer.zones.length);
    const map = (await test.app.inject('/v1/plans/uji-rdtr/zones')).json();
    const whole = map.zones.reduce((s: number, z: Json) => s + z.areaM2, 0);
    expect(sum('areaM2')).toBeCloseTo(whole, 1);
  });

  it('judges height and floors without a parcel, ratios only with its size', async () => {
    const building = { ...REQUEST.building, floors: 3, heightM: 11, basementM2: 0 };
    const bare = (await post(WHERE, { building })).json();
    expect(rules(zone(bare, 'K-1').findings)).toEqual({
      height: 'lulus',
      floors: 'lulus',
      basement_floors: 'lulus',
    });
    // R-2 allows 10 m and 2 floors.
    expect(rules(zone(bare, 'R-2').findings)).toMatchObject({ height: 'tidak', floors: 'tidak' });
    expect(zone(bare, 'R-2').class).toBe('not');
    expect(bare.notAssessed).toEqual(expect.arrayContaining(['use', 'kdb', 'klb', 'parcel_min']));
    // 120 m² on 180 m² is 67 % of at most 60 %, the same figures as an assessment has.
    const small = (await post(WHERE, { building, parcelM2: 180 })).json();
    const kdb = zone(small, 'K-1').findings.find((f: Json) => f.rule === 'kdb');
    expect(kdb).toMatchObject({ result: 'tidak', limit: 0.6, change: { amount: 12, unit: 'm2' } });
    expect(small.notAssessed).not.toContain('kdb');
    const wide = (await post(WHERE, { building, parcelM2: 1000 })).json();
    expect(rules(zone(wide, 'K-1').findings)).toMatchObject({ kdb: 'lulus', parcel_min: 'lulus' });
    expect(zone(wide, 'K-1').class).toBe('allowed');
  });

  it('leaves out figures that were not given, and says so', async () => {
    const answer = (await post(WHERE, { building: { floors: 2 } })).json();
    expect(rules(zone(answer, 'K-1').findings)).toEqual({ floors: 'lulus' });
    expect(answer.notAssessed).toContain('height');
    // A blank cell is unknown whether or not the figure was given.
    expect(zone(answer, 'SPU-1').class).toBe('unknown');
  });

  it('counts ground that forbids buildings only where a building is asked about', async () => {
    const use = zone((await post(WHERE, { activity: 'RUMAH' })).json(), 'P-1');
    const built = zone(
      (await post(WHERE, { activity: 'RUMAH', building: { floors: 1 } })).json(),
      'P-1',
    );
    expect(use.forbiddenM2).toBe(0);
    expect(built.forbiddenM2).toBe(built.areaM2);
    expect(built.freeM2).toBe(0);
  });

  it('draws the zones with their class, by page and box', async () => {
    const ask = async (query: string) =>
      post(`${WHERE}?${query}`, { activity: 'TOKO' }, { accept: 'application/geo+json' });
    const response = await ask('simplify=0');
    expect(response.headers['content-type']).toContain('application/geo+json');
    const all = response.json();
    expect(all.numberReturned).toBe(all.features.length);
    expect(all.where.classes.allowed.zones).toBeGreaterThan(0);
    const page = (await ask('simplify=0&limit=2&offset=1')).json();
    expect(page.features).toEqual(all.features.slice(1, 3));
    expect(page.numberMatched).toBe(all.numberMatched);
    const [lon, lat] = all.features[0].geometry.coordinates[0][0];
    const box = (await ask(`bbox=${lon},${lat},${lon + 1e-7},${lat + 1e-7}`)).json();
    expect(box.numberMatched).toBeLessThan(all.numberMatched);
    expect(box.features.map((f: Json) => f.id)).toContain(all.features[0].id);
    for (const f of all.features) {
      expect(f.properties.class).toMatch(/^(allowed|conditional|not|unknown)$/);
      expect(f.geometry.coordinates[0][0]).toEqual(f.geometry.coordinates[0].at(-1));
    }
  });

  it.each([
    // Checks of test/plans/uji-syarat/condition_checks.csv, each the only one of its activity.
    ['A-LUAS', { areaM2: 150 }, {}, 'conditional'],
    ['A-LUAS', { areaM2: 300 }, {}, 'not'],
    ['A-JAM', { hours: { from: '08:00', to: '20:00' } }, {}, 'conditional'],
    ['A-JAM', { hours: { from: '05:00', to: '23:00' } }, {}, 'not'],
    ['A-BIDANG', {}, {}, 'conditional'],
    ['A-BIDANG', {}, { parcelM2: 400 }, 'not'],
    ['A-BIDANG', {}, { parcelM2: 700 }, 'conditional'],
    ['A-PORSI', { areaM2: 300 }, {}, 'conditional'],
    ['A-PORSI', { areaM2: 300 }, { parcelM2: 1000 }, 'not'],
    ['A-BLOK', {}, {}, 'conditional'],
    ['A-RADIUS', {}, {}, 'conditional'],
    ['A-JARAK', {}, {}, 'conditional'],
    ['A-JALAN', {}, {}, 'conditional'],
    ['A-JALAN', {}, { stated: { roadClass: 'lokal' } }, 'not'],
    ['A-KETAT', {}, { building: { floors: 3, footprintM2: 900 } }, 'not'],
    ['A-KETAT', {}, { building: { floors: 2, footprintM2: 900 } }, 'conditional'],
    ['A-ANEH', {}, {}, 'unknown'],
    ['A-RUSAK', {}, {}, 'unknown'],
  ])('%s %j %j: %s', async (code, facts, more, expected) => {
    const payload = { activity: { code, ...facts }, ...more };
    const answer = (await post('/v1/plans/uji-syarat/where', payload)).json();
    expect(zone(answer, 'K-1').class, JSON.stringify(answer)).toBe(expected);
  });

  it('says of each zone what an assessment says of a parcel in it', async () => {
    // The clean block of test/plans/uji: one zone every 100 m, far from water, roads and overlays.
    const codes = ['K-1', 'R-2', 'K-2', 'R-3', 'C-1', 'C-2', 'SPU-1', 'SPU-2', 'RTH-1', 'PL-3'];
    const building = { ...REQUEST.building, basementM2: 0, basementFloors: 0 };
    const asked = { activity: { kbli: '47111' }, building };
    const where = (await post(WHERE, { ...asked, parcelM2: 1000 })).json();
    const shared = ['use', 'condition', 'kdb', 'klb', 'kdh', 'ktb', 'height', 'floors'];
    const list = [...shared, 'basement_floors', 'parcel_min'];
    for (const [i, code] of codes.entries()) {
      const x = 565030 + 100 * i;
      const wkt = `POLYGON((${x} 8875030,${x + 40} 8875030,${x + 40} 8875055,${x} 8875055,${x} 8875030))`;
      const request = { ...asked, wkt, crs: 'EPSG:32751', plan: 'uji-rdtr' };
      const { findings } = (await post('/v1/assessments', request)).json();
      const real = findings.filter((f: Json) => list.includes(f.rule) && f.scope === code);
      const whole = findings.filter((f: Json) => list.includes(f.rule) && f.scope === 'parcel');
      const said = (f: Json) => `${f.rule} ${f.result} ${f.limit} ${f.use}`;
      const expected = [...real, ...whole].map(said);
      // Where the parcel is refused as a whole there is no building to judge.
      const found = zone(where, code).findings.map(said);
      expect(found.slice(0, expected.length), code).toEqual(expected);
    }
  });

  it('says what a draft would say, bound to nothing', async () => {
    const answer = (await post('/v1/plans/uji-draft/where', { activity: 'TOKO' })).json();
    expect(answer).toMatchObject({ binding: false, plan: { id: 'uji-draft' } });
    expect((await post(WHERE, { activity: 'TOKO' })).json().binding).toBe(true);
  });

  it('tells all that is wrong at once', async () => {
    const problems = async (url: string, payload: object, headers = {}) => {
      const response = await post(url, payload, headers);
      return [
        response.statusCode,
        response.json().errors.map((e: Json) => `${e.code} ${e.pointer}`),
      ];
    };
    expect(await problems(WHERE, {})).toEqual([422, ['where.nothing_asked /activity']]);
    const bad = {
      parcel: REQUEST.parcel,
      activity: { code: 'TOKKO' },
      building: { floors: -1 },
      parcelM2: 'x',
      stated: { roadClass: 'tol' },
    };
    expect((await problems(WHERE, bad))[1]).toEqual(
      expect.arrayContaining([
        'field.unknown /parcel',
        'activity.unknown /activity/code',
        'negative /building/floors',
        'type /parcelM2',
        'stated.road_class /stated/roadClass',
      ]),
    );
    const drawn = { building: { footprint: REQUEST.parcel } };
    expect(await problems(WHERE, drawn)).toEqual([422, ['where.footprint /building/footprint']]);
    expect((await problems('/v1/plans/x/where', {}))[0]).toBe(404);
    expect((await problems(`${WHERE}?bbox=1,2,3&limit=0`, {}))[1]).toEqual([
      'query.type ?bbox',
      'query.type ?limit',
    ]);
    expect((await problems(WHERE, {}, { accept: 'text/html' }))[0]).toBe(406);
  });
});

describe('POST /v1/assessments/options', () => {
  const OPTIONS = '/v1/assessments/options';
  const place = { parcel: REQUEST.parcel, crs: REQUEST.crs };

  it('lists every activity of the plan by its class', async () => {
    const answer = (await post(OPTIONS, place)).json();
    fits('Options', answer);
    const classes = Object.fromEntries(answer.activities.map((a: Json) => [a.code, a.class]));
    // The column K-1 of itbx.csv, faults included.
    expect(classes).toEqual({
      RUMAH: 'I',
      TOKO: 'I',
      MINIMARKET: 'TB',
      ECERAN: 'B',
      PERDAGANGAN: 'I',
      WARUNG: 'T',
      RESTORAN: 'T',
      BENGKEL: 'unknown',
      HOTEL: 'T',
      GUDANG: 'unknown',
      KLINIK: 'TB',
      LAUNDRY: 'unknown',
      KARAOKE: 'X',
      SPBU: 'unknown',
      MUSEUM: 'I',
    });
    expect(answer.counts).toEqual({ I: 4, T: 3, B: 1, TB: 2, X: 1, unknown: 4 });
    const shop = answer.activities.find((a: Json) => a.code === 'TOKO');
    expect(shop.kbli).toEqual([{ code: '47711', title: expect.stringContaining('PAKAIAN') }]);
    expect(answer.conditions.map((c: Json) => c.code).sort()).toEqual(['B1', 'B2', 'T1', 'T2']);
  });

  it('searches, filters by section and class, and pages', async () => {
    const codes = async (query: string) =>
      (await post(`${OPTIONS}?${query}`, place)).json().activities.map((a: Json) => a.code);
    expect((await codes('q=pakaian'))[0]).toBe('TOKO');
    expect((await codes('section=I')).sort()).toEqual(['HOTEL', 'RESTORAN', 'WARUNG']);
    expect(await codes('class=X')).toEqual(['KARAOKE']);
    const first = await codes('limit=4');
    expect([...first, ...(await codes('limit=4&offset=4'))]).toEqual(await codes('limit=8'));
    const wrong = await post(`${OPTIONS}?section=Z&class=Y`, place);
    expect(wrong.json().errors.map((e: Json) => e.pointer)).toEqual(['?section', '?class']);
    expect((await post(OPTIONS, {})).json().errors[0].pointer).toBe('/parcel');
  });

  it('gives the worst over the parts, without those where everything is forbidden', async () => {
    // K-1 up to x 100, R-2 from there; the forest HL forbids all from y 1250 up at x 100..200.
    const square = (x0: number, y0: number, x1: number, y1: number) => ({
      wkt: `POLYGON((${[
        [x0, y0],
        [x1, y0],
        [x1, y1],
        [x0, y1],
        [x0, y0],
      ]
        .map(([x, y]) => `${565000 + x!} ${8875000 + y!}`)
        .join(',')}))`,
      crs: 'EPSG:32751',
    });
    const both = (await post(OPTIONS, square(80, 20, 120, 80))).json();
    const market = both.activities.find((a: Json) => a.code === 'MINIMARKET');
    expect(market.class).toBe('X');
    expect(market.parts.map((p: Json) => [p.part, p.use]).sort()).toEqual([
      ['K-1', 'TB'],
      ['R-2', 'X'],
    ]);
    const forest = (await post(OPTIONS, square(120, 1260, 160, 1290))).json();
    expect(forest.counts.X).toBe(forest.total);
    const half = (await post(OPTIONS, square(120, 1210, 160, 1290))).json();
    expect(half.refusedParts).toEqual(['K-1/hutan:HL']);
    expect(half.counts.I).toBe(4);
  });
});

describe('POST /v1/assessments/what-if', () => {
  const WHAT_IF = '/v1/assessments/what-if';
  const variants = [
    { name: 'dua lantai' },
    { name: 'lima lantai', building: { ...REQUEST.building, floors: 5, heightM: 20 } },
    { name: 'salah', building: { floors: -1 } },
    { activity: 'KARAOKE' },
    { building: null },
  ];

  it('answers each as an assessment of its own, and marks what differs from the first', async () => {
    const response = await post(WHAT_IF, { ...REQUEST, variants });
    expect(response.statusCode).toBe(200);
    const answer = response.json();
    fits('WhatIf', answer);
    fits('WhatIfRequest', { ...REQUEST, variants: variants.slice(0, 2) });
    const alone = (await post('/v1/assessments', REQUEST)).json();
    expect(answer.variants[0].assessment).toEqual(alone);
    expect(answer.comparedWith).toBe(0);
    expect(answer.variants[0].differences).toBeUndefined();
    const five = answer.variants[1];
    expect(five.assessment).toEqual(
      (await post('/v1/assessments', { ...REQUEST, building: variants[1]!.building })).json(),
    );
    const changed = five.differences.findings.map((f: Json) => [
      f.rule,
      f.was.result,
      f.now.result,
    ]);
    expect(changed).toEqual([
      ['height', 'lulus', 'tidak'],
      ['floors', 'lulus', 'tidak'],
    ]);
    expect(answer.variants[3].verdict).toBe('tidak_sesuai');
    const use = answer.variants[3].differences.findings.find((f: Json) => f.rule === 'use');
    expect(use).toMatchObject({ was: { use: 'TB' }, now: { use: 'X', activity: 'KARAOKE' } });
    expect(answer.variants[4].assessment.asked).toEqual(['use']);
  });

  it('points at what is wrong with a variant and loses none of the others', async () => {
    const answer = (await post(WHAT_IF, { ...REQUEST, variants: [...variants, 5] })).json();
    expect(answer.variants).toHaveLength(6);
    expect(answer.variants[2].problems).toMatchObject([
      { code: 'negative', pointer: '/variants/2/building/floors' },
    ]);
    expect(answer.variants[5].problems[0].pointer).toBe('/variants/5');
    const later = (await post(WHAT_IF, { ...REQUEST, variants: [5, {}, {}] })).json();
    expect(later.comparedWith).toBe(1);
    expect(later.variants[2].differences).toEqual({ verdict: null, findings: [] });
  });

  it('refuses what is wrong with all of them', async () => {
    const pointers = async (payload: object) => {
      const response = await post(WHAT_IF, payload);
      return [response.statusCode, response.json().errors.map((e: Json) => e.pointer)];
    };
    expect(await pointers({ variants: [{}] })).toEqual([422, ['/parcel']]);
    expect(await pointers(REQUEST)).toEqual([422, ['/variants']]);
    const many = Array.from({ length: 51 }, () => ({}));
    expect(await pointers({ ...REQUEST, variants: many })).toEqual([422, ['/variants']]);
    expect(await pointers({ ...REQUEST, wariants: [] })).toEqual([422, ['/wariants', '/variants']]);
  });
});

describe('the demonstration plan', () => {
  it('answers while other requests go on', async () => {
    const home = mkdtempSync(join(tmpdir(), 'si-pejuang-where-'));
    const store = await openStore({ folders: ['data/kupang'], home, apart: false });
    const { app, close } = await openApp({ store });
    const order: string[] = [];
    const asked = app
      .inject({
        method: 'POST',
        url: '/v1/plans/kupang-rdtr/where',
        payload: { activity: { kbli: '47111' }, building: { floors: 2, heightM: 8 } },
      })
      .then((r) => {
        order.push('where');
        return r;
      });
    const alive = await app.inject('/health');
    order.push('health');
    expect(alive.statusCode).toBe(200);
    const answer = (await asked).json();
    expect(order).toEqual(['health', 'where']);
    expect(answer.demonstration).toBe(true);
    fits('Where', answer);
    const blocks = answer.zones.flatMap((z: Json) => z.blocks);
    expect(blocks.length).toBeGreaterThan(0);
    for (const z of answer.zones) {
      const parts = z.freeM2 + z.forbiddenM2 + z.contestedM2;
      expect(Math.abs(parts - z.areaM2)).toBeLessThan(1 + 1e-6 * z.areaM2);
    }
    await close();
    rmSync(home, { recursive: true });
  });
});
