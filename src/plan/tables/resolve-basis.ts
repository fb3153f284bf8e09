import { compareCodes } from '../codes.ts';
import type { Rules } from '../model.ts';

/**
 * Citations of the ids in a `legal_basis` cell (`a;b`), in their order, once each; ids that the
 * table legal_bases lacks come back as `unknown`. Blank gives neither.
 */
export function resolveBasis(
  text: string,
  legalBases: Rules['legalBases'],
): { citations: readonly string[]; unknown: readonly string[] } {
  const ids = text.split(';').map((id) => id.trim());
  const given = [...new Set(ids.filter((id) => id !== ''))];
  const citations = given.flatMap((id) => legalBases.get(id)?.citation ?? []);
  const unknown = given.filter((id) => !legalBases.has(id));
  return { citations: [...new Set(citations)], unknown: unknown.sort(compareCodes) };
}
