import { beforeAll, describe, expect, it } from 'vitest';
import { crsByCode, transformer } from '../../src/formats/crs.ts';
import { areaOf } from '../../src/geometry/rings.ts';
import type { PlanStore } from '../../src/plan/store.ts';
import { type ParsedRequest, parseRequest } from '../../src/request/index.ts';
import { storeOf } from './a-store.ts';

const TODAY = '2026-01-15';
const SQUARE: [number, number][] = [
  [565010, 8875020],
  [565050, 8875020],
  [565050, 8875045],
  [565010, 8875045],
];

let store: PlanStore;
beforeAll(async () => {
  store = await storeOf('uji');
});

function parsed(body: unknown): ParsedRequest {
  const result = parseRequest(store, body, TODAY);
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 1));
  return result.value;
}

function square(code: string, digits: number): [number, number][] {
  const [from, to] = [crsByCode('EPSG:32751'), crsByCode(code)];
  if (!from.ok || !to.ok) throw new Error(code);
  const flat = transformer(from.value, to.value)(Float64Array.from(SQUARE.flat()));
  return SQUARE.map((_, i) => [
    Number(flat[2 * i]!.toFixed(digits)),
    Number(flat[2 * i + 1]!.toFixed(digits)),
  ]);
}

const polygon = (points: number[][]) => ({ type: 'Polygon', coordinates: [points] });

function dms(value: number, letters: [string, string]): string {
  const seconds = Math.abs(value) * 3600;
  const d = Math.floor(seconds / 3600);
  const m = Math.floor((seconds % 3600) / 60);
  const s = (seconds % 60).toFixed(5);
  return `${d}°${m}'${s}" ${value < 0 ? letters[0] : letters[1]}`;
}

describe('one parcel in every notation', () => {
  const notations: [string, () => Record<string, unknown>][] = [
    ['metres with their CRS', () => ({ parcel: polygon(SQUARE), crs: 'EPSG:32751' })],
    ['the CRS as a number', () => ({ parcel: polygon(SQUARE), crs: 32751 })],
    ['SRGI2013', () => ({ parcel: polygon(SQUARE), crs: 'EPSG:9491' })],
    ['DGN95', () => ({ parcel: polygon(SQUARE), crs: 'EPSG:23881' })],
    ['metres without a CRS', () => ({ parcel: polygon(SQUARE) })],
    ['TM-3 without a CRS', () => ({ parcel: polygon(square('EPSG:23840', 4)) })],
    ['web metres without a CRS', () => ({ parcel: polygon(square('EPSG:3857', 4)) })],
    ['degrees', () => ({ parcel: polygon(square('EPSG:4326', 10)) })],
    [
      'closed and the other way round',
      () => ({ parcel: polygon([...SQUARE, SQUARE[0]!].reverse()) }),
    ],
    ['with heights', () => ({ parcel: polygon(SQUARE.map((p) => [...p, 12.5])) })],
    ['a MultiPolygon', () => ({ parcel: { type: 'MultiPolygon', coordinates: [[SQUARE]] } })],
    [
      'a Feature',
      () => ({ parcel: { type: 'Feature', properties: { nama: 'x' }, geometry: polygon(SQUARE) } }),
    ],
    [
      'a FeatureCollection with a CRS',
      () => ({
        parcel: {
          type: 'FeatureCollection',
          crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::23840' } },
          features: [{ type: 'Feature', geometry: polygon(square('EPSG:23840', 4)) }],
        },
      }),
    ],
    [
      'WKT',
      () => ({ wkt: `POLYGON ((${[...SQUARE, SQUARE[0]!].map((p) => p.join(' ')).join(', ')}))` }),
    ],
    [
      'EWKT',
      () => ({
        wkt: `SRID=32751;MULTIPOLYGON(((${[...SQUARE, SQUARE[0]!].map((p) => p.join(' ')).join(',')})))`,
      }),
    ],
    ['corners in metres', () => ({ corners: SQUARE })],
    [
      'corners as decimals in a text',
      () => ({
        corners: square('EPSG:4326', 10)
          .map(([x, y]) => `${x}, ${y}`)
          .join('\n'),
      }),
    ],
    [
      'corners with decimal commas',
      () => ({
        corners: square('EPSG:4326', 10).map(([x, y]) => `${x}; ${y}`.replaceAll('.', ',')),
      }),
    ],
    [
      'DMS with LS and BT',
      () => ({
        corners: square('EPSG:4326', 10).map(
          ([x, y]) => `${dms(y, ['LS', 'LU'])} ${dms(x, ['BB', 'BT'])}`,
        ),
      }),
    ],
    [
      'DMS with S and E',
      () => ({
        corners: square('EPSG:4326', 10).map(
          ([x, y]) => `${dms(x, ['W', 'E'])}, ${dms(y, ['S', 'N'])}`,
        ),
      }),
    ],
  ];

  it.each(notations)('%s', (_name, body) => {
    const { parcel } = parsed(body());
    expect(areaOf(parcel.rings)).toBeCloseTo(1000, 1);
    expect(parcel.groundAreaM2).toBeCloseTo(1000.7, 1);
    const xs = Array.from(parcel.rings.xy).filter((_, i) => i % 2 === 0);
    expect(Math.min(...xs)).toBeCloseTo(565010, 2);
    expect(Math.max(...xs)).toBeCloseTo(565050, 2);
  });
});

describe('the CRS of a parcel', () => {
  it.each([
    [{ parcel: polygon(SQUARE), crs: 'EPSG:9491' }, 'EPSG:9491', false],
    [{ parcel: polygon(SQUARE) }, 'EPSG:32751', true],
    [
      { wkt: 'SRID=32751;POLYGON((565010 8875020,565050 8875020,565050 8875045,565010 8875020))' },
      'EPSG:32751',
      false,
    ],
  ])('is named, or assumed and said so', (body, crs, assumed) => {
    const { parcel } = parsed(body);
    expect([parcel.crs, parcel.crsAssumed]).toEqual([crs, assumed]);
  });

  it('of degrees without letters or a name is assumed; DMS names it', () => {
    const degrees = square('EPSG:4326', 10);
    expect(parsed({ parcel: polygon(degrees) }).parcel.crsAssumed).toBe(true);
    const lines = degrees.map(([x, y]) => `${dms(y, ['LS', 'LU'])} ${dms(x, ['BB', 'BT'])}`);
    expect(parsed({ corners: lines }).parcel.crsAssumed).toBe(false);
  });

  it('that two would fit is asked for', () => {
    // A second plan where the same numbers in the zone next door would fall.
    const [plan] = store.plans;
    const elsewhere = { ...plan!, manifest: { ...plan!.manifest, id: 'lain', crs: 'EPSG:32750' } };
    const two = Object.assign(Object.create(store) as PlanStore, { plans: [plan!, elsewhere] });
    const result = parseRequest(two, { parcel: polygon(SQUARE) }, TODAY);
    expect(result.ok ? [] : result.problems.map((p) => [p.code, p.pointer])).toEqual([
      ['crs.ambiguous', '/crs'],
    ]);
    expect(result.ok ? '' : result.problems[0]!.message.en).toContain('EPSG:32750');
  });
});

describe('the canonical request', () => {
  const canonical = (body: unknown) => parsed(body).canonical;

  it('is one for one question, whatever its notation', () => {
    const text = canonical({ parcel: polygon([...SQUARE, SQUARE[0]!]), crs: 'EPSG:32751' });
    expect(canonical({ crs: 32751, parcel: { type: 'Feature', geometry: polygon(SQUARE) } })).toBe(
      text,
    );
    expect(canonical({ corners: SQUARE, crs: 'EPSG:32751', date: TODAY, activity: null })).toBe(
      text,
    );
    expect(canonical({ parcel: polygon(SQUARE), crs: 'EPSG:32751', building: null })).toBe(text);
  });

  it('differs where the question does', () => {
    const base = { parcel: polygon(SQUARE), crs: 'EPSG:32751' };
    const texts = [
      base,
      { parcel: polygon(SQUARE) },
      { ...base, date: '2026-01-16' },
      { ...base, plan: 'uji-rdtr' },
      { ...base, activity: 'TOKO' },
      { ...base, activity: { kbli: '47111' } },
      { ...base, building: { floors: 1 } },
      { ...base, existing: { floors: 1 } },
      { ...base, deedAreaM2: 1000 },
      { ...base, stated: { frontEdges: [0] } },
    ].map(canonical);
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe('what else is asked', () => {
  const base = { parcel: polygon(SQUARE), crs: 'EPSG:32751' };

  it('takes activities as code, KBLI, text or list, as the table writes them', () => {
    const refs = (activity: unknown) => parsed({ ...base, activity }).proposal.activities;
    expect(refs({ kbli: '47111' })).toEqual([{ kind: 'kbli', kbli: '47111' }]);
    expect(refs('47111')).toEqual([{ kind: 'kbli', kbli: '47111' }]);
    expect(refs(['TOKO', { code: 'minimarket' }])).toEqual([
      { kind: 'code', code: 'TOKO' },
      { kind: 'code', code: 'MINIMARKET' },
    ]);
  });

  it('takes one building or several, drawn in the CRS of the request', () => {
    const drawn = polygon(
      SQUARE.map(([x, y]) => [565015 + (x - 565010) / 2, 8875022 + (y - 8875020) / 2]),
    );
    const { buildings, existing } = parsed({
      ...base,
      building: { footprint: drawn, footprintM2: 250.4 },
      existing: [{ floors: 1 }, {}],
    }).proposal;
    expect(areaOf(buildings[0]!.footprint!)).toBeCloseTo(250, 6);
    expect(existing.map((b) => b.floors)).toEqual([1, null]);
    expect(existing[0]!.footprint).toBeNull();
  });

  it('numbers the edges as the asker does, also where the ring has to be turned', () => {
    const south = (points: [number, number][], edge: number) => {
      const { parcel, proposal } = parsed({
        parcel: polygon(points),
        stated: { frontEdges: [edge] },
      });
      const i = proposal.stated.frontEdges![0]!;
      const n = parcel.rings.ends[0]!;
      return [parcel.rings.xy[2 * i + 1], parcel.rings.xy[2 * ((i + 1) % n) + 1]];
    };
    // The southern edge is the first of the ring, and the last but one of the reversed ring.
    expect(south(SQUARE, 0)).toEqual([8875020, 8875020]);
    expect(south([...SQUARE].reverse(), 2)).toEqual([8875020, 8875020]);
    expect(south([...SQUARE, SQUARE[0]!].reverse() as [number, number][], 3)).toEqual([
      8875020, 8875020,
    ]);
  });

  it('takes a deed that is larger than the drawing as the ground of figures', () => {
    expect(
      parsed({ ...base, deedAreaM2: 1040, building: { footprintM2: 1030 } }).proposal.deedAreaM2,
    ).toBe(1040);
    expect(
      parseRequest(store, { ...base, deedAreaM2: 2000, building: { footprintM2: 1030 } }, TODAY).ok,
    ).toBe(false);
  });
});
