import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/formats/files.ts';
import { type LayerOptions, layerNames, readLayers } from '../../src/formats/layers.ts';
import { makeDbf, makeShp } from './make-shapefile.ts';
import { makeZip } from './make-zip.ts';

const text = (value: string) => Buffer.from(value);
const UTM51S =
  'PROJCS["WGS_1984_UTM_Zone_51S",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",10000000.0],PARAMETER["Central_Meridian",123.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]';

const ring: [number, number][] = [
  [565000, 8875000],
  [565000, 8875100],
  [565100, 8875100],
  [565000, 8875000],
];
const shp = makeShp([[ring]]);
const geojson = text('{"type":"Point","coordinates":[123.6,-10.17]}');
const kml = text(
  '<kml><Placemark><Point><coordinates>123.6,-10.17</coordinates></Point></Placemark></kml>',
);
const zipOf = (files: Record<string, Uint8Array>) =>
  makeZip(Object.entries(files).map(([name, content]) => ({ name, content })));

/** Layers with their CRS, or the problems with their places. */
const read = async (
  files: Record<string, Uint8Array>,
  name: string,
  options: LayerOptions = {},
) => {
  const all: Files = new Map(Object.entries(files));
  const result = await readLayers(all, name, options);
  if (!result.ok) return result.problems.map((p) => `${p.code} ${p.pointer}`);
  return result.value.map((l) => [l.name, l.crs?.code ?? null]);
};

describe('readLayers', () => {
  it('finds the parts of a shapefile whatever the case of their names', async () => {
    const files = {
      'd/ZONA.SHP': shp,
      'd/Zona.Dbf': makeDbf(['A'], [['x']]),
      'd/ZONA.prj': text(UTM51S),
    };
    expect(await read(files, 'd/zona.shp')).toEqual([['ZONA', 'EPSG:32751']]);
    const result = await readLayers(new Map(Object.entries(files)), 'd/ZONA.SHP');
    expect(result.ok && result.value[0]!.features[0]!.properties).toEqual({ A: 'x' });
  });

  it('reads all layers of a zip, in sub-folders too', async () => {
    const zip = zipOf({
      'b/x.shp': shp,
      'b/x.prj': text(UTM51S),
      'a.geojson': geojson,
      'c.kml': kml,
      'd.pdf': text('x'),
    });
    expect(await read({ 'l.zip': zip }, 'l.zip')).toEqual([
      ['a', 'EPSG:4326'],
      ['x', 'EPSG:32751'],
      ['c', 'EPSG:4326'],
    ]);
    expect(await read({ 'l.zip': zip }, 'l.zip', { layer: 'x' })).toEqual([['x', 'EPSG:32751']]);
  });

  it('takes .json in a zip for a layer only where there is no other', async () => {
    expect(
      await read({ 'l.zip': zipOf({ 'x.shp': shp, 'meta.json': text('{}') }) }, 'l.zip'),
    ).toEqual([['x', null]]);
    expect(await read({ 'l.zip': zipOf({ 'x.json': geojson }) }, 'l.zip')).toEqual([
      ['x', 'EPSG:4326'],
    ]);
  });

  it('leaves the CRS null where nothing says it, with a note', async () => {
    const result = await readLayers(new Map([['x.shp', shp]]), 'x.shp');
    expect(result.ok && [result.value[0]!.crs, result.value[0]!.crsText]).toEqual([null, null]);
    expect(result.ok && result.notes.map((n) => n.code)).toContain('crs.absent');
  });

  it('takes a stated CRS over what the file says, and checks the coordinates against it', async () => {
    expect(await read({ 'x.shp': shp, 'x.prj': text('?') }, 'x.shp', { crs: 'EPSG:9491' })).toEqual(
      [['x', 'EPSG:9491']],
    );
    expect(await read({ 'x.shp': shp }, 'x.shp', { crs: 'EPSG:4326' })).toEqual([
      'crs.coordinates_misfit x.shp',
    ]);
    expect(await read({ 'x.shp': shp }, 'x.shp', { crs: 'EPSG:1' })).toEqual(['crs.unknown x.shp']);
    expect(await read({ 'x.kml': kml }, 'x.kml', { crs: 'EPSG:32751' })).toEqual([
      'crs.coordinates_misfit x.kml',
    ]);
    const odd = text('{"type":"Point","crs":null,"coordinates":[123.6,-10.17]}');
    expect(await read({ 'x.geojson': odd }, 'x.geojson', { crs: 'EPSG:4326' })).toEqual([
      ['x', 'EPSG:4326'],
    ]);
  });

  it('gives all problems of all layers at once, with their places', async () => {
    const zip = zipOf({
      'a.shp': shp.subarray(0, 50),
      'b.shp': shp,
      'b.prj': text('?'),
      'c.geojson': text('{'),
    });
    const problems = await read({ 'l.zip': zip }, 'l.zip');
    expect(problems).toEqual([
      'shapefile.damaged l.zip/a.shp',
      'crs.unreadable l.zip/b.prj',
      expect.stringMatching(/^geojson\.syntax l\.zip\/c\.geojson/),
    ]);
  });

  it.each<[string, Record<string, Uint8Array>, string, string]>([
    ['an absent file', { 'x.shp': shp }, 'y.shp', 'files.absent y.shp'],
    ['another kind of file', { 'x.gpkg': shp }, 'x.gpkg', 'files.type x.gpkg'],
    ['a zip without layers', { 'x.zip': zipOf({ 'x.txt': shp }) }, 'x.zip', 'zip.no_layers x.zip'],
    [
      'a zip in a zip',
      { 'x.zip': zipOf({ 'y.zip': zipOf({ 'x.shp': shp }) }) },
      'x.zip',
      'zip.no_layers x.zip',
    ],
    ['a climbing zip', { 'x.zip': zipOf({ '../x.shp': shp }) }, 'x.zip', 'zip.path x.zip'],
  ])('refuses %s', async (_, files, name, wanted) =>
    expect(await read(files, name)).toEqual([wanted]));

  it('lists what it can read', () => {
    const files: Files = new Map(
      ['b.SHP', 'a.zip', 'c.dbf', '.x.shp', '__MACOSX/d.shp', 'e/f.kml'].map((n) => [n, shp]),
    );
    expect(layerNames(files)).toEqual(['a.zip', 'b.SHP', 'e/f.kml']);
  });
});
