import { fail, type Note, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { crsByCode } from '../formats/crs.ts';
import { type Files, findFile } from '../formats/files.ts';
import { readGeotiff } from '../formats/geotiff.ts';

import type { PlanManifest, Raster, RasterSpec } from './model.ts';
import { slopePercent } from './slope.ts';

/**
 * Reads all rasters of a plan; those of kind `slope` hold percent of slope, made from their
 * elevations. Problems: those of readGeotiff, and `raster.missing` (one that the inventory names is only left out).
 */
export async function readRasters(files: Files, manifest: PlanManifest): Promise<Result<Raster[]>> {
  const rasters: Raster[] = [];
  const problems: Problem[] = [];
  const notes: Note[] = [];
  for (const spec of manifest.rasters) {
    const read = await readRaster(files, spec);
    if (!read.ok) {
      if (manifest.inventory?.rasters[spec.id] && !findFile(files, spec.file)) continue;
      problems.push(...read.problems);
      continue;
    }
    rasters.push(read.value);
    notes.push(...read.notes);
  }
  return problems.length > 0 ? fail(...problems) : ok(rasters, notes);
}

async function readRaster(files: Files, spec: RasterSpec): Promise<Result<Raster>> {
  const found = findFile(files, spec.file);
  if (!found) {
    return fail(
      problem(
        'raster.missing',
        spec.file,
        `Raster "${spec.id}": berkas ${spec.file} tidak ada.`,
        `Raster "${spec.id}": there is no file ${spec.file}.`,
      ),
    );
  }
  const grid = await readGeotiff(found.bytes);
  if (!grid.ok) return fail(...grid.problems.map((p) => ({ ...p, pointer: spec.file })));
  const raster: Raster = { id: spec.id, kind: spec.kind, title: spec.title, ...grid.value };
  if (spec.kind !== 'slope') return ok(raster, grid.notes);
  const crs = crsByCode(raster.crs);
  if (!crs.ok) return crs;
  const values = slopePercent(raster, crs.value.kind === 'geographic');
  return ok({ ...raster, values }, grid.notes);
}
