import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceToOutline, pointInRings } from '../../src/geometry/distance.ts';
import {
  approachPieces,
  lowestOver,
  type ObstaclePiece,
  type Runway,
  stripEndsHull,
  transitionPieces,
} from '../../src/geometry/obstacle-surfaces.ts';
import {
  type Clearance,
  clearanceOver,
  type GroundModel,
} from '../../src/geometry/obstacle-surfaces-ground.ts';
import {
  areaInConvex,
  edgesOf,
  lowestInCell,
} from '../../src/geometry/obstacle-surfaces-lowest.ts';
import { areaOf, boxOf, type Rings, ringsFrom } from '../../src/geometry/rings.ts';

/**
 * The runway of all tests: 2,400 m along x from (0, 0), level at 105 m; strip 60 m beyond each end
 * and 300 m wide. Numbers of the surfaces, so that a test can name which one was found.
 */
const [APPROACH, TRANSITION, INNER, CONICAL, OUTER] = [0, 1, 2, 3, 4];
const REFERENCE = 105;
const SLOPE_7 = 1 / 7;

type Place = (x: number, y: number) => [number, number];
const plain: Place = (x, y) => [x, y];

function runwayAt(place: Place, elevationA = 105, elevationB = 105): Runway {
  const [ax, ay] = place(0, 0);
  const [bx, by] = place(2400, 0);
  return {
    a: { x: ax, y: ay, elevationM: elevationA },
    b: { x: bx, y: by, elevationM: elevationB },
    beyondM: 60,
    stripWidthM: 300,
  };
}

const approach = {
  innerWidthM: 300,
  divergence: 0.15,
  sections: [
    { lengthM: 3000, slope: 0.016 },
    { lengthM: 3600, slope: 0.025 },
    { lengthM: 8400, slope: 0 },
  ],
};

function surfacesOf(runway: Runway): ObstaclePiece[] {
  const hull = stripEndsHull([runway]);
  const top = REFERENCE + 45;
  const transition = { slope: SLOPE_7, topM: top, approachA: approach, approachB: approach };
  return [
    ...approachPieces(APPROACH, runway, 'a', approach),
    ...approachPieces(APPROACH, runway, 'b', approach),
    ...transitionPieces(TRANSITION, runway, transition),
    { kind: 'radial', surface: INNER, hull, from: 0, to: 4000, height: top, slope: 0 },
    { kind: 'radial', surface: CONICAL, hull, from: 4000, to: 6000, height: top, slope: 0.05 },
    { kind: 'radial', surface: OUTER, hull, from: 0, to: 15_000, height: 255, slope: 0 },
  ];
}

const level = surfacesOf(runwayAt(plain));
const at = (x: number, y: number, pieces = level) => lowestOver(pieces, x, y);

describe('the surfaces over a point, worked by hand', () => {
  it.each<[string, number, number, number, number]>([
    // The strip ends at x = 2,460: 1,000 m beyond it, 105 + 1,000 x 1.6 %.
    ['approach, 1,000 m beyond the strip', 3460, 0, APPROACH, 121],
    ['approach of the other end', -1060, 0, APPROACH, 121],
    // At 1,000 m its half width is 150 + 15 % of 1,000 = 300.
    ['approach, at its side', 3460, 299.9, APPROACH, 121],
    // 105 + 48 = 153 at 3,000 m is above the inner horizontal of 150.
    ['inner horizontal under the approach', 5460, 0, INNER, 150],
    // Second section: 105 + 48 + 2,000 x 2.5 % = 203; conical there: 5,000 m from the strip: 150 + 50.
    ['conical under the second section', 7460, 0, CONICAL, 200],
    // Third section, 12,000 m beyond the strip: 105 + 48 + 90 = 243, below the outer 255.
    ['approach far out, below the outer horizontal', 14_460, 0, APPROACH, 243],
    ['the strip itself', 1200, 0, TRANSITION, 105],
    ['the strip beyond the runway', 2430, 149, TRANSITION, 105],
    // 70 m from the side of the strip, 1 in 7.
    ['transition beside the runway', 1200, 220, TRANSITION, 115],
    ['transition on the other side', 1200, -220, TRANSITION, 115],
    // Its top: 45 x 7 = 315 m from the side.
    ['transition at its top', 1200, 150 + 315, TRANSITION, 150],
    // Beside the approach: 121 there, 70 m further out 10 m higher.
    ['transition beside the approach', 3460, 370, TRANSITION, 131],
    ['inside 4 km', 1200, 3000, INNER, 150],
    ['the edge of 4 km', 1200, 3999.9, INNER, 150],
    ['conical at 5 km', 1200, 5000, CONICAL, 200],
    // Beyond 6 km the conical surface has ended at 250.
    ['outer at 8 km', 1200, 8000, OUTER, 255],
    ['outer at 14.9 km', 1200, -14_900, OUTER, 255],
  ])('%s', (_name, x, y, surface, heightM) => {
    const found = at(x, y)!;
    expect(found.heightM).toBeCloseTo(heightM, 9);
    if (y !== 465) expect(found.surface).toBe(surface);
  });

  it('has nothing beyond 15 km', () => {
    expect(at(1200, 15_001)).toBeNull();
    expect(at(-15_061, 0)).toBeNull();
  });

  it('follows a runway whose ends differ in height', () => {
    const pieces = surfacesOf(runwayAt(plain, 105, 117));
    // Middle of the strip; a quarter of the way, 70 m off its side; 1,000 m beyond each strip end.
    expect(at(1200, 0, pieces)!.heightM).toBeCloseTo(111, 9);
    expect(at(600, 220, pieces)!.heightM).toBeCloseTo(118, 9);
    expect(at(3460, 0, pieces)!.heightM).toBeCloseTo(133, 9);
    expect(at(-1060, 0, pieces)!.heightM).toBeCloseTo(121, 9);
  });

  it('joins two runways by common tangents', () => {
    const second: Runway = {
      a: { x: 0, y: 3000, elevationM: 105 },
      b: { x: 2400, y: 3000, elevationM: 105 },
      beyondM: 60,
      stripWidthM: 150,
    };
    const hull = stripEndsHull([runwayAt(plain), second]);
    const inner: ObstaclePiece = {
      kind: 'radial',
      surface: INNER,
      hull,
      from: 0,
      to: 4000,
      height: 150,
      slope: 0,
    };
    // Between the runways, 4,000 m west of both strips' ends: each alone would leave it out.
    expect(at(-4059.9, 1500, [inner])).not.toBeNull();
    expect(at(-4060.1, 1500, [inner])).toBeNull();
    expect(at(1200, 1500, [inner])!.heightM).toBe(150);
  });
});

const unit = fc.double({ min: 0, max: 1, noNaN: true });
/** A point within 15 km, half of them near the runway where the surfaces meet. */
const somewhere = fc.record({ x: unit, y: unit, near: fc.boolean() }).map(({ x, y, near }) => {
  const reach = near ? 1200 : 9000;
  return [near ? 2200 + 1400 * x : 1200 + reach * (2 * x - 1), reach * (2 * y - 1)] as const;
});

describe('laws of the surfaces', () => {
  it('is the same on both sides of the axis and of the middle', () => {
    fc.assert(
      fc.property(somewhere, ([x, y]) => {
        const here = at(x, y)!.heightM;
        expect(at(x, -y)!.heightM).toBeCloseTo(here, 8);
        expect(at(2400 - x, y)!.heightM).toBeCloseTo(here, 8);
      }),
      { numRuns: 500 },
    );
  });

  it('has no jump where its surfaces meet', () => {
    // Only the conical surface ends in a jump, from 250 to 255, and the sides of the approach above 150.
    const steepest = SLOPE_7 * Math.hypot(1, 0.15) + 0.016;
    fc.assert(
      fc.property(somewhere, unit, unit, ([x, y], turn, step) => {
        const length = 20 * step;
        const angle = 2 * Math.PI * turn;
        const a = at(x, y)!.heightM;
        const b = at(x + length * Math.cos(angle), y + length * Math.sin(angle))!.heightM;
        if (a > 150 || b > 150) return;
        expect(Math.abs(a - b)).toBeLessThanOrEqual(steepest * length + 1e-6);
      }),
      { numRuns: 2000 },
    );
  });

  it('turns and moves with the runway', () => {
    fc.assert(
      fc.property(somewhere, unit, unit, ([x, y], turn, move) => {
        const angle = 2 * Math.PI * turn;
        const place: Place = (px, py) => [
          570_000 + 5000 * move + px * Math.cos(angle) - py * Math.sin(angle),
          8_875_000 - 5000 * move + px * Math.sin(angle) + py * Math.cos(angle),
        ];
        const moved = surfacesOf(runwayAt(place, 105, 111));
        const still = surfacesOf(runwayAt(plain, 105, 111));
        const [mx, my] = place(x, y);
        expect(at(mx, my, moved)!.heightM).toBeCloseTo(at(x, y, still)!.heightM, 5);
      }),
      { numRuns: 300 },
    );
  });
});

/** Ground of 10 m cells from (x0, y1) on, with the value of each cell's middle. */
function ground(
  x0: number,
  y1: number,
  width: number,
  height: number,
  valueAt: (x: number, y: number) => number,
): GroundModel {
  const values = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      values[row * width + column] = valueAt(x0 + 10 * column + 5, y1 - 10 * row - 5);
    }
  }
  const grid = { origin: [x0, y1], pixel: [10, 10], width, height, values } as const;
  return { grid, polygon: null, toSurfaces: (xy) => xy };
}

function box(x0: number, y0: number, x1: number, y1: number): Rings {
  return ringsFrom([
    [
      [
        [x0, y0],
        [x1, y0],
        [x1, y1],
        [x0, y1],
      ],
    ],
  ]);
}

function known(clearance: Clearance): Extract<Clearance, { state: 'known' }> {
  if (clearance.state !== 'known') throw new Error(`it is ${clearance.state}`);
  return clearance;
}

describe('the height that is left over ground', () => {
  it('is the surface less the ground', () => {
    const found = known(
      clearanceOver(
        level,
        box(1180, 3000, 1200, 3020),
        ground(1000, 3100, 40, 20, () => 90),
      ),
    );
    expect(found).toMatchObject({ allowedM: 60, surface: INNER, surfaceM: 150, groundM: 90 });
  });

  it('is least where the approach enters the parcel', () => {
    // x 3,460..3,520: the approach is 121 at its near edge, on whatever cell that lies.
    const parcel = box(3460, -10, 3520, 10);
    const found = known(
      clearanceOver(
        level,
        parcel,
        ground(3400, 50, 20, 10, () => 100),
      ),
    );
    expect(found.allowedM).toBeCloseTo(21, 9);
    expect(found.at[0]).toBe(3460);
    expect(found.surface).toBe(APPROACH);
  });

  it('looks at the common ground of cell and parcel, not at the whole cell', () => {
    const parcel = box(3467, -3, 3469, 3);
    const found = known(
      clearanceOver(
        level,
        parcel,
        ground(3400, 50, 20, 10, () => 100),
      ),
    );
    expect(found.allowedM).toBeCloseTo(21 + 7 * 0.016, 9);
    expect(found.at[0]).toBe(3467);
  });

  it('finds the cell where high ground outweighs a low surface', () => {
    const hill = ground(3400, 50, 20, 10, (x, y) => (x > 3500 && y > 0 ? 110 : 100));
    const found = known(clearanceOver(level, box(3460, -10, 3520, 10), hill));
    // The cell from 3,500 on: 105 + 1,040 x 1.6 % = 121.64, less 110.
    expect(found.allowedM).toBeCloseTo(11.64, 9);
    expect(found.groundM).toBe(110);
  });

  it('is nearest to the strip on the conical surface, also in the middle of an edge', () => {
    const parcel = box(2300, 5000, 2600, 5040);
    const found = known(
      clearanceOver(
        level,
        parcel,
        ground(2200, 5100, 60, 20, () => 80),
      ),
    );
    expect(found.allowedM).toBeCloseTo(120, 9);
    expect(found.at[1]).toBe(5000);
  });

  it('does not pass over a lower cell that is a little stricter', () => {
    // Conical: 200.5 - 90.4 = 110.1 in the further cell, 200 - 90 = 110 in the nearer one.
    const steps = ground(1000, 5100, 40, 20, (_x, y) => (y > 5010 ? 90.4 : 90));
    const found = known(clearanceOver(level, box(1200, 5000, 1210, 5020), steps));
    expect(found.allowedM).toBeCloseTo(110, 9);
    // The edge of the outer surface, 15,000 m from the strip, runs through the parcel.
    const edge = ground(1000, 15_100, 40, 20, () => 90);
    expect(clearanceOver(level, box(1200, 14_999, 1250, 15_050), edge).state).toBe('known');
  });

  it('sees a runway that lies wholly inside the ground', () => {
    // All sides are 8 km and more away from the strip; the inner horizontal lies in the middle.
    const polygon = box(-10_000, -8500, 12_000, 8500);
    const cell = [-11_000, -9000, 13_000, -9000, 13_000, 9000, -11_000, 9000];
    const radial = level.filter((piece) => piece.kind === 'radial');
    const found = lowestInCell(radial, { cell, polygon, edges: edgesOf(polygon) });
    expect(found).toMatchObject({ surface: INNER, heightM: 150 });
  });

  it('falls below nothing where the ground pierces the surface', () => {
    const found = known(
      clearanceOver(
        level,
        box(1180, 3000, 1200, 3020),
        ground(1000, 3100, 40, 20, () => 163),
      ),
    );
    expect(found.allowedM).toBeCloseTo(-13, 9);
  });

  it('is free beyond all surfaces, with or without ground', () => {
    expect(clearanceOver(level, box(1180, 16_000, 1200, 16_020), null)).toEqual({ state: 'free' });
  });

  it('is unknown without ground, with a cell that has no value, and beyond the grid', () => {
    const parcel = box(1180, 3000, 1205, 3020);
    expect(clearanceOver(level, parcel, null).state).toBe('unknown');
    const hole = ground(1000, 3100, 40, 20, (x) => (x > 1200 ? Number.NaN : 90));
    const inHole = clearanceOver(level, parcel, hole);
    expect(inHole.state).toBe('unknown');
    expect('at' in inHole && inHole.at[0]).toBeGreaterThanOrEqual(1200);
    const small = ground(1000, 3100, 20, 20, () => 90);
    expect(clearanceOver(level, parcel, small)).toMatchObject({
      state: 'unknown',
      at: [1205, 3000],
    });
  });

  it('does not ask for cells that the parcel only touches', () => {
    const parcel = box(1180, 3000, 1200, 3020);
    const around = ground(1000, 3100, 40, 20, (x, y) =>
      x > 1180 && x < 1200 && y > 3000 && y < 3020 ? 90 : Number.NaN,
    );
    expect(known(clearanceOver(level, parcel, around)).allowedM).toBe(60);
  });

  it('does not ask for ground in a hole of the parcel', () => {
    const parcel = ringsFrom([
      [
        [
          [1100, 3000],
          [1200, 3000],
          [1200, 3100],
          [1100, 3100],
        ],
        [
          [1130, 3030],
          [1130, 3070],
          [1170, 3070],
          [1170, 3030],
        ],
      ],
    ]);
    const inHole = (x: number, y: number) => x > 1130 && x < 1170 && y > 3030 && y < 3070;
    const ringed = ground(1000, 3200, 40, 40, (x, y) => (inHole(x, y) ? Number.NaN : 90));
    expect(known(clearanceOver(level, parcel, ringed)).allowedM).toBe(60);
  });
});

/** A star near the end of the strip, where all low surfaces meet. */
const star = fc
  .record({
    corners: fc.array(unit, { minLength: 3, maxLength: 12 }),
    x: unit,
    y: unit,
    size: fc.integer({ min: 5, max: 120 }),
  })
  .map(({ corners, x, y, size }) =>
    ringsFrom([
      [
        corners.map((share, i): [number, number] => {
          const angle = (2 * Math.PI * i) / corners.length;
          const r = size * (0.2 + 0.8 * share);
          return [2300 + 900 * x + r * Math.cos(angle), -500 + 1000 * y + r * Math.sin(angle)];
        }),
      ],
    ]),
  )
  .filter((rings) => areaOf(rings) > 1);

const hilly = (base: number) =>
  ground(2000, 800, 160, 160, (x, y) => base + 3 * Math.sin(x / 37) + 2 * Math.cos(y / 23));

/** Not in a sliver of 1 µm: a cell that no more of the parcel reaches counts as not met. */
const clearlyWithin = (x: number, y: number, rings: Rings) =>
  pointInRings(x, y, rings) && distanceToOutline(x, y, rings) > 2e-6;

describe('laws of the height that is left', () => {
  it('is never more than at any point of the parcel, and reached at the point that it names', () => {
    const model = hilly(95);
    fc.assert(
      fc.property(
        star,
        fc.array(fc.tuple(unit, unit), { minLength: 40, maxLength: 40 }),
        (rings, shares) => {
          const found = known(clearanceOver(level, rings, model));
          const [minX, minY, maxX, maxY] = boxOf(rings.xy);
          for (const [sx, sy] of shares) {
            const [x, y] = [minX + sx * (maxX - minX), minY + sy * (maxY - minY)];
            if (!clearlyWithin(x, y, rings)) continue;
            const left = at(x, y)!.heightM - valueAt(model, x, y);
            expect(left).toBeGreaterThanOrEqual(found.allowedM - 1e-6);
          }
          expect(at(found.at[0], found.at[1])!.heightM).toBeLessThanOrEqual(found.surfaceM + 1e-4);
          expect(found.surfaceM - found.groundM).toBeCloseTo(found.allowedM, 9);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('nor on the conical surface', () => {
    const model = ground(2000, 6000, 160, 160, (x, y) => 95 + 3 * Math.sin(x / 37 + y / 23));
    fc.assert(
      fc.property(
        star,
        fc.array(fc.tuple(unit, unit), { minLength: 40, maxLength: 40 }),
        (low, shares) => {
          const rings = { ...low, xy: low.xy.map((v, i) => (i % 2 === 0 ? v : v + 5200)) };
          const found = known(clearanceOver(level, rings, model));
          const [minX, minY, maxX, maxY] = boxOf(rings.xy);
          for (const [sx, sy] of shares) {
            const [x, y] = [minX + sx * (maxX - minX), minY + sy * (maxY - minY)];
            if (!clearlyWithin(x, y, rings)) continue;
            const left = at(x, y)!.heightM - valueAt(model, x, y);
            expect(left).toBeGreaterThanOrEqual(found.allowedM - 1e-6);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('agrees with a look at every cell without any shortcut', () => {
    const model = hilly(95);
    fc.assert(
      fc.property(star, (rings) => {
        const found = known(clearanceOver(level, rings, model));
        // Cells that are barely touched may count or not.
        expect(found.allowedM).toBeLessThanOrEqual(plainly(rings, model, 1e-6) + 1e-6);
        expect(found.allowedM).toBeGreaterThanOrEqual(plainly(rings, model, 0) - 1e-6);
      }),
      { numRuns: 150 },
    );
  });

  it('grows as the ground falls', () => {
    fc.assert(
      fc.property(star, fc.integer({ min: 1, max: 60 }), (rings, down) => {
        const high = known(clearanceOver(level, rings, hilly(95)));
        const low = known(clearanceOver(level, rings, hilly(95 - down)));
        expect(low.allowedM - high.allowedM).toBeCloseTo(down, 3);
      }),
      { numRuns: 100 },
    );
  });

  it('does not grow with the parcel, nor change with the corner it begins at', () => {
    const model = hilly(95);
    fc.assert(
      fc.property(star, fc.nat(20), (rings, shift) => {
        const found = known(clearanceOver(level, rings, model));
        const whole = known(clearanceOver(level, boxRings(rings), model));
        expect(whole.allowedM).toBeLessThanOrEqual(found.allowedM + 1e-9);
        const again = known(clearanceOver(level, turned(rings, shift), model));
        expect(again.allowedM).toBeCloseTo(found.allowedM, 6);
        expect(again.surfaceM).toBeCloseTo(found.surfaceM, 6);
      }),
      { numRuns: 100 },
    );
  });
});

function valueAt({ grid }: GroundModel, x: number, y: number): number {
  const column = Math.floor((x - grid.origin[0]) / 10);
  const row = Math.floor((grid.origin[1] - y) / 10);
  return grid.values[row * grid.width + column]!;
}

/** Every cell of the grid by its corners, with all edges; those count that have that much common ground (0: touch). */
function plainly(rings: Rings, { grid }: GroundModel, fromM2: number): number {
  const [minX, minY, maxX, maxY] = boxOf(rings.xy);
  let best = Infinity;
  for (let row = 0; row < grid.height; row++) {
    for (let column = 0; column < grid.width; column++) {
      const x = grid.origin[0] + 10 * column;
      const y = grid.origin[1] - 10 * row - 10;
      if (x > maxX + 1 || x < minX - 11 || y > maxY + 1 || y < minY - 11) continue;
      const cell = [x, y, x + 10, y, x + 10, y + 10, x, y + 10];
      if (fromM2 > 0 && areaInConvex(rings, cell) < fromM2) continue;
      const found = lowestInCell(level, { cell, polygon: rings, edges: edgesOf(rings) });
      if (found === null) continue;
      best = Math.min(best, found.heightM - grid.values[row * grid.width + column]!);
    }
  }
  return best;
}

function boxRings(rings: Rings): Rings {
  return box(...(boxOf(rings.xy) as [number, number, number, number]));
}

function turned(rings: Rings, shift: number): Rings {
  const n = rings.xy.length / 2;
  const xy = Float64Array.from(
    { length: 2 * n },
    (_, i) => rings.xy[(i + 2 * (shift % n)) % (2 * n)]!,
  );
  return { xy, ends: rings.ends };
}
