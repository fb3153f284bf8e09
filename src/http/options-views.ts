import { planReference } from '../assessment/answer-parts.ts';
import { ENGINE } from '../assessment/index.ts';
import {
  OPTION_CLASSES,
  type Option,
  type OptionClass,
  type OptionsSite,
  optionConditions,
  optionOf,
  optionsSite,
} from '../assessment/options.ts';
import { searchIn } from '../plan/activity-search.ts';
import { KBLI_2020, kbliTitle, sectionOf } from '../plan/kbli.ts';
import type { Activity } from '../plan/model.ts';
import type { ParsedRequest } from '../request/index.ts';

/** Letters of the sections of KBLI 2020. */
export const SECTIONS = KBLI_2020.filter((k) => k.code.length === 1).map((k) => k.code);

export interface OptionsPage {
  readonly q: string | null;
  readonly section: string | null;
  readonly class: OptionClass | null;
  readonly limit: number;
  readonly offset: number;
}

/**
 * Every activity of the first plan's table by its class on a parcel; `counts` are of all that `q` and
 * `section` leave, the page is of those of the class asked for.
 */
export function findOptions(request: ParsedRequest, page: OptionsPage): object {
  const { stack, parcel, proposal, date, binding } = request;
  const site = optionsSite(stack, parcel, proposal, date);
  const options = chosen(site, page).map((activity) => optionOf(site, activity));
  const ofClass = options.filter((o) => page.class === null || o.class === page.class);
  const shown = ofClass.slice(page.offset, page.offset + page.limit);
  return {
    plan: planReference(site.plan),
    binding,
    demonstration: stack.plans.some((p) => p.manifest.demonstration),
    engine: ENGINE,
    date,
    parcel: { areaM2: site.context.site.areaM2, groundAreaM2: parcel.groundAreaM2 },
    parts: site.parts,
    refusedParts: site.refused,
    counts: countsOf(options),
    total: ofClass.length,
    offset: page.offset,
    limit: page.limit,
    activities: shown.map(optionView),
    conditions: optionConditions(site, shown).map(({ scope: _scope, rule: _rule, ...c }) => c),
  };
}

function chosen(site: OptionsSite, { q, section }: OptionsPage): Activity[] {
  const table = site.plan.rules.activities;
  if (!table) return [];
  const all = q === null ? [...table.values()] : searchIn(table, q, table.size);
  return all.filter((a) => section === null || a.kbli.some((k) => sectionOf(k) === section));
}

function countsOf(options: readonly Option[]) {
  return Object.fromEntries(
    OPTION_CLASSES.map((name) => [name, options.filter((o) => o.class === name).length]),
  );
}

function optionView({ activity, findings, conditions, ...option }: Option) {
  const first = findings[0];
  const kbli = activity.kbli.map((code) => ({ code, title: kbliTitle(code) ?? '' }));
  return {
    code: activity.code,
    name: activity.name,
    class: option.class,
    kbli,
    conditions,
    legalBasis: [...new Set(findings.flatMap((f) => f.legalBasis))],
    sources: first?.sources ?? [],
    parts: findings.map((f) => ({
      part: f.scope,
      use: f.use ?? null,
      conditions: f.conditions ?? [],
      plan: f.plan,
      message: f.message,
    })),
  };
}
