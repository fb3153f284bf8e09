import { fail, type Note, note, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { type Crs, crsByCode } from '../formats/crs.ts';
import { type Files, findFile, openFiles } from '../formats/files.ts';
import { citationOf } from './citation.ts';
import { codesWithoutRow } from './codes-without-row.ts';
import { type Drafts, newDrafts } from './draft.ts';
import { freezeUses } from './existing-uses.ts';
import { freezeAreas, freezeParcels, freezeRoads } from './freeze.ts';
import { planHash } from './hash.ts';
import { readLayer } from './layers.ts';
import { parseManifest } from './manifest.ts';
import { type FoundLayer, foundLayer, missLayers, missRasters } from './missed.ts';
import type {
  LayerSpec,
  PlanManifest,
  PlanVersion,
  Regulation,
  Rules,
  Theme,
  UnruledWater,
} from './model.ts';
import { planFiles } from './plan-files.ts';
import { readRasters } from './rasters.ts';
import { releaseMemory } from './release.ts';
import { openLayer } from './source-layer.ts';
import { cutStrips } from './strips.ts';
import { readingOf, type TableLayers, tableBytes, tableLayers } from './table-layers.ts';
import { readRules } from './tables/index.ts';
import { themesOf } from './themes.ts';

/** Loads the plan at a path: a folder or a zip with a plan.json. Problems as loadPlan, and those of openFiles. */
export async function loadPlanFrom(path: string): Promise<Result<PlanVersion>> {
  const files = await openFiles(path);
  return files.ok ? loadPlan(files.value) : files;
}

/**
 * Reads a plan and freezes it. It fails, with every problem, where the plan cannot mean anything:
 * no or a wrong plan.json, a file that is missing or unreadable, a layer without CRS or with
 * coordinates that cannot be in it, zones without a column for their code. All else goes on, and
 * `notes` of the plan say what was changed, refused or left unknown.
 */
export async function loadPlan(given: Files): Promise<Result<PlanVersion>> {
  const files = planFiles(given);
  if (!files.ok) return files;
  const manifest = readManifest(files.value);
  if (!manifest.ok) return manifest;
  const target = metricCrs(manifest.value);
  if (!target.ok) return target;
  return loadWith(files.value, manifest.value, target.value);
}

async function loadWith(
  files: Files,
  manifest: PlanManifest,
  target: Crs,
): Promise<Result<PlanVersion>> {
  const problems: Problem[] = [];
  const columns = await tableLayers(files, manifest, target);
  const { rules, notes } = readRules(manifest, files, columns);
  const { themes, problems: themeProblems, notes: themeNotes } = themesOf(manifest, rules);
  problems.push(...themeProblems);
  const drafts = await readLayers(files, manifest, target, problems);
  const rasters = await readRasters(files, manifest);
  if (!rasters.ok) problems.push(...rasters.problems);
  if (problems.length > 0 || !rasters.ok) return fail(...problems);
  missRasters(manifest, new Set(rasters.value.map((r) => r.id)), drafts);
  const unruledWater = addStrips(drafts, rules);
  if (!drafts.areas.some((a) => a.features.length > 0)) return fail(nothingUsable(drafts));
  const all: Note[] = [...notes, ...themeNotes, ...drafts.notes, ...rasters.notes];
  releaseMemory();
  const frozen = freezeAreas(drafts.areas, all);
  releaseMemory();
  noteOverlaps(frozen, all);
  all.push(...codesWithoutRow(frozen.layers, manifest, rules));
  return ok({
    manifest,
    hash: hashOf(files, manifest, themes, drafts, columns),
    citation: cited(manifest.regulation),
    rules,
    themes,
    knownThemes: new Set([...drafts.known].filter((t) => !drafts.doubted.has(t)).sort()),
    doubtedThemes: new Set([...drafts.doubted].sort()),
    ...lostScreening(drafts),
    ...frozen,
    roads: freezeRoads(drafts.roads, drafts.lostRoads.size > 0),
    unruledWater,
    rasters: rasters.value,
    parcels: freezeParcels(drafts.parcels),
    existingUses: freezeUses(drafts.uses),
    notes: all,
  });
}

function lostScreening({ lostScreening }: Drafts): Pick<PlanVersion, 'lostScreening'> {
  return lostScreening.size === 0 ? {} : { lostScreening: [...lostScreening].sort() };
}

function nothingUsable(drafts: Drafts): Problem {
  const why = drafts.notes.slice(0, 3);
  return problem(
    'plan.empty',
    'plan.json /layers',
    `Tidak ada satu pun poligon yang dapat dipakai. ${why.map((n) => `${n.where}: ${n.message.id}`).join(' ')}`,
    `There is not one polygon that can be used. ${why.map((n) => `${n.where}: ${n.message.en}`).join(' ')}`,
  );
}

function readManifest(files: Files): Result<PlanManifest> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(files.get('plan.json')));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail(
      problem(
        'plan.not_json',
        'plan.json',
        `plan.json bukan JSON yang benar: ${why}.`,
        `plan.json is not valid JSON: ${why}.`,
      ),
    );
  }
  const parsed = parseManifest(json);
  if (parsed.ok) return parsed;
  return fail(...parsed.problems.map((p) => ({ ...p, pointer: `plan.json ${p.pointer}` })));
}

/** The plan's CRS must measure metres: a projected one, and not Web Mercator, whose metres are not metres. */
function metricCrs(manifest: PlanManifest): Result<Crs> {
  const crs = crsByCode(manifest.crs);
  if (!crs.ok) return crs;
  if (crs.value.kind === 'projected' && crs.value.code !== 'EPSG:3857') return crs;
  return fail(
    problem(
      'plan.crs_not_metric',
      'plan.json /crs',
      `"crs" rencana harus sistem bermeter sejati (UTM atau TM-3, mis. EPSG:32751), bukan ${crs.value.code}.`,
      `The plan's "crs" must measure true metres (UTM or TM-3, e.g. EPSG:32751); ${crs.value.code} does not.`,
      manifest.crs,
    ),
  );
}

/** Layers of more features leave garbage that is worth collecting at once. */
const MANY = 3000;

async function readLayers(
  files: Files,
  manifest: PlanManifest,
  target: Crs,
  problems: Problem[],
): Promise<Drafts> {
  const drafts = newDrafts();
  const found = new Map<string, FoundLayer>();
  for (const spec of manifest.layers) {
    const layer = await openLayer(files, spec, target);
    if (!layer.ok) {
      if (canMiss(files, manifest, spec)) continue;
      problems.push(...layer.problems);
      continue;
    }
    drafts.notes.push(...layer.notes);
    found.set(spec.id, foundLayer(layer.value));
    const read = readLayer(manifest, layer.value, drafts);
    if (!read.ok) problems.push(...read.problems);
    if (layer.value.source.features.length > MANY) releaseMemory();
  }
  missLayers(manifest, found, drafts);
  return drafts;
}

/** Whether a layer whose file is not there stops nothing, since the inventory tells what is lost with it. */
function canMiss(files: Files, { inventory }: PlanManifest, spec: LayerSpec): boolean {
  const declared = inventory?.layers[spec.id];
  return declared !== undefined && spec.kind !== 'zones' && !findFile(files, spec.file);
}

/** Cuts the strips of all water layers into areal layers; gives back the water that no row decides. */
function addStrips(drafts: Drafts, rules: Rules): UnruledWater[] {
  return drafts.water.flatMap((water) => {
    const { strips, unruled } = cutStrips(water, rules);
    drafts.areas.push(strips);
    if (unruled.length > 0) {
      drafts.notes.push(
        note(
          'water.unruled',
          water.id,
          `${unruled.length} fitur air tanpa baris sempadan: temanya tidak diketahui di sekitarnya.`,
          `${unruled.length} water features without a sempadan row: their theme is unknown around them.`,
        ),
      );
    }
    return unruled;
  });
}

function noteOverlaps(
  { overlaps, layers }: Pick<PlanVersion, 'overlaps' | 'layers'>,
  notes: Note[],
): void {
  if (overlaps.length === 0) return;
  const zones = layers.filter((l) => l.kind === 'zones');
  const codeOf = (f: number) => {
    const layer = zones.find((l) => f >= l.first && f < l.first + l.count)!;
    return `${layer.code[f - layer.first]} (${layer.number?.[f - layer.first]})`;
  };
  const some = overlaps.slice(0, 5).map((o) => `${codeOf(o.a)} / ${codeOf(o.b)}`);
  notes.push(
    note(
      'zones.overlap',
      zones.map((l) => l.id).join(', '),
      `${overlaps.length} tempat diklaim dua zona, a.l. ${some.join(', ')} (nomor fitur dari 0).`,
      `${overlaps.length} places are claimed by two zones, e.g. ${some.join(', ')} (feature numbers from 0).`,
    ),
  );
}

/** Names of files, and how they are packed and encoded, are no content. */
function hashOf(
  files: Files,
  manifest: PlanManifest,
  themes: readonly Theme[],
  drafts: Drafts,
  columns: TableLayers,
): string {
  const layers = manifest.layers.map(({ file, layer, encoding, crs, ...rest }) => rest);
  const rasters = manifest.rasters.map(({ file, ...rest }) => rest);
  const tables = Object.entries(manifest.tables);
  const specs = Object.fromEntries(tables.map(([name, spec]) => [name, readingOf(spec)]));
  const bytes = (path: string) => findFile(files, path)?.bytes ?? new Uint8Array(0);
  return planHash({
    manifest: { ...manifest, layers, rasters, tables: specs },
    themes,
    layers: drafts.keys,
    files: [
      ...tables.map(([name, spec]) => ({
        role: `table ${name}`,
        bytes: tableBytes(spec, columns) ?? bytes(spec.file),
      })),
      ...manifest.rasters.map((r) => ({ role: `raster ${r.id}`, bytes: bytes(r.file) })),
    ],
  });
}

/** As people cite it; a map without regulation (number `-`, see bare.ts) by its kind alone. */
function cited(regulation: Regulation): string {
  return regulation.number === '-' ? regulation.type : citationOf(regulation);
}
