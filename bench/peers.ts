/**
 * Others that answer the same question: candidates from flatbush, then a common outline for each,
 * and its area.
 */
import Flatbush from 'flatbush';
import initGeos from 'geos-wasm';
import { polygonsOf } from '../src/geometry/polygons.ts';
import { boxOf, type FeatureSet, featureRings, type Rings } from '../src/geometry/rings.ts';

export interface Peer {
  readonly name: string;
  /** Common area of a parcel with each candidate, by feature. */
  areas(parcel: Rings): Map<number, number>;
}

export function flatbushOver(features: FeatureSet): Flatbush {
  const tree = new Flatbush(features.featureEnds.length);
  for (let f = 0; f < features.featureEnds.length; f++) {
    tree.add(...boxOf(featureRings(features, f).xy));
  }
  tree.finish();
  return tree;
}

export async function geosPeer(features: FeatureSet, tree: Flatbush): Promise<Peer> {
  const geos = await initGeos();
  const number = geos.Module._malloc(8);
  const known = new Map<number, number>();
  const featureAt = (f: number) => {
    const made = known.get(f) ?? geosGeometry(geos, featureRings(features, f));
    known.set(f, made);
    return made;
  };
  return {
    name: 'flatbush + geos-wasm',
    areas(parcel) {
      const asked = geosGeometry(geos, parcel);
      const areas = new Map<number, number>();
      for (const f of tree.search(...boxOf(parcel.xy))) {
        const common = geos.GEOSIntersection(featureAt(f), asked);
        geos.GEOSArea(common, number);
        areas.set(f, geos.Module.HEAPF64[number >> 3]!);
        geos.GEOSGeom_destroy(common);
      }
      geos.GEOSGeom_destroy(asked);
      return areas;
    },
  };
}

type Geos = Awaited<ReturnType<typeof initGeos>>;
const GEOS_MULTIPOLYGON = 6;

/** The caller owns the geometry. */
function geosGeometry(geos: Geos, rings: Rings): number {
  const polygons = polygonsOf(rings).map((polygon) => geosPolygon(geos, polygon));
  if (polygons.length === 1) return polygons[0]!;
  const list = pointers(geos, polygons);
  const whole = geos.GEOSGeom_createCollection(GEOS_MULTIPOLYGON, list, polygons.length);
  geos.Module._free(list);
  return whole;
}

function geosPolygon(geos: Geos, polygon: Rings): number {
  const rings: number[] = [];
  let start = 0;
  for (const end of polygon.ends) {
    rings.push(geosRing(geos, polygon.xy.subarray(2 * start, 2 * end)));
    start = end;
  }
  const list = pointers(geos, rings.slice(1));
  const made = geos.GEOSGeom_createPolygon(rings[0]!, list, rings.length - 1);
  geos.Module._free(list);
  return made;
}

function geosRing(geos: Geos, xy: Float64Array): number {
  const buffer = geos.Module._malloc(8 * (xy.length + 2));
  geos.Module.HEAPF64.set(xy, buffer >> 3);
  geos.Module.HEAPF64.set(xy.subarray(0, 2), (buffer >> 3) + xy.length);
  const sequence = geos.GEOSCoordSeq_copyFromBuffer(buffer, xy.length / 2 + 1, 0, 0);
  geos.Module._free(buffer);
  return geos.GEOSGeom_createLinearRing(sequence);
}

function pointers(geos: Geos, list: readonly number[]): number {
  const at = geos.Module._malloc(4 * Math.max(1, list.length));
  geos.Module.HEAPU32.set(list, at >> 2);
  return at;
}
