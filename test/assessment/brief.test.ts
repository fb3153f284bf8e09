import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openStore, type PlanStore } from '../../src/plan/store.ts';
import { answerCells } from '../../src/report/index.ts';
import { answer, answerBrief } from '../../src/request/index.ts';
import { allCases, storeFor, TODAY } from '../cases-runner.ts';

/** The columns of an answer in brief and in full, or the problems. */
function both(store: PlanStore, body: unknown, today: string): [unknown, unknown] {
  const brief = answerBrief(store, body, today);
  const whole = answer(store, body, today);
  const shown = (r: typeof brief | typeof whole) => (r.ok ? answerCells(r.value, 6) : r.problems);
  return [shown(brief), shown(whole)];
}

describe('an answer in brief', () => {
  it('is that of the whole answer in every case worked by hand, with and without building and activity', async () => {
    for (const { one } of allCases()) {
      const store = await storeFor(one.plans);
      const today = one.today ?? TODAY;
      const forms: unknown[] = [one.request];
      if (typeof one.request === 'object' && one.request !== null && !Array.isArray(one.request)) {
        const { building: _, existing: __, ...use } = one.request as Record<string, unknown>;
        const { activity: ___, ...place } = use;
        forms.push(use, place);
      }
      for (const body of forms) {
        const [brief, whole] = both(store, body, today);
        expect(brief, one.name).toEqual(whole);
      }
    }
  });

  it('is that of the whole answer anywhere on the demonstration plan, whatever came before', async () => {
    const store = await openStore({
      folders: ['data'],
      home: 'test/plans/no-home',
      snapshots: false,
    });
    const codes = store.plans.flatMap((p) => [...(p.rules.activities?.keys() ?? [])]);
    const [west, south, east, north] = [123.55, -10.22, 123.68, -10.13];
    const near = fc.double({ min: -1, max: 1, noNaN: true });
    const request = fc.record({
      lon: fc.double({ min: west, max: east, noNaN: true }),
      lat: fc.double({ min: south, max: north, noNaN: true }),
      size: fc.double({ min: 3e-5, max: 8e-4, noNaN: true }),
      corners: fc.array(fc.tuple(near, near), { minLength: 4, maxLength: 4 }),
      code: fc.option(fc.constantFrom(...codes)),
      deed: fc.option(fc.integer({ min: 50, max: 5000 })),
    });
    fc.assert(
      fc.property(request, ({ lon, lat, size, corners, code, deed }) => {
        const [sw, se, ne, nw] = corners.map(([x, y], i) => {
          const [dx, dy] = [i === 1 || i === 2 ? 1 : -1, i > 1 ? 1 : -1];
          return [lon + size * (dx + x / 3), lat + size * (dy + y / 3)];
        });
        const body = {
          parcel: { type: 'Polygon', coordinates: [[sw, se, ne, nw, sw]] },
          ...(code === null ? {} : { activity: { code } }),
          ...(deed === null ? {} : { deedAreaM2: deed }),
        };
        const [brief, whole] = both(store, body, TODAY);
        expect(brief).toEqual(whole);
      }),
      { seed: 5, numRuns: 1500 },
    );
  });
});
