import type { Text } from '../base/problem.ts';
import { distanceRingsToRings } from '../geometry/distance.ts';
import type { Context } from './context.ts';
import { drawnFootprints } from './doubt.ts';
import { fill, metres, say, squareMetres } from './wording.ts';

/**
 * What a reader of the answer should know of the place, though no rule decides on it: a parcel over the border of
 * the planning area, and borders that pass so near to the building that the map cannot tell the side.
 */
export function placeNotes(context: Context): Text[] {
  return [...overBorder(context), ...nearBorders(context)];
}

const BEYOND_FROM_M2 = 1;

function overBorder(context: Context): Text[] {
  const { site, plan } = context;
  if (!plan.layers.some((l) => l.kind === 'planning_area')) return [];
  const inside = site.met
    .filter((m) => m.plan === plan && m.layer.kind === 'planning_area')
    .reduce((sum, m) => sum + m.areaM2, 0);
  const beyond = site.areaM2 - inside;
  if (beyond < BEYOND_FROM_M2) return [];
  return [
    fill(
      say(
        '{area} bidang ini terletak di luar wilayah perencanaan {plan}.',
        '{area} of this parcel lie outside the planning area of {plan}.',
      ),
      { area: squareMetres(beyond), plan: plan.manifest.id },
    ),
  ];
}

/** Parts that a drawn building does not touch, but whose border lies within the accuracy of its walls. */
function nearBorders(context: Context): Text[] {
  const footprints = drawnFootprints(context.proposal.buildings);
  if (footprints.length === 0 || context.site.parts.length < 2) return [];
  return context.site.parts.flatMap((part) => {
    const outline = part.outline();
    if (outline.ends.length === 0) return [];
    const away = Math.min(...footprints.map((f) => distanceRingsToRings(f, outline)));
    if (away === 0 || away > part.accuracyM) return [];
    return [
      fill(
        say(
          'Batas bagian {part} berjarak {away} dari bangunan, di dalam ketelitian peta ({accuracy}).',
          "The border of the part {part} passes {away} from the building, within the map's accuracy ({accuracy}).",
        ),
        { part: part.id, away: metres(away), accuracy: metres(part.accuracyM) },
      ),
    ];
  });
}
