/** Scars: what deliveries of real plans hold, cleaned and held against GEOS. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import { expect, test } from 'vitest';
import { crsByCode, transformer, utmFor } from '../../src/formats/crs.ts';
import { cleanPolygon, polygonsIn } from '../../src/geometry/clean.ts';
import { areaOf } from '../../src/geometry/rings.ts';
import { describeReal, realData } from '../real-data.ts';
import { geosArea, geosIsValid, geosMakeValidArea, polygonWkt } from './geos-oracle.ts';

/** Features of a file in degrees, carried into the UTM zone of its first point. */
function inMetres(file: string): number[][][][][] {
  const collection: FeatureCollection = JSON.parse(readFileSync(join(realData!, file), 'utf8'));
  const degrees = crsByCode('EPSG:4326');
  if (!degrees.ok) throw new Error('no EPSG:4326');
  return collection.features.map((feature) => {
    const polygons = polygonsIn(feature.geometry as Polygon | MultiPolygon);
    const points = polygons.flat(2);
    const [lon, lat] = points[0]!;
    const flat = Float64Array.from(points.flatMap(([x, y]) => [x!, y!]));
    const xy = transformer(degrees.value, utmFor(lon!, lat!))(flat);
    let k = 0;
    return polygons.map((polygon) => polygon.map((ring) => ring.map(() => [xy[k++]!, xy[k++]!])));
  });
}

describeReal('real plans', () => {
  test.each([
    ['bandung-coblong/zoning-4326.geojson', []],
    ['jakarta-rdtr/zoning-4326.geojson', []],
    ['saumlaki/rtrw-4326.geojson', []],
    ['saumlaki/flood-4326.geojson', []],
    ['saumlaki/tsunami-4326.geojson', [0]],
  ])('%s: every area as GEOS has it, a change told exactly where GEOS finds a fault', (file, told) => {
    const changed: number[] = [];
    inMetres(file).forEach((polygons, i) => {
      const { rings, changes } = cleanPolygon(polygons);
      if (changes.length > 0) changed.push(i);
      const shape = { wkt: polygonWkt(polygons) };
      const valid = geosIsValid(shape);
      expect(valid).toBe(!told.includes(i as never));
      const area = valid ? geosArea(shape) : geosMakeValidArea(shape);
      expect(Math.abs(areaOf(rings!) - area)).toBeLessThan(1e-4);
    });
    expect(changed).toEqual(told);
  });
});
