import { LIMIT_KEYS } from '../plan/model.ts';
import { alternativesIn } from './alternatives.ts';
import { type Context, finding } from './context.ts';
import { protectiveBorders } from './doubt.ts';
import { collectLimits } from './limits.ts';
import type { Condition, Finding, Part } from './model.ts';
import { placeOfPart } from './place.ts';
import type { Site, SitePart } from './site.ts';
import { tierRow } from './tiers.ts';
import { fill, say } from './wording.ts';

/** Findings about the ground itself: outside every zone, claimed twice, and protective borders in doubt. */

/** `outside`: what lies in no zone is unknown (law of the verdict, point 2). */
export function judgeOutside(context: Context): Finding[] {
  return context.site.parts
    .filter((part) => part.zone === null)
    .map((part) =>
      finding({
        rule: 'outside',
        result: 'tidak_diketahui',
        scope: part.id,
        measured: part.areaM2,
        unit: 'm2',
        plan: context.plan.manifest.id,
        legalBasis: [context.plan.citation],
        message: say(
          'Bagian ini tidak terletak di zona mana pun dalam rencana.',
          'This part lies in no zone of the plan.',
        ),
      }),
    );
}

/**
 * `zone_overlap`: ground that two zones claim is unknown unless both give the same in what is asked.
 * `useFindings` are those of one activity, or empty.
 */
export function judgeOverlaps(
  context: Context,
  activity: string | null,
  useFindings: readonly Finding[],
): Finding[] {
  return context.site.parts
    .filter((part) => part.grounds.some((g) => g.chains.length > 1))
    .map((part) => {
      const useDiffers = useFindings.some(
        (f) => f.scope === part.id && f.result === 'tidak_diketahui',
      );
      const differs =
        useDiffers ||
        (context.asksBuilding && limitsDiffer(context, part)) ||
        (!context.asksUse && !context.asksBuilding);
      return finding({
        rule: 'zone_overlap',
        result: differs ? 'tidak_diketahui' : 'lulus',
        scope: part.id,
        measured: part.areaM2,
        unit: 'm2',
        ...(activity === null ? {} : { activity }),
        plan: context.plan.manifest.id,
        legalBasis: [context.plan.citation],
        message: fill(
          differs
            ? say(
                'Dua zona ({zone}) mengaku bagian ini dan aturannya berbeda: peta rencana harus diperbaiki.',
                "Two zones ({zone}) claim this part and their rules differ: the plan's map has to be mended.",
              )
            : say(
                'Dua zona ({zone}) mengaku bagian ini; aturannya sama untuk yang ditanyakan.',
                'Two zones ({zone}) claim this part; their rules are the same for what is asked.',
              ),
          { zone: part.zone ?? part.id },
        ),
      });
    });
}

/** Whether the claimants' limits differ, in any alternative. */
function limitsDiffer(context: Context, part: SitePart): boolean {
  const place = placeOfPart(context.site, part);
  return alternativesIn(context, place).some((name) =>
    LIMIT_KEYS.some((key) =>
      collectLimits(
        place.parts,
        tierRow(context, place, key, () => name),
      ).some((entry) => entry.voice === null),
    ),
  );
}

function isUnknown(part: string, findings: readonly Finding[]): boolean {
  return findings.some((f) => f.scope === part && f.result === 'tidak_diketahui');
}

/** Slivers that are protective, or of which something is unknown. */
export function protectiveSlivers(
  site: Site,
  parts: readonly Part[],
  onParts: readonly Finding[],
): SitePart[] {
  return site.parts.filter(
    (p, i) => parts[i]!.sliver && (p.protective || isUnknown(p.id, onParts)),
  );
}

export const BORDER_CONDITION = 'UKUR-BATAS';

/**
 * `border_doubt`: protective slivers (and those of which something is unknown, on the safe side), and
 * protective ground just beyond the outline, ask for a survey of
 * the border (law of the verdict, point 3).
 */
export function judgeBorders(
  context: Context,
  parts: readonly Part[],
  onParts: readonly Finding[],
): Finding[] {
  const slivers = protectiveSlivers(context.site, parts, onParts).map((p) => ({
    id: p.id,
    basis: p.forbids.flatMap((f) => f.legalBasis),
  }));
  const beyond = protectiveBorders(context.site).map((b) => ({
    id: b.id,
    basis: b.forbid?.legalBasis ?? [],
  }));
  return [...slivers, ...beyond].map(({ id, basis }) =>
    finding({
      rule: 'border_doubt',
      result: 'bersyarat',
      scope: 'parcel',
      from: id,
      conditions: [BORDER_CONDITION],
      plan: context.plan.manifest.id,
      legalBasis: basis.length > 0 ? basis : [context.plan.citation],
      message: fill(BORDER_TEXT, { id }),
    }),
  );
}

const BORDER_TEXT = say(
  'Batas {id} terletak dalam ketelitian peta dari batas bidang: ukur batas itu di lapangan.',
  "The border of {id} lies within the map's accuracy of the parcel's outline: have that border measured on site.",
);

/** The one condition that all border doubts share. */
export function borderConditions(findings: readonly Finding[]): Condition[] {
  const doubts = findings.filter((f) => f.rule === 'border_doubt');
  if (doubts.length === 0) return [];
  const ids = doubts.map((f) => f.from ?? '').join(', ');
  return [
    {
      code: BORDER_CONDITION,
      text: fill(BORDER_TEXT, { id: ids }),
      legalBasis: [...new Set(doubts.flatMap((f) => f.legalBasis))],
      rule: 'border_doubt',
      scope: 'parcel',
    },
  ];
}
