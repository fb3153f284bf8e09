/** All coordinates of geometries as one flat x, y array, in their order. */
export function flatCoordinates(geometries: Iterable<GeoJSON.Geometry | null>): Float64Array {
  const out: number[] = [];
  for (const geometry of geometries) if (geometry) collect(geometry, out);
  return Float64Array.from(out);
}

function collect(geometry: GeoJSON.Geometry, out: number[]): void {
  if (geometry.type === 'GeometryCollection') {
    for (const part of geometry.geometries) collect(part, out);
  } else {
    walk(geometry.coordinates, out);
  }
}

type Nested = readonly (number | Nested)[];

function walk(value: Nested, out: number[]): void {
  if (typeof value[0] === 'number') {
    out.push(value[0], value[1] as number);
    return;
  }
  for (const item of value) walk(item as Nested, out);
}
