import proj4 from 'proj4';

export type DemoCrs = 'EPSG:4326' | 'EPSG:32751' | 'EPSG:23840';

const DEFINITIONS: Record<DemoCrs, string> = {
  'EPSG:4326': '+proj=longlat +datum=WGS84 +no_defs',
  'EPSG:32751': '+proj=utm +zone=51 +south +datum=WGS84 +units=m +no_defs',
  'EPSG:23840':
    '+proj=tmerc +lat_0=0 +lon_0=124.5 +k=0.9999 +x_0=200000 +y_0=1500000 +ellps=WGS84 +towgs84=0,0,0 +units=m +no_defs',
};

const WGS84 =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
const DGN95 =
  'GEOGCS["GCS_DGN_1995",DATUM["D_Datum_Geodesi_Nasional_1995",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';

/** Text of the .prj file, as ESRI's software writes it. */
export const PRJ: Record<DemoCrs, string> = {
  'EPSG:4326': WGS84,
  'EPSG:32751': mercator('WGS_1984_UTM_Zone_51S', WGS84, [500000, 10000000, 123, 0.9996]),
  'EPSG:23840': mercator(
    'DGN_1995_Indonesia_TM-3_Zone_51.2',
    DGN95,
    [200000, 1500000, 124.5, 0.9999],
  ),
};

function mercator(
  name: string,
  base: string,
  [fe, fn, meridian, scale]: [number, number, number, number],
): string {
  const value = (n: number) => (Number.isInteger(n) ? `${n}.0` : String(n));
  return (
    `PROJCS["${name}",${base},PROJECTION["Transverse_Mercator"],` +
    `PARAMETER["False_Easting",${value(fe)}],PARAMETER["False_Northing",${value(fn)}],` +
    `PARAMETER["Central_Meridian",${value(meridian)}],PARAMETER["Scale_Factor",${scale}],` +
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
  );
}

export type Point = [number, number];

/** Converts points; degrees come out on a grid of 1e-9 (0.1 mm), metres on a grid of 1/1024 m. */
export function convert(from: DemoCrs, to: DemoCrs): (p: Point) => Point {
  if (from === to) return (p) => p;
  const through = proj4(DEFINITIONS[from], DEFINITIONS[to]);
  const grid = to === 'EPSG:4326' ? 1e9 : 1024;
  return (p) => {
    const [x, y] = through.forward([p[0], p[1]]);
    return [Math.round(x! * grid) / grid, Math.round(y! * grid) / grid];
  };
}

/** From degrees to the plan's metres. */
export const toMetres = convert('EPSG:4326', 'EPSG:32751');
