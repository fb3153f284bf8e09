import type { PermitFile } from '../file.ts';
import type { StageDuration } from './statistics.ts';

/** How many stays make a forecast: fewer say little of the next one. */
const LEAST_STAYS = 5;
/** The past is counted anew so often, and no further back than a year. */
const FRESH_MS = 600_000;
const YEAR_MS = 365 * 86_400_000;
const DAY_MS = 86_400_000;

/** Days on which half, and nine in ten, of files like this one would have gone on. */
export interface Forecast {
  readonly stays: number;
  readonly medianOn: string;
  readonly p90On: string;
}

/** From when a file came to its stage, and how long others of its kind stayed there; null where too few did. */
export function forecastOf(
  past: readonly StageDuration[],
  kind: string,
  { stage, events }: PermitFile,
): Forecast | null {
  const came = events.findLast((e) => e.track === null && e.to === stage);
  const own = past.find((d) => d.kind === kind && d.stage === stage);
  if (!came || !own || own.stays < LEAST_STAYS) return null;
  const after = (days: number) =>
    // The day in WITA: eight hours ahead.
    new Date(Date.parse(came.at) + days * DAY_MS + 8 * 3_600_000).toISOString().slice(0, 10);
  return { stays: own.stays, medianOn: after(own.medianDays), p90On: after(own.p90Days) };
}

/**
 * How long stages took within a year, counted at most every ten minutes, however many files are read. The count
 * goes over all events of a year (seconds, where an office has a million files): while it is made anew,
 * readers get the one before, unless that is older than a day. `durationsFrom` counts from an ISO date on.
 */
export function rememberPast(
  durationsFrom: (from: string) => Promise<readonly StageDuration[]>,
  now: () => Date,
): () => Promise<readonly StageDuration[]> {
  let known: { readonly at: number; readonly past: readonly StageDuration[] } | null = null;
  let counting: Promise<readonly StageDuration[]> | null = null;
  const count = async (at: number) => {
    const from = new Date(at - YEAR_MS).toISOString().slice(0, 10);
    const past = await durationsFrom(from);
    known = { at, past };
    return past;
  };
  return () => {
    const time = now().getTime();
    const age = known === null ? Number.POSITIVE_INFINITY : time - known.at;
    if (known !== null && age <= FRESH_MS) return Promise.resolve(known.past);
    counting ??= count(time).finally(() => {
      counting = null;
    });
    if (known === null || age > DAY_MS) return counting;
    // Nobody waits for it; what fails is tried again with the next reader.
    counting.catch(() => {});
    return Promise.resolve(known.past);
  };
}
