import type { Alarm, AlarmCode, PartClock } from './clock-model.ts';
import type { Day } from './day.ts';
import type { SlaRow } from './sla.ts';

/** The most urgent thing about a clock; null if there is none. `whole`: the clock it runs inside of. */
export function alarmOf(
  clock: PartClock,
  row: SlaRow,
  whole: PartClock | null,
  today: Day,
): Alarm | null {
  const { status, due } = clock;
  const { id, en } = clock.name;
  if (status === 'overdue' && due.known) {
    return {
      code: 'overdue',
      message: { id: `${id}: batas ${due.day} terlewati.`, en: `${en}: was due on ${due.day}.` },
      proposes: row.onOverdue?.move ?? null,
      automatic: row.onOverdue?.automatic ?? false,
    };
  }
  if (status !== 'running') return null;
  if (!due.known) return perhaps(clock, today);
  if (clock.daysLeft === 0) {
    return alarm('last_day', `${id}: hari ini hari terakhir.`, `${en}: today is the last day.`);
  }
  if (clock.daysLeft !== null && clock.daysLeft <= row.warnDays) {
    return alarm(
      'due_soon',
      `${id}: sisa ${clock.daysLeft} hari, sampai ${due.day}.`,
      `${en}: days left: ${clock.daysLeft}, until ${due.day}.`,
    );
  }
  if (whole?.due.known && due.day > whole.due.day) {
    return alarm(
      'later_than_whole',
      `${id}: batasnya ${due.day}, setelah batas keseluruhan ${whole.due.day}.`,
      `${en}: due on ${due.day}, after the whole, due on ${whole.due.day}.`,
    );
  }
  return null;
}

/** A limit that can't be told and may be over already: a person has to count. */
function perhaps({ name, due }: PartClock, today: Day): Alarm | null {
  if (due.known || due.why !== 'calendar' || (due.notBefore ?? today) >= today) return null;
  return alarm('perhaps_overdue', `${name.id}: ${due.message.id}`, `${name.en}: ${due.message.en}`);
}

function alarm(code: AlarmCode, id: string, en: string): Alarm {
  return { code, message: { id, en }, proposes: null, automatic: false };
}
