/**
 * Clipper2 (clipper2-wasm) on the kernel's question, at its best: polygons cut beforehand into pieces
 * of few vertices, on a grid of about a millimetre, found by flatbush. A piece that is a whole
 * rectangle around the parcel needs no clipping.
 */
import clipper2, { type MainModule, type Paths64 } from 'clipper2-wasm/dist/es/clipper2z.js';
import Flatbush from 'flatbush';
import { areaOf, boxOf, type FeatureSet, featureRings, type Rings } from '../src/geometry/rings.ts';
import type { Peer } from './peers.ts';

const STEPS_PER_METRE = 1024;
const MOST_VERTICES = 64;

/** In steps from the origin. */
type StepBox = readonly [number, number, number, number];

interface Piece {
  readonly feature: number;
  readonly paths: Paths64;
  readonly box: StepBox;
  readonly fillsBox: boolean;
}

export async function clipper2Peer(features: FeatureSet): Promise<Peer> {
  const cutter = new Cutter(await clipper2(), features);
  const pieces = cutter.cutAll(features);
  const tree = new Flatbush(pieces.length);
  for (const { box } of pieces) tree.add(...box);
  tree.finish();
  const { clipper } = cutter;
  const rule = clipper.FillRule.NonZero;
  return {
    name: 'flatbush + clipper2-wasm, cut polygons',
    areas(parcel) {
      const box = cutter.stepBox(parcel);
      const asked = cutter.paths(parcel);
      const whole = areaOf(parcel);
      const areas = new Map<number, number>();
      for (const p of tree.search(...box)) {
        const piece = pieces[p]!;
        const area =
          piece.fillsBox && holds(piece.box, box)
            ? whole
            : commonArea(clipper, piece.paths, asked, rule);
        if (area !== 0) areas.set(piece.feature, (areas.get(piece.feature) ?? 0) + area);
      }
      asked.delete();
      return areas;
    },
  };
}

/** A piece in the work's own coordinates, for peers that have no way of their own to cut. */
export interface CutPiece {
  readonly feature: number;
  readonly rings: Rings;
  /** It is all of its box. */
  readonly fillsBox: boolean;
}

/** All features in pieces of few vertices, on a grid of about a millimetre. */
export async function cutFeatures(features: FeatureSet): Promise<CutPiece[]> {
  const cutter = new Cutter(await clipper2(), features);
  return cutter.cutAll(features).map(({ feature, paths, fillsBox }) => {
    const rings = cutter.ringsOf(paths);
    paths.delete();
    return { feature, rings, fillsBox };
  });
}

function commonArea(
  clipper: MainModule,
  a: Paths64,
  b: Paths64,
  rule: MainModule['FillRule']['NonZero'],
): number {
  const common = clipper.Intersect64(a, b, rule);
  const area = common.size() === 0 ? 0 : clipper.AreaPaths64(common) / STEPS_PER_METRE ** 2;
  common.delete();
  return area;
}

function holds(a: StepBox, b: StepBox): boolean {
  return a[0] <= b[0] && a[1] <= b[1] && a[2] >= b[2] && a[3] >= b[3];
}

class Cutter {
  readonly clipper: MainModule;
  private readonly x0: number;
  private readonly y0: number;
  private readonly pieces: Piece[] = [];

  constructor(clipper: MainModule, features: FeatureSet) {
    this.clipper = clipper;
    const [west, south] = boxOf(features.xy);
    this.x0 = Math.floor(west);
    this.y0 = Math.floor(south);
  }

  stepBox({ xy }: Rings): StepBox {
    const [minX, minY, maxX, maxY] = boxOf(xy);
    return [this.stepX(minX), this.stepY(minY), this.stepX(maxX), this.stepY(maxY)];
  }

  /** The caller deletes them. */
  paths({ xy, ends }: Rings): Paths64 {
    const paths = new this.clipper.Paths64();
    let start = 0;
    for (const end of ends) {
      const numbers = new BigInt64Array(3 * (end - start));
      for (let i = start, n = 0; i < end; i++, n += 3) {
        numbers[n] = BigInt(this.stepX(xy[2 * i]!));
        numbers[n + 1] = BigInt(this.stepY(xy[2 * i + 1]!));
      }
      const path = new this.clipper.Path64();
      path.assign(numbers);
      paths.push_back(path);
      path.delete();
      start = end;
    }
    return paths;
  }

  ringsOf(paths: Paths64): Rings {
    const xy: number[] = [];
    const ends: number[] = [];
    for (let p = 0; p < paths.size(); p++) {
      const path = paths.get(p);
      for (let i = 0; i < path.size(); i++) {
        const { x, y } = path.get(i);
        xy.push(this.x0 + Number(x) / STEPS_PER_METRE, this.y0 + Number(y) / STEPS_PER_METRE);
      }
      ends.push(xy.length / 2);
      path.delete();
    }
    return { xy: Float64Array.from(xy), ends: Uint32Array.from(ends) };
  }

  cutAll(features: FeatureSet): Piece[] {
    for (let f = 0; f < features.featureEnds.length; f++) {
      const rings = featureRings(features, f);
      this.cut(f, this.paths(rings), this.stepBox(rings));
    }
    return this.pieces;
  }

  /** Halves the box until few enough vertices are left in it. */
  private cut(feature: number, paths: Paths64, box: StepBox): void {
    const vertices = this.vertices(paths);
    if (vertices > 0 && vertices <= MOST_VERTICES) {
      const area = this.clipper.AreaPaths64(paths);
      const fillsBox = paths.size() === 1 && area === (box[2] - box[0]) * (box[3] - box[1]);
      this.pieces.push({ feature, paths, box, fillsBox });
      return;
    }
    for (const half of vertices > 0 ? halvesOf(box) : []) {
      const [left, top, right, bottom] = half.map(BigInt) as [bigint, bigint, bigint, bigint];
      const rect = new this.clipper.Rect64(left, top, right, bottom);
      this.cut(feature, this.clipper.RectClipPaths64(rect, paths), half);
      rect.delete();
    }
    paths.delete();
  }

  private vertices(paths: Paths64): number {
    let count = 0;
    for (let p = 0; p < paths.size(); p++) {
      const path = paths.get(p);
      count += path.size();
      path.delete();
    }
    return count;
  }

  private stepX(x: number): number {
    return Math.round((x - this.x0) * STEPS_PER_METRE);
  }

  private stepY(y: number): number {
    return Math.round((y - this.y0) * STEPS_PER_METRE);
  }
}

function halvesOf([west, south, east, north]: StepBox): StepBox[] {
  const [x, y] = [Math.floor((west + east) / 2), Math.floor((south + north) / 2)];
  return east - west > north - south
    ? [
        [west, south, x, north],
        [x, south, east, north],
      ]
    : [
        [west, south, east, y],
        [west, y, east, north],
      ];
}
