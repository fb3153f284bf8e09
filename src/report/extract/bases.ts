import type { PlanStack, PlanVersion } from '../../plan/model.ts';
import { basisTexts } from '../explain.ts';
import type { ReportSource } from '../source.ts';
import type { ExtractBasis } from './model.ts';

/**
 * Articles that findings and conditions cite, once each, in the order that they are met, with the
 * words of the plan that cites them, else of any plan that was asked.
 */
export function basesOf({ assessment, stack }: ReportSource): ExtractBasis[] {
  const texts = basisTexts(stack.plans);
  const found = new Map<string, ExtractBasis>();
  const add = (cites: string | null, citation: string) => {
    const plan = cites ?? planWith(stack, citation);
    const text = texts(plan, citation);
    const words = text && text.text !== '' ? text.text : null;
    const held = found.get(citation);
    // One article is one entry, unless two plans have other words for it.
    if (held && (words === null || held.text === words)) return;
    const key = held?.text ? `${citation}\n${words}` : citation;
    if (found.has(key) && held?.text) return;
    found.set(key, { citation, plan, text: words, invented: text?.invented ?? false });
  };
  for (const f of assessment.findings) for (const citation of f.legalBasis) add(f.plan, citation);
  for (const c of assessment.conditions) for (const citation of c.legalBasis) add(null, citation);
  return [...found.values()];
}

/** The plan nearest in rank that has an article; conditions don't say which plan asks for them. */
function planWith({ plans }: PlanStack, citation: string): string | null {
  const has = ({ rules }: PlanVersion) =>
    [...rules.legalBases.values()].some((b) => b.citation === citation);
  return plans.find(has)?.manifest.id ?? null;
}
