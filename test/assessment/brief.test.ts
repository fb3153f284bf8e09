import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess, assessBrief } from '../../src/assessment/index.ts';
import { openStore, type PlanStore } from '../../src/plan/store.ts';
import { answerCells } from '../../src/report/index.ts';
import { answer, answerBrief, parseRequest } from '../../src/request/index.ts';
import { allCases, storeFor, TODAY } from '../cases-runner.ts';

/** The columns of an answer in brief and in full, or the problems. */
function both(store: PlanStore, body: unknown, today: string): [unknown, unknown] {
  const brief = answerBrief(store, body, today);
  const whole = answer(store, body, today);
  const shown = (r: typeof brief | typeof whole) => (r.ok ? answerCells(r.value, 6) : r.problems);
  return [shown(brief), shown(whole)];
}

let opened: Promise<PlanStore> | null = null;

/** The demonstration plan, read once. */
function kupang(): Promise<PlanStore> {
  opened ??= openStore({ folders: ['data'], home: 'test/plans/no-home', snapshots: false });
  return opened;
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
    const store = await kupang();
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

  it('warns where a fine raster does, however little of the ground around the warning covers', async () => {
    const store = await kupang();
    const place = [123.6, 123.6001, -10.17, -10.1699] as const;
    const ring = [0, 1, 1, 0, 0].map((x, i) => [place[x]!, place[i > 1 && i < 4 ? 3 : 2]]);
    const body = { parcel: { type: 'Polygon', coordinates: [ring] } };
    const parsed = parseRequest(store, body, TODAY);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const { stack, parcel, proposal } = parsed.value;
    const plan = stack.plans.find((p) => p.rasters.some((r) => r.kind === 'index'))!;
    const index = plan.rasters.find((r) => r.kind === 'index')!;
    const classes = plan.rules.rasterClasses.filter((c) => c.raster === index.id);
    const harmless = classes.find((c) => c.result === 'lulus')!.from;
    const warns = classes.find((c) => c.result !== 'lulus')!.from;
    // One column of 8 m that warns, at the eastern border of a cell of 768 m, under the lot's last 1.5 m.
    const west = Math.floor(parcel.rings.xy[0]! / 768) * 768;
    const south = Math.floor(parcel.rings.xy[1]! / 768) * 768;
    const values = new Float32Array(400 * 400).fill(harmless);
    for (let row = 0; row < 400; row++) values[row * 400 + 200] = warns;
    const results = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((shift) => {
      const origin = [west + 765.5 - 1600, south + 765 + 1600 + shift] as const;
      const fine = { ...index, crs: stack.crs, width: 400, height: 400, values, origin };
      const rasters = plan.rasters.map((r) =>
        r === index ? { ...fine, pixel: [8, 8] as const } : r,
      );
      const plans = stack.plans.map((p) => (p === plan ? { ...p, rasters } : p));
      const [x, y] = [west + 755, south + 300];
      const xy = Float64Array.of(x, y, x + 12, y, x + 12, y + 20, x, y + 20);
      const lot = { ...parcel, rings: { xy, ends: Uint32Array.of(4) }, groundAreaM2: 240 };
      const options = { date: TODAY, binding: true };
      const answers = [assess, assessBrief].map((ask) =>
        ask({ ...stack, plans }, lot, proposal, options),
      );
      return answers.map((a) => a.findings.find((f) => f.rule === index.id)?.result);
    });
    expect(results).toEqual(Array(16).fill('bersyarat'));
  });
});
