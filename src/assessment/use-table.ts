import { activitiesForKbli } from '../plan/kbli.ts';
import type { Activity, CellFault, PlanVersion } from '../plan/model.ts';
import type { Context } from './context.ts';
import type { ActivityRef, UseClass } from './model.ts';
import type { SitePart, Voice } from './site.ts';

/** What the use table says of one activity on one piece of ground. */
export interface UseAnswer {
  readonly activity: Activity | null;
  readonly use: UseClass | null;
  readonly conditions: readonly string[];
  readonly why:
    | CellFault
    | 'no_table'
    | 'no_activity'
    | 'no_column'
    | 'silent'
    | 'zone_unknown'
    | null;
  readonly plan: PlanVersion | null;
  readonly zone: string | null;
}

/** Per ground and claiming zone: what each candidate activity would give. */
export function answersFor(context: Context, part: SitePart, ref: ActivityRef): UseAnswer[][] {
  if (part.grounds.length === 0 || part.zone === null) return [[unknownAnswer('zone_unknown')]];
  return part.grounds.flatMap((ground) => {
    const perChain = ground.chains.map((chain) => askChain(context, chain, ref));
    const first = perChain[0]!;
    const claimsAgree = perChain.every((a) => sameAnswers(a, first));
    return claimsAgree ? [first] : [[unknownAnswer('zone_unknown')]];
  });
}

function askChain(context: Context, chain: readonly Voice[], ref: ActivityRef): UseAnswer[] {
  for (const voice of chain) {
    if (voice.plan.rules.zones.get(voice.zone)?.silent) continue;
    const answers = askVoice(context, voice, ref);
    if (answers.every((a) => a.why === 'silent')) continue;
    return answers;
  }
  return [unknownAnswer('silent')];
}

function askVoice(context: Context, voice: Voice, ref: ActivityRef): UseAnswer[] {
  if (voice.plan.rules.activities === null) return [unknownAnswer('no_table', voice)];
  const candidates = resolve(voice.plan, ref, context);
  if (candidates.length === 0) return [unknownAnswer('no_activity', voice)];
  const answers = candidates.map((activity) => readCell(activity, voice));
  // A meaning of the activity that this plan does not know is one that it may refuse.
  return lacksMeaning(voice.plan, ref, context)
    ? [...answers, unknownAnswer('no_activity', voice)]
    : answers;
}

function readCell(activity: Activity, voice: Voice): UseAnswer {
  const cell = activity.cells.get(voice.zone);
  if (!cell) return { ...unknownAnswer('no_column', voice), activity };
  if (cell.silent) return { ...unknownAnswer('silent', voice), activity };
  return {
    activity,
    use: cell.fault ? null : cell.use,
    conditions: cell.conditions,
    why: cell.fault ?? (cell.use === null ? 'unreadable' : null),
    plan: voice.plan,
    zone: voice.zone,
  };
}

/** An answer that is unknown, with the reason and whose it is. */
export function unknownAnswer(why: UseAnswer['why'], voice?: Voice): UseAnswer {
  return {
    activity: null,
    use: null,
    conditions: [],
    why,
    plan: voice?.plan ?? null,
    zone: voice?.zone ?? null,
  };
}

/** Activities of a plan that are meant: by code; by KBLI (longest prefix); or by the KBLI that another plan gives this code. */
export function resolve(
  plan: PlanVersion,
  ref: ActivityRef,
  context: Context,
): readonly Activity[] {
  const { activities } = plan.rules;
  if (!activities) return [];
  if (ref.kind === 'kbli') return activitiesForKbli(activities, ref.kbli);
  const own = activities.get(ref.code);
  if (own) return [own];
  const elsewhere = context.site.stack.plans
    .map((p) => p.rules.activities?.get(ref.code))
    .find((a) => a !== undefined);
  // A KBLI of it that can't be read may lead to something else here.
  if (elsewhere?.unreadKbli) return [];
  const found = (elsewhere?.kbli ?? []).flatMap((k) => activitiesForKbli(activities, k));
  return [...new Set(found)];
}

/** Whether another plan's code stands for a KBLI that this plan has no activity for. */
function lacksMeaning(plan: PlanVersion, ref: ActivityRef, context: Context): boolean {
  const { activities } = plan.rules;
  if (ref.kind !== 'code' || !activities || activities.has(ref.code)) return false;
  const elsewhere = context.site.stack.plans
    .map((p) => p.rules.activities?.get(ref.code))
    .find((a) => a !== undefined);
  return (elsewhere?.kbli ?? []).some((k) => activitiesForKbli(activities, k).length === 0);
}

/** Whether candidates give different answers, or may: of what is unknown nobody can say that it is the same. */
export function disagree(answers: readonly UseAnswer[]): boolean {
  if (answers.length > 1 && answers.some((a) => a.use === null)) return true;
  return answers.some((a) => !sameAnswer(a, answers[0]!));
}

function sameAnswers(a: readonly UseAnswer[], b: readonly UseAnswer[]): boolean {
  return a.length === b.length && a.every((x, i) => sameAnswer(x, b[i]!));
}

function sameAnswer(a: UseAnswer, b: UseAnswer): boolean {
  return (
    a.use === b.use &&
    a.why === b.why &&
    [...a.conditions].sort().join(';') === [...b.conditions].sort().join(';')
  );
}
