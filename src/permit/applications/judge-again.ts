import { type Differences, differences } from '../../assessment/differences.ts';
import type { Assessment } from '../../assessment/model.ts';
import { fail, ok, type Problem, problem, type Result, together } from '../../base/problem.ts';
import { appendAudit } from '../audit/index.ts';
import { dayOf } from '../day.ts';
import type { Loaded } from './application-row.ts';
import type { Call } from './call.ts';
import { judgeFile } from './ledger.ts';
import type { Office } from './office.ts';
import { holdFile, roleIn } from './on-file.ts';
import { judgedOn } from './request-day.ts';
import {
  keepSubmission,
  newestSubmission,
  rowOfSubmission,
  type Submission,
  type Whole,
} from './submission.ts';
import { allOrNothing, type Tx } from './transaction.ts';

/** A file judged again, beside what it was judged by before. */
export interface JudgedAgain {
  readonly id: string;
  readonly version: number;
  readonly before: {
    readonly assessment: string;
    readonly verdict: string | null;
    readonly planHash: string | null;
  };
  readonly now: {
    readonly assessment: string;
    readonly verdict: string | null;
    readonly planHash: string | null;
  };
  /** What changed; empty where only the plan's version did. */
  readonly differences: Differences;
}

/** Facts that an officer knows better than the map, as an assessment takes them. */
export interface Corrections {
  readonly stated: Readonly<Record<string, unknown>>;
  readonly reason: string;
}

/**
 * An officer corrects what was derived from the map (front edge, road class); the assessment is made
 * again beside the first, which stays. Problems: those of holdFile; all at once `outline` (of the body), `correction.reason`,
 * `correction.draft` (nothing was submitted), those of the request (under `/stated`).
 */
export async function correctFacts(
  office: Office,
  call: Call,
  id: string,
  { stated, reason }: Corrections,
  outline: readonly Problem[] = [],
): Promise<Result<JudgedAgain>> {
  const because = reason.trim();
  const faults = together(outline, because === '' ? [noReason()] : []);
  return again(office, call, id, { action: 'fact.correct', stated, because, faults });
}

/** The same question against the plans as they are in force today. Problems: as of correctFacts. */
export async function recheck(
  office: Office,
  call: Call,
  id: string,
): Promise<Result<JudgedAgain>> {
  return again(office, call, id, {
    action: 'fact.correct',
    stated: {},
    because: 'plan',
    faults: [],
  });
}

interface Why {
  readonly action: string;
  readonly stated: Readonly<Record<string, unknown>>;
  readonly because: string;
  /** What is wrong before the question is looked at. */
  readonly faults: readonly Problem[];
}

async function again(
  office: Office,
  call: Call,
  id: string,
  why: Why,
): Promise<Result<JudgedAgain>> {
  return allOrNothing(await office.db(), call.keyed, async (tx) => {
    const held = await holdFile(office, tx, call.actor, id, why.action);
    if (!held.ok) return held;
    const before = await newestSubmission(tx, id);
    if (!before) return fail(notSubmitted());
    const request = withStated(JSON.parse(held.value.row.request), why.stated);
    const judged = await judgeFile(office, tx, id, request, call.now.slice(0, 10));
    if (!judged.ok || why.faults.length > 0)
      return fail(...together(why.faults, judged.ok ? [] : judged.problems));
    const whole: Whole = { judged: judged.value, facts: {} };
    return keep(office, tx, call, { loaded: held.value, before, request, whole, why });
  });
}

/** What is stated already stays, where the officer does not say otherwise. */
function withStated(request: Readonly<Record<string, unknown>>, stated: Why['stated']) {
  if (Object.keys(stated).length === 0) return request;
  return { ...request, stated: { ...(request.stated as object | undefined), ...stated } };
}

interface Again {
  readonly loaded: Loaded;
  readonly before: Submission;
  readonly request: Readonly<Record<string, unknown>>;
  readonly whole: Whole;
  readonly why: Why;
}

async function keep(
  office: Office,
  tx: Tx,
  { actor, now }: Call,
  { loaded, before, request, whole, why }: Again,
): Promise<Result<JudgedAgain>> {
  await keepSubmission(tx, loaded, whole, { move: why.action, because: why.because, now });
  const row = await tx
    .updateTable('applications')
    .set({
      ...rowOfSubmission(whole),
      request: JSON.stringify(judgedOn(request, dayOf(now))),
      version: loaded.row.version + 1,
      changed_at: now,
    })
    .where('id', '=', loaded.row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const { assessment } = whole.judged;
  const result: JudgedAgain = {
    id: row.id,
    version: row.version,
    before: {
      assessment: before.assessment_id,
      verdict: before.verdict,
      planHash: before.plan_hash,
    },
    now: {
      assessment: assessment.id,
      verdict: assessment.verdict,
      planHash: assessment.plan?.hash ?? null,
    },
    differences: differences(JSON.parse(before.answer) as Assessment, assessment),
  };
  await appendAudit(tx, {
    at: now,
    actor: actor.id,
    role: roleIn(office, actor, why.action, loaded.row),
    action: why.action,
    entity: 'application',
    entityId: row.id,
    reason: why.because,
    before: result.before,
    after: { ...result.now, stated: why.stated },
  });
  return ok(result);
}

function noReason(): Problem {
  return problem('correction.reason', '/reason', 'Alasan harus diisi.', 'A reason is needed.');
}

function notSubmitted(): Problem {
  return problem(
    'correction.draft',
    '',
    'Berkas ini belum diajukan, sehingga belum ada telaah.',
    'This file was not submitted yet, so there is no assessment.',
  );
}
