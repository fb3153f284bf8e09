import { type Box, type FeatureSet, packFeatures, type Rings } from '../src/geometry/rings.ts';
import { Mesh } from './mesh.ts';
import { seeded } from './seeded.ts';

/** Parcels after each other, as in a FeatureSet of one ring each: parcel i ends at point `ends[i]`. */
export interface Parcels {
  readonly xy: Float64Array;
  readonly ends: Uint32Array;
}

/** Zones that tile a city, six layers of large polygons over it, and its parcels in spatial order. */
export interface City {
  readonly features: FeatureSet;
  readonly zones: number;
  readonly parcels: Parcels;
}

const WIDTH = 15_000;
const HEIGHT = 12_000;
const WEST = 560_000;
const SOUTH = 8_870_000;
const ZONE_COLS = 78;
const ZONE_ROWS = 63;
/** Segments a side of the large polygons, by layer. */
const OVERLAY_SEGMENTS = [256, 256, 512, 1024, 1024, 2048];

/** Box of a city that lies `col` cities to the east and `row` to the north of the first one. */
export function cityBox(col = 0, row = 0): Box {
  const [west, south] = [WEST + col * WIDTH, SOUTH + row * HEIGHT];
  return [west, south, west + WIDTH, south + HEIGHT];
}

/** The same city for the same seed and box, in metres of UTM 51S. */
export function makeCity(seed = 1, parcelCount = 150_000, box = cityBox()): City {
  const random = seeded(seed);
  const zones = makeZones(box, random);
  const overlays = OVERLAY_SEGMENTS.flatMap((segments) => makeOverlays(box, segments, random));
  return {
    features: packFeatures([...zones, ...overlays]),
    zones: zones.length,
    parcels: makeParcels(box, parcelCount, random),
  };
}

function makeZones(box: Box, random: () => number): Rings[] {
  const mesh = new Mesh(box, ZONE_COLS, ZONE_ROWS, 32, random);
  const zones: Rings[] = [];
  // The first part of a zone of two parts, and the place from which on the second one is no neighbour.
  let waiting: number[] | null = null;
  let apart = 0;
  for (let r = 0; r < ZONE_ROWS; r++) {
    for (let c = 0; c < ZONE_COLS; c++) {
      const rings = [mesh.ring(c, r)];
      const chance = random();
      if (chance < 0.03) {
        const lake = pond(...mesh.middle(c, r), 25, random);
        rings.push(reversed(lake));
        zones.push(toRings([lake]));
      } else if (chance > 0.97 && waiting && zones.length > apart) {
        rings.push(waiting);
        waiting = null;
      } else if (chance > 0.94 && !waiting) {
        waiting = rings[0]!;
        apart = zones.length + ZONE_COLS + 9;
        continue;
      }
      zones.push(toRings(rings));
    }
  }
  if (waiting) zones.push(toRings([waiting]));
  return zones;
}

/** Of a coarse mesh a little more than half, so that a parcel lies in three or four layers. */
function makeOverlays(box: Box, segments: number, random: () => number): Rings[] {
  const mesh = new Mesh(box, 16, 16, segments, random);
  const overlays: Rings[] = [];
  for (let r = 0; r < 16; r++) {
    for (let c = 0; c < 16; c++) if (random() < 0.54) overlays.push(toRings([mesh.ring(c, r)]));
  }
  return overlays;
}

function pond(x: number, y: number, radius: number, random: () => number): number[] {
  const ring: number[] = [];
  for (let i = 0; i < 16; i++) {
    const r = radius * (0.6 + 0.4 * random());
    ring.push(x + r * Math.cos((i * Math.PI) / 8), y + r * Math.sin((i * Math.PI) / 8));
  }
  return ring;
}

/** Lots of 100 to 2,000 m², most of them small: rectangles, trapezes and L-shapes at any turn. */
export function makeParcels(
  [west, south, east, north]: Box,
  count: number,
  random: () => number,
): Parcels {
  const xy: number[] = [];
  const ends = new Uint32Array(count);
  const cols = Math.ceil(Math.sqrt((count * (east - west)) / (north - south)));
  const rows = Math.ceil(count / cols);
  for (let i = 0; i < count; i++) {
    // Blocks of 8 x 8 sites after each other: the order of a register by sheet.
    const site = blockOrder(i, cols, rows);
    const x = west + ((east - west) * (site.col + 0.5 + 0.6 * (random() - 0.5))) / cols;
    const y = south + ((north - south) * (site.row + 0.5 + 0.6 * (random() - 0.5))) / rows;
    const area = 100 * 20 ** (random() ** 5);
    for (const [px, py] of lot(area, random)) xy.push(x + px, y + py);
    ends[i] = xy.length / 2;
  }
  return { xy: Float64Array.from(xy), ends };
}

function blockOrder(i: number, cols: number, rows: number): { col: number; row: number } {
  const band = Math.floor(i / (8 * cols));
  const height = Math.min(8, rows - 8 * band);
  const inBand = i - band * 8 * cols;
  const block = Math.floor(inBand / (8 * height));
  const width = Math.min(8, cols - 8 * block);
  const inBlock = inBand - block * 8 * height;
  return { col: 8 * block + (inBlock % width), row: 8 * band + Math.floor(inBlock / width) };
}

function lot(area: number, random: () => number): [number, number][] {
  const w = Math.sqrt(area / (1 + random()));
  const h = area / w;
  const kind = random();
  const skew = 0.1 * w * (random() - 0.5);
  const shape: [number, number][] =
    kind < 0.15
      ? [
          [0, 0],
          [1.2 * w, 0],
          [1.2 * w, 0.6 * h],
          [0.7 * w, 0.6 * h],
          [0.7 * w, 1.2 * h],
          [0, 1.2 * h],
        ]
      : [
          [0, 0],
          [w, 0],
          [w + skew, h],
          [skew, h],
        ];
  const turn = 2 * Math.PI * random();
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return shape.map(([x, y]) => {
    const [dx, dy] = [x - w / 2, y - h / 2];
    return [dx * cos - dy * sin, dx * sin + dy * cos];
  });
}

function reversed(ring: readonly number[]): number[] {
  const back: number[] = [];
  for (let i = ring.length - 2; i >= 0; i -= 2) back.push(ring[i]!, ring[i + 1]!);
  return back;
}

function toRings(rings: readonly number[][]): Rings {
  let end = 0;
  const ends = rings.map((ring) => (end += ring.length / 2));
  return { xy: Float64Array.from(rings.flat()), ends: Uint32Array.from(ends) };
}
