import type { Text } from '../base/problem.ts';
import { activitiesForKbli } from '../plan/kbli.ts';
import type { Activity, CellFault, ConditionRow, PlanVersion } from '../plan/model.ts';
import { conditionStatus } from './condition-status.ts';
import { type Context, finding } from './context.ts';
import { sourceOf } from './limits.ts';
import { nextNumber, StackMemo } from './memo.ts';
import type { ActivityRef, Condition, Finding, FindingResult, UseClass } from './model.ts';
import { type SitePart, siteKey, type Voice } from './site.ts';
import { worstResult } from './verdict.ts';
import { fill, say } from './wording.ts';

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

const kept = new StackMemo<UseKept>();

/** Asks the use tables about one activity, part by part (slivers too): once for each combination of parts. */
export function useHere(context: Context, ref: ActivityRef): UseHere {
  const { stack, parts } = context.site;
  const asked = ref.kind === 'code' ? `code ${ref.code}` : `kbli ${ref.kbli}`;
  const key = `${asked}|${siteKey(context.site)}`;
  const held = kept.get(stack, key, () => judgeUse(context, ref));
  const { code, ambiguous, answers, findings, number } = held;
  const uses = parts.map((part, i) => ({ part, ref, code, ambiguous, answers: answers[i]! }));
  return { uses, findings, number, code };
}

function judgeUse(context: Context, ref: ActivityRef): UseKept {
  const { parts } = context.site;
  const code = askedCode(context, ref);
  const answers = parts.map((part) => answersFor(context, part, ref));
  const ambiguous = answers.some((ofPart) => ofPart.some((perGround) => disagree(perGround)));
  const findings = parts.map((part, i) =>
    ambiguous
      ? ambiguousFinding(context, part, code, answers[i]!)
      : useFinding(
          context,
          part,
          code,
          answers[i]!.map((perGround) => perGround[0]!),
        ),
  );
  return { number: nextNumber(), code, ambiguous, answers, findings };
}

/** Per ground and claiming zone: what each candidate activity would give. */
function answersFor(context: Context, part: SitePart, ref: ActivityRef): UseAnswer[][] {
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

function unknownAnswer(why: UseAnswer['why'], voice?: Voice): UseAnswer {
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
function resolve(plan: PlanVersion, ref: ActivityRef, context: Context): readonly Activity[] {
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

function disagree(answers: readonly UseAnswer[]): boolean {
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

const USE_SENTENCE: Readonly<Record<UseClass, Text>> = {
  I: say('{name} diizinkan (I) di zona {zone}.', '{name} is permitted (I) in zone {zone}.'),
  T: say(
    '{name} diizinkan secara terbatas (T) di zona {zone}{conditions}.',
    '{name} is permitted with limits (T) in zone {zone}{conditions}.',
  ),
  B: say(
    '{name} diizinkan dengan syarat (B) di zona {zone}{conditions}.',
    '{name} is permitted on conditions (B) in zone {zone}{conditions}.',
  ),
  TB: say(
    '{name} diizinkan terbatas dan bersyarat (TB) di zona {zone}{conditions}.',
    '{name} is permitted with limits and on conditions (TB) in zone {zone}{conditions}.',
  ),
  X: say(
    '{name} tidak diizinkan (X) di zona {zone}.',
    '{name} is not permitted (X) in zone {zone}.',
  ),
};

function explainUse(answer: UseAnswer, code: string, part: SitePart): Text {
  const values = {
    name: answer.activity?.name ?? code,
    zone: answer.zone ?? part.zone ?? part.id,
    conditions:
      answer.conditions.length === 0
        ? ''
        : say(
            `, syarat ${answer.conditions.join(', ')}`,
            `, conditions ${answer.conditions.join(', ')}`,
          ),
  };
  if (answer.use !== null) return fill(USE_SENTENCE[answer.use], values);
  return fill(WHY_UNKNOWN[answer.why ?? 'unreadable'], values);
}

const WHY_UNKNOWN: Readonly<Record<NonNullable<UseAnswer['why']>, Text>> = {
  no_table: say(
    'Belum diketahui: rencana ini tidak memiliki tabel kegiatan (ITBX).',
    'Unknown: this plan has no table of uses (ITBX).',
  ),
  no_activity: say(
    'Belum diketahui: {name} tidak ada dalam tabel kegiatan rencana ini.',
    "Unknown: {name} is not in this plan's table of uses.",
  ),
  no_column: say(
    'Belum diketahui: tabel kegiatan tidak memiliki kolom untuk zona {zone}.',
    'Unknown: the table of uses has no column for zone {zone}.',
  ),
  silent: say(
    'Belum diketahui: rencana membiarkan hal ini terbuka dan tidak ada rencana lain yang mengaturnya di sini.',
    'Unknown: the plan leaves this open and no other plan speaks here.',
  ),
  zone_unknown: say(
    'Belum diketahui: zona di bagian {zone} tidak jelas.',
    'Unknown: the zone of the part {zone} is not clear.',
  ),
  blank: say(
    'Belum diketahui: sel tabel kegiatan {name} di zona {zone} kosong.',
    'Unknown: the cell of {name} in zone {zone} is blank.',
  ),
  contradictory: say(
    'Belum diketahui: sel tabel kegiatan {name} di zona {zone} bertentangan (I bersama T/B/X).',
    'Unknown: the cell of {name} in zone {zone} contradicts itself (I with T/B/X).',
  ),
  unreadable: say(
    'Belum diketahui: sel atau baris tabel kegiatan {name} tidak dapat dipakai untuk zona {zone}.',
    'Unknown: the cell or row of {name} in the table of uses cannot be used for zone {zone}.',
  ),
  unknown_condition: say(
    'Belum diketahui: sel tabel kegiatan {name} di zona {zone} menyebut syarat yang tidak ada teksnya.',
    'Unknown: the cell of {name} in zone {zone} names a condition that has no text.',
  ),
  truncated: say(
    'Belum diketahui: sel tabel kegiatan {name} di zona {zone} terpotong.',
    'Unknown: the cell of {name} in zone {zone} is cut off.',
  ),
};

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
