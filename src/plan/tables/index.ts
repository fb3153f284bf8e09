import type { Note } from '../../base/problem.ts';
import type { Files } from '../../formats/files.ts';
import type { SourceLayer } from '../../formats/layer.ts';
import type { PlanManifest, Rules } from '../model.ts';
import { readConditionChecks } from './condition-checks.ts';
import { checkData } from './condition-data.ts';
import { readConditions } from './conditions.ts';
import { crossCheck } from './cross-check.ts';
import { readDistances } from './distances.ts';
import { readIntensity } from './intensity.ts';
import { readActivities } from './itbx.ts';
import { readKkop } from './kkop.ts';
import { readLegalBases } from './legal-basis.ts';
import type { Desk } from './open.ts';
import { readOverlays } from './overlays.ts';
import { readRasterClasses } from './raster-classes.ts';
import { readSempadan } from './sempadan.ts';
import { readSetbacks } from './setbacks.ts';
import { withholdUnclear } from './unclear-zones.ts';
import { readZones } from './zones.ts';

export { holdsArea } from './intensity-tiers.ts';
export { innerOf } from './kkop.ts';
export { overlayRow, sempadanRow } from './lookup.ts';
export { resolveBasis } from './resolve-basis.ts';

/**
 * Reads all rule tables that plan.json names (format: data/README.md). It never fails: what can't
 * be used is left out or unknown, and the notes say so with file and line. Note codes:
 * `table_missing`, `table_unreadable`, `row_missing`, `column_missing`, `mark_missing`, `unknown_column`, `missing_column`, `no_legal_basis`,
 * `unknown_legal_basis`, `required_column`, `special_row_missing`, `overlapping_tiers`, `tier_gap`, `missing_citation`, `missing_key`, `duplicate_row`, `contradictory_rows`,
 * `unreadable_cell`, `blank_cell`, `contradictory_cell`, `truncated_cell`, `unknown_condition_cell`,
 * `kkop_incomplete`, `unknown_check`, `unknown_condition_check`, `lost_check`, `check_without_data`, `undeclared_check`, `unknown_zone`, `zone_without_column`, `zone_without_row`, `unknown_raster`, `unknown_kbli`, and
 * what formats/table.ts tells (`table.ragged`: such a row does not load).
 */
export function readRules(
  manifest: PlanManifest,
  files: Files,
  layers: ReadonlyMap<string, SourceLayer> = new Map(),
): { rules: Rules; notes: Note[] } {
  const notes: Note[] = [];
  const bare: Desk = { manifest, files, legalBases: new Map(), notes, layers };
  const desk: Desk = { ...bare, legalBases: readLegalBases(bare) };
  const zones = readZones(desk);
  const conditions = readConditions(desk);
  const sempadan = readSempadan(desk);
  const overlays = readOverlays(desk);
  const read: Rules = {
    legalBases: desk.legalBases,
    zones,
    activities: readActivities(desk, conditions, zones),
    conditions,
    conditionChecks: readConditionChecks(desk, conditions),
    intensity: readIntensity(desk),
    setbacks: readSetbacks(desk),
    distances: readDistances(desk),
    sempadan: sempadan.rows,
    overlays: overlays.rows,
    rasterClasses: readRasterClasses(desk),
    withheld: [...sempadan.withheld, ...overlays.withheld],
    kkop: readKkop(desk),
  };
  return {
    rules: withholdUnclear(manifest, read),
    notes: [...notes, ...crossCheck(manifest, read), ...checkData(manifest, read)],
  };
}
