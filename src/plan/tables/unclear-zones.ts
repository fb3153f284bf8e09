import type { Activity, PlanManifest, Rules } from '../model.ts';
import { unknown } from './use-cell.ts';

/**
 * The rules without what they say of zones whose row in the table zones is lost or does not tell whether the
 * zone is silent: it may leave the matter to another plan, so its cells in the use table are unreadable and
 * its limits have no row. A plan that never had a table of zones has no silent ones.
 */
export function withholdUnclear(manifest: PlanManifest, rules: Rules): Rules {
  const told = manifest.tables.zones ?? manifest.inventory?.tables.zones;
  if (!told) return rules;
  const unclear = (zone: string) => rules.zones.get(zone)?.unclear ?? !rules.zones.has(zone);
  const codes = new Set([...zonesOfUses(rules), ...rules.intensity.keys()].filter(unclear));
  if (codes.size === 0) return rules;
  return {
    ...rules,
    activities: rules.activities && withoutCells(rules.activities, codes),
    intensity: new Map([...rules.intensity].filter(([zone]) => !codes.has(zone))),
  };
}

function zonesOfUses({ activities }: Rules): Set<string> {
  return new Set([...(activities?.values() ?? [])].flatMap((a) => [...a.cells.keys()]));
}

function withoutCells(
  activities: ReadonlyMap<string, Activity>,
  codes: ReadonlySet<string>,
): Map<string, Activity> {
  const cellsOf = (activity: Activity) =>
    [...activity.cells].map(
      ([zone, cell]) =>
        [zone, codes.has(zone) && !cell.fault ? unknown(cell.raw, 'unreadable') : cell] as const,
    );
  return new Map([...activities].map(([code, a]) => [code, { ...a, cells: new Map(cellsOf(a)) }]));
}
