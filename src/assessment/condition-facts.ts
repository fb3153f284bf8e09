import type { Text } from '../base/problem.ts';
import { looseCode } from '../plan/codes.ts';
import type { Hours } from '../plan/model.ts';
import { type Ask, activityPointer, type Outcome } from './condition-ask.ts';
import { fill, say } from './wording.ts';

/** Checks of what the request tells: hours and documents. */

const DAY_MIN = 1440;

/** The asked hours have to lie within the allowed ones; both may run over midnight. */
export function hours(ask: Ask): Outcome {
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
export function documentThere(ask: Ask): Outcome {
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
