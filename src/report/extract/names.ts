import type { Text } from '../../base/problem.ts';
import { kbliTitle } from '../../plan/kbli.ts';
import type { PlanStack } from '../../plan/model.ts';
import { ruleLabel } from '../labels.ts';

/** A rule by the name that people know: a theme's or raster's title, else its label. */
export function ruleName(rule: string, stack: PlanStack): Text {
  const theme = stack.themes.find((t) => t.id === rule);
  if (theme) return theme.title;
  const raster = stack.plans.flatMap((p) => p.rasters).find((r) => r.id === rule);
  return raster?.title ?? { id: ruleLabel(rule, 'id'), en: ruleLabel(rule, 'en') };
}

/** An activity as the plans' tables name it, else as KBLI 2020 does (which has Indonesian titles only). */
export function activityName(code: string, stack: PlanStack): Text | null {
  for (const { rules } of stack.plans) {
    const found = rules.activities?.get(code);
    if (found) return found.name;
  }
  const title = /^\d{2,5}$/.test(code) ? kbliTitle(code) : null;
  return title === null ? null : { id: title, en: title };
}
