import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { PermitFile } from '../file.ts';
import { durations, type StageDuration } from './statistics.ts';

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

/** How long stages took within a year, counted at most every ten minutes, however many files are read. */
export function rememberPast(
  db: () => Promise<Kysely<Schema>>,
  now: () => Date,
): () => Promise<readonly StageDuration[]> {
  let at = Number.NEGATIVE_INFINITY;
  let known: Promise<readonly StageDuration[]> | null = null;
  return () => {
    const time = now().getTime();
    if (known === null || time - at > FRESH_MS) {
      at = time;
      const from = new Date(time - YEAR_MS).toISOString().slice(0, 10);
      known = db().then((open) => durations(open, { from, to: null, by: 'kind' }));
      // A failure is not remembered.
      known.catch(() => {
        known = null;
      });
    }
    return known;
  };
}
