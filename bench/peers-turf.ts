/** turf (`intersect` of polyclip-ts) on the kernel's question: on whole polygons, and at its best on cut ones. */
import { featureCollection, intersect, multiPolygon } from '@turf/turf';
import Flatbush from 'flatbush';
import { polygonsOf } from '../src/geometry/polygons.ts';
import {
  areaOf,
  type Box,
  boxOf,
  type FeatureSet,
  featureRings,
  type Rings,
  ringsFrom,
} from '../src/geometry/rings.ts';
import type { Peer } from './peers.ts';
import { cutFeatures } from './peers-clipper2.ts';

type Nested = [number, number][][][];
type Outline = ReturnType<typeof multiPolygon>;

/** turf's `intersect` works on the coordinates as they are; its area would be geodesic, so ours is taken. */
export function turfPeer(features: FeatureSet, tree: Flatbush): Peer {
  const known = new Map<number, Outline>();
  const featureAt = (f: number) => {
    const made = known.get(f) ?? outlineOf(featureRings(features, f));
    known.set(f, made);
    return made;
  };
  return {
    name: 'flatbush + turf intersect, whole polygons',
    areas(parcel) {
      const asked = outlineOf(parcel);
      const areas = new Map<number, number>();
      for (const f of tree.search(...boxOf(parcel.xy))) {
        const area = commonArea(featureAt(f), asked);
        if (area !== 0) areas.set(f, area);
      }
      return areas;
    },
  };
}

/** On the same pieces as clipper2; one that is a whole rectangle around the parcel needs no clipping. */
export async function turfCutPeer(features: FeatureSet): Promise<Peer> {
  const pieces = (await cutFeatures(features)).map(({ rings, ...piece }) => ({
    ...piece,
    box: boxOf(rings.xy),
    outline: outlineOf(rings),
  }));
  const tree = new Flatbush(pieces.length);
  for (const { box } of pieces) tree.add(...box);
  tree.finish();
  return {
    name: 'flatbush + turf intersect, cut polygons',
    areas(parcel) {
      const box = boxOf(parcel.xy);
      const asked = outlineOf(parcel);
      const areas = new Map<number, number>();
      for (const p of tree.search(...box)) {
        const piece = pieces[p]!;
        const whole = piece.fillsBox && holds(piece.box, box);
        const area = whole ? areaOf(parcel) : commonArea(piece.outline, asked);
        if (area !== 0) areas.set(piece.feature, (areas.get(piece.feature) ?? 0) + area);
      }
      return areas;
    },
  };
}

function holds(a: Box, b: Box): boolean {
  return a[0] <= b[0] && a[1] <= b[1] && a[2] >= b[2] && a[3] >= b[3];
}

function outlineOf(rings: Rings): Outline {
  return multiPolygon(nestedOf(rings));
}

function commonArea(a: Outline, b: Outline): number {
  const common = intersect(featureCollection([a, b]));
  return common ? planarArea(common.geometry) : 0;
}

function nestedOf(rings: Rings): Nested {
  return polygonsOf(rings).map((polygon) => {
    let start = 0;
    return Array.from(polygon.ends, (end) => {
      const ring: [number, number][] = [];
      for (let i = start; i < end; i++) ring.push([polygon.xy[2 * i]!, polygon.xy[2 * i + 1]!]);
      ring.push(ring[0]!);
      start = end;
      return ring;
    });
  });
}

function planarArea(geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon): number {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return areaOf(ringsFrom(polygons as Nested));
}
