import { sha256 } from '../../report/proof/canonical.ts';

/** Pauses double from the first to the longest, and stay there. */
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 3_600_000;

/** A pause is longer or shorter by up to this part, so that what failed together does not return together. */
const JITTER = 0.2;

/** With these pauses a receiver may be away for three days before anything is given up. */
const MOST_ATTEMPTS = 84;

/**
 * How long to wait after a failed attempt (1 = the first), in ms; null where it was the last. The same
 * delivery always waits the same: the jitter comes from its id.
 */
export function pauseAfter(id: string, attempt: number): number | null {
  if (attempt >= MOST_ATTEMPTS) return null;
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
  return Math.round(pause * (1 + JITTER * swing(`${id} ${attempt}`)));
}

/** A number from -1 to 1 that a text always gives. */
function swing(text: string): number {
  const digits = sha256(new TextEncoder().encode(text)).slice(0, 8);
  return (Number.parseInt(digits, 16) / 0xffffffff) * 2 - 1;
}
