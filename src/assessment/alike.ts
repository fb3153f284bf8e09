import type { Finding } from './model.ts';

/** So many are known at most; beyond it all are forgotten. */
const MOST = 20_000;

const known = new Map<string, Finding>();

/**
 * The one object that stands for all findings that are equal to this one: what is kept for thousands of
 * combinations of codes says the same few things again and again, in two languages.
 */
export function alike(finding: Finding): Finding {
  const text = JSON.stringify(finding);
  const first = known.get(text);
  if (first) return first;
  if (known.size >= MOST) known.clear();
  known.set(text, finding);
  return finding;
}
