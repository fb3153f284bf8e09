import { join } from 'node:path';
import { parseDbf, parseShp } from 'shpjs';
import { expect, it } from 'vitest';
import { flatCoordinates } from '../../src/formats/coordinates.ts';
import { crsByCode, transformer } from '../../src/formats/crs.ts';
import { openFiles } from '../../src/formats/files.ts';
import type { SourceLayer } from '../../src/formats/layer.ts';
import { readLayers } from '../../src/formats/layers.ts';
import { describeReal } from '../real-data.ts';

describeReal('real layers', (data) => {
  const layer = async (folder: string, name: string): Promise<SourceLayer> => {
    const files = await openFiles(join(data, folder));
    if (!files.ok) throw new Error(folder);
    const result = await readLayers(files.value, name);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return result.value[0]!;
  };
  const inUtm = (source: SourceLayer) => {
    const utm = crsByCode('EPSG:32751');
    return transformer(
      source.crs!,
      utm.ok ? utm.value : source.crs!,
    )(flatCoordinates(source.features.map((f) => f.geometry)));
  };

  it('kupang in degrees, UTM and TM-3 is the same to a centimetre', async () => {
    const degrees = await layer('kupang', 'kelurahan-4326.geojson');
    const outlines = inUtm(degrees);
    for (const name of [
      'kelurahan-utm51s.zip',
      'kelurahan-tm3-51-2.zip',
      'kelurahan-wgs84-latin1.zip',
    ]) {
      const other = await layer('kupang', name);
      expect(other.features).toHaveLength(51);
      const xy = ringsSorted(inUtm(other));
      const wanted = ringsSorted(outlines);
      expect(xy.length).toBe(wanted.length);
      let worst = 0;
      xy.forEach((v, i) => {
        worst = Math.max(worst, Math.abs(v - wanted[i]!));
      });
      expect(worst, name).toBeLessThan(0.01);
    }
  });

  it('reads the same attributes in UTF-8 and Latin-1', async () => {
    const utf8 = await layer('kupang', 'kelurahan-utm51s.zip');
    const latin = await layer('kupang', 'kelurahan-wgs84-latin1.zip');
    expect(latin.fields).toEqual(utf8.fields);
    expect(latin.features.map((f) => f.properties)).toEqual(utf8.features.map((f) => f.properties));
  });

  it.each([
    ['bandung-coblong', 'zoning-utm48s.zip', 'zoning-4326.geojson', 123],
    ['jakarta-rdtr', 'zoning-utm48s.zip', 'zoning-4326.geojson', 25],
    ['saumlaki', 'rtrw-utm52s.zip', 'rtrw-4326.geojson', 108],
  ])('%s: shapefile and GeoJSON hold as many rings and points', async (folder, zip, json, count) => {
    const a = await layer(folder, zip);
    const b = await layer(folder, json);
    expect([a.features.length, b.features.length]).toEqual([count, count]);
    expect(a.features.map((f) => ringsOf(f.geometry))).toEqual(
      b.features.map((f) => ringsOf(f.geometry)),
    );
  });

  it.each([
    ['bandung-coblong', 'zoning-utm48s.zip'],
    ['jakarta-rdtr', 'zoning-utm48s.zip'],
    ['saumlaki', 'rtrw-utm52s.zip'],
    ['kupang', 'kelurahan-tm3-51-2.zip'],
  ])('%s/%s: every coordinate and cell as shpjs reads them', async (folder, name) => {
    const ours = await layer(folder, name);
    const zip = await openFiles(join(data, folder, name));
    const part = (extension: string) => {
      const found = [...(zip.ok ? zip.value : [])].find(([n]) => n.endsWith(extension));
      return Buffer.from(found![1]);
    };
    const shapes = parseShp(part('.shp'));
    expect(ours.features.map((f) => f.geometry)).toEqual(
      shapes.map((s) => ({ type: s.type, coordinates: (s as GeoJSON.Polygon).coordinates })),
    );
    const rows = parseDbf(part('.dbf'), part('.cpg'));
    expect(ours.features.map((f) => f.properties)).toEqual(rows.map(likeOurs));
  });

  it('refuses the villages that say CRS84 and hold metres, with what they look like', async () => {
    const files = await openFiles(join(data, 'saumlaki'));
    const result = await readLayers(
      files.ok ? files.value : new Map(),
      'villages-wrong-crs.geojson',
    );
    expect(result.ok ? [] : result.problems.map((p) => p.code)).toEqual(['crs.coordinates_misfit']);
    const message = result.ok ? '' : result.problems[0]!.message.en;
    expect(message).toMatch(
      /753531\.\d+, 9117650\.\d+ cannot be in it \(they look like metres of UTM\)/,
    );
    expect(message).toMatch(/state the right EPSG code/);
  });

  it('reads the same villages when their CRS is stated', async () => {
    const files = await openFiles(join(data, 'saumlaki'));
    const result = await readLayers(
      files.ok ? files.value : new Map(),
      'villages-wrong-crs.geojson',
      { crs: 'EPSG:32752' },
    );
    expect(result.ok && result.value[0]!.crs?.code).toBe('EPSG:32752');
  });
});

/** A row of shpjs with blank texts and NaN as null. */
function likeOurs(row: GeoJSON.GeoJsonProperties): Record<string, unknown> {
  const entries = Object.entries(row ?? {}).map(([key, value]) => {
    const text = typeof value === 'string' ? value.trim() : value;
    return [key, text === '' || Number.isNaN(text) ? null : text];
  });
  return Object.fromEntries(entries);
}

/** Points sorted, since writers start rings at other corners and turn them. */
function ringsSorted(xy: Float64Array): Float64Array {
  const points = Array.from(
    { length: xy.length / 2 },
    (_, i) => [xy[2 * i]!, xy[2 * i + 1]!] as const,
  );
  points.sort((a, b) => Math.round(a[0] * 10) - Math.round(b[0] * 10) || a[1] - b[1]);
  return Float64Array.from(points.flat());
}

/** Number of polygons, and of points in each of their rings. */
function ringsOf(geometry: GeoJSON.Geometry | null): unknown {
  if (geometry?.type === 'Polygon') return [geometry.coordinates.map((r) => r.length)];
  if (geometry?.type !== 'MultiPolygon') return null;
  return geometry.coordinates.map((p) => p.map((r) => r.length));
}
