import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { fail, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { WGS84 } from './crs.ts';
import type { SourceFeature, SourceLayer } from './layer.ts';

type Xml = Record<string, unknown>;
type Position = [number, number];

/** Tags that may stand several times: always a list. */
const LISTS = new Set([
  'Document',
  'Folder',
  'Placemark',
  'Polygon',
  'MultiGeometry',
  'LineString',
  'Point',
  'LinearRing',
  'innerBoundaryIs',
  'ExtendedData',
  'Data',
  'SchemaData',
  'SimpleData',
]);

/**
 * The placemarks of a KML text (those of one folder in their order): polygons with holes, lines, points and
 * MultiGeometry of these; `name`, `description` and extended data become properties. KML is always
 * longitude, latitude in WGS 84; heights are left out. Links to other files are not followed.
 * Problems: `kml.syntax` (with line), `kml.empty`, `kml.coordinates` (with placemark and tuple).
 */
export function readKml(text: string, name: string): Result<SourceLayer> {
  const source = text.replace(/^\uFEFF/, '');
  const root = parse(source, name);
  if (!root.ok) return root;
  const placemarks = collect(root.value, 'Placemark');
  if (placemarks.length === 0) return fail(empty(name));
  const problems: Problem[] = [];
  const features: SourceFeature[] = placemarks.map((mark, number) => ({
    number,
    geometry: geometryOf(mark, `${name}, placemark ${number + 1}`, problems),
    properties: propertiesOf(mark),
  }));
  if (problems.length > 0) return fail(...problems);
  const fields = [...new Set(features.flatMap((f) => Object.keys(f.properties)))];
  return ok({ name, crs: WGS84, crsText: null, fields, features });
}

function parse(source: string, name: string): Result<Xml> {
  // Entities may unfold into gigabytes; KML needs no more than the five of XML.
  if (/<!(DOCTYPE|ENTITY)/i.test(source)) return fail(syntax(name, 'DOCTYPE'));
  const valid = XMLValidator.validate(source);
  if (valid !== true) return fail(syntax(`${name}, line ${valid.err.line}`, valid.err.msg));
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    // For letters written as numbers (&#241;).
    htmlEntities: true,
    removeNSPrefix: true,
    isArray: (tag) => LISTS.has(tag),
  });
  try {
    return ok(parser.parse(source) as Xml);
  } catch (error) {
    return fail(syntax(name, error instanceof Error ? error.message : String(error)));
  }
}

/** All elements of a name below a node. */
function collect(node: unknown, tag: string): Xml[] {
  if (Array.isArray(node)) return node.flatMap((item) => collect(item, tag));
  if (!isXml(node)) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === tag && Array.isArray(value) ? value.filter(isXml) : collect(value, tag),
  );
}

function geometryOf(mark: Xml, place: string, problems: Problem[]): GeoJSON.Geometry | null {
  const polygons = collect(mark, 'Polygon').map((p) => polygonOf(p, place, problems));
  const lines = collect(mark, 'LineString').map((l) => positions(l, place, problems));
  const points = collect(mark, 'Point').flatMap((p) => positions(p, place, problems));
  const kinds = [polygonsOf(polygons), linesOf(lines), pointsOf(points)].filter((g) => g !== null);
  if (kinds.length > 1) return { type: 'GeometryCollection', geometries: kinds };
  return kinds[0] ?? null;
}

function polygonsOf(polygons: readonly Position[][][]): GeoJSON.Geometry | null {
  const [first, ...more] = polygons;
  if (!first) return null;
  if (more.length === 0) return { type: 'Polygon', coordinates: first };
  return { type: 'MultiPolygon', coordinates: [...polygons] };
}

function linesOf(lines: readonly Position[][]): GeoJSON.Geometry | null {
  const [first, ...more] = lines;
  if (!first) return null;
  if (more.length === 0) return { type: 'LineString', coordinates: first };
  return { type: 'MultiLineString', coordinates: [...lines] };
}

function pointsOf(points: readonly Position[]): GeoJSON.Geometry | null {
  const [first, ...more] = points;
  if (!first) return null;
  if (more.length === 0) return { type: 'Point', coordinates: first };
  return { type: 'MultiPoint', coordinates: [...points] };
}

function polygonOf(polygon: Xml, place: string, problems: Problem[]): Position[][] {
  const outer = collect(polygon.outerBoundaryIs, 'LinearRing');
  const inner = collect(polygon.innerBoundaryIs, 'LinearRing');
  if (outer.length !== 1) problems.push(coordinatesProblem(place, 'outerBoundaryIs'));
  return [...outer, ...inner].map((ring) => positions(ring, place, problems));
}

/** `lon,lat[,alt]` tuples with white space between them. */
function positions(element: Xml, place: string, problems: Problem[]): Position[] {
  const raw = element.coordinates;
  const text = typeof raw === 'string' ? raw : '';
  const tuples = text
    .trim()
    .split(/\s+/)
    .filter((t) => t !== '');
  if (tuples.length === 0) problems.push(coordinatesProblem(place, '<coordinates/>'));
  return tuples.flatMap((tuple, i): Position[] => {
    const numbers = tuple
      .split(',')
      .map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
    const [x, y] = numbers;
    const fine =
      numbers.length >= 2 && numbers.length <= 3 && Number.isFinite(x) && Number.isFinite(y);
    if (fine) return [[x!, y!]];
    problems.push(coordinatesProblem(`${place}, tuple ${i + 1}`, tuple));
    return [];
  });
}

function propertiesOf(mark: Xml): SourceFeature['properties'] {
  const properties: SourceFeature['properties'] = {};
  for (const key of ['name', 'description']) {
    const value = textOf(mark[key]);
    if (value !== null) properties[key] = value;
  }
  for (const data of collect(mark, 'Data')) put(properties, data['@name'], textOf(data.value));
  for (const data of collect(mark, 'SimpleData'))
    put(properties, data['@name'], textOf(data['#text']));
  return properties;
}

function put(properties: SourceFeature['properties'], name: unknown, value: string | null): void {
  if (typeof name !== 'string' || name === '') return;
  Object.defineProperty(properties, name, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}

function textOf(value: unknown): string | null {
  const text = isXml(value) ? value['#text'] : value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : null;
}

function isXml(value: unknown): value is Xml {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function syntax(where: string, reason: string): Problem {
  return problem(
    'kml.syntax',
    where,
    `KML tidak dapat dibaca: ${reason}.`,
    `The KML cannot be read: ${reason}.`,
  );
}

function empty(name: string): Problem {
  return problem('kml.empty', name, 'KML tidak berisi Placemark.', 'The KML holds no Placemark.');
}

function coordinatesProblem(where: string, given: string): Problem {
  return problem(
    'kml.coordinates',
    where,
    `"${given}" bukan bujur,lintang[,tinggi].`,
    `"${given}" is not longitude,latitude[,height].`,
    given,
  );
}
