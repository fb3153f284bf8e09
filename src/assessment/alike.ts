import type { Finding } from './model.ts';

/** So many are known at most; beyond it all are forgotten. */
const MOST = 20_000;

const known = new Map<string, Finding>();

/**
 * The same findings, each as the one object that stands for all that are equal to it: what is kept for
 * thousands of combinations of codes says the same few things again and again, in two languages.
 */
export function alike(findings: readonly Finding[]): readonly Finding[] {
  return findings.map((finding) => {
    const text = JSON.stringify(finding);
    const first = known.get(text);
    if (first) return first;
    if (known.size >= MOST) known.clear();
    known.set(text, finding);
    return finding;
  });
}
