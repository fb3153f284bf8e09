import { fail, type Note, note, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { CRS_LIST, type Crs, type CrsDefinition, type Datum } from './crs-list.ts';
import { childOf, type PrjNode, parsePrjTree } from './prj-tree.ts';

const GEOGRAPHIC = ['GEOGCS', 'GEOGCRS', 'GEODCRS', 'GEOGRAPHICCRS', 'GEODETICCRS'];
const PROJECTED = ['PROJCS', 'PROJCRS', 'PROJECTEDCRS'];
const VERTICAL = ['VERT_CS', 'VERTCS', 'VERTCRS', 'VERTICALCRS'];
const COMPOUND = ['COMPD_CS', 'COMPOUNDCRS'];
const BASE = [...GEOGRAPHIC, 'BASEGEOGCRS', 'BASEGEODCRS'];

/** Datum names as written by ESRI, GDAL, PROJ and QGIS, without case, blanks and signs. */
const DATUMS: Readonly<Record<string, Datum>> = {
  wgs1984: 'WGS84',
  wgs84: 'WGS84',
  worldgeodeticsystem1984: 'WGS84',
  worldgeodeticsystem1984ensemble: 'WGS84',
  datumgeodesinasional1995: 'DGN95',
  dgn1995: 'DGN95',
  dgn95: 'DGN95',
  sistemreferensigeospasialindonesia2013: 'SRGI2013',
  srgi2013: 'SRGI2013',
};

const DEGREE = Math.PI / 180;

/**
 * The CRS that a `.prj` text (ESRI or OGC WKT 1, WKT 2) describes. It is found by what it says
 * (datum, ellipsoid, units, projection and its parameters), and where it names an EPSG code too, both
 * have to agree. Heights behind a plane system are left out with a note, for all data are read as x, y.
 * WGS 84 with the parameters of a TM-3 zone, which has no code of its own, is the DGN95 zone (note
 * `crs.datum_identical`; see crs-list.ts).
 * Problems: `crs.unreadable`, `crs.vertical`, `crs.datum_unknown`, `crs.unsupported`, `crs.contradiction`.
 */
export function crsFromPrj(wkt: string): Result<Crs> {
  const nodes = parsePrjTree(wkt);
  if (!nodes) {
    return refuse(
      'crs.unreadable',
      'Teks sistem koordinat (.prj) bukan WKT yang dapat dibaca',
      'The coordinate system text (.prj) is not readable WKT',
      wkt,
    );
  }
  const root = nodes[0]!;
  const notes: Note[] = [];
  const plane = COMPOUND.includes(root.name) ? childOf(root, [...PROJECTED, ...GEOGRAPHIC]) : root;
  if (plane !== root || nodes.length > 1) notes.push(heightsIgnored(root));
  if (!plane || VERTICAL.includes(plane.name)) {
    return refuse(
      'crs.vertical',
      `Sistem tinggi "${root.texts[0] ?? ''}" tidak menyebut sistem koordinat datar`,
      `Vertical system "${root.texts[0] ?? ''}" names no plane coordinate system`,
      root.texts[0],
    );
  }
  if (PROJECTED.includes(plane.name)) return projected(plane, notes);
  if (GEOGRAPHIC.includes(plane.name)) return geographic(plane, notes);
  return unsupported(plane, plane.name);
}

function geographic(node: PrjNode, notes: Note[]): Result<Crs> {
  const base = readBase(node);
  if (typeof base === 'object') return fail(base);
  const found = CRS_LIST.find((d) => d.kind === 'geographic' && d.datum === base)!;
  return agreeing(node, found, [found], notes);
}

function projected(node: PrjNode, notes: Note[]): Result<Crs> {
  const geographicNode = childOf(node, BASE);
  if (!geographicNode) return unsupported(node, 'GEOGCS');
  const base = readBase(geographicNode);
  if (typeof base === 'object') return fail(base);
  const unit = linearUnit(node);
  if (!(Math.abs(unit - 1) <= 1e-9)) return unsupported(node, `UNIT 1 = ${unit} m`);
  const same = CRS_LIST.filter((d) => d.kind === 'projected' && sameProjection(d, node));
  const found = same.find((d) => d.datum === base) ?? same[0];
  if (!found) return unsupported(node, projectionText(node));
  if (found.datum !== base) notes.push(datumIdentical(base, found));
  return agreeing(node, found, same, notes);
}

/** An EPSG code at the end of the outermost node has to be one of those that the parameters allow. */
function agreeing(
  node: PrjNode,
  found: CrsDefinition,
  allowed: readonly CrsDefinition[],
  notes: readonly Note[],
): Result<Crs> {
  const code = epsgOf(node);
  if (code === null || code === found.code) return ok(found, notes);
  const other = CRS_LIST.find((d) => d.code === code);
  if (other && allowed.includes(other)) return ok(other, notes);
  return refuse(
    'crs.contradiction',
    `Teks sistem koordinat menyebut ${code}, tetapi parameternya milik ${found.code} (${found.name})`,
    `The coordinate system text names ${code}, but its parameters are those of ${found.code} (${found.name})`,
    node.texts[0],
  );
}

function epsgOf(node: PrjNode): string | null {
  const id = childOf(node, ['AUTHORITY', 'ID']);
  if (id?.texts[0]?.toUpperCase() !== 'EPSG') return null;
  return `EPSG:${id.texts[1] ?? id.numbers[0]}`;
}

/** Datum of a geographic node, or what is wrong with it. */
function readBase(node: PrjNode): Datum | Problem {
  const datumNode = childOf(node, ['DATUM', 'ENSEMBLE', 'TRF', 'GEODETICDATUM']);
  const name = datumNode?.texts[0] ?? '';
  const datum =
    DATUMS[
      name
        .toLowerCase()
        .replace(/^d_/, '')
        .replace(/[^a-z0-9]/g, '')
    ];
  if (!datumNode || !datum) {
    return crsProblem(
      'crs.datum_unknown',
      `Datum "${name}" tidak dikenal`,
      `Datum "${name}" is not known`,
      name,
    );
  }
  const wrong = wrongEllipsoid(datumNode) ?? wrongShift(datumNode) ?? wrongAngles(node);
  if (wrong) {
    return crsProblem(
      'crs.datum_unknown',
      `Datum "${name}" disertai ${wrong}, yang bukan bagiannya`,
      `Datum "${name}" comes with ${wrong}, which does not belong to it`,
      name,
    );
  }
  return datum;
}

function wrongEllipsoid(datum: PrjNode): string | null {
  const spheroid = childOf(datum, ['SPHEROID', 'ELLIPSOID']);
  const [axis = 0, flattening = 0] = spheroid?.numbers ?? [];
  if (Math.abs(axis - 6378137) < 1e-3 && Math.abs(flattening - 298.257223563) < 1e-6) return null;
  return `SPHEROID ${spheroid?.texts[0] ?? '-'} ${axis} ${flattening}`;
}

function wrongShift(datum: PrjNode): string | null {
  const shift = childOf(datum, ['TOWGS84']);
  return shift?.numbers.some((n) => n !== 0) ? `TOWGS84 ${shift.numbers.join(' ')}` : null;
}

function wrongAngles(node: PrjNode): string | null {
  const meridian = childOf(node, ['PRIMEM', 'PRIMEMERIDIAN']);
  if (meridian && meridian.numbers[0] !== 0) return `PRIMEM ${meridian.texts[0]}`;
  const unit = childOf(node, ['UNIT', 'ANGLEUNIT']);
  if (unit && Math.abs((unit.numbers[0] ?? 0) - DEGREE) > 1e-9) return `UNIT ${unit.texts[0]}`;
  return null;
}

/** Metres per unit; WKT 2 may say it once for all or once an axis. */
function linearUnit(node: PrjNode): number {
  const own = childOf(node, ['UNIT', 'LENGTHUNIT']);
  const axis = childOf(node, ['AXIS']);
  const unit = own ?? (axis && childOf(axis, ['LENGTHUNIT', 'UNIT']));
  return unit?.numbers[0] ?? Number.NaN;
}

function sameProjection(definition: CrsDefinition, node: PrjNode): boolean {
  const method = methodOf(node);
  if (definition.tm === null) return isWebMercator(method, node);
  if (method !== 'transversemercator' && method !== 'gausskruger') return false;
  const { lat0, lon0, scale, falseEasting, falseNorthing } = definition.tm;
  return (
    near(parameter(node, 'latitudeoforigin', 'latitudeofnaturalorigin') ?? 0, lat0, 1e-9) &&
    near(parameter(node, 'centralmeridian', 'longitudeofnaturalorigin'), lon0, 1e-9) &&
    near(parameter(node, 'scalefactor', 'scalefactoratnaturalorigin'), scale, 1e-9) &&
    near(parameter(node, 'falseeasting'), falseEasting, 1e-6) &&
    near(parameter(node, 'falsenorthing'), falseNorthing, 1e-6)
  );
}

/** Web Mercator: ESRI and WKT 2 have a name for it; GDAL writes an extension into a common Mercator. */
function isWebMercator(method: string, node: PrjNode): boolean {
  const zeros = ['centralmeridian', 'falseeasting', 'falsenorthing', 'standardparallel1'];
  const more = ['longitudeofnaturalorigin', 'latitudeofnaturalorigin', 'auxiliaryspheretype'];
  if (![...zeros, ...more].every((name) => near(parameter(node, name) ?? 0, 0, 1e-12)))
    return false;
  if (method === 'mercatorauxiliarysphere') return true;
  if (method === 'popularvisualisationpseudomercator') return true;
  const extension = childOf(node, ['EXTENSION'])?.texts[1] ?? '';
  return (
    method === 'mercator1sp' && /\+proj=merc/.test(extension) && /\+b=6378137\b/.test(extension)
  );
}

function methodOf(node: PrjNode): string {
  const method = childOf(node, ['PROJECTION', 'METHOD'], true);
  return plainName(method?.texts[0] ?? '');
}

function parameter(node: PrjNode, ...names: readonly string[]): number | undefined {
  const holder = childOf(node, ['CONVERSION']) ?? node;
  const found = holder.children.find(
    (c) => c.name === 'PARAMETER' && names.includes(plainName(c.texts[0] ?? '')),
  );
  return found?.numbers[0];
}

function plainName(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function near(value: number | undefined, wanted: number, tolerance: number): boolean {
  return value !== undefined && Math.abs(value - wanted) <= tolerance;
}

function projectionText(node: PrjNode): string {
  const method = childOf(node, ['PROJECTION', 'METHOD'], true)?.texts[0] ?? '-';
  const holder = childOf(node, ['CONVERSION']) ?? node;
  const parameters = holder.children.filter((c) => c.name === 'PARAMETER');
  return [method, ...parameters.map((p) => `${p.texts[0]}=${p.numbers[0]}`)].join(' ');
}

function unsupported(node: PrjNode, what: string): Result<Crs> {
  return refuse(
    'crs.unsupported',
    `Sistem koordinat "${node.texts[0] ?? node.name}" (${what}) tidak didukung`,
    `Coordinate system "${node.texts[0] ?? node.name}" (${what}) is not supported`,
    node.texts[0],
  );
}

function refuse(code: string, id: string, en: string, given: unknown): Result<Crs> {
  return fail(crsProblem(code, id, en, given));
}

function crsProblem(code: string, id: string, en: string, given: unknown): Problem {
  return problem(
    code,
    '',
    `${id}. Yang dapat dipakai: WGS 84, DGN95 atau SRGI2013 dalam derajat, UTM zona 46-54 atau TM-3; ubah proyeksi berkas atau sebutkan kode EPSG-nya.`,
    `${en}. What would do: WGS 84, DGN95 or SRGI2013 in degrees, UTM zones 46-54 or TM-3; reproject the file or state its EPSG code.`,
    given,
  );
}

function heightsIgnored(root: PrjNode): Note {
  return note(
    'crs.heights_ignored',
    root.texts[0] ?? '',
    'Sistem tinggi di samping sistem koordinat datar tidak dipakai.',
    'The vertical system beside the plane coordinate system is not used.',
  );
}

function datumIdentical(datum: Datum, found: CrsDefinition): Note {
  return note(
    'crs.datum_identical',
    found.code,
    `Proyeksi pada datum ${datum} dibaca sebagai ${found.code} (${found.name}); kedua datum dianggap sama.`,
    `The projection on datum ${datum} is read as ${found.code} (${found.name}); both datums are taken as identical.`,
  );
}
