import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Files, openFiles } from '../../src/formats/files.ts';
import type { SourceLayer } from '../../src/formats/layer.ts';
import { readLayers } from '../../src/formats/layers.ts';
import { describeReal } from '../real-data.ts';

interface Expected {
  features: { properties: Record<string, unknown>; geometry: GeoJSON.Geometry | null }[];
}

/** Files without a JSON of their own: what they hold, or the problem that refuses them. */
const WITHOUT_JSON: Record<string, string | Record<string, [count: number, type: string]>> = {
  'REL.zip': 'crs.datum_unknown',
  'empty_zipfile.zip': 'zip.no_layers',
  'blockgroups_multishapefile.zip': {
    blockgroups: [663, 'MultiPolygon'],
    blockgroups2: [663, 'MultiPolygon'],
  },
  'corrupt_too_long.shp': { corrupt_too_long: [10, 'LineString'] },
  'latin1.shp': { latin1: [1, 'Polygon'] },
  'ne_10m_time_zones.shp': { ne_10m_time_zones: [120, 'Polygon'] },
};

describeReal('hard shapefiles', (data) => {
  const folder = join(data, 'hard-shapefiles');
  const names = data ? readdirSync(folder).filter((n) => /\.(shp|zip)$/.test(n)) : [];
  let files: Files | null = null;
  const open = async () => {
    if (!files) {
      const opened = await openFiles(folder);
      if (!opened.ok) throw new Error('hard-shapefiles');
      files = opened.value;
    }
    return files;
  };

  it.each(names)('%s loads as its JSON says or is refused with a sentence', async (name) => {
    const all = await open();
    const result = await readLayers(all, name, { anywhere: true });
    const json = all.get(name.replace(/\.\w+$/, '.json'));
    const wanted = WITHOUT_JSON[name];
    if (json) {
      expect(result).toMatchObject({ ok: true });
      if (result.ok) compare(result.value[0]!, JSON.parse(Buffer.from(json).toString()));
    } else if (typeof wanted === 'string') {
      expect(result.ok ? 'ok' : result.problems[0]!.code).toBe(wanted);
      expect(result.ok ? '' : result.problems[0]!.message.id).toMatch(/\w+ \w+/);
    } else {
      const found =
        result.ok &&
        result.value.map((l) => [l.name, [l.features.length, l.features[0]!.geometry!.type]]);
      expect(found).toEqual(Object.entries(wanted!));
    }
  });

  it('are all in the table', () => {
    const known = names.filter(
      (n) => WITHOUT_JSON[n] || readdirSync(folder).includes(n.replace(/\.\w+$/, '.json')),
    );
    expect(known).toEqual(names);
    expect(names.length).toBeGreaterThan(10);
  });

  it('reads accents without a code page, and says what it assumed', async () => {
    const result = await readLayers(await open(), 'latin1.shp');
    expect(result.ok && result.value[0]!.features[0]!.properties).toEqual({ id: 2, Name: 'Ñandú' });
    expect(result.ok && result.notes.map((n) => n.code)).toEqual([
      'crs.absent',
      'dbf.encoding_assumed',
    ]);
  });

  it('refuses layers far from Indonesia unless told otherwise', async () => {
    const result = await readLayers(await open(), 'polygons.shp');
    expect(result.ok ? '' : result.problems[0]!.code).toBe('crs.coordinates_misfit');
  });

  it('reads one layer of several, and names them where there is none such', async () => {
    const one = await readLayers(await open(), 'blockgroups_multishapefile.zip', {
      layer: 'blockgroups2',
    });
    expect(one.ok && one.value.map((l) => l.name)).toEqual(['blockgroups2']);
    const none = await readLayers(await open(), 'blockgroups_multishapefile.zip', {
      layer: 'zona',
    });
    expect(none.ok ? '' : none.problems[0]!.message.en).toContain('blockgroups, blockgroups2');
  });

  it('takes the stated CRS over what the file says', async () => {
    const result = await readLayers(await open(), 'REL.zip', { crs: 'EPSG:3857', anywhere: true });
    expect(result.ok && result.value[0]!.crs?.code).toBe('EPSG:3857');
  });

  it('steps over the dead bytes of the time zones: every ring is whole', async () => {
    const result = await readLayers(await open(), 'ne_10m_time_zones.shp');
    const geometries = result.ok ? result.value[0]!.features.map((f) => f.geometry!) : [];
    const rings = geometries.flatMap((g) =>
      g.type === 'Polygon' ? g.coordinates : (g as GeoJSON.MultiPolygon).coordinates.flat(),
    );
    expect(rings.length).toBeGreaterThan(120);
    for (const ring of rings) expect(ring[0]).toEqual(ring[ring.length - 1]);
    const notes = result.ok ? result.notes.map((n) => n.code) : [];
    expect(notes).toContain('shapefile.dead_bytes');
  });
});

/**
 * Null properties and the row number FID, which the writer added, are left out of the expected files;
 * boxes and ids are not compared.
 */
function compare(layer: SourceLayer, expected: Expected): void {
  expect(layer.features.map((f) => f.geometry)).toEqual(expected.features.map((f) => f.geometry));
  expect(
    layer.features.map((f) =>
      Object.fromEntries(
        Object.entries(f.properties).filter(([k, v]) => v !== null && k !== 'FID'),
      ),
    ),
  ).toEqual(expected.features.map((f) => f.properties));
}
