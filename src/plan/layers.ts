import { fail, type Note, note, ok, problem, type Result } from '../base/problem.ts';
import type { SourceFeature } from '../formats/layer.ts';
import type { Rings } from '../geometry/rings.ts';
import { canonicalClass, canonicalCode, isNone } from './codes.ts';
import { dissolve } from './dissolve.ts';
import type { AreaFeature, Drafts, ParcelDraft, RoadDraft, WaterFeature } from './draft.ts';
import { readExistingUses } from './existing-uses.ts';
import { type ReadFeature, readLines, readPolygons, readWater } from './features.ts';
import { compareText } from './hash.ts';
import type { LayerSpec, PlanManifest } from './model.ts';
import {
  cellNumber,
  cellText,
  columnOf,
  missingColumn,
  type OpenLayer,
  optionalColumn,
  placeOf,
} from './source-layer.ts';

/**
 * Reads one opened layer into the drafts by its kind. Fails only where the layer cannot mean
 * anything: `layer.missing_column` for the code of zones. All else is noted.
 */
export function readLayer(manifest: PlanManifest, layer: OpenLayer, drafts: Drafts): Result<null> {
  const accuracyM = accuracyOf(layer.spec, manifest);
  switch (layer.spec.kind) {
    case 'zones':
      return readZones(layer, accuracyM, drafts);
    case 'overlay':
      readOverlay(manifest, layer, accuracyM, drafts);
      return ok(null);
    case 'water':
      readWaterLayer(manifest, layer, accuracyM, drafts);
      return ok(null);
    case 'roads':
      readRoads(layer, accuracyM, drafts);
      return ok(null);
    case 'admin':
    case 'planning_area':
      readPlain(layer, layer.spec.kind, accuracyM, drafts);
      return ok(null);
    case 'parcels':
      readParcels(layer, drafts);
      return ok(null);
    case 'existing_uses':
      readExistingUses(layer, drafts);
      return ok(null);
  }
}

/** 0.5 mm at the layer's scale, in m. */
function accuracyOf(spec: LayerSpec, manifest: PlanManifest): number {
  return 0.0005 * (spec.scale ?? manifest.mapScale);
}

function readZones(layer: OpenLayer, accuracyM: number, drafts: Drafts): Result<null> {
  const { spec, source } = layer;
  const code = columnOf(layer, 'code');
  if (!code) return fail(noCodeColumn(layer));
  const name = optionalColumn(layer, 'name', drafts.notes);
  const block = optionalColumn(layer, 'block', drafts.notes);
  const extra = spec.zoneOverlays.map((o) => (source.fields.includes(o.field) ? o.field : null));
  const read = readPolygons(layer, [code, name, block, ...extra], drafts.notes);
  const features: AreaFeature[] = [];
  for (const item of usable(read)) {
    const text = cellText(item.feature, code);
    if (text === null || isNone(text)) {
      drafts.notes.push(zoneWithoutCode(layer, item.feature.number, code));
      continue;
    }
    const group = cellText(item.feature, block);
    features.push(area(item, canonicalCode(text), cellText(item.feature, name), group));
  }
  drafts.areas.push({
    id: spec.id,
    kind: 'zones',
    theme: null,
    law: spec.law,
    accuracyM,
    features,
  });
  drafts.keys.push({ id: spec.id, keys: read.map((f) => f.key) });
  for (const overlay of spec.zoneOverlays) readZoneColumn(layer, overlay, read, accuracyM, drafts);
  return ok(null);
}

function noCodeColumn(layer: OpenLayer) {
  const { file, fields } = layer.spec;
  const named = fields.code ?? '';
  const there = layer.source.fields.join(', ');
  return problem(
    'layer.missing_column',
    file,
    `${file} tidak punya kolom kode zona "${named}". Kolom yang ada: ${there}.`,
    `${file} has no column "${named}" for the zone code. Its columns: ${there}.`,
    named,
  );
}

function zoneWithoutCode(layer: OpenLayer, number: number, column: string): Note {
  return note(
    'zone.no_code',
    placeOf(layer.spec, number),
    `Kolom ${column} kosong: tempat ini tidak masuk zona mana pun.`,
    `Column ${column} is blank: this ground belongs to no zone.`,
  );
}

/** A zone column that says which overlay lies on each zone; a missing column leaves the theme unknown. */
function readZoneColumn(
  layer: OpenLayer,
  overlay: LayerSpec['zoneOverlays'][number],
  read: readonly ReadFeature<Rings>[],
  accuracyM: number,
  drafts: Drafts,
): void {
  const { theme, field, law } = overlay;
  if (!layer.source.fields.includes(field)) {
    drafts.notes.push(
      missingColumn(layer, field, `tema ${theme} tidak diketahui`, `theme ${theme} unknown`),
    );
    if (law) drafts.doubted.add(theme);
    else drafts.lostScreening.add(`${layer.spec.id}/${field}`);
    return;
  }
  const features: AreaFeature[] = [];
  for (const item of usable(read)) {
    const text = cellText(item.feature, field);
    if (text !== null && !isNone(text)) features.push(area(item, canonicalCode(text), text, null));
  }
  const id = `${layer.spec.id}/${field}`;
  drafts.areas.push({
    id,
    kind: 'overlay',
    theme,
    law,
    accuracyM,
    features: dissolve(features),
    disjoint: true,
  });
  // A zone that is lost takes along what its column says; a blank one had nothing to say.
  const says = (text: string | null) => text !== null && !isNone(text);
  const speaking = read.filter((f) => says(cellText(f.feature, field)));
  trustTheme(layer, speaking, true, drafts, { id, theme, law });
}

function readOverlay(
  manifest: PlanManifest,
  layer: OpenLayer,
  accuracyM: number,
  drafts: Drafts,
): void {
  const { id, law } = layer.spec;
  const theme = layer.spec.theme!;
  const code = columnOf(layer, 'code');
  const name = optionalColumn(layer, 'name', drafts.notes);
  if (code === undefined) {
    const column = layer.spec.fields.code!;
    drafts.notes.push(
      missingColumn(layer, column, `tema ${theme} tidak diketahui`, `theme ${theme} unknown`),
    );
  }
  const read = readPolygons(layer, [code ?? null, name], drafts.notes);
  const features: AreaFeature[] = [];
  for (const item of usable(read)) {
    // A polygon that was drawn but not coded is there all the same: the row for `*` speaks of it.
    const text = cellText(item.feature, code ?? null);
    if (text !== null && isNone(text)) continue;
    const canonical = text === null ? '*' : canonicalCode(text);
    features.push(area(item, canonical, cellText(item.feature, name), null));
  }
  drafts.areas.push({ id, kind: 'overlay', theme, law, accuracyM, features });
  drafts.keys.push({ id, keys: read.map((f) => f.key) });
  trustTheme(layer, read, code !== undefined, drafts);
  if (isBare(manifest, layer)) doubtBare(layer, drafts);
}

function readWaterLayer(
  manifest: PlanManifest,
  layer: OpenLayer,
  accuracyM: number,
  drafts: Drafts,
): void {
  const { id, law } = layer.spec;
  const name = optionalColumn(layer, 'name', drafts.notes);
  const kind = optionalColumn(layer, 'class', drafts.notes);
  const read = readWater(layer, [name, kind], drafts.notes);
  const features: WaterFeature[] = usable(read).map(({ feature, geometry, key }) => ({
    number: feature.number,
    ...geometry,
    name: cellText(feature, name),
    class: classText(feature, kind),
    key,
  }));
  drafts.water.push({ id, theme: layer.spec.theme!, law, accuracyM, features });
  drafts.keys.push({ id, keys: read.map((f) => f.key) });
  // Water without its name or class has no row of its own any more, and a general one may be narrower.
  const whole = (['name', 'class'] as const).every((f) => columnOf(layer, f) !== undefined);
  trustTheme(layer, read, whole, drafts);
  if (isBare(manifest, layer)) doubtBare(layer, drafts);
  // Strips are law or nothing: screening says nothing of them, so what it would say is not available.
  if (!law) drafts.lostScreening.add(id);
}

/**
 * A theme is known from a layer of law if every feature of it could be used: one that was refused
 * might have lain anywhere.
 */
function trustTheme(
  layer: OpenLayer,
  read: readonly ReadFeature<unknown>[],
  columnsThere: boolean,
  drafts: Drafts,
  { id, theme, law }: Pick<LayerSpec, 'id' | 'theme' | 'law'> = layer.spec,
): void {
  const lost = read.filter((f) => f.lossy).length;
  if (!law) {
    if (lost > 0 || !columnsThere) drafts.lostScreening.add(id);
    return;
  }
  if (lost === 0 && columnsThere) {
    drafts.known.add(theme!);
    return;
  }
  drafts.doubted.add(theme!);
  if (lost === 0) return;
  drafts.notes.push(
    note(
      'theme.doubted',
      layer.spec.file,
      `${lost} fitur tidak dapat dipakai seluruhnya, jadi tema ${theme} tidak diketahui di seluruh rencana.`,
      `${lost} features could not be used in full, so theme ${theme} is unknown in the whole plan.`,
    ),
  );
}

/** A layer without any feature, though no inventory says that it has none: more likely its content was lost. */
function isBare({ inventory }: PlanManifest, { spec, source }: OpenLayer): boolean {
  return source.features.length === 0 && inventory?.layers[spec.id]?.features !== 0;
}

function doubtBare({ spec: { id, file, theme, law } }: OpenLayer, drafts: Drafts): void {
  if (law) drafts.doubted.add(theme!);
  else drafts.lostScreening.add(id);
  drafts.notes.push(
    note(
      'theme.empty',
      file,
      `Lapisan ${id} tidak berisi satu fitur pun, jadi tema ${theme} tidak diketahui. Bila memang tidak ada, hapus lapisan ini dan nyatakan dalam "themes" beserta pasalnya, atau catat dalam inventory.`,
      `Layer ${id} has no feature at all, so theme ${theme} is unknown. Where there is none indeed, take the layer out and say so in "themes" with its article, or take an inventory.`,
    ),
  );
}

function readRoads(layer: OpenLayer, accuracyM: number, drafts: Drafts): void {
  const name = optionalColumn(layer, 'name', drafts.notes);
  const kind = optionalColumn(layer, 'class', drafts.notes);
  const width = optionalColumn(layer, 'rowWidthM', drafts.notes);
  const read = readLines(layer, [name, kind, width], drafts.notes);
  drafts.keys.push({ id: layer.spec.id, keys: read.map((f) => f.key) });
  if (!layer.spec.law) {
    drafts.notes.push(roadsWithoutLaw(layer.spec));
    return;
  }
  const features: RoadDraft[] = usable(read).flatMap(({ feature, geometry, key }) => {
    const road = {
      name: cellText(feature, name),
      class: classText(feature, kind),
      rowWidthM: rowWidth(feature, width),
    };
    return singleLines(geometry).map((line) => ({ line, road, key }));
  });
  noteWidths(layer, width, drafts.notes);
  trustRoads(layer.spec, read, drafts);
  drafts.roads.push({ accuracyM, features });
}

/** Wider than any road: then the figure is none. */
const WIDEST_ROW_M = 200;

/** Width of a road's right of way, m; null where none is recorded (0 and less is how many files say so). */
function rowWidth(feature: SourceFeature, column: string | null): number | null {
  const width = cellNumber(feature, column);
  return width !== null && width > 0 && width <= WIDEST_ROW_M ? width : null;
}

/** Notes widths that stand in their column and are none; blank cells are nothing to tell. */
function noteWidths(layer: OpenLayer, column: string | null, notes: Note[]): void {
  const wrong = layer.source.features.filter(
    (f) => cellText(f, column) !== null && rowWidth(f, column) === null,
  );
  if (wrong.length === 0) return;
  const some = wrong.slice(0, 5).map((f) => `${f.number}: ${cellText(f, column)}`);
  notes.push(
    note(
      'road.no_width',
      layer.spec.file,
      `${column} pada ${wrong.length} jalan bukan lebar (m, lebih dari 0 sampai ${WIDEST_ROW_M}); dibaca sebagai tidak tercatat (fitur dari 0: ${some.join('; ')}).`,
      `${column} of ${wrong.length} roads is no width (m, more than 0, up to ${WIDEST_ROW_M}); read as not recorded (features from 0: ${some.join('; ')}).`,
    ),
  );
}

function roadsWithoutLaw({ file }: LayerSpec): Note {
  return note(
    'roads.not_law',
    file,
    `${file} ditandai "law": false, jadi jalannya tidak dipakai untuk GSB dan lebar muka.`,
    `${file} is marked "law": false, so its roads are not used for building lines and frontages.`,
  );
}

/** A road that was refused might run anywhere, and a layer without any road is no map of roads. */
function trustRoads(
  { id, file }: LayerSpec,
  read: readonly ReadFeature<unknown>[],
  drafts: Drafts,
): void {
  const lost = read.filter((f) => f.geometry === null).length;
  if (lost === 0 && read.length > 0) return;
  drafts.lostRoads.add(id);
  drafts.notes.push(
    note(
      'roads.doubted',
      file,
      `${lost} dari ${read.length} jalan tidak dapat dipakai; GSB dan lebar muka tidak diketahui di seluruh rencana.`,
      `${lost} of ${read.length} roads cannot be used; building lines and frontages are unknown in the whole plan.`,
    ),
  );
}

function singleLines(lines: Rings): Rings[] {
  return Array.from(lines.ends, (end, i) => {
    const start = i === 0 ? 0 : lines.ends[i - 1]!;
    return { xy: lines.xy.slice(2 * start, 2 * end), ends: Uint32Array.of(end - start) };
  });
}

function readPlain(
  layer: OpenLayer,
  kind: 'admin' | 'planning_area',
  accuracyM: number,
  drafts: Drafts,
): void {
  const { id, law } = layer.spec;
  const code = optionalColumn(layer, 'code', drafts.notes);
  const name = optionalColumn(layer, 'kelurahan', drafts.notes);
  const group = optionalColumn(layer, 'kecamatan', drafts.notes);
  const read = readPolygons(layer, [code, name, group], drafts.notes);
  const features = usable(read).map((item) =>
    area(
      item,
      cellText(item.feature, code) ?? '',
      cellText(item.feature, name),
      cellText(item.feature, group),
    ),
  );
  drafts.areas.push({ id, kind, theme: null, law, accuracyM, features });
  drafts.keys.push({ id, keys: read.map((f) => f.key) });
  if (kind === 'planning_area') trustPlanningArea(layer.spec, read, drafts);
}

/**
 * A planning area of which a part is missing would make the plan silent where it is not, and the
 * next plan speak: then the plan counts as one that declares none. So does one that is no law.
 */
function trustPlanningArea(
  { id, file, law }: LayerSpec,
  read: readonly ReadFeature<Rings>[],
  drafts: Drafts,
): void {
  const given = read.length;
  const whole = read.filter((f) => !f.lossy).length;
  if (law && whole === given && given > 0) return;
  drafts.areas.pop();
  if (!law) {
    drafts.notes.push(
      note(
        'planning_area.not_law',
        file,
        `${file} ditandai "law": false; rencana ini dianggap berbicara di mana-mana.`,
        `${file} is marked "law": false; the plan counts as speaking everywhere.`,
      ),
    );
    return;
  }
  drafts.notes.push(
    note(
      'planning_area.doubted',
      id,
      `Hanya ${whole} dari ${given} poligon wilayah perencanaan dapat dipakai seluruhnya; rencana ini dianggap berbicara di mana-mana.`,
      `Only ${whole} of ${given} polygons of the planning area can be used in full; the plan counts as speaking everywhere.`,
    ),
  );
}

function readParcels(layer: OpenLayer, drafts: Drafts): void {
  const number = optionalColumn(layer, 'number', drafts.notes);
  const deed = optionalColumn(layer, 'deedAreaM2', drafts.notes);
  const frontage = optionalColumn(layer, 'frontageM', drafts.notes);
  const read = readPolygons(layer, [number, deed, frontage], drafts.notes);
  const parcels: ParcelDraft[] = usable(read).map(({ feature, geometry, key }) => ({
    rings: geometry,
    number: cellText(feature, number),
    deedAreaM2: cellNumber(feature, deed),
    frontageM: cellNumber(feature, frontage),
    key,
  }));
  parcels.sort((a, b) => compareText(a.number ?? '', b.number ?? '') || compareText(a.key, b.key));
  drafts.parcels.push(parcels);
  drafts.keys.push({ id: layer.spec.id, keys: read.map((f) => f.key) });
}

type Usable<T> = ReadFeature<T> & { readonly geometry: T };

function usable<T>(read: readonly ReadFeature<T>[]): Usable<T>[] {
  return read.filter((f): f is Usable<T> => f.geometry !== null);
}

function area(
  item: Usable<Rings>,
  code: string,
  name: string | null,
  group: string | null,
): AreaFeature {
  const { feature, geometry, key } = item;
  return { number: feature.number, rings: geometry, code, name, group, row: -1, key };
}

/** A class as the rule tables write it, null where there is none. */
function classText(feature: SourceFeature, column: string | null): string | null {
  const text = cellText(feature, column);
  return text === null || isNone(text) ? null : canonicalClass(text);
}
