import { type Note, note } from '../../base/problem.ts';
import type { ConditionCheck, LayerSpec, PlanManifest, Rules } from '../model.ts';

/**
 * Notes on checks of conditions that could never be made, since the plan names no layer or column
 * that they need (`check_without_data`), and on conditions that do not declare the checks they have
 * (`undeclared_check`: its loss would not be noticed).
 */
export function checkData(manifest: PlanManifest, rules: Rules): Note[] {
  const checks = [...(rules.conditionChecks ?? new Map<string, ConditionCheck[]>()).values()]
    .flat()
    .filter((c) => c.fault === null);
  const needs: [string, readonly ConditionCheck[], (layer: LayerSpec) => boolean][] = [
    ['existing_uses.use', checks.filter(ofKind), (l) => has(l, 'existing_uses', 'use')],
    [
      'existing_uses.activity',
      checks.filter(ofActivity),
      (l) => has(l, 'existing_uses', 'activity'),
    ],
    ['existing_uses.block', checks.filter(inBlock), (l) => has(l, 'existing_uses', 'block')],
    ['zones.block', checks.filter(inBlock), (l) => has(l, 'zones', 'block')],
    ['roads.class', checks.filter(onRoad), (l) => has(l, 'roads', 'class')],
    ['roads.rowWidthM', checks.filter(onRoad), (l) => has(l, 'roads', 'rowWidthM')],
  ];
  const lacking = needs.flatMap(([data, list, fits]) =>
    list.length === 0 || manifest.layers.some(fits) ? [] : [withoutData(data, list)],
  );
  return [...lacking, ...undeclared(rules, checks)];
}

function has(layer: LayerSpec, kind: LayerSpec['kind'], field: string): boolean {
  return layer.kind === kind && layer.law && layer.fields[field] !== undefined;
}

const ofKind = (c: ConditionCheck) => c.check === 'min_distance_m' && c.targets.length > 0;
const ofActivity = (c: ConditionCheck) =>
  c.check.startsWith('max_count_') || (c.check === 'min_distance_m' && c.targets.length === 0);
const inBlock = (c: ConditionCheck) => c.check === 'max_count_block';
const onRoad = (c: ConditionCheck) => c.check === 'road_class';

function withoutData(data: string, list: readonly ConditionCheck[]): Note {
  const codes = codesOf(list);
  return note(
    'check_without_data',
    'plan.json /layers',
    `Syarat ${codes} tidak dapat diperiksa tanpa ${data}, yang tidak ada dalam rencana ini.`,
    `Conditions ${codes} can't be checked without ${data}, which this plan lacks.`,
  );
}

function undeclared(rules: Rules, checks: readonly ConditionCheck[]): Note[] {
  const lacking = checks.filter(
    (c) => !rules.conditions.get(c.condition)?.checks?.includes(c.check),
  );
  const first = lacking[0];
  if (!first) return [];
  const codes = codesOf(lacking);
  return [
    note(
      'undeclared_check',
      rules.conditions.get(first.condition)?.file ?? first.file,
      `Syarat ${codes} tidak menyebut pemeriksaannya di kolom checks; bila barisnya hilang, tidak ada yang tahu.`,
      `Conditions ${codes} do not name their checks in the column checks; if a row is lost, nobody knows.`,
    ),
  ];
}

function codesOf(list: readonly ConditionCheck[]): string {
  return [...new Set(list.map((c) => c.condition))].sort().join(', ');
}
