import type { Files } from '../../src/formats/files.ts';
import { loadPlan } from '../../src/plan/load.ts';
import type { PlanVersion } from '../../src/plan/model.ts';

export type Ring = readonly (readonly [number, number])[];

/** Corner that all small plans are drawn from, in EPSG:32751. */
export const ORIGIN = [565000, 8875000] as const;

/** A rectangle in metres from the origin. */
export function box(x0: number, y0: number, x1: number, y1: number): Ring {
  return [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
}

/** A GeoJSON file in EPSG:32751 of polygons given in metres from the origin. */
export function polygons(
  features: readonly { readonly rings: readonly Ring[]; readonly [column: string]: unknown }[],
  crs: string | null = 'urn:ogc:def:crs:EPSG::32751',
): Uint8Array {
  const moved = (ring: Ring) => ring.map(([x, y]) => [x + ORIGIN[0], y + ORIGIN[1]]);
  return json({
    type: 'FeatureCollection',
    ...(crs === null ? {} : { crs: { type: 'name', properties: { name: crs } } }),
    features: features.map(({ rings, ...properties }) => ({
      type: 'Feature',
      properties,
      geometry: {
        type: 'Polygon',
        coordinates: rings.map((r) => moved([...r, r[0]!])),
      },
    })),
  });
}

export function lines(
  features: readonly { readonly line: Ring; readonly [column: string]: unknown }[],
): Uint8Array {
  return json({
    type: 'FeatureCollection',
    crs: { type: 'name', properties: { name: 'EPSG:32751' } },
    features: features.map(({ line, ...properties }) => ({
      type: 'Feature',
      properties,
      geometry: {
        type: 'LineString',
        coordinates: line.map(([x, y]) => [x + ORIGIN[0], y + ORIGIN[1]]),
      },
    })),
  });
}

export function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

export function text(...rows: readonly string[]): Uint8Array {
  return new TextEncoder().encode(`${rows.join('\n')}\n`);
}

/** plan.json with what every test would repeat. */
export function manifest(over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    format: 1,
    id: 'kecil',
    title: 'Rencana kecil',
    level: 'RDTR',
    regulation: { type: 'Perda', number: '1', year: 2020, title: 'Uji' },
    status: 'in_force',
    validFrom: '2020-01-01',
    validTo: null,
    ossIntegrated: false,
    mapScale: 5000,
    crs: 'EPSG:32751',
    layers: [ZONES],
    ...over,
  };
}

export const ZONES = {
  id: 'zones',
  kind: 'zones',
  file: 'zones.geojson',
  fields: { code: 'KODE' },
};

export const BASES = text('id,citation,text,invented', 'p1,Perda 1/2020 Ps 1,Karangan,ya');

export function files(entries: Record<string, Uint8Array>): Files {
  return new Map(Object.entries(entries));
}

/** Loads or throws with the problems. */
export async function load(entries: Record<string, Uint8Array>): Promise<PlanVersion> {
  const loaded = await loadPlan(files(entries));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}
