import type { Box } from '../geometry/rings.ts';

/** A coordinate reference system that we can read; coordinates are always x, y (longitude first). */
export interface Crs {
  /** `EPSG:32751` */
  readonly code: string;
  readonly name: string;
  readonly kind: 'geographic' | 'projected';
}

export type Datum = 'WGS84' | 'DGN95' | 'SRGI2013';

/** Parameters of a Transverse Mercator projection: degrees, a factor, metres. */
export interface TransverseMercator {
  readonly lat0: number;
  readonly lon0: number;
  readonly scale: number;
  readonly falseEasting: number;
  readonly falseNorthing: number;
}

export interface CrsDefinition extends Crs {
  readonly datum: Datum;
  /** What proj4 is given. */
  readonly proj: string;
  readonly tm: TransverseMercator | null;
  /** [minX, minY, maxX, maxY] that coordinates in this CRS can have at all. */
  readonly possible: Box;
}

const EARTH: Box = [-180, -90, 180, 90];
const MERCATOR_HALF = 20037508.342789244;

/**
 * Every CRS that we read, from the EPSG registry: WGS 84, DGN95 and SRGI2013 in degrees; their UTM
 * zones over Indonesia; the TM-3 zones of the cadastre; Web Mercator.
 *
 * DGN95 and SRGI2013 are both tied to the WGS 84 ellipsoid and are taken as identical with WGS 84.
 * For DGN95 that is the registry's own transformation (three zeros). For SRGI2013 the registry
 * leaves about 0.25 m at Kupang (plate motion since its epoch 2012.0), which is far below the
 * accuracy of any plan (0.5 mm at 1:5,000 is 2.5 m) and differs by the epoch that a WGS 84 position
 * was measured at, which no file states.
 */
export const CRS_LIST: readonly CrsDefinition[] = [
  geographic(4326, 'WGS 84', 'WGS84'),
  geographic(4755, 'DGN95', 'DGN95'),
  geographic(9470, 'SRGI2013', 'SRGI2013'),
  {
    code: 'EPSG:3857',
    name: 'WGS 84 / Pseudo-Mercator',
    kind: 'projected',
    datum: 'WGS84',
    proj: '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs',
    tm: null,
    possible: [-MERCATOR_HALF, -MERCATOR_HALF, MERCATOR_HALF, MERCATOR_HALF],
  },
  ...utmZones('WGS 84', 'WGS84', 32600, 46, 54, 32700, 46, 54),
  ...utmZones('DGN95', 'DGN95', 23820, 46, 52, 23830, 47, 54),
  ...utmZones('SRGI2013', 'SRGI2013', 9430, 46, 52, 9440, 47, 54),
  ...tm3Zones(),
];

const byCode = new Map(CRS_LIST.map((d) => [d.code, d]));

/** The definition behind a code like `EPSG:32751`; undefined where we do not know it. */
export function definitionOf(code: string): CrsDefinition | undefined {
  return byCode.get(code);
}

function geographic(epsg: number, name: string, datum: Datum): CrsDefinition {
  return {
    code: `EPSG:${epsg}`,
    name,
    kind: 'geographic',
    datum,
    proj: '+proj=longlat +datum=WGS84 +no_defs',
    tm: null,
    possible: EARTH,
  };
}

/** EPSG numbers its UTM zones base + zone, north and south apart. */
function utmZones(
  name: string,
  datum: Datum,
  north: number,
  northFrom: number,
  northTo: number,
  south: number,
  southFrom: number,
  southTo: number,
): CrsDefinition[] {
  const zones: CrsDefinition[] = [];
  for (let zone = northFrom; zone <= northTo; zone++) {
    zones.push(utm(north + zone, `${name} / UTM zone ${zone}N`, datum, zone, 0));
  }
  for (let zone = southFrom; zone <= southTo; zone++) {
    zones.push(utm(south + zone, `${name} / UTM zone ${zone}S`, datum, zone, 10_000_000));
  }
  return zones;
}

function utm(
  epsg: number,
  name: string,
  datum: Datum,
  zone: number,
  northing: number,
): CrsDefinition {
  const tm = {
    lat0: 0,
    lon0: 6 * zone - 183,
    scale: 0.9996,
    falseEasting: 500_000,
    falseNorthing: northing,
  };
  // A layer may reach into the neighbouring zone, so the eastings get room; the northing's box
  // is open to the other side of the equator, as layers that cross it are.
  const box: Box = [-100_000, northing - 9_400_000, 1_100_000, northing + 9_400_000];
  return transverse(epsg, name, datum, tm, box);
}

/** TM-3: three-degree zones 46.2 .. 54.1 with central meridians 94.5, 97.5 .. 139.5 degrees east. */
function tm3Zones(): CrsDefinition[] {
  return Array.from({ length: 16 }, (_, i) => {
    const zone = `${46 + Math.floor((i + 1) / 2)}.${((i + 1) % 2) + 1}`;
    const tm = {
      lat0: 0,
      lon0: 94.5 + 3 * i,
      scale: 0.9999,
      falseEasting: 200_000,
      falseNorthing: 1_500_000,
    };
    const box: Box = [-200_000, 0, 600_000, 2_500_000];
    return transverse(23830 + i, `DGN95 / Indonesia TM-3 zone ${zone}`, 'DGN95', tm, box);
  });
}

function transverse(
  epsg: number,
  name: string,
  datum: Datum,
  tm: TransverseMercator,
  possible: Box,
): CrsDefinition {
  const proj =
    `+proj=etmerc +lat_0=${tm.lat0} +lon_0=${tm.lon0} +k=${tm.scale} ` +
    `+x_0=${tm.falseEasting} +y_0=${tm.falseNorthing} +datum=WGS84 +units=m +no_defs`;
  return { code: `EPSG:${epsg}`, name, kind: 'projected', datum, proj, tm, possible };
}
