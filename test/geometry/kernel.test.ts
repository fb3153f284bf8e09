import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildCellIndex } from '../../src/geometry/cell-index.ts';
import { areaOf, packFeatures, perimeterOf, type Rings } from '../../src/geometry/rings.ts';
import { geosArea, geosIsValid, geosOverlayArea } from './geos-oracle.ts';
import { bothKernels } from './kernel-both.ts';
import {
  areasOf,
  boxArbitrary,
  type Ground,
  groundArbitrary,
  HALF,
  type Move,
  makeGround,
  overlayOf,
  PLACES,
  type Point,
  shiftTo,
  starArbitrary,
  tolerance,
  toRings,
} from './kernel-ground.ts';

const placeArbitrary = fc.constantFrom(...PLACES);
const parcelArbitrary = fc.oneof(starArbitrary, boxArbitrary);

/** Every feature's area against GEOS's, for one parcel. */
function expectAsGeos(ground: Ground, parcel: readonly (readonly Point[])[], place: Point): void {
  const zones = ground.zones.map((z) => toRings(z, shiftTo(place)));
  const rings = toRings(parcel, shiftTo(place));
  const areas = areasOf(overlayOf(zones), rings, zones.length);
  // Snapping makes an outline cross itself now and then; GEOS has no answer for that.
  if (!geosIsValid(rings)) return;
  zones.forEach((zone, z) => {
    if (!geosIsValid(zone)) return;
    const expected = geosOverlayArea('Intersection', zone, rings);
    const within = tolerance(rings, areaOf(rings));
    expect(Math.abs(areas[z]! - expected), `zone ${z}: ${areas[z]} for ${expected}`).toBeLessThan(
      within,
    );
  });
}

/** Corners that move by `noise` change no area by more than that times the outline. */
function expectContinuous(
  ground: Ground,
  before: readonly (readonly Point[])[],
  after: readonly (readonly Point[])[],
  noise: number,
  place: Point,
): void {
  const zones = ground.zones.map((z) => toRings(z, shiftTo(place)));
  const overlay = overlayOf(zones);
  const still = toRings(before, shiftTo(place));
  const moved = toRings(after, shiftTo(place));
  const a = [...areasOf(overlay, still, zones.length)];
  const b = [...areasOf(overlay, moved, zones.length)];
  const within = 2 * noise * perimeterOf(still) + tolerance(still, areaOf(still));
  a.forEach((area, z) => {
    expect(Math.abs(area - b[z]!), `zone ${z}: ${area} and ${b[z]}`).toBeLessThan(within);
  });
}

describe('areas against GEOS', () => {
  test('concave parcels with holes, anywhere', () => {
    fc.assert(fc.property(groundArbitrary, parcelArbitrary, placeArbitrary, expectAsGeos), {
      numRuns: 120,
    });
  });

  test('parcels along borders: corners of zones as corners, zones as parcels', () => {
    const picks = fc.array(fc.nat(), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(groundArbitrary, picks, placeArbitrary, (ground, [i, j, k], place) => {
        const corner = (n: number) => ground.vertices[n % ground.vertices.length]!;
        const triangle = turnedLeft([corner(i!), corner(j!), corner(k!)]);
        if (areaOf(toRings([triangle])) > 1e-3) expectAsGeos(ground, [triangle], place);
        expectAsGeos(ground, ground.zones[i! % ground.tiles]!, place);
      }),
      { numRuns: 60 },
    );
  });

  test('a parcel of many parts, larger than the plan', () => {
    const ground = makeGround([0.1, 0.9, 0.2, 0.8, 0.5], [0.3, 0.9, 0.1, 0.6, 0.4], 0);
    const parts = [-400, -100, 20, 130, 500].map((x) => box(x, -700, 90, 1400));
    for (const place of PLACES) {
      expectAsGeos(ground, parts, place);
      expectAsGeos(ground, [box(-5000, -5000, 10_000, 10_000)], place);
      expectAsGeos(
        ground,
        [box(-5000, -5000, 10_000, 10_000), box(-9, -9, 18, 18).reverse()],
        place,
      );
    }
  });

  test('a border of thousands of vertices, as feature and as parcel', () => {
    const blob = (n: number, radius: number, wave: number): Point[] =>
      Array.from({ length: n }, (_, i) => {
        const a = (2 * Math.PI * i) / n;
        const r = radius * (1 + 0.3 * Math.sin(wave * a) + 0.02 * Math.sin(211 * a));
        return [r * Math.cos(a) + 37, r * Math.sin(a) - 11];
      });
    const zones = [[blob(5000, 400, 7)], [blob(3000, 300, 5), blob(800, 90, 3).reverse()]];
    const ground = { zones, tiles: 0, vertices: [] };
    for (const place of PLACES) {
      expectAsGeos(ground, [blob(4000, 350, 9)], place);
      expectAsGeos(ground, zones[0]!, place);
      expectAsGeos(ground, zones[1]!, place);
    }
  });
});

test('very many corners in few cells, across borders and along one of as many', () => {
  const wheel = (n: number, radius: number, x: number, y: number): Point[] =>
    Array.from({ length: n }, (_, i) => {
      const a = (2 * Math.PI * i) / n;
      const r = radius * (1 + 0.1 * Math.sin(5 * a) + 0.02 * Math.sin((n / 7) * a));
      return [x + r * Math.cos(a), y + r * Math.sin(a)];
    });
  const ground = makeGround([0.1, 0.9, 0.2, 0.8, 0.5], [0.3, 0.9, 0.1, 0.6, 0.4], 0);
  const dense = { ...ground, zones: [...ground.zones, [wheel(6000, 40, 7, -5)]] };
  for (const place of PLACES) {
    for (const n of [300, 1000, 6000]) {
      expectAsGeos(dense, [wheel(n, 40, 7, -5)], place);
      expectAsGeos(dense, [wheel(n, 3, 70, 20)], place);
      expectAsGeos(dense, [wheel(n, 50, -20, 40), wheel(n, 20, -25, 35).reverse()], place);
    }
  }
});

describe('awkward outlines against GEOS', () => {
  test('borders that nearly coincide', () => {
    const noises = fc.constantFrom(1e-9, 1e-8, 1e-6, 1e-4, 1e-3);
    const shifts = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
      minLength: 100,
      maxLength: 100,
    });
    fc.assert(
      fc.property(groundArbitrary, fc.nat(), noises, shifts, placeArbitrary, (...given) => {
        const [ground, pick, noise, shift, place] = given;
        let k = 0;
        const parcel = ground.zones[pick % ground.tiles]!.map((ring) =>
          ring.map(
            ([x, y]): Point => [x + noise * shift[k++ % 100]!, y + noise * shift[k++ % 99]!],
          ),
        );
        // GEOS snaps such noise away, at the cost of 1e-9 of the area and now and then of all of it.
        expectContinuous(ground, ground.zones[pick % ground.tiles]!, parcel, noise, place);
      }),
      { numRuns: 60 },
    );
  });

  test('needles, spikes of no width, holes that touch, parts that touch', () => {
    const ground = makeGround([0.1, 0.9, 0.2, 0.8, 0.5], [0.3, 0.9, 0.1, 0.6, 0.4], 0);
    const needle: Point[] = [
      [-140, -90],
      [140, 90],
      [140, 90 + 1e-6],
    ];
    const bowTie: Point[][] = [
      [
        [0, 0],
        [-40, 30],
        [-40, -30],
      ],
      [
        [0, 0],
        [40, -30],
        [40, 30],
      ],
    ];
    const hole: Point[] = [
      [-60, 0],
      [0, 20],
      [0, -20],
    ];
    for (const place of PLACES) {
      expectAsGeos(ground, [needle], place);
      expectAsGeos(ground, bowTie, place);
      expectAsGeos(ground, [box(-60, -60, 120, 120), hole], place);
      const zones = ground.zones.map((z) => toRings(z, shiftTo(place)));
      const plain = toRings([box(-60, -60, 120, 120)], shiftTo(place));
      const spike: Point[] = [
        [60, 10],
        [130, 10],
        [60, 10],
      ];
      const [a, b, c, d] = box(-60, -60, 120, 120) as [Point, Point, Point, Point];
      const spiked = toRings([[a, b, ...spike, c, d]], shiftTo(place));
      const overlay = overlayOf(zones);
      const expected = areasOf(overlay, plain, zones.length);
      areasOf(overlay, spiked, zones.length).forEach((area, z) => {
        expect(Math.abs(area - expected[z]!)).toBeLessThan(tolerance(plain, 0));
      });
    }
  });
});

describe('laws', () => {
  test('more corners on the same sides change no area', () => {
    fc.assert(
      fc.property(groundArbitrary, boxArbitrary, placeArbitrary, (ground, parcel, place) => {
        const zones = ground.zones.map((z) => toRings(z, shiftTo(place)));
        const overlay = overlayOf(zones);
        const rings = toRings(parcel, shiftTo(place));
        const fine = toRings(
          parcel.map((ring) => halved(halved(halved(halved(ring))))),
          shiftTo(place),
        );
        const areas = areasOf(overlay, rings, zones.length);
        const finer = areasOf(overlay, fine, zones.length);
        finer.forEach((area, z) => {
          const within = Math.max(tolerance(rings, 0, 8), leftOut(rings));
          expect(Math.abs(area - areas[z]!)).toBeLessThanOrEqual(within);
        });
      }),
      { numRuns: 80 },
    );
  });

  test('shares of a tiling sum to the parcel, whatever lies outside', () => {
    const inside = toRings([box(-HALF, -HALF, 2 * HALF, 2 * HALF)]);
    fc.assert(
      fc.property(groundArbitrary, parcelArbitrary, placeArbitrary, (ground, parcel, place) => {
        const zones = ground.zones.map((z) => toRings(z, shiftTo(place)));
        const rings = toRings(parcel, shiftTo(place));
        const areas = areasOf(overlayOf(zones), rings, zones.length);
        const sum = areas.slice(0, ground.tiles).reduce((a, b) => a + b, 0);
        const expected = geosOverlayArea('Intersection', toRings(parcel), inside);
        expect(Math.abs(sum - expected)).toBeLessThan(tolerance(rings, areaOf(rings)));
      }),
      { numRuns: 100 },
    );
  });

  test('moving, turning and mirroring everything changes no area', () => {
    fc.assert(
      fc.property(
        groundArbitrary,
        parcelArbitrary,
        placeArbitrary,
        fc.double({ min: 0, max: 7, noNaN: true }),
        fc.boolean(),
        (ground, parcel, place, turn, mirror) => {
          const { zones } = ground;
          const areas = areasMoved(zones, parcel, (p) => p);
          const moved = areasMoved(zones, parcel, motion(turn, mirror, place), mirror);
          const there = toRings(parcel, motion(turn, mirror, place));
          const within = tolerance(there, 0, 8);
          zones.forEach((_, z) => {
            const close = Math.abs(areas[z]! - moved[z]!) <= Math.max(within, leftOut(there));
            expect(close, `zone ${z}: ${areas[z]} became ${moved[z]}`).toBe(true);
          });
        },
      ),
      { numRuns: 120 },
    );
  });

  test('order of the features and size of the cells change no area', () => {
    fc.assert(
      fc.property(groundArbitrary, parcelArbitrary, placeArbitrary, (ground, parcel, place) => {
        const zones = ground.zones.map((z) => toRings(z, shiftTo(place)));
        const rings = toRings(parcel, shiftTo(place));
        const areas = areasOf(overlayOf(zones), rings, zones.length);
        // A border is summed as its first owner has it.
        const back = areasOf(overlayOf([...zones].reverse()), rings, zones.length).reverse();
        const sizes = [8, 64, 1024].map((size) => overlayOf(zones, size));
        for (const other of [back, ...sizes.map((of) => areasOf(of, rings, zones.length))]) {
          other.forEach((area, z) => {
            const difference = Math.abs(area - areas[z]!);
            expect(difference).toBeLessThanOrEqual(
              Math.max(1e-13 * HALF * HALF, tolerance(rings, 0), leftOut(rings)),
            );
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  test('an index that was written and read again gives the same', () => {
    const ground = makeGround([0.1, 0.9, 0.2, 0.8, 0.5], [0.3, 0.9, 0.1, 0.6, 0.4], 0);
    const zones = ground.zones.map((z) => toRings(z, shiftTo(PLACES[1]!)));
    const parcel = toRings([box(-60, -50, 111, 90)], shiftTo(PLACES[1]!));
    const index = buildCellIndex(packFeatures(zones));
    const expected = areasOf(bothKernels(index), parcel, zones.length);
    const read = deserialize(serialize(index)) as typeof index;
    expect(areasOf(bothKernels(read), parcel, zones.length)).toEqual(expected);
    const cloned = structuredClone(index);
    expect(areasOf(bothKernels(cloned), parcel, zones.length)).toEqual(expected);
    const shared = new Float64Array(new SharedArrayBuffer(index.blocks.byteLength));
    shared.set(index.blocks);
    const sharing = bothKernels({ ...index, blocks: shared });
    expect(areasOf(sharing, parcel, zones.length)).toEqual(expected);
  });
});

describe('by hand', () => {
  const square = (x: number, y: number, s: number): Rings => toRings([box(x, y, s, s)]);

  test('cells, corners and borders of whole numbers give whole areas', () => {
    const overlay = overlayOf([square(0, 0, 96), square(96, 0, 96), square(32, 32, 64)]);
    expect(areasOf(overlay, square(32, 32, 32), 3)).toEqual([1024, 0, 1024]);
    expect(areasOf(overlay, square(64, 0, 64), 3)).toEqual([2048, 2048, 1024]);
    expect(areasOf(overlay, square(-10, -10, 20), 3)).toEqual([100, 0, 0]);
    expect(areasOf(overlay, square(0, 0, 96), 3)).toEqual([9216, 0, 4096]);
  });

  test('a parcel that touches along an edge or at a corner has nothing in common', () => {
    const overlay = overlayOf([square(0, 0, 96)]);
    expect(overlay.query(square(96, 0, 32))).toBe(0);
    expect(overlay.query(square(96, 96, 32))).toBe(0);
    expect(overlay.query(square(-32, 10, 32))).toBe(0);
  });

  test('outside the grid on every side', () => {
    const overlay = overlayOf([square(0, 0, 96)]);
    for (const [x, y] of [
      [500, 0],
      [-500, 0],
      [0, 500],
      [0, -500],
      [1e7, 1e7],
    ] as const) {
      expect(overlay.query(square(x, y, 10))).toBe(0);
    }
    expect(overlay.query(square(-1e6, -1e6, 2e6))).toBe(0 + 1);
    expect(overlay.areas[0]).toBe(9216);
  });

  test('no features, no rings, no area: no hits', () => {
    expect(overlayOf([]).query(square(0, 0, 10))).toBe(0);
    const overlay = overlayOf([square(0, 0, 96)]);
    expect(overlay.query(toRings([]))).toBe(0);
    expect(
      overlay.query(
        toRings([
          [
            [1, 1],
            [5, 5],
            [9, 9],
          ],
        ]),
      ),
    ).toBe(0);
    expect(
      overlay.query({ xy: Float64Array.of(NaN, 1, 2, NaN, 3, 4), ends: Uint32Array.of(3) }),
    ).toBe(0);
  });

  test('the number of hits may exceed what the buffers held', () => {
    const many = Array.from({ length: 500 }, (_, i) => square(i / 10, 0, 10));
    const overlay = overlayOf(many);
    expect(overlay.query(square(-100, -100, 400))).toBe(500);
    expect(Array.from(overlay.areas.subarray(0, 500)).every((a) => Math.abs(a - 100) < 1e-9)).toBe(
      true,
    );
  });

  test('features that are all the same, more than an edge has owners', () => {
    for (const at of [0, 8_800_000]) {
      const same = Array.from({ length: 300 }, () => square(at + 5, at + 5, 50));
      const overlay = overlayOf([...same, square(at + 55, at + 5, 50)]);
      const areas = areasOf(overlay, square(at + 50, at, 10), 301);
      expect(areas).toEqual(Array.from({ length: 301 }, () => 25));
    }
  });

  test('rings that cover ground twice count it twice, inverted ones not at all', () => {
    const twice = toRings([box(0, 0, 200, 200), box(0, 0, 200, 200)]);
    const inverted = toRings([box(0, 0, 200, 200).reverse()]);
    const overlay = overlayOf([twice, inverted]);
    expect(areasOf(overlay, square(50, 50, 10), 2)).toEqual([200, 0]);
    expect(areasOf(overlay, square(-50, -50, 400), 2)).toEqual([80_000, 0]);
  });

  test('a province gets larger cells instead of more memory', () => {
    const index = buildCellIndex(packFeatures([square(0, 0, 400_000), square(10_000, 10_000, 7)]));
    expect(index.cells.length).toBeLessThanOrEqual(4_000_000);
    const areas = areasOf(bothKernels(index), square(9_999, 9_999, 3), 2);
    expect(areas).toEqual([9, 4]);
    expect(geosArea(square(0, 0, 3))).toBe(9);
  });
});

function box(x: number, y: number, w: number, h: number): Point[] {
  return [
    [x, y],
    [x + w, y],
    [x + w, y + h],
    [x, y + h],
  ];
}

/** The ring with the middle of each side as one corner more. */
function halved(ring: readonly Point[]): Point[] {
  return ring.flatMap((p, i) => {
    const q = ring[(i + 1) % ring.length]!;
    return [p, [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2] as const];
  });
}

function turnedLeft(ring: Point[]): Point[] {
  return areaOf(toRings([ring])) < 0 ? [...ring].reverse() : ring;
}

function motion(turn: number, mirror: boolean, place: Point): Move {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return ([x, y]) => {
    const mx = mirror ? -x : x;
    return [place[0] + mx * cos - y * sin, place[1] + mx * sin + y * cos];
  };
}

function areasMoved(
  zones: readonly (readonly (readonly Point[])[])[],
  parcel: readonly (readonly Point[])[],
  move: Move,
  mirrored = false,
): number[] {
  const place = (polygon: readonly (readonly Point[])[]) =>
    toRings(mirrored ? polygon.map((ring) => [...ring].reverse()) : polygon, move);
  return areasOf(overlayOf(zones.map(place)), place(parcel), zones.length);
}

/** What a query may leave out as nothing. */
function leftOut(parcel: Rings): number {
  return 2e-10 * Math.abs(areaOf(parcel));
}
