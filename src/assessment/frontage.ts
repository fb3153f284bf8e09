import type { Context } from './context.ts';
import { finding } from './context.ts';
import { FRONTAGE, measureFrontage } from './fronts.ts';
import { intensityRow, limitFinding } from './intensity.ts';
import { collectLimits, judgeLimit } from './limits.ts';
import type { Finding } from './model.ts';
import type { Place } from './place.ts';
import { say } from './wording.ts';

/**
 * Frontage: the length of the outline that runs along a road whose edge (ROW) lies within the map's
 * accuracy of it, the longest by road; or the edges that the asker states to be the front. Needs no building.
 */
export function judgeFrontage(context: Context, place: Place): Finding {
  const entries = collectLimits(place.parts, intensityRow(context, place, 'frontageMinM'));
  const frontage = measureFrontage(context, place);
  const verdict = judgeLimit(entries, { ...FRONTAGE, measured: frontage.metres });
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
