import type { OmittedPlan } from '../plan/omitted.ts';
import { type Context, finding } from './context.ts';
import type { Finding } from './model.ts';
import { fill, say } from './wording.ts';

/**
 * Plans in force that were not asked: forbidding layers of all plans in force hold together, so one
 * that is left out leaves the whole parcel unknown. One finding for each.
 */
export function judgeOmitted(context: Context, omitted: readonly OmittedPlan[] = []): Finding[] {
  return omitted.map(({ id, why }) =>
    finding({
      rule: 'plan_omitted',
      result: 'tidak_diketahui',
      scope: 'parcel',
      plan: context.plan.manifest.id,
      from: id,
      legalBasis: [context.plan.citation],
      message: fill(
        say(
          'Rencana {id} tidak ikut ditelaah ({why}); apa yang dilarangnya tidak diketahui.',
          'The plan {id} was not asked ({why}); what it forbids is unknown.',
        ),
        { id, why },
      ),
    }),
  );
}
