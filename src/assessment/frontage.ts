import { frontageAlong } from '../geometry/frontage.ts';
import type { Rings } from '../geometry/rings.ts';
import type { Context } from './context.ts';
import { finding } from './context.ts';
import { intensityRow, limitFinding } from './intensity.ts';
import { collectLimits, judgeLimit } from './limits.ts';
import type { Finding } from './model.ts';
import type { Place } from './place.ts';
import { ROAD_REACH_M, roadLayer, roadsNear } from './roads.ts';
import { say } from './wording.ts';

/** An edge fronts a road if it runs along it: within 45 degrees. */
const ALONG_COS = Math.SQRT1_2;

type Frontage =
  | { readonly metres: number; readonly stated: boolean }
  | { readonly metres: null; readonly why: 'no_layer' | 'no_road' | 'no_width' };

/**
 * Frontage: the length of the outline that runs along a road whose edge (ROW) lies within the map's
 * accuracy of it, the longest by road; or the edges that the asker states to be the front. Needs no building.
 */
export function judgeFrontage(context: Context, place: Place): Finding {
  const entries = collectLimits(place.parts, intensityRow('frontageMinM'));
  const frontage = measureFrontage(context, place);
  const verdict = judgeLimit(entries, {
    kind: 'min',
    measured: frontage.metres,
    slack: 1e-3,
    bound: 0,
  });
  const judged = limitFinding(context, place, entries, verdict, {
    rule: 'frontage',
    unit: 'm',
    kind: 'min',
    title: { id: 'Lebar muka bidang', en: 'Frontage' },
    measured: frontage.metres,
    missing: null,
    stated: frontage.metres !== null && frontage.stated,
  });
  if (frontage.metres !== null || verdict.reason !== 'not_measured' || place.unclear) return judged;
  return finding({ ...judged, message: whyNoFrontage(frontage.why) });
}

function whyNoFrontage(why: 'no_layer' | 'no_road' | 'no_width') {
  switch (why) {
    case 'no_layer':
      return say(
        'Lebar muka tidak dapat diukur: rencana tidak memiliki data jalan.',
        'The frontage could not be measured: the plan has no roads.',
      );
    case 'no_width':
      return say(
        'Lebar muka tidak dapat diukur: lebar rumija jalan di dekat bidang tidak tercatat.',
        'The frontage could not be measured: the right-of-way width of the near road is not recorded.',
      );
    default:
      return say(
        'Tidak ada jalan pada peta yang menyentuh bidang ini; tunjukkan akses jalannya.',
        'No mapped road reaches this parcel; show its access.',
      );
  }
}

function measureFrontage(context: Context, place: Place): Frontage {
  const { stated } = context.proposal;
  if (stated.frontEdges !== null) {
    return { metres: lengthOfEdges(context.site.parcel.rings, stated.frontEdges), stated: true };
  }
  const layer = roadLayer(context);
  if (!layer) return { metres: null, why: 'no_layer' };
  const near = roadsNear(layer, place.rings, ROAD_REACH_M);
  let longest = 0;
  let widthless = false;
  for (const { road, lines } of near) {
    if (road.rowWidthM === null) {
      widthless = true;
      continue;
    }
    const reach = road.rowWidthM / 2 + layer.accuracyM;
    longest = Math.max(longest, frontageAlong(place.rings, lines, reach, ALONG_COS));
  }
  if (longest > 0) return { metres: longest, stated: false };
  return { metres: null, why: widthless ? 'no_width' : 'no_road' };
}

/** Sum of the lengths of some edges (0-based) of the first ring, in m. */
function lengthOfEdges(rings: Rings, edges: readonly number[]): number {
  const count = rings.ends[0] ?? 0;
  return [...new Set(edges)].reduce((sum, edge) => {
    if (edge >= count) return sum;
    const next = (edge + 1) % count;
    const dx = rings.xy[2 * next]! - rings.xy[2 * edge]!;
    const dy = rings.xy[2 * next + 1]! - rings.xy[2 * edge + 1]!;
    return sum + Math.hypot(dx, dy);
  }, 0);
}
