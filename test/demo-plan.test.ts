import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { deflateRaw } from '../scripts/demo/deflate.ts';
import { makeDemoPlan } from '../scripts/demo/make.ts';
import { type Files, openFiles } from '../src/formats/files.ts';
import type { SourceLayer } from '../src/formats/layer.ts';
import { readLayers } from '../src/formats/layers.ts';
import { canonicalCode } from '../src/plan/codes.ts';

const FOLDER = 'data/kupang';
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

const text = (name: string) => readFileSync(join(FOLDER, name), 'utf8');
const rows = (name: string) => text(name).trim().split('\n').slice(1);

async function layer(files: Files, name: string): Promise<SourceLayer> {
  const read = await readLayers(files, name);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value[0]!;
}

type Ring = [number, number][];

/** Rings of a feature, as open lists of corners in the order of the file. */
function ringsOf(geometry: GeoJSON.Geometry | null): Ring[] {
  if (geometry?.type === 'Polygon') return geometry.coordinates as Ring[];
  if (geometry?.type === 'MultiPolygon') return geometry.coordinates.flat() as Ring[];
  throw new Error(`no polygon: ${geometry?.type}`);
}

function signedArea(ring: Ring): number {
  const [x0, y0] = ring[0]!;
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    twice += (ring[j]![0] - x0) * (ring[i]![1] - y0) - (ring[i]![0] - x0) * (ring[j]![1] - y0);
  }
  return twice / 2;
}

/** Each edge in the direction that keeps the ground on its left: outer rings anticlockwise, holes clockwise. */
function* edges(geometry: GeoJSON.Geometry | null): Generator<[string, string]> {
  const polygons =
    geometry?.type === 'Polygon'
      ? [geometry.coordinates]
      : (geometry as GeoJSON.MultiPolygon).coordinates;
  for (const polygon of polygons as Ring[][]) {
    for (const [role, ring] of polygon.entries()) {
      const turned = signedArea(ring) > 0 === (role === 0) ? ring : [...ring].reverse();
      for (let i = 1; i < turned.length; i++) {
        const [a, b] = [turned[i - 1]!.join(' '), turned[i]!.join(' ')];
        if (a !== b) yield [a, b];
      }
    }
  }
}

describe('the demonstration plan', () => {
  it('comes out of its seed byte by byte', async () => {
    const made = await makeDemoPlan();
    const here = filesUnder(FOLDER);
    expect(here).toEqual([...made.keys()].sort());
    for (const name of here) {
      expect(sha256(readFileSync(join(FOLDER, name))), name).toBe(sha256(made.get(name)!));
    }
  });

  it('is small, and carries the licences of what it is made from', () => {
    const size = filesUnder(FOLDER).reduce(
      (sum, name) => sum + statSync(join(FOLDER, name)).size,
      0,
    );
    expect(size).toBeLessThan(15e6);
    expect(text('LICENSE-kelurahan.txt')).toContain('MIT License');
    expect(text('NOTICE-coastline.txt')).toContain('GNU Lesser General');
  });

  it('can not pass for the legal plan', () => {
    for (const name of ['plan.json', 'rtrw/plan.json']) {
      const plan = JSON.parse(text(name));
      expect(plan.demonstration).toBe(true);
      expect(plan.title).toContain('DATA PERAGAAN, BUKAN RENCANA TATA RUANG YANG BERLAKU');
    }
    const real = [...rows('tables/legal_bases.csv'), ...rows('rtrw/tables/legal_bases.csv')].filter(
      (row) => row.endsWith(',tidak'),
    );
    expect(real.map((row) => row.split(',')[1])).toEqual([
      'Perda Kota Kupang 12/2011 Ps 65(4)',
      'Perpres 51/2016 Ps 1(2)',
      'PP 38/2011 Ps 9',
      'SK Mentan 837/1980',
    ]);
    expect(text('README.md')).toContain('INVENTED');
  });
});

describe('its zones', () => {
  let files: Files;
  let zones: SourceLayer;
  beforeAll(async () => {
    const opened = await openFiles(FOLDER);
    if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
    files = opened.value;
    zones = await layer(files, 'pola_ruang.zip');
  });

  it('are as many as a real plan has, some with holes, some in several pieces', () => {
    expect(zones.features.length).toBeGreaterThanOrEqual(3000);
    expect(zones.features.length).toBeLessThanOrEqual(6000);
    expect(text('README.md')).toContain(`${zones.features.length.toLocaleString('en-US')} zones`);
    const shapes = zones.features.map((f) => f.geometry!);
    expect(shapes.filter((g) => g.type === 'MultiPolygon').length).toBeGreaterThan(50);
    expect(
      shapes.filter((g) => g.type === 'Polygon' && g.coordinates.length > 1).length,
    ).toBeGreaterThan(200);
    const vertices = shapes.reduce(
      (sum, g) => sum + ringsOf(g).reduce((n, r) => n + r.length, 0),
      0,
    );
    expect(vertices / zones.features.length).toBeGreaterThan(60);
  });

  it('cover the planning area without gap or overlap, sharing every vertex', async () => {
    const area = await layer(files, 'kawasan_perencanaan.zip');
    const once = new Set<string>();
    let twice = 0;
    for (const f of zones.features) {
      for (const [a, b] of edges(f.geometry)) {
        if (once.has(`${a}/${b}`)) twice++;
        once.add(`${a}/${b}`);
      }
    }
    expect(twice, 'edges that two zones claim').toBe(0);
    const rim = new Set([...edges(area.features[0]!.geometry)].map(([a, b]) => `${a}/${b}`));
    const lonely = [...once].filter((edge) => !once.has(edge.split('/').reverse().join('/')));
    expect(new Set(lonely)).toEqual(rim);
    const total = (list: SourceLayer['features']) =>
      list.reduce((sum, f) => sum + [...edgeArea(f.geometry)].reduce((s, v) => s + v, 0), 0);
    const whole = total(area.features);
    expect(Math.abs(total(zones.features) - whole) / whole).toBeLessThan(1e-9);
    expect(whole / 1e6).toBeGreaterThan(155);
    expect(whole / 1e6).toBeLessThan(165);
  });

  it('have codes that the tables know, however they are written', () => {
    const known = new Set(rows('tables/zones.csv').map((row) => canonicalCode(row.split(',')[0]!)));
    const written = zones.features.map((f) => String(f.properties.KODSZN));
    for (const code of written) expect(known, code).toContain(canonicalCode(code));
    expect(written.some((code) => code !== canonicalCode(code))).toBe(true);
    const columns = text('tables/itbx.csv').split('\n')[0]!.split(',').slice(5).map(canonicalCode);
    expect(new Set(columns)).toEqual(known);
    expect(rows('tables/itbx.csv').length).toBeGreaterThanOrEqual(100);
  });

  it('lie in the kelurahan that they name', async () => {
    const kelurahan = await layer(files, 'kelurahan.zip');
    expect(kelurahan.features.length).toBe(51);
    const names = new Set(kelurahan.features.map((f) => f.properties.WADMKD));
    expect(new Set(zones.features.map((f) => f.properties.WADMKD))).toEqual(names);
  });

  it('come with two thousand parcels, in both files the same', async () => {
    const parcels = await layer(files, 'persil.zip');
    const numbers = parcels.features.map((f) => String(f.properties.NIB));
    expect(new Set(numbers).size).toBe(2000);
    expect(rows('persil.csv').map((row) => row.split(',')[0])).toEqual(numbers);
    // Figures that contradict each other would be refused: less floor area than footprint.
    const figures = rows('persil.csv').map((row) => row.split(')",')[1]!.split(',').map(Number));
    for (const [, , footprint, , floorArea] of figures)
      expect(floorArea).toBeGreaterThanOrEqual(footprint!);
  });
});

/** Signed areas of rings, outer ones positive, holes negative. */
function* edgeArea(geometry: GeoJSON.Geometry | null): Generator<number> {
  const polygons =
    geometry?.type === 'Polygon'
      ? [geometry.coordinates]
      : (geometry as GeoJSON.MultiPolygon).coordinates;
  for (const polygon of polygons as Ring[][]) {
    for (const [role, ring] of polygon.entries())
      yield Math.abs(signedArea(ring)) * (role === 0 ? 1 : -1);
  }
}

describe('the packing of its files', () => {
  it('comes back as it went in', () => {
    const repetitive = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4000 });
    const any = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 2000 });
    fc.assert(
      fc.property(fc.oneof(any, repetitive), (list) => {
        const bytes = Uint8Array.from(list);
        expect(new Uint8Array(inflateRawSync(deflateRaw(bytes)))).toEqual(bytes);
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});
