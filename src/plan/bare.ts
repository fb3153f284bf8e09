import { fail, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { type Crs, crsByCode, transformer, utmFor, WGS84 } from '../formats/crs.ts';
import type { Files } from '../formats/files.ts';
import { layerNames, readLayers, type SourceLayer } from '../formats/layers.ts';
import { ID } from './manifest-words.ts';
import { flatten } from './source-geometry.ts';

export interface BareOptions {
  readonly id?: string | undefined;
  readonly zoneField?: string | undefined;
  /** EPSG code, for files that name none or name it wrongly. */
  readonly crs?: string | undefined;
  readonly title?: string | undefined;
}

/** Scale that is taken where nobody states one: that of detail plans. */
const DETAIL_SCALE = 5000;

/**
 * A bare zone layer with a plan.json made for it: no rules, no themes, so every check that needs
 * one is unknown. It is a draft: never in force, so it never stands in the way of a real plan, and
 * answers on it (by its name only) are never binding. Its metric CRS is the layer's own if that
 * measures true metres, else the UTM zone of its middle.
 * Problems: `import.no_layer`, `import.several_layers`, `import.no_id`, `import.no_zone_field`,
 * `layer.no_crs`, and those of the format's reader.
 */
export async function barePlan(files: Files, options: BareOptions): Promise<Result<Files>> {
  const names = layerNames(files);
  if (names.length !== 1) return fail(notOneLayer(names));
  const file = names[0]!;
  const read = await readLayers(files, file, options.crs ? { crs: options.crs } : {});
  if (!read.ok) return read;
  if (read.value.length !== 1) return fail(notOneLayer(read.value.map((l) => l.name)));
  const layer = read.value[0]!;
  const wrong = wrongOptions(file, layer, options);
  if (wrong.length > 0) return fail(...wrong);
  const crs = options.crs ? crsByCode(options.crs) : layer.crs ? ok(layer.crs) : noCrs(file, layer);
  if (!crs.ok) return crs;
  const json = manifestJson(file, layer, metricFor(crs.value, layer), options);
  return ok(new Map([...files, ['plan.json', new TextEncoder().encode(json)]]));
}

/** Name and column are told together, so that one more try is enough. */
function wrongOptions(file: string, layer: SourceLayer, options: BareOptions): Problem[] {
  const { id, zoneField } = options;
  const named = id !== undefined && ID.test(id);
  const coded = zoneField !== undefined && layer.fields.includes(zoneField);
  return [...(named ? [] : [noId(id)]), ...(coded ? [] : [noZoneField(file, layer, zoneField)])];
}

/** plan.json of a bare plan. The same source and options give the same text. */
function manifestJson(file: string, layer: SourceLayer, crs: Crs, options: BareOptions): string {
  const manifest = {
    format: 1,
    id: options.id,
    title: options.title ?? `Peta zona ${options.id} (tanpa peraturan)`,
    demonstration: false,
    level: 'RDTR',
    regulation: { type: 'Peta tanpa peraturan', number: '-', year: 1945, title: layer.name },
    status: 'draft',
    validFrom: null,
    validTo: null,
    ossIntegrated: false,
    mapScale: DETAIL_SCALE,
    crs: crs.code,
    layers: [
      {
        id: 'zones',
        kind: 'zones',
        file,
        crs: options.crs ?? 'file',
        law: true,
        fields: { code: options.zoneField },
      },
    ],
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function metricFor(crs: Crs, layer: SourceLayer): Crs {
  if (crs.kind === 'projected' && crs.code !== 'EPSG:3857') return crs;
  const [x, y] = middleOf(layer);
  const [lon, lat] = transformer(crs, WGS84)(Float64Array.of(x, y));
  return utmFor(lon!, lat!);
}

function middleOf(layer: SourceLayer): [number, number] {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const feature of layer.features) {
    const xy = flatten(feature.geometry)?.xy ?? [];
    for (let i = 0; i < xy.length; i += 2) {
      x0 = Math.min(x0, xy[i]!);
      x1 = Math.max(x1, xy[i]!);
      y0 = Math.min(y0, xy[i + 1]!);
      y1 = Math.max(y1, xy[i + 1]!);
    }
  }
  return [(x0 + x1) / 2, (y0 + y1) / 2];
}

function notOneLayer(names: readonly string[]) {
  const list = names.join(', ');
  if (names.length === 0) {
    return problem(
      'import.no_layer',
      '',
      'Tidak ada plan.json dan tidak ada layer zona (.zip dengan shapefile, .shp, .geojson).',
      'There is neither a plan.json nor a zone layer (.zip with a shapefile, .shp, .geojson).',
    );
  }
  return problem(
    'import.several_layers',
    '',
    `Ada beberapa layer (${list}); beri berkas dengan satu layer zona, atau folder dengan plan.json.`,
    `There are several layers (${list}); give a file with one zone layer, or a folder with a plan.json.`,
  );
}

function noId(given: string | undefined) {
  const id = given === undefined ? '' : `"${given}" tidak dapat dipakai. `;
  const en = given === undefined ? '' : `"${given}" will not do. `;
  return problem(
    'import.no_id',
    '--id',
    `${id}Layer zona tanpa plan.json memerlukan nama: --id huruf-kecil-angka (mis. --id bandung-coblong).`,
    `${en}A zone layer without plan.json needs a name: --id lower-case-and-digits (e.g. --id bandung-coblong).`,
    given,
  );
}

function noZoneField(file: string, layer: SourceLayer, given: string | undefined) {
  const there = layer.fields.join(', ');
  return problem(
    'import.no_zone_field',
    '--zone-field',
    given === undefined
      ? `Sebutkan kolom kode zona dengan --zone-field. Kolom di ${file}: ${there}.`
      : `${file} tidak punya kolom "${given}". Kolom yang ada: ${there}.`,
    given === undefined
      ? `Name the column of the zone code with --zone-field. Columns of ${file}: ${there}.`
      : `${file} has no column "${given}". Its columns: ${there}.`,
    given,
  );
}

function noCrs(file: string, layer: SourceLayer): Result<Crs> {
  const found = layer.crsText;
  return fail(
    problem(
      'layer.no_crs',
      file,
      `${file} tidak menyebut sistem koordinat yang dikenal${found ? ` (${found})` : ''}; sebutkan dengan --crs EPSG:….`,
      `${file} names no known coordinate system${found ? ` (${found})` : ''}; state it with --crs EPSG:….`,
      found ?? undefined,
    ),
  );
}
