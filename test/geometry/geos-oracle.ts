/** GEOS as the judge of our geometry: a few whole questions, memory handled within. */
import initGeos from 'geos-wasm';
import { polygonsOf } from '../../src/geometry/polygons.ts';
import type { Lines, Rings } from '../../src/geometry/rings.ts';

const geos = await initGeos();

export type Shape = Rings | { readonly lines: Lines } | { readonly wkt: string };

export function geosArea(shape: Shape): number {
  return withGeometry(shape, area);
}

export function geosOverlayArea(
  op: 'Intersection' | 'Union' | 'Difference',
  a: Shape,
  b: Shape,
): number {
  const run = {
    Intersection: geos.GEOSIntersection,
    Union: geos.GEOSUnion,
    Difference: geos.GEOSDifference,
  }[op];
  return withGeometry(a, (ga) => withGeometry(b, (gb) => consume(run(ga, gb), area)));
}

/** Area of the round buffer; GEOS puts its corners on the circle, so this is a little small. */
export function geosBufferArea(shape: Shape, d: number, segmentsPerQuarter: number): number {
  return withGeometry(shape, (g) => consume(geos.GEOSBuffer(g, d, segmentsPerQuarter), area));
}

/**
 * Area of the round buffer of lines, as the union of what lies around each of their segments. GEOS's
 * buffer of a whole line is lost where the line is short against the distance and turns back on itself
 * (seen: 50 mm there and back by 0.5 m gave 0.1 m², not 0.83).
 */
export function geosLinesBufferArea(all: Lines, d: number, segmentsPerQuarter: number): number {
  let sum = geos.GEOSGeom_createEmptyPolygon();
  for (const segment of segmentsOf(all)) {
    const around = withGeometry({ lines: segment }, (g) =>
      geos.GEOSBuffer(g, d, segmentsPerQuarter),
    );
    const both = consume(sum, (a) => consume(around, (b) => geos.GEOSUnion(a, b)));
    sum = both;
  }
  return consume(sum, area);
}

/** Each segment as lines of its own; a point where a line stays in its place. */
function segmentsOf(all: Lines): Lines[] {
  return nested(all, false).flatMap((line) =>
    line.slice(0, Math.max(1, line.length - 1)).map((from, i) => {
      const to = line[i + 1] ?? from;
      const still = from[0] === to[0] && from[1] === to[1];
      const xy = Float64Array.from(still ? from : [...from, ...to]);
      return { xy, ends: Uint32Array.of(xy.length / 2) };
    }),
  );
}

/** Area of the buffer with mitre joins (join style 2) and mitre limit 5; `d` < 0 shrinks. */
export function geosMitreArea(shape: Shape, d: number): number {
  return withGeometry(shape, (g) => consume(geos.GEOSBufferWithStyle(g, d, 8, 1, 2, 5), area));
}

export function geosDistance(a: Shape, b: Shape): number {
  return withGeometry(a, (ga) =>
    withGeometry(b, (gb) => numberFrom((pointer) => geos.GEOSDistance(ga, gb, pointer))),
  );
}

export function geosIsValid(shape: Shape): boolean {
  return withGeometry(shape, (g) => geos.GEOSisValid(g) === 1);
}

/** What is wrong, in GEOS's words; `Valid Geometry` where nothing is. */
export function geosValidReason(shape: Shape): string {
  return withGeometry(shape, (g) => {
    const text = geos.GEOSisValidReason(g);
    const reason = typeof text === 'string' ? text : geos.Module.UTF8ToString(text);
    return reason.replace(/\[.*/, '');
  });
}

export function geosMakeValidArea(shape: Shape): number {
  return withGeometry(shape, (g) => consume(geos.GEOSMakeValid(g), area));
}

export function polygonWkt(
  polygons: readonly (readonly (readonly (readonly number[])[])[])[],
): string {
  const text = polygons.map(
    (polygon) =>
      `(${polygon.map((ring) => `(${ring.map((p) => p.join(' ')).join(',')})`).join(',')})`,
  );
  return `MULTIPOLYGON(${text.join(',')})`;
}

function area(geometry: number): number {
  return numberFrom((pointer) => geos.GEOSArea(geometry, pointer));
}

function numberFrom(ask: (pointer: number) => number): number {
  const pointer = geos.Module._malloc(8);
  try {
    ask(pointer);
    return geos.Module.getValue(pointer, 'double');
  } finally {
    geos.Module._free(pointer);
  }
}

function consume<T>(geometry: number, use: (geometry: number) => T): T {
  if (!geometry) throw new Error('GEOS gave no geometry');
  try {
    return use(geometry);
  } finally {
    geos.GEOSGeom_destroy(geometry);
  }
}

function withGeometry<T>(shape: Shape, use: (geometry: number) => T): T {
  const text =
    'wkt' in shape ? shape.wkt : 'lines' in shape ? linesWkt(shape.lines) : ringsWkt(shape);
  const size = text.length + 1;
  const pointer = geos.Module._malloc(size);
  const reader = geos.GEOSWKTReader_create();
  try {
    geos.Module.stringToUTF8(text, pointer, size);
    return consume(geos.GEOSWKTReader_read(reader, pointer), use);
  } finally {
    geos.GEOSWKTReader_destroy(reader);
    geos.Module._free(pointer);
  }
}

function ringsWkt(rings: Rings): string {
  if (rings.ends.length === 0) return 'MULTIPOLYGON EMPTY';
  return polygonWkt(polygonsOf(rings).map((polygon) => nested(polygon, true)));
}

function linesWkt(lines: Lines): string {
  const parts = nested(lines, false).map((line) => {
    const points = line.map((p) => p.join(' ')).join(',');
    return line.length === 1 ? `POINT(${points})` : `LINESTRING(${points})`;
  });
  return `GEOMETRYCOLLECTION(${parts.join(',')})`;
}

export function nested(rings: Rings, closed: boolean): [number, number][][] {
  const list: [number, number][][] = [];
  let start = 0;
  for (const end of rings.ends) {
    const ring: [number, number][] = [];
    for (let i = start; i < end; i++) ring.push([rings.xy[2 * i]!, rings.xy[2 * i + 1]!]);
    if (closed) ring.push(ring[0]!);
    list.push(ring);
    start = end;
  }
  return list;
}
