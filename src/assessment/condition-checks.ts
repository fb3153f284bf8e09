import type { Text } from '../base/problem.ts';
import { looseCode } from '../plan/codes.ts';
import type { ConditionCheck, ConditionCheckKind, Hours, PlanVersion } from '../plan/model.ts';
import { activityArea, footprint, intensity, parcelSize, share } from './condition-figures.ts';
import { countInBlock, countInRadius, distance } from './condition-places.ts';
import { roadServed } from './condition-road.ts';
import type { Context } from './context.ts';
import type { ActivityRef, ConditionStatus, Unit } from './model.ts';
import type { Place } from './place.ts';
import { fill, say } from './wording.ts';

/** What one check of one condition is asked about. */
export interface Ask {
  readonly context: Context;
  readonly ref: ActivityRef;
  readonly plan: PlanVersion;
  readonly zone: string;
  readonly check: ConditionCheck;
  /** Codes of the plan's activities that are meant. */
  readonly selves: readonly string[];
  /** The ground that figures of the building are judged on. */
  readonly place: () => Place;
}

/** What a check found; `what` is the rest of a sentence that begins with the condition. */
export interface Outcome {
  readonly status: ConditionStatus;
  readonly what: Text;
  readonly measured?: number | null;
  readonly limit?: number | null;
  readonly unit?: Unit;
  readonly margin?: number;
  /** JSON pointer of the field that the request lacks (status `to_check`). */
  readonly missing?: string;
  readonly stated?: boolean;
}

/** How each check is made. */
export const CHECK_JUDGES: Readonly<Record<ConditionCheckKind, (ask: Ask) => Outcome>> = {
  max_floor_area_m2: activityArea,
  max_footprint_m2: footprint,
  max_share_percent: share,
  max_parcel_m2: (ask) => parcelSize(ask, 'max'),
  min_parcel_m2: (ask) => parcelSize(ask, 'min'),
  max_count_block: countInBlock,
  max_count_radius: countInRadius,
  min_distance_m: distance,
  hours,
  road_class: roadServed,
  kdb_max_percent: (ask) => intensity(ask, 'kdb', 'footprintM2'),
  klb_max: (ask) => intensity(ask, 'klb', 'grossFloorAreaM2'),
  kdh_min_percent: (ask) => intensity(ask, 'kdh', 'greenM2'),
  height_max_m: (ask) => intensity(ask, 'height', 'heightM'),
  floors_max: (ask) => intensity(ask, 'floors', 'floors'),
  document,
};

/** Checks of the building's figures, which depend on what is refused. */
export const PLACE_CHECKS: ReadonlySet<string> = new Set([
  'kdb_max_percent',
  'klb_max',
  'kdh_min_percent',
  'height_max_m',
  'floors_max',
]);

/** Pointer of a field of the activity, in a list or alone. */
export function activityPointer({ context, ref }: Ask, field: string): string {
  const { activities, activityIsList } = context.proposal;
  return activityIsList ? `/activity/${activities.indexOf(ref)}/${field}` : `/activity/${field}`;
}

const DAY_MIN = 1440;

/** The asked hours have to lie within the allowed ones; both may run over midnight. */
function hours(ask: Ask): Outcome {
  const allowed = ask.check.hours!;
  const asked = ask.ref.hours;
  const values = { allowed: clocks(allowed), asked: asked ? clocks(asked) : '?' };
  if (!asked) {
    const missing = activityPointer(ask, 'hours');
    return { status: 'to_check', missing, what: fill(HOURS_MISSING, { ...values, missing }) };
  }
  const kept = within(asked, allowed);
  return { status: kept ? 'kept' : 'broken', what: fill(kept ? HOURS_KEPT : HOURS_BROKEN, values) };
}

function within(asked: Hours, allowed: Hours): boolean {
  const room = lengthOf(allowed);
  const start = (asked.fromMin - allowed.fromMin + DAY_MIN) % DAY_MIN;
  return room === DAY_MIN || start + lengthOf(asked) <= room;
}

function lengthOf({ fromMin, toMin }: Hours): number {
  return toMin > fromMin ? toMin - fromMin : toMin - fromMin + DAY_MIN;
}

const HOURS_MISSING = say(
  'jam kegiatan harus dalam {allowed}; isi {missing} supaya diperiksa.',
  'the hours must lie within {allowed}; give {missing} so that they are checked.',
);
const HOURS_KEPT = say(
  'jam kegiatan {asked} dalam {allowed}: dipenuhi.',
  'the hours {asked} lie within {allowed}: kept.',
);
const HOURS_BROKEN = say(
  'jam kegiatan {asked} di luar {allowed}: tidak dipenuhi.',
  'the hours {asked} go beyond {allowed}: not kept.',
);

function clocks({ fromMin, toMin }: Hours): Text {
  const clock = (m: number) =>
    `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`;
  const en = `${clock(fromMin)}-${clock(toMin)}`;
  return { id: en.replaceAll(':', '.'), en };
}

/**
 * Any one of the named documents keeps it. A document that is not there can still come, so it is
 * to check and never broken, also where the request lists others.
 */
function document(ask: Ask): Outcome {
  const { targets } = ask.check;
  const there = (ask.context.proposal.documents ?? []).find((name) =>
    targets.includes(looseCode(name)),
  );
  if (there !== undefined) {
    const what = say(
      'dokumen {there} ada menurut permohonan: dipenuhi.',
      'the document {there} is there by the request: kept.',
    );
    return { status: 'kept', what: fill(what, { there }) };
  }
  const list = say(targets.join(' atau '), targets.join(' or '));
  return {
    status: 'to_check',
    missing: '/documents',
    what: fill(
      say(
        'dokumen {list} belum ada; sebutkan di /documents bila sudah ada.',
        'the document {list} is not there yet; name it in /documents when it is.',
      ),
      { list },
    ),
  };
}
