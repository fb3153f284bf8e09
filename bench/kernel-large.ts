/** Parcels far larger than a cell, or of very many corners. */
import type { Overlay } from '../src/geometry/overlay.ts';
import { boxOf, featureRings, type Rings } from '../src/geometry/rings.ts';
import type { KernelWork } from './kernel-work.ts';
import { latencyOf } from './measure.ts';

export interface LargeFigures {
  readonly name: string;
  readonly vertices: number;
  /** Vertices of the parcel's outline and of the borders inside it (from how dense they are). */
  readonly work: number;
  readonly p50: number;
  readonly p99: number;
}

const HECTARES = [1, 10, 100, 1000];
const VERTICES = [4, 1000, 10_000, 100_000];

/** One row for each size and number of corners, then one for the zones themselves as parcels. */
export function measureLarge(work: KernelWork, overlay: Overlay): LargeFigures[] {
  const density = borderDensity(work);
  const made = HECTARES.flatMap((hectares) =>
    VERTICES.map((vertices) => {
      const count = vertices > 5000 ? 20 : 100;
      const parcels = Array.from({ length: count }, (_, i) => blobAt(work, i, hectares, vertices));
      return { name: `${hectares} ha`, parcels, inside: density * hectares };
    }),
  );
  const zones = Array.from({ length: work.zones }, (_, z) => featureRings(work.features, z));
  return [...made, { name: 'zones', parcels: zones, inside: 0 }].map(
    ({ name, parcels, inside }) => {
      const vertices = parcels.reduce((sum, p) => sum + p.xy.length / 2, 0) / parcels.length;
      for (const parcel of parcels) overlay.query(parcel);
      const { p50, p99 } = latencyOf(parcels.length, (i) => overlay.query(parcels[i]!));
      return { name, vertices, work: vertices + inside, p50, p99 };
    },
  );
}

/** Vertices of the features on a hectare of the plan's box. */
function borderDensity({ features }: KernelWork): number {
  const [minX, minY, maxX, maxY] = boxOf(features.xy);
  return features.xy.length / 2 / (((maxX - minX) * (maxY - minY)) / 10_000);
}

/** A round, wavy outline about a corner of one of the parcels. */
function blobAt(work: KernelWork, i: number, hectares: number, vertices: number): Rings {
  const { xy } = work.parcels;
  const at = 2 * Math.floor((xy.length / 2) * ((i * 0.618034) % 1));
  const radius = Math.sqrt((hectares * 10_000) / Math.PI);
  const ring = new Float64Array(2 * vertices);
  for (let k = 0; k < vertices; k++) {
    const angle = i + (2 * Math.PI * k) / vertices;
    const r = radius * (1 + 0.15 * Math.sin(5 * angle) + 0.01 * Math.sin(211 * angle));
    ring[2 * k] = xy[at]! + r * Math.cos(angle);
    ring[2 * k + 1] = xy[at + 1]! + r * Math.sin(angle);
  }
  return { xy: ring, ends: Uint32Array.of(vertices) };
}
