import { planAccuracyM } from '../../assessment/site.ts';
import type { PlanVersion } from '../../plan/model.ts';
import type { ReportSource } from '../source.ts';
import { readColor, zoneColor } from '../zone-color.ts';
import type { ExtractOverlay, ExtractPlan, ExtractZone } from './model.ts';
import { ruleName } from './names.ts';

/** The plan that decided the use; null where none did. */
export function decidingPlan({ assessment, stack }: ReportSource): PlanVersion | null {
  return stack.plans.find((p) => p.manifest.id === assessment.plan?.id) ?? null;
}

/** The plan that speaks on the largest part, whose area basis ratios rest on. */
export function basisPlan({ assessment, stack }: ReportSource): PlanVersion {
  const part = assessment.parts.find((p) => p.zone !== null);
  const zone = assessment.zones.find((z) => part?.zone?.split('+').includes(z.code));
  return stack.plans.find((p) => p.manifest.id === zone?.plan) ?? stack.plans[0]!;
}

/** Plans that were asked, nearest in rank first. */
export function plansOf(source: ReportSource): ExtractPlan[] {
  const { assessment, stack } = source;
  return stack.plans.map((plan, i) => {
    const { said, ...reference } = assessment.plans[i]!;
    return {
      ...reference,
      regulation: plan.citation,
      level: plan.manifest.level,
      status: plan.manifest.status,
      mapScale: plan.manifest.mapScale,
      accuracyM: planAccuracyM(plan),
      said,
      decided: plan === decidingPlan(source),
    };
  });
}

/** Zones that are met, with the colour that maps draw them in. */
export function zonesOf({ assessment, stack }: ReportSource): ExtractZone[] {
  return assessment.zones.map(({ deedShareM2, ...zone }) => {
    const rules = stack.plans.find((p) => p.manifest.id === zone.plan)?.rules;
    const own = rules?.zones.get(zone.code)?.color ?? null;
    const color = zoneColor(zone.code) ?? (own === null ? null : readColor(own));
    return { ...zone, compensatedM2: deedShareM2 ?? null, color };
  });
}

/** Overlays and strips that are met, with their titles. */
export function overlaysOf({ assessment, stack }: ReportSource): ExtractOverlay[] {
  return assessment.overlays.map(({ kind, ...overlay }) => ({
    kind,
    title: ruleName(kind, stack),
    ...overlay,
  }));
}
