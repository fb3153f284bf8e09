import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freeGeometry, geometryOf, geosIsValid } from '../../scripts/fuzz/geos.ts';
import { makeGroup, toRings as ringsOfShape } from '../../scripts/fuzz/pairs.ts';
import type { Shape } from '../../scripts/fuzz/shapes.ts';
import { memoryOf } from '../../src/geometry/kernel-memory.ts';
import { noHits } from '../../src/geometry/overlay-types.ts';
import { areaOf, packFeatures, type Rings } from '../../src/geometry/rings.ts';
import { buildTiledIndex, type TileLayout, tilesOver } from '../../src/geometry/tiled-index.ts';
import { createTiledOverlay } from '../../src/geometry/tiled-overlay.ts';
import {
  areasOf,
  boxArbitrary,
  groundArbitrary,
  HALF,
  overlayOf,
  PLACES,
  shiftTo,
  starArbitrary,
  tolerance,
  toRings,
} from './kernel-ground.ts';

const parcelArbitrary = fc.oneof(starArbitrary, boxArbitrary);
const placeArbitrary = fc.constantFrom(...PLACES);
const tileArbitrary = fc.constantFrom(64, 100, 150.5, 1000);

/** Zones in batches of three, over tiles that cover all of them. */
function tiledOver(zones: readonly Rings[], layout: TileLayout) {
  const batches = zones.flatMap((_, i) =>
    i % 3 === 0 ? [{ features: packFeatures(zones.slice(i, i + 3)), firstId: i }] : [],
  );
  return createTiledOverlay(buildTiledIndex(layout, () => batches));
}

/** More than the plan's square of 2 x HALF around a place. */
function layoutAt(place: readonly [number, number], size: number): TileLayout {
  const [x, y] = [place[0] - HALF - 20, place[1] - HALF - 20];
  return tilesOver([x, y, x + 2 * HALF + 40, y + 2 * HALF + 40], size);
}

describe('many tiles answer as one index', () => {
  test('any zones, parcels, places and tiles', () => {
    fc.assert(
      fc.property(
        groundArbitrary,
        parcelArbitrary,
        placeArbitrary,
        tileArbitrary,
        (ground, parcel, place, size) => {
          const zones = ground.zones.map((z) => toRings(z, shiftTo(place)));
          const rings = toRings(parcel, shiftTo(place));
          const one = areasOf(overlayOf(zones), rings, zones.length);
          const tiled = areasOf(tiledOver(zones, layoutAt(place, size)), rings, zones.length);
          const tiles = (2 * HALF) / size + 2;
          // What a tile leaves out as nothing may be missing once for each of them.
          const within = tolerance(rings, 0) + 1e-10 * tiles * tiles * areaOf(rings);
          one.forEach((area, z) => {
            expect(Math.abs(area - tiled[z]!), `zone ${z}: ${tiled[z]} for ${area}`).toBeLessThan(
              within,
            );
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  test('polygons and parcels of the fuzz command, four tiles', () => {
    for (let g = 0; g < 40; g++) {
      const group = makeGroup(3, g);
      // Parts of invalid polygons count negative, and each tile leaves out what sums to less than nothing.
      const polygons = group.polygons.filter(isValid).map(ringsOfShape);
      const one = overlayOf(polygons, group.cellSize);
      const layout = quarters(polygons);
      const batch = { features: packFeatures(polygons), firstId: 0 };
      const { cellSize } = group;
      const tiled = createTiledOverlay(buildTiledIndex(layout, () => [batch], { cellSize }));
      for (const parcel of group.parcels.filter(isValid).map(ringsOfShape)) {
        const expected = areasOf(one, parcel, polygons.length);
        const within = Math.max(1e-9 * areaOf(parcel), tolerance(parcel, 0));
        areasOf(tiled, parcel, polygons.length).forEach((area, f) => {
          const off = Math.abs(area - expected[f]!);
          expect(off, `group ${g}, polygon ${f}: ${area}`).toBeLessThanOrEqual(within);
        });
      }
    }
  });
});

test('shares of zones that tile the ground sum to the parcel across the sides of tiles', () => {
  fc.assert(
    fc.property(groundArbitrary, starArbitrary, tileArbitrary, (ground, parcel, size) => {
      const zones = ground.zones.map((z) => toRings(z, shiftTo(PLACES[1]!)));
      const rings = toRings(parcel, shiftTo(PLACES[1]!));
      const whole = areasOf(overlayOf(zones), rings, zones.length).slice(0, ground.tiles);
      const overlay = tiledOver(zones, layoutAt(PLACES[1]!, size));
      const tiled = areasOf(overlay, rings, zones.length).slice(0, ground.tiles);
      const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);
      expect(Math.abs(sum(whole) - sum(tiled))).toBeLessThan(1e-9 * areaOf(rings));
    }),
    { numRuns: 40 },
  );
});

test('many parcels at once, whatever their tiles, get the answers of one by one, in their order', () => {
  fc.assert(
    fc.property(
      groundArbitrary,
      fc.array(fc.oneof(parcelArbitrary, fc.constant([])), { maxLength: 30 }),
      tileArbitrary,
      fc.nat(),
      (ground, parcels, size, seed) => {
        const zones = ground.zones.map((z) => toRings(z, shiftTo(PLACES[1]!)));
        const overlay = tiledOver(zones, layoutAt(PLACES[1]!, size));
        const rings = parcels.map((parcel) => toRings(parcel, shiftTo(PLACES[1]!)));
        const from = seed % (rings.length + 1);
        const hits = noHits();
        overlay.queryMany(packFeatures(rings), hits, from);
        rings.slice(from).forEach((parcel, i) => {
          const count = overlay.query(parcel);
          const start = i === 0 ? 0 : hits.ends[i - 1]!;
          expect(hits.ends[i]! - start).toBe(count);
          expect(hits.ids.slice(start, hits.ends[i])).toEqual(overlay.ids.slice(0, count));
          expect(hits.areas.slice(start, hits.ends[i])).toEqual(overlay.areas.slice(0, count));
        });
      },
    ),
    { numRuns: 40 },
  );
});

test('more parcels than are sorted at once', () => {
  const overlay = tiledOver(
    [
      toRings([
        [
          [0, 0],
          [64, 0],
          [64, 64],
          [0, 64],
        ],
      ]),
    ],
    {
      ...{ originX: 0, originY: 0, tileWidth: 32, tileHeight: 32, cols: 2, rows: 2 },
    },
  );
  const count = 40_000;
  const parcels = packFeatures(
    Array.from({ length: count }, (_, i) => {
      const [x, y, s] = [(i * 7) % 60, (i * 11) % 61, 1 + (i % 3)];
      return toRings([
        [
          [x, y],
          [x + s, y],
          [x + s, y + s],
          [x, y + s],
        ],
      ]);
    }),
  );
  const hits = noHits();
  overlay.queryMany(parcels, hits, 10);
  expect(hits.ends[count - 11]).toBe(count - 10);
  for (let i = 0; i < count - 10; i++) {
    const side = 1 + ((i + 10) % 3);
    if (Math.abs(hits.areas[i]! - side * side) > 1e-12)
      expect(hits.areas[i], `${i}`).toBe(side * side);
  }
});

describe('by hand', () => {
  const square = (x: number, y: number, s: number): Rings =>
    toRings([
      [
        [x, y],
        [x + s, y],
        [x + s, y + s],
        [x, y + s],
      ],
    ]);
  const layout = { originX: 0, originY: 0, tileWidth: 100, tileHeight: 50, cols: 2, rows: 3 };

  test('a parcel astride four tiles; features keep their ids', () => {
    const overlay = tiledOver([square(500, 0, 9), square(10, 10, 130), square(90, 40, 30)], layout);
    expect(areasOf(overlay, square(80, 30, 40), 3)).toEqual([0, 1600, 900]);
    expect(overlay.query(square(80, 30, 40))).toBe(2);
  });

  test('tiles without features, parcels and features outside of the layout', () => {
    const index = buildTiledIndex(layout, () => [
      { features: packFeatures([square(-1000, -1000, 2), square(120, 120, 500)]), firstId: 4 },
    ]);
    expect(index.tiles.map((tile) => tile && [...tile.ids])).toEqual([
      null,
      null,
      null,
      null,
      null,
      [5],
    ]);
    const overlay = createTiledOverlay(index);
    expect(overlay.query(square(-50, -50, 10))).toBe(0);
    expect(overlay.query(square(1e6, 10, 10))).toBe(0);
    expect(areasOf(overlay, square(-1e5, -1e5, 3e5), 6)).toEqual([0, 0, 0, 0, 0, 80 * 30]);
  });

  test('a source is asked for one box a tile, and its batches are not kept', () => {
    const asked: unknown[] = [];
    buildTiledIndex(layout, (box) => {
      asked.push(box);
      return [];
    });
    expect(asked).toHaveLength(6);
    expect(asked[3]).toEqual([100, 50, 200, 100]);
  });

  test('a large tile lies in a memory of its own, where the kernel reads it', () => {
    const corners = Array.from({ length: 120_000 }, (_, i) => {
      const angle = (2 * Math.PI * i) / 120_000;
      const radius = i % 2 === 0 ? 2000 : 1990;
      return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
    });
    const batch = { features: packFeatures([toRings([corners])]), firstId: 0 };
    const sides = { originX: -2048, originY: -2048, tileWidth: 2048, tileHeight: 4096 };
    const index = buildTiledIndex({ ...sides, cols: 2, rows: 1 }, () => [batch]);
    const memories = index.tiles.map((tile) => memoryOf(tile!.index.blocks));
    expect(memories.every((memory) => memory !== null)).toBe(true);
    expect(memories[0]).not.toBe(memories[1]);
    const overlay = createTiledOverlay(index);
    expect(areasOf(overlay, square(-10, -10, 20), 1)).toEqual([400]);
    const whole = areaOf(toRings([corners]));
    expect(areasOf(overlay, square(-3000, -3000, 6000), 1)[0]).toBeCloseTo(whole, 4);
  });

  test('tiles in equal parts, no larger than asked for, reach the end of the box', () => {
    const { cols, rows, tileWidth, tileHeight } = tilesOver([0.5, 0, 1000.5, 300], 400);
    expect([cols, rows]).toEqual([3, 1]);
    expect(tileWidth * cols).toBeGreaterThan(1000.5);
    expect(tileHeight * rows).toBeGreaterThan(300);
  });
});

/** Four tiles that meet in the middle of the polygons, and reach beyond them. */
function quarters(polygons: readonly Rings[]): TileLayout {
  const { xy } = packFeatures(polygons);
  const xs = xy.filter((_, i) => i % 2 === 0);
  const ys = xy.filter((_, i) => i % 2 === 1);
  const half = (values: Float64Array) => (Math.max(...values) - Math.min(...values)) * 0.75;
  const middle = (values: Float64Array) => (Math.max(...values) + Math.min(...values)) / 2;
  const [tileWidth, tileHeight] = [half(xs), half(ys)];
  const [originX, originY] = [middle(xs) - tileWidth, middle(ys) - tileHeight];
  return { originX, originY, tileWidth, tileHeight, cols: 2, rows: 2 };
}

function isValid(shape: Shape): boolean {
  const geometry = geometryOf(shape);
  const valid = geosIsValid(geometry);
  freeGeometry(geometry);
  return valid;
}
