import { ringsFrom } from '../../src/geometry/rings.ts';
import type { Frame, MapOptions, ReportSource, Scene } from '../../src/report/index.ts';
import { textWidth } from '../../src/report/map/text-width.ts';
import { answerAndRequest } from '../../src/request/index.ts';
import { allCases, storeFor, TODAY } from '../cases-runner.ts';
import { sourceOf } from './a-source.ts';

type Op = Scene['inside'][number];
export type TextOp = Extract<Op, { kind: 'text' }>;
export type PathOp = Extract<Op, { kind: 'path' }>;
type Point = readonly [number, number];

/** Corner of the small plans (test/plans/README.md). */
const E0 = 565_000;
const N0 = 8_875_000;

export const FRAMES: readonly Frame[] = [
  { widthMm: 180, heightMm: 240 },
  { widthMm: 160, heightMm: 110 },
  { widthMm: 70, heightMm: 90 },
];

/** What a map of a parcel is made from; rings are local coordinates of the small plans, m. */
export async function askedAt(
  plans: readonly string[],
  rings: readonly (readonly Point[])[],
  more: object = {},
): Promise<ReportSource> {
  const store = await storeFor(plans);
  const coordinates = rings.map((ring) => placed([...ring, ring[0]!]));
  const parcel = { type: 'Polygon', coordinates };
  const answered = answerAndRequest(store, { parcel, crs: 'EPSG:32751', ...more }, TODAY);
  if (!answered.ok) throw new Error(JSON.stringify(answered.problems));
  return sourceOf(answered.value);
}

export function placed(ring: readonly Point[]): Point[] {
  return ring.map(([x, y]) => [E0 + x, N0 + y]);
}

export function box(x: number, y: number, width: number, height: number): Point[] {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}

/** A wavy ring of so many corners about a place, its mean radius in m. */
export function wavy(corners: number, [cx, cy]: Point, radius: number): Point[] {
  return Array.from({ length: corners }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / corners;
    const r = radius * (1 + 0.15 * Math.sin(7 * angle) + 0.03 * Math.sin(61 * angle));
    return [cx + r * Math.cos(angle), cy + r * Math.sin(angle)];
  });
}

/** A case with the map that is asked of it. */
export interface MapCase {
  readonly name: string;
  readonly source: ReportSource;
  readonly options: MapOptions;
}

/** Every n-th case if it is answered: frames, kinds and languages in turn. */
export async function mapCases(n: number): Promise<MapCase[]> {
  const found: MapCase[] = [];
  for (const [i, { file, one }] of allCases().entries()) {
    if (i % n !== 0) continue;
    const store = await storeFor(one.plans);
    const answered = answerAndRequest(store, one.request, one.today ?? TODAY);
    if (!answered.ok) continue;
    const options = optionsFor(found.length);
    found.push({ name: `${file}: ${one.name}`, source: sourceOf(answered.value), options });
  }
  return found;
}

function optionsFor(i: number): MapOptions {
  return {
    language: i % 2 === 0 ? 'id' : 'en',
    frame: FRAMES[i % FRAMES.length]!,
    kind: i % 5 === 4 ? 'location' : 'overlay',
  };
}

export function texts(ops: readonly Op[]): TextOp[] {
  return ops.filter((op) => op.kind === 'text');
}

export function paths(ops: readonly Op[]): PathOp[] {
  return ops.filter((op) => op.kind === 'path');
}

/** The parcel's outline: the only red one of 0.6 mm in the window. */
export function parcelOn(scene: Scene): PathOp {
  const found = paths(scene.inside).filter((op) => op.stroke === '#d00000' && op.strokeMm === 0.6);
  if (found.length !== 1) throw new Error(`${found.length} outlines`);
  return found[0]!;
}

export function pairs(line: readonly number[]): Point[] {
  return Array.from({ length: line.length / 2 }, (_, i) => [line[2 * i]!, line[2 * i + 1]!]);
}

/** Left, top, right, bottom of a text, a little less than its letters take; turned ones are left out. */
export function textBox({ text, x, y, sizeMm, anchor, face }: TextOp) {
  const width = textWidth(text, sizeMm, face);
  const left = anchor === 'start' ? x : anchor === 'middle' ? x - width / 2 : x - width;
  return [left, y - 0.6 * sizeMm, left + width, y] as const;
}

/** Rings on paper as the geometry's, for its measures; y is turned so that areas keep their sign. */
export function asRings(lines: readonly (readonly number[])[]) {
  return ringsFrom([lines.map((line) => pairs(line).map(([x, y]): [number, number] => [x, -y]))]);
}
