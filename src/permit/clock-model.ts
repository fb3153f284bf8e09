import type { Text } from '../base/problem.ts';
import type { Day } from './day.ts';
import type { SlaUnit } from './sla.ts';

export type ClockStatus = 'waiting' | 'running' | 'stopped' | 'done' | 'overdue';

/** What a due date rests on that nobody has confirmed: the figure, the holidays, the way of counting. */
export type Doubt = 'limit' | 'calendar' | 'counting';

/**
 * The last day in time. Not known: the clock has not begun (`waiting`), is stopped, meets a year
 * whose holidays nobody has entered (`calendar`), or the law's figure is not known (`no_limit`);
 * `notBefore` is then the earliest day that it can be.
 */
export type Due =
  | { readonly known: true; readonly day: Day; readonly doubts: readonly Doubt[] }
  | {
      readonly known: false;
      readonly why: 'waiting' | 'stopped' | 'calendar' | 'no_limit';
      readonly notBefore: Day | null;
      readonly message: Text;
    };

/** The clock of one part, or of the whole, as it stands at a moment. Days as in `unit`. */
export interface PartClock {
  readonly part: string;
  readonly name: Text;
  readonly status: ClockStatus;
  readonly started: Day | null;
  readonly ended: Day | null;
  /** As the table says: `{ days: 3, unit: 'year' }`; null where there is no figure. */
  readonly limit: { readonly days: number; readonly unit: SlaUnit } | null;
  /** Days used up to and with today; null if a day of an unknown year is among them. */
  readonly daysUsed: number | null;
  readonly daysLeft: number | null;
  /** Days beyond the limit; 0 while in time. */
  readonly daysLate: number | null;
  readonly due: Due;
  /** Whether it ended, or runs, after its last day; null where that is not known. */
  readonly late: boolean | null;
  /** Roles that have it now. */
  readonly holders: readonly string[];
  readonly alarm: Alarm | null;
  readonly parallelIn: string | null;
  readonly legalBasis: string;
}

export interface ClockState {
  readonly day: Day;
  /** In the order of the table; a part may run inside of another (`parallelIn`). */
  readonly parts: readonly PartClock[];
}

export type AlarmCode =
  | 'overdue'
  | 'perhaps_overdue'
  | 'last_day'
  | 'due_soon'
  | 'later_than_whole';

/**
 * What somebody should look at. `proposes` is the move that the law ties to an exceeded limit
 * (silence that counts as consent, expiry): the alarm proposes it and never makes it; whether the
 * system may is `automatic`, as the table of time limits says.
 */
export interface Alarm {
  readonly code: AlarmCode;
  readonly message: Text;
  readonly proposes: string | null;
  readonly automatic: boolean;
}
