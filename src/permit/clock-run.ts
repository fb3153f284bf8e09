import { type Day, dayOf, type Moment } from './day.ts';
import { type SlaPart, type SlaRow, versionOn } from './sla.ts';

/** Something that happened to an application: the id of a move, and when. */
export interface ClockEvent {
  readonly at: Moment;
  readonly event: string;
}

/** The clock ran from a moment of the day `from` until it was stopped on the day `to`; null: it was not. */
export interface Span {
  readonly from: Day;
  readonly to: Day | null;
}

/** `reset`: it was set to zero and waits to be started again. */
export type RunState = 'waiting' | 'running' | 'stopped' | 'reset' | 'done';

/** What the events made of the clock of one part; of its last round, where it ran more than once. */
export interface Run {
  readonly state: RunState;
  readonly started: Day | null;
  readonly ended: Day | null;
  readonly spans: readonly Span[];
}

const WAITING: Run = { state: 'waiting', started: null, ended: null, spans: [] };

/**
 * Plays the events, in their order, on the clock of one part. Semantics of the OSS status codes
 * (OSS-RBA, Lampiran 10): 41 stops, 42 resumes, 43 resets to zero, 44 starts again. An event that
 * does not fit the clock's state leaves it alone: a stopped clock can't be stopped again.
 */
export function runOf(part: SlaPart, events: readonly ClockEvent[]): Run {
  let run = WAITING;
  for (const { at, event } of events) {
    const day = dayOf(at);
    const row = versionOn(part, day) ?? versionOn(part, run.started ?? day) ?? part.versions.at(-1);
    if (row) run = step(run, row, event, day);
  }
  return run;
}

function step(run: Run, row: SlaRow, event: string, day: Day): Run {
  const open = run.state === 'running' || run.state === 'stopped' || run.state === 'reset';
  if (row.endsBy.includes(event)) {
    return run.state === 'done' ? run : { ...run, state: 'done', ended: day };
  }
  if (open && row.resetsBy.includes(event)) return { ...WAITING, state: 'reset' };
  if (open && row.restartsBy.includes(event)) return start(day);
  if ((!open || run.state === 'reset') && row.startsBy.includes(event)) return start(day);
  if (run.state === 'running' && row.stopsBy.includes(event)) {
    const spans = run.spans.map((span) => ({ ...span, to: span.to ?? day }));
    return { ...run, state: 'stopped', spans };
  }
  if (run.state === 'stopped' && row.resumesBy.includes(event)) {
    return { ...run, state: 'running', spans: [...run.spans, { from: day, to: null }] };
  }
  return run;
}

function start(day: Day): Run {
  return { state: 'running', started: day, ended: null, spans: [{ from: day, to: null }] };
}
