import { inside, ringArea } from './lines.ts';
import { convert, type Point } from './project.ts';

/** A FeatureCollection in degrees from rings or lines in the plan's metres. */
export function geojson(
  name: string,
  kind: 'polygon' | 'line',
  features: readonly {
    parts: readonly (readonly Point[])[];
    properties: Record<string, unknown>;
  }[],
): string {
  const to = convert('EPSG:32751', 'EPSG:4326');
  const rows = features.map(({ parts, properties }) => {
    const geometry =
      kind === 'line'
        ? { type: 'MultiLineString', coordinates: parts.map((p) => p.map(to)) }
        : {
            type: 'MultiPolygon',
            coordinates: polygonsOf(parts).map((polygon) =>
              polygon.map((ring) => [...ring, ring[0]!].map(to)),
            ),
          };
    return JSON.stringify({ type: 'Feature', properties, geometry });
  });
  return `{"type":"FeatureCollection","name":"${name}","features":[\n${rows.join(',\n')}\n]}\n`;
}

/** A FeatureCollection in degrees from points in the plan's metres. */
export function pointsGeojson(
  name: string,
  features: readonly { at: Point; properties: Record<string, unknown> }[],
): string {
  const to = convert('EPSG:32751', 'EPSG:4326');
  const rows = features.map(({ at, properties }) =>
    JSON.stringify({
      type: 'Feature',
      properties,
      geometry: { type: 'Point', coordinates: to(at) },
    }),
  );
  return `{"type":"FeatureCollection","name":"${name}","features":[\n${rows.join(',\n')}\n]}\n`;
}

/** Holes under the outer ring that they lie in. */
function polygonsOf(rings: readonly (readonly Point[])[]): (readonly Point[])[][] {
  const polygons = rings.filter((r) => ringArea(r) > 0).map((outer) => [outer]);
  for (const hole of rings.filter((r) => ringArea(r) < 0)) {
    const [x, y] = hole[0]!;
    const home = polygons
      .filter(([outer]) => inside(x, y, [outer!]))
      .sort((a, b) => ringArea(a[0]!) - ringArea(b[0]!))[0];
    home?.push(hole);
  }
  return polygons;
}
