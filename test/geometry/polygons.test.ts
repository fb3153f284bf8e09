import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ringOfBox, subtractRings, uniteRings } from '../../src/geometry/outline.ts';
import { connectedPieces, polygonsOf, toGeoJson } from '../../src/geometry/polygons.ts';
import { areaOf, joinRings, NO_RINGS, ringsFrom } from '../../src/geometry/rings.ts';
import { geosOverlayArea } from './geos-oracle.ts';
import { ground, KUPANG_X as X, KUPANG_Y as Y } from './shapes.ts';

const box = (x: number, y: number, width: number, height = width) =>
  ringOfBox([X + x, Y + y, X + x + width, Y + y + height]);

describe('polygons of a ring soup', () => {
  test('each hole goes to the smallest ring around it, islands in holes stand alone', () => {
    const frame = subtractRings(box(0, 0, 100), box(10, 10, 80));
    const island = subtractRings(box(20, 20, 60), box(30, 30, 40));
    const areas = polygonsOf(uniteRings([frame, island, box(200, 0, 5)])).map(areaOf);
    expect(areas.sort((a, b) => a - b)).toEqual([25, 2000, 3600]);
  });

  test('a hole that touches its ring at a corner stays its hole', () => {
    const pinched = subtractRings(box(0, 0, 10), {
      xy: Float64Array.of(X, Y, X + 4, Y + 2, X + 2, Y + 4),
      ends: Uint32Array.of(3),
    });
    expect(polygonsOf(pinched).map(areaOf)).toEqual([94]);
  });

  test('the polygons add up to the whole', () => {
    fc.assert(
      fc.property(ground, ground, (a, b) => {
        const rest = subtractRings(a, b);
        const sum = polygonsOf(rest).reduce((total, polygon) => total + areaOf(polygon), 0);
        expect(sum).toBeCloseTo(areaOf(rest), 6);
      }),
    );
  });
});

describe('GeoJSON', () => {
  test('closed rings, outer anticlockwise, holes clockwise', () => {
    const geometry = toGeoJson(subtractRings(box(0, 0, 10), box(4, 4, 2)), (xy) =>
      xy.map((v, i) => v - (i % 2 === 0 ? X : Y)),
    );
    expect(geometry.type).toBe('Polygon');
    const [outer, hole] = geometry.coordinates as [number, number][][];
    expect(outer![0]).toEqual(outer!.at(-1));
    expect(outer).toHaveLength(5);
    expect(twiceArea(outer!)).toBe(200);
    expect(twiceArea(hole!)).toBe(-8);
  });

  test('several polygons, and none', () => {
    expect(toGeoJson(joinRings([box(0, 0, 1), box(5, 5, 1)])).type).toBe('MultiPolygon');
    expect(toGeoJson(NO_RINGS)).toEqual({ type: 'MultiPolygon', coordinates: [] });
  });
});

describe('connected pieces', () => {
  test('have no outline that runs out and back: a frontage on the rest of a parcel counted it twice', () => {
    // Out along a border to (20, 10) and back a millionth beside it, and the same as a hole.
    const spiked = ringsFrom([
      [
        [
          [0, 0],
          [10, 0],
          [10, 10],
          [20, 10.000001],
          [10, 10.000002],
          [0, 10.000002],
        ],
        [
          [2, 2],
          [5, 5],
          [2, 2.000001],
        ],
      ],
    ]);
    const [piece, ...more] = connectedPieces([spiked]);
    expect(more).toEqual([]);
    expect(piece!.ends).toHaveLength(1);
    expect(Math.max(...piece!.xy)).toBeLessThan(10.001);
    expect(areaOf(piece!)).toBeCloseTo(100, 3);
  });

  test('pieces along a common border are one, also where only one side has the corner', () => {
    expect(connectedPieces([box(0, 0, 10), box(10, 3, 5)]).map(areaOf)).toEqual([125]);
  });

  test('a border off by rounding is still common', () => {
    const pieces = connectedPieces([box(0, 0, 10), box(10.00002, 3, 5)]);
    expect(pieces).toHaveLength(1);
    expect(areaOf(pieces[0]!)).toBeCloseTo(125, 3);
  });

  test('pieces that touch in a point are two, the largest first', () => {
    expect(connectedPieces([box(10, 10, 3), box(0, 0, 10)]).map(areaOf)).toEqual([100, 9]);
  });

  test('pieces 1 cm apart are two', () => {
    expect(connectedPieces([box(0, 0, 10), box(10.01, 0, 10)])).toHaveLength(2);
  });

  test('a thread of 0.5 mm between two bodies, as rounding makes it, does not connect them', () => {
    expect(connectedPieces([box(0, 0, 10), box(20, 0, 9), box(9, 5, 12, 0.0005)])).toHaveLength(2);
  });

  test('nothing is lost: the pieces of a cut parcel, joined again, are the parcel', () => {
    fc.assert(
      fc.property(ground, ground, ground, (parcel, a, b) => {
        const rest = subtractRings(parcel, a);
        const parts = [
          subtractRings(parcel, rest),
          subtractRings(rest, b),
          subtractRings(rest, subtractRings(rest, b)),
        ];
        const joined = connectedPieces(parts);
        const sum = joined.reduce((total, piece) => total + areaOf(piece), 0);
        expect(sum).toBeCloseTo(areaOf(parcel), 1);
        for (let i = 1; i < joined.length; i++) {
          expect(geosOverlayArea('Intersection', joined[i - 1]!, joined[i]!)).toBeLessThan(0.01);
        }
      }),
    );
  });
});

function twiceArea(ring: readonly (readonly number[])[]): number {
  return ring.slice(1).reduce((sum, p, i) => sum + ring[i]![0]! * p[1]! - p[0]! * ring[i]![1]!, 0);
}
