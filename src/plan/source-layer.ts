import { fail, type Note, note, ok, type Problem, problem, type Result } from '../base/problem.ts';
import {
  type Crs,
  coordinatesFit,
  coordinatesPossible,
  crsByCode,
  type Transform,
  transformer,
} from '../formats/crs.ts';
import type { Files } from '../formats/files.ts';
import type { SourceFeature, SourceLayer } from '../formats/layer.ts';
import { readLayers } from '../formats/layers.ts';
import type { LayerSpec } from './model.ts';

/** A vector file of a plan, opened, with its way into the plan's metric CRS. */
export interface OpenLayer {
  readonly spec: LayerSpec;
  readonly source: SourceLayer;
  readonly crs: Crs;
  readonly project: Transform;
}

/**
 * Opens the file of a layer. Problems: what the format's reader found (it refuses a CRS that the
 * coordinates cannot be in), `layer.several`, `layer.no_crs`; each says what would do.
 */
export async function openLayer(
  files: Files,
  spec: LayerSpec,
  target: Crs,
): Promise<Result<OpenLayer>> {
  const named = spec.crs === 'file' ? undefined : spec.crs;
  const read = await readLayers(files, spec.file, {
    ...(spec.encoding === null ? {} : { encoding: spec.encoding }),
    ...(spec.layer === null ? {} : { layer: spec.layer }),
    ...(named === undefined ? {} : { crs: named }),
  });
  if (!read.ok) return fail(...read.problems.map((p) => placed(spec, p)));
  const chosen = chooseLayer(spec, read.value);
  if (!chosen.ok) return chosen;
  const source = chosen.value;
  const crs = named === undefined ? crsOf(spec, source) : crsByCode(named);
  if (!crs.ok) return crs;
  const project = transformer(crs.value, target);
  return ok({ spec, source, crs: crs.value, project }, read.notes);
}

/** `zones.shp, fitur 7 (dari 0)`: where a note or problem of one feature points to. */
export function placeOf(spec: LayerSpec, number: number): string {
  return `${spec.file}, fitur/feature ${number} (dari/from 0)`;
}

function placed(spec: LayerSpec, p: Problem): Problem {
  return p.pointer.includes(spec.file) ? p : { ...p, pointer: `${spec.file} ${p.pointer}`.trim() };
}

function chooseLayer(spec: LayerSpec, layers: readonly SourceLayer[]): Result<SourceLayer> {
  if (layers.length === 1) return ok(layers[0]!);
  const names = layers.map((l) => l.name).join(', ');
  return fail(
    problem(
      'layer.several',
      spec.file,
      `${spec.file} berisi ${layers.length} layer (${names}); sebutkan salah satu dengan "layer".`,
      `${spec.file} holds ${layers.length} layers (${names}); name one of them with "layer".`,
    ),
  );
}

function crsOf(spec: LayerSpec, source: SourceLayer): Result<Crs> {
  if (source.crs !== null) return ok(source.crs);
  const found = source.crsText;
  return fail(
    problem(
      'layer.no_crs',
      spec.file,
      found === null
        ? `${spec.file} tidak menyebut sistem koordinatnya (tidak ada .prj). Sertakan .prj, atau tulis "crs": "EPSG:…" (pada impor: --crs).`
        : `${spec.file} menyebut sistem koordinat yang tidak dikenal: ${cut(found)}. Tulis "crs": "EPSG:…" (pada impor: --crs).`,
      found === null
        ? `${spec.file} does not name its coordinate system (there is no .prj). Add the .prj, or write "crs": "EPSG:…" (on import: --crs).`
        : `${spec.file} names a coordinate system that is not known: ${cut(found)}. Write "crs": "EPSG:…" (on import: --crs).`,
      found ?? undefined,
    ),
  );
}

function cut(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 117)}...`;
}

/** Column of the file for one of our fields: null where plan.json maps none, undefined where it is missing. */
export function columnOf(layer: OpenLayer, field: string): string | null | undefined {
  const theirs = layer.spec.fields[field];
  if (theirs === undefined) return null;
  return layer.source.fields.includes(theirs) ? theirs : undefined;
}

/** As columnOf, for a field that one can do without: a missing column is noted and read as blank. */
export function optionalColumn(layer: OpenLayer, field: string, notes: Note[]): string | null {
  const column = columnOf(layer, field);
  if (column !== undefined) return column;
  notes.push(missingColumn(layer, layer.spec.fields[field]!, 'kosong', 'blank'));
  return null;
}

/** Note on a column that plan.json names and the file lacks, with what it means now. */
export function missingColumn(layer: OpenLayer, column: string, id: string, en: string): Note {
  const { file } = layer.spec;
  const there = layer.source.fields.join(', ');
  return note(
    'layer.missing_column',
    file,
    `${file} tidak punya kolom "${column}" (yang ada: ${there}); dibaca sebagai ${id}.`,
    `${file} has no column "${column}" (it has: ${there}); read as ${en}.`,
  );
}

/** A cell as text without blanks around it; null for null, blank and `<Null>`. */
export function cellText(feature: SourceFeature, column: string | null): string | null {
  const value = column === null ? null : feature.properties[column];
  if (value === null || value === undefined) return null;
  const text = String(value).trim();
  return text === '' || text.toLowerCase() === '<null>' ? null : text;
}

/** A cell as a number, decimal comma or point; null where there is none. */
export function cellNumber(feature: SourceFeature, column: string | null): number | null {
  const text = cellText(feature, column);
  if (text === null) return null;
  const value = Number(text.replace(',', '.'));
  return Number.isFinite(value) ? value : null;
}

/** Note on a feature that could not be used. */
export function refused(layer: OpenLayer, number: number, id: string, en: string): Note {
  return note(
    'feature.refused',
    placeOf(layer.spec, number),
    `Tidak dipakai: ${id}.`,
    `Refused: ${en}.`,
  );
}

/** Whether these source coordinates can lie in the layer's CRS at all. */
export function possibleIn(layer: OpenLayer, xy: Float64Array): boolean {
  return coordinatesPossible(layer.crs, xy) && coordinatesFit(layer.crs, xy);
}
