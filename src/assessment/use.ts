import { once } from '../base/once.ts';
import type { Text } from '../base/problem.ts';
import type { ConditionRow } from '../plan/model.ts';
import { alike } from './alike.ts';
import { conditionStatus } from './condition-status.ts';
import { type Context, finding } from './context.ts';
import { sourceOf } from './limits.ts';
import { nextNumber, PairMemo, StackMemo } from './memo.ts';
import type { ActivityRef, Condition, Finding, FindingResult, UseClass } from './model.ts';
import { type SitePart, siteKey } from './site.ts';
import { explainUse } from './use-message.ts';
import { answersFor, disagree, resolve, type UseAnswer, unknownAnswer } from './use-table.ts';
import { worstResult } from './verdict.ts';
import { fill, say } from './wording.ts';

/** Code under which an answer lists an asked activity: its own, or the KBLI where that leads to several. */
export function askedCode(context: Context, ref: ActivityRef): string {
  if (ref.kind === 'code') return ref.code;
  const found = resolve(context.plan, ref, context);
  return found.length === 1 ? found[0]!.code : ref.kbli;
}

/** What the use tables say of one activity in one part: per ground, each candidate's answer. */
export interface UsePart {
  readonly part: SitePart;
  readonly ref: ActivityRef;
  /** As askedCode gives it. */
  readonly code: string;
  readonly answers: readonly (readonly UseAnswer[])[];
  /** The KBLI leads to activities that differ somewhere, so the use is unknown everywhere. */
  readonly ambiguous: boolean;
}

/** What the use tables say of one activity on a parcel. */
export interface UseHere {
  readonly uses: readonly UsePart[];
  /** Of rule `use`, one for each part. */
  readonly findings: readonly Finding[];
  /** Uses of one number have the same findings and ask the same conditions. */
  readonly number: number;
  /** As askedCode gives it. */
  readonly code: string;
}

type UseKept = Pick<UsePart, 'code' | 'ambiguous'> & {
  readonly number: number;
  readonly answers: readonly UsePart['answers'][];
  readonly findings: readonly Finding[];
};

/** By kind of what is asked, its code, and the parts. */
const kept = { code: new PairMemo<UseKept>(), kbli: new PairMemo<UseKept>() };

/** Asks the use tables about one activity, part by part (slivers too): once for each combination of parts. */
export function useHere(context: Context, ref: ActivityRef): UseHere {
  const { stack, parts } = context.site;
  const asked = ref.kind === 'code' ? ref.code : ref.kbli;
  const make = () => judgeUse(context, ref);
  const held = kept[ref.kind].get(stack, asked, siteKey(context.site), make);
  const { code, ambiguous, answers, findings, number } = held;
  const uses = parts.map((part, i) => ({ part, ref, code, ambiguous, answers: answers[i]! }));
  return { uses, findings, number, code };
}

function judgeUse(context: Context, ref: ActivityRef): UseKept {
  const { parts } = context.site;
  const inParts = parts.map((part) => useInPart(context, part, ref));
  const ambiguous = inParts.some((p) => p.unclear);
  return {
    number: nextNumber(),
    code: inParts[0]?.code ?? askedCode(context, ref),
    ambiguous,
    answers: inParts.map((p) => p.answers),
    findings: inParts.map((p) => (ambiguous ? p.ambiguous() : p.finding())),
  };
}

/** What the use tables say of one part, whatever the others are. */
interface UseInPart {
  readonly code: string;
  readonly answers: UsePart['answers'];
  /** The KBLI leads to activities that differ here. */
  readonly unclear: boolean;
  readonly finding: () => Finding;
  /** Where it is unclear here or in another part. */
  readonly ambiguous: () => Finding;
}

const keptInPart = { code: new PairMemo<UseInPart>(), kbli: new PairMemo<UseInPart>() };

function useInPart(context: Context, part: SitePart, ref: ActivityRef): UseInPart {
  const { stack } = context.site;
  const asked = ref.kind === 'code' ? ref.code : ref.kbli;
  // The plan that decides is named where nobody speaks.
  const key = `${stack.plans.indexOf(context.plan)} ${part.key}`;
  return keptInPart[ref.kind].get(stack, asked, key, () => {
    const code = askedCode(context, ref);
    // Copied, as a list that was put together keeps room for more.
    const answers = [...answersFor(context, part, ref)];
    const first = () => answers.map((perGround) => perGround[0]!);
    return {
      code,
      answers,
      unclear: answers.some((perGround) => disagree(perGround)),
      finding: once(() => alike(useFinding(context, part, code, first()))),
      ambiguous: once(() => alike(ambiguousFinding(context, part, code, answers))),
    };
  });
}

const RESULT_OF: Readonly<Record<UseClass, FindingResult>> = {
  I: 'lulus',
  T: 'bersyarat',
  B: 'bersyarat',
  TB: 'bersyarat',
  X: 'tidak',
};

function resultOf(answer: UseAnswer): FindingResult {
  return answer.use === null ? 'tidak_diketahui' : RESULT_OF[answer.use];
}

function useFinding(
  context: Context,
  part: SitePart,
  code: string,
  answers: readonly UseAnswer[],
): Finding {
  const result = worstResult(answers.map(resultOf))!;
  const deciding = answers.find((a) => resultOf(a) === result)!;
  const source = deciding.activity;
  return finding({
    rule: 'use',
    result,
    scope: part.id,
    activity: code,
    use: deciding.use,
    conditions: [...new Set(answers.flatMap((a) => (a.use === null ? [] : a.conditions)))],
    ...(deciding.zone ? { from: deciding.zone } : {}),
    plan: deciding.plan?.manifest.id ?? null,
    ...(source && deciding.plan ? { sources: [sourceOf(deciding.plan.manifest.id, source)] } : {}),
    legalBasis: source?.legalBasis ?? [(deciding.plan ?? context.plan).citation],
    message: explainUse(deciding, code, part),
  });
}

function ambiguousFinding(
  context: Context,
  part: SitePart,
  code: string,
  answers: readonly (readonly UseAnswer[])[],
): Finding {
  const candidates = answers
    .flat()
    .flatMap((a) => (a.activity ? [{ activity: a.activity.code, use: a.use }] : []));
  const unique = [...new Map(candidates.map((c) => [`${c.activity}|${c.use}`, c])).values()];
  const list = unique.map((c) => `${c.activity} (${c.use ?? '?'})`).join(', ');
  return finding({
    rule: 'use',
    result: 'tidak_diketahui',
    scope: part.id,
    activity: code,
    use: null,
    candidates: unique,
    plan: context.plan.manifest.id,
    legalBasis: [context.plan.citation],
    message: fill(
      say(
        'KBLI {code} dapat berarti beberapa kegiatan yang berbeda aturannya: {list}. Pilih salah satu.',
        'KBLI {code} may mean several activities with different rules: {list}. Choose one.',
      ),
      { code, list },
    ),
  });
}

/** Conditions that the use findings ask for, with their texts. */
export function useConditions(context: Context, findings: readonly Finding[]): Condition[] {
  return findings
    .filter((f) => f.rule === 'use')
    .flatMap((f) =>
      (f.conditions ?? []).flatMap((code) => {
        const row = conditionRow(context, f.plan, code);
        if (!row) return [];
        const { text, legalBasis } = row;
        const status = conditionStatus(findings, code, f.scope);
        return [
          { code, text, legalBasis, rule: 'use', scope: f.scope, ...(status ? { status } : {}) },
        ];
      }),
    );
}

function conditionRow(
  context: Context,
  planId: string | null,
  code: string,
): ConditionRow | undefined {
  const plan = context.site.stack.plans.find((p) => p.manifest.id === planId);
  return plan?.rules.conditions.get(code);
}

export interface Permitted {
  readonly activity: string;
  readonly name: Text;
  readonly use: UseClass | null;
  readonly conditions: readonly string[];
}

const permitted = new StackMemo<readonly Permitted[]>();

/**
 * For place-only questions: every activity of the deciding plan that is not forbidden, with its worst class over
 * the parts. The table gives the same for the same zones, so each combination is worked out once.
 */
export function permittedHere(context: Context, parts: readonly SitePart[]): readonly Permitted[] {
  const key = `${context.plan.hash}|${parts.map((p) => p.key).join('|')}`;
  return permitted.get(context.site.stack, key, () => listPermitted(context, parts));
}

function listPermitted(context: Context, parts: readonly SitePart[]): Permitted[] {
  const { activities } = context.plan.rules;
  const open = parts.filter((p) => p.forbids.every((f) => f.effect !== 'forbid_all'));
  if (!activities) return [];
  return [...activities.values()].flatMap((activity) => {
    const ref: ActivityRef = { kind: 'code', code: activity.code };
    const answers = open.flatMap((part) =>
      answersFor(context, part, ref).map((a) =>
        disagree(a) ? unknownAnswer('no_activity') : a[0]!,
      ),
    );
    const worst = worstResult(answers.map(resultOf));
    if (worst === null || worst === 'tidak') return [];
    const deciding = answers.find((a) => resultOf(a) === worst)!;
    const conditions = [...new Set(answers.flatMap((a) => a.conditions))];
    return [{ activity: activity.code, name: activity.name, use: deciding.use, conditions }];
  });
}
