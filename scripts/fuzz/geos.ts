import initGeos from 'geos-wasm';
import type { Polygon, Ring, Shape } from './shapes.ts';

/** What GEOS can't do, and why it calls a shape invalid, it would print. */
const silent = () => {};
const geos = await initGeos({ errorHandler: silent, noticeHandler: silent });
const MULTIPOLYGON = 6;
const number = geos.Module._malloc(8);
const buffer = geos.Module._malloc(1 << 20);

/** A geometry of GEOS's own; to be freed by `freeGeometry`. */
export function geometryOf(shape: Shape): number {
  const polygons = shape.map(polygonOf);
  if (polygons.length === 1) return polygons[0]!;
  return withPointers(polygons, (list) =>
    geos.GEOSGeom_createCollection(MULTIPOLYGON, list, polygons.length),
  );
}

export function freeGeometry(geometry: number): void {
  geos.GEOSGeom_destroy(geometry);
}

export function geosIsValid(geometry: number): boolean {
  return geos.GEOSisValid(geometry) === 1;
}

/** NaN where GEOS gives up. */
export function geosCommonArea(a: number, b: number): number {
  const common = geos.GEOSIntersection(a, b);
  if (!common) return Number.NaN;
  geos.GEOSArea(common, number);
  geos.GEOSGeom_destroy(common);
  return geos.Module.HEAPF64[number >> 3]!;
}

function polygonOf(polygon: Polygon): number {
  const [outer, ...holes] = polygon.map(ringOf);
  return withPointers(holes, (list) => geos.GEOSGeom_createPolygon(outer!, list, holes.length));
}

function ringOf(ring: Ring): number {
  if (8 * (ring.length + 2) > 1 << 20) throw new Error(`a ring of ${ring.length / 2} points`);
  const heap = geos.Module.HEAPF64;
  heap.set(ring, buffer >> 3);
  heap[(buffer >> 3) + ring.length] = ring[0]!;
  heap[(buffer >> 3) + ring.length + 1] = ring[1]!;
  const sequence = geos.GEOSCoordSeq_copyFromBuffer(buffer, ring.length / 2 + 1, 0, 0);
  return geos.GEOSGeom_createLinearRing(sequence);
}

function withPointers(list: readonly number[], use: (pointer: number) => number): number {
  geos.Module.HEAPU32.set(list, buffer >> 2);
  return use(buffer);
}
