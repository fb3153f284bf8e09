import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openStore } from '../src/plan/store.ts';
import { answer } from '../src/request/answer.ts';
import { lawBreaks } from './verdict-law.ts';

const folder = (name: string) => fileURLToPath(new URL(`./plans/${name}`, import.meta.url));
const store = await openStore({
  folders: [folder('uji'), folder('uji-rtrw')],
  home: folder('no-home'),
  snapshots: false,
});

type Corner = [number, number];

/** A turned rectangle anywhere over the test plans, corners on centimetres, not only on borders. */
const parcel = fc
  .record({
    x: fc.integer({ min: -20_000, max: 160_000 }),
    y: fc.oneof(
      fc.integer({ min: 0, max: 10_000 }),
      fc.integer({ min: 28_000, max: 42_000 }),
      fc.integer({ min: 70_000, max: 90_000 }),
      fc.integer({ min: 120_000, max: 130_000 }),
      fc.integer({ min: 150_000, max: 160_000 }),
    ),
    width: fc.integer({ min: 100, max: 9_000 }),
    depth: fc.integer({ min: 100, max: 6_000 }),
    turn: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 3.1, noNaN: true })),
  })
  .map(({ x, y, width, depth, turn }) => {
    const corner = (u: number, v: number): Corner => [
      565_000 + Math.round(x + u * Math.cos(turn) - v * Math.sin(turn)) / 100,
      8_875_000 + Math.round(y + u * Math.sin(turn) + v * Math.cos(turn)) / 100,
    ];
    const ring = [corner(0, 0), corner(width, 0), corner(width, depth), corner(0, depth)];
    return { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
  });

const activity = fc.constantFrom('RUMAH', 'TOKO', 'MINIMARKET', 'GUDANG', 'HOTEL', 'KARAOKE');
const building = fc.record(
  {
    footprintM2: fc.integer({ min: 0, max: 400 }),
    floors: fc.integer({ min: 1, max: 4 }),
    heightM: fc.integer({ min: 3, max: 14 }),
    basementM2: fc.constant(0),
    greenM2: fc.integer({ min: 0, max: 400 }),
  },
  { requiredKeys: [] },
);
const request = fc.record(
  {
    parcel,
    crs: fc.constant('EPSG:32751'),
    activity: fc.oneof(
      activity.map((code) => ({ code })),
      fc
        .uniqueArray(activity, { minLength: 2, maxLength: 3 })
        .map((l) => l.map((code) => ({ code }))),
    ),
    building,
  },
  { requiredKeys: ['parcel', 'crs'] },
);

it('every verdict follows from parts and findings by the words of the law', () => {
  fc.assert(
    fc.property(request, (body) => {
      const result = answer(store, body, '2026-01-15');
      // Figures that contradict each other are refused; that is for other tests.
      if (result.ok) expect(lawBreaks(result.value)).toEqual([]);
    }),
    { numRuns: 2000, seed: 20260115 },
  );
});

it('the same request gives the same bytes', () => {
  fc.assert(
    fc.property(request, (body) => {
      const once = JSON.stringify(answer(store, body, '2026-01-15'));
      expect(JSON.stringify(answer(store, structuredClone(body), '2026-01-15'))).toBe(once);
    }),
    { numRuns: 100, seed: 20260115 },
  );
});
