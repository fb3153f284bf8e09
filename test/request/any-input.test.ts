import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { PlanStore } from '../../src/plan/store.ts';
import { answer, REQUEST_FIELDS } from '../../src/request/index.ts';
import { storeOf } from './a-store.ts';

let store: PlanStore;
beforeAll(async () => {
  store = await storeOf('uji');
});

const LOT = {
  type: 'Polygon',
  coordinates: [
    [
      [565010, 8875020],
      [565050, 8875020],
      [565050, 8875045],
      [565010, 8875045],
    ],
  ],
};

const SOUND: Record<string, unknown> = {
  parcel: LOT,
  crs: 'EPSG:32751',
  activity: [{ kbli: '47111' }, 'TOKO'],
  building: { footprintM2: 120, floors: 2, grossFloorAreaM2: 220, heightM: 8, footprint: LOT },
  existing: [{ footprintM2: 80 }],
  deedAreaM2: 990,
  stated: { roadClass: 'lokal', frontEdges: [0] },
  date: '2026-01-15',
  plan: 'uji-rdtr',
};

/** Whatever it is, it is answered or refused with problems that people can read; nothing is thrown. */
function isHandled(body: unknown): void {
  const result = answer(store, body, '2026-01-15');
  if (result.ok) return;
  expect(result.problems.length).toBeGreaterThan(0);
  expect(result.problems.length).toBeLessThan(300);
  for (const p of result.problems) {
    expect(p.message.id).not.toBe('');
    expect(p.message.en).not.toBe('');
    expect(p.pointer === '' || p.pointer.startsWith('/'), p.pointer).toBe(true);
  }
}

const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    1e308,
    -1e308,
    '',
    '__proto__',
    undefined,
  ),
);

it('handles any JSON', () => {
  fc.assert(fc.property(anything, isHandled), { numRuns: 300 });
});

it('handles anything in any field', () => {
  fc.assert(
    fc.property(fc.constantFrom(...REQUEST_FIELDS), anything, (field, value) => {
      isHandled({ ...SOUND, [field]: value });
    }),
    { numRuns: 500 },
  );
});

/** Every place in a value, as a list of steps. */
function placesIn(value: unknown, at: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, key]))];
}

function replaced(value: unknown, [step, ...rest]: (string | number)[], by: unknown): unknown {
  if (step === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  (copy as Record<string, unknown>)[step] = replaced(
    (value as Record<string, unknown>)[step],
    rest,
    by,
  );
  return copy;
}

it('handles anything at any depth of a sound request', () => {
  const places = placesIn(SOUND);
  fc.assert(
    fc.property(fc.constantFrom(...places), anything, (place, value) => {
      isHandled(replaced(SOUND, place, value));
    }),
    { numRuns: 800 },
  );
});

it('handles corners anywhere, and says the same twice', () => {
  const number = fc.oneof(
    fc.double({ noNaN: false }),
    fc.double({ min: 564900, max: 565300, noNaN: true }),
    fc.double({ min: 8874900, max: 8875300, noNaN: true }),
    fc.double({ min: 123.59, max: 123.61, noNaN: true }),
    fc.integer({ min: 565000, max: 565003 }),
  );
  const ring = fc.array(fc.tuple(number, number), { maxLength: 8 });
  fc.assert(
    fc.property(fc.array(ring, { maxLength: 3 }), (coordinates) => {
      const body = { parcel: { type: 'Polygon', coordinates } };
      isHandled(body);
      expect(answer(store, body, '2026-01-15')).toEqual(answer(store, body, '2026-01-15'));
    }),
    { numRuns: 400 },
  );
});

it('answers or refuses tiny rings on one spot', () => {
  const step = fc.integer({ min: 0, max: 3 });
  const point = fc.tuple(step, step).map(([x, y]) => [565010 + x / 4, 8875020 + y / 4]);
  fc.assert(
    fc.property(fc.array(point, { minLength: 3, maxLength: 7 }), (points) => {
      isHandled({
        parcel: { type: 'Polygon', coordinates: [points] },
        building: { footprint: { type: 'Polygon', coordinates: [points] } },
      });
    }),
    { numRuns: 400 },
  );
});
