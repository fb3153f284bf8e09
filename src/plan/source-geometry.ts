/** A geometry as one flat array, with what is needed to put it together again. */
export interface Flat {
  readonly type: 'polygon' | 'line' | 'point';
  /** x, y, x, y, ... of all rings, lines or points. */
  readonly xy: Float64Array;
  /** Point index after each ring or line. */
  readonly ends: number[];
  /** Ring index after each polygon. */
  readonly parts: number[];
}

/** Flat form of a geometry; null for none, an empty one, or a collection. Heights are dropped. */
export function flatten(geometry: GeoJSON.Geometry | null): Flat | null {
  switch (geometry?.type) {
    case 'Polygon':
      return flat('polygon', [geometry.coordinates]);
    case 'MultiPolygon':
      return flat('polygon', geometry.coordinates);
    case 'LineString':
      return flat('line', [[geometry.coordinates]]);
    case 'MultiLineString':
      return flat('line', [geometry.coordinates]);
    case 'Point':
      return flat('point', [[[geometry.coordinates]]]);
    case 'MultiPoint':
      return flat('point', [geometry.coordinates.map((p) => [p])]);
    default:
      return null;
  }
}

function flat(type: Flat['type'], polygons: readonly GeoJSON.Position[][][]): Flat | null {
  const xy: number[] = [];
  const ends: number[] = [];
  const parts: number[] = [];
  for (const polygon of polygons) {
    for (const ring of polygon) {
      for (const position of ring) xy.push(position[0] ?? Number.NaN, position[1] ?? Number.NaN);
      ends.push(xy.length / 2);
    }
    parts.push(ends.length);
  }
  return xy.length === 0 ? null : { type, xy: Float64Array.from(xy), ends, parts };
}

/** Polygon geometry over other coordinates of the same layout (the projected ones). */
export function unflatten(layout: Flat, xy: Float64Array): GeoJSON.MultiPolygon {
  const coordinates: GeoJSON.Position[][][] = [];
  let ring = 0;
  let point = 0;
  for (const part of layout.parts) {
    const polygon: GeoJSON.Position[][] = [];
    for (; ring < part; ring++) {
      const positions: GeoJSON.Position[] = [];
      for (; point < layout.ends[ring]!; point++)
        positions.push([xy[2 * point]!, xy[2 * point + 1]!]);
      polygon.push(positions);
    }
    coordinates.push(polygon);
  }
  return { type: 'MultiPolygon', coordinates };
}
