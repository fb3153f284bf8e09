import type { Kysely, Selectable } from 'kysely';
import { fail, ok, type Problem, problem, type Result, under } from '../../base/problem.ts';
import { numberReads } from '../../database/approval-key.ts';
import { later } from '../../database/held-statements.ts';
import type { Schema } from '../../database/schema.ts';
import { checkForm } from '../form/check.ts';
import { readPerson } from '../people/persons.ts';
import { type Loaded, nextNumber } from './application-row.ts';
import { over, whyOver } from './approval-standing.ts';
import { factsFrom } from './facts.ts';
import { dropGround, groundOf, keepGround } from './ground.ts';
import { judgeFile } from './ledger.ts';
import type { Judged, Office } from './office.ts';
import { mergeForm } from './person-view.ts';
import type { Tx } from './transaction.ts';

/** A submission that is whole: judged, and with the facts that decide about documents. */
export interface Whole {
  readonly judged: Judged;
  readonly facts: Readonly<Record<string, boolean>>;
}

/**
 * Looks at everything that a submission needs, and tells every problem at once: the form (under
 * `/form`) and the question to the plan (under `/request`).
 */
export async function wholeSubmission(
  office: Office,
  tx: Tx,
  { row }: Loaded,
  day: string,
): Promise<Result<Whole>> {
  const whole = await formOf(office, tx, row);
  if (!whole.ok) return whole;
  const { form, checked } = whole.value;
  const request = JSON.parse(row.request) as Readonly<Record<string, unknown>>;
  const judged = await judgeFile(office, tx, row.id, request, day);
  const problems: Problem[] = [
    ...(checked.ok ? [] : under('/form', checked.problems)),
    ...(judged.ok ? [] : under('/request', judged.problems)),
    ...(judged.ok ? unfit(judged.value) : []),
  ];
  if (!judged.ok || problems.length > 0) return fail(...problems);
  const assessment = { plan: { level: judged.value.level } };
  return ok({
    judged: judged.value,
    facts: factsFrom(office.factSources, { form, request, assessment }),
  });
}

/**
 * Looks at what a building approval of its own needs to be registered: its form. The plan was asked for
 * the PKKPR that it names. Gives the facts that decide about documents. Problems: the form's (`/form`),
 * `approval.over` where the PKKPR that it names is its owner's and not in force on `day`.
 */
export async function wholeRegistration(
  office: Office,
  tx: Tx,
  { row }: Loaded,
  day: string,
): Promise<Result<Readonly<Record<string, boolean>>>> {
  const whole = await formOf(office, tx, row);
  if (!whole.ok) return whole;
  const { form, checked } = whole.value;
  const named = await namedApproval(tx, row);
  const why = named && whyOver(named, day);
  const problems = [
    ...(checked.ok ? [] : under('/form', checked.problems)),
    ...(why ? [{ ...over(named.number, why), pointer: '/form/pbg/approval' }] : []),
  ];
  if (problems.length > 0) return fail(...problems);
  const request = JSON.parse(row.request) as unknown;
  return ok(factsFrom(office.factSources, { form, request, assessment: null }));
}

/** What a form that is not whole yet tells of the facts that decide about documents. */
export async function factsSoFar(
  office: Office,
  tx: Tx,
  { row }: Loaded,
): Promise<Readonly<Record<string, boolean>>> {
  const read = await formOf(office, tx, row);
  if (!read.ok) return {};
  const request = JSON.parse(row.request) as unknown;
  return factsFrom(office.factSources, { form: read.value.form, request, assessment: null });
}

/** The form with what is sealed of it, and whether it is whole. */
async function formOf(office: Office, tx: Tx, row: Loaded['row']) {
  const personal = await readPerson(tx, office.vault, row.person_id);
  if (!personal.ok) return personal;
  const plain = JSON.parse(row.form) as Parameters<typeof mergeForm>[0];
  const form = mergeForm(plain, personal.value);
  return ok({ form, checked: checkForm(office.form, row.kind, form, true) });
}

/** No application rests on an answer that binds nobody (a plan that is not in force here), or on none about a use. */
function unfit({ assessment }: Judged): Problem[] {
  const problems: Problem[] = [];
  if (!assessment.binding) {
    problems.push(
      problem(
        'application.not_binding',
        '/request/plan',
        'Permohonan tidak dapat didasarkan pada rencana yang tidak berlaku atau bukan yang pertama di sini; hapus "plan".',
        'An application cannot rest on a plan that is not in force or not first in rank here; leave "plan" out.',
      ),
    );
  }
  if (!assessment.asked.includes('use')) {
    problems.push(
      problem(
        'application.no_activity',
        '/request/activity',
        'Permohonan memerlukan kegiatan (KBLI atau kode kegiatan).',
        'An application needs an activity (KBLI or code).',
      ),
    );
  }
  return problems;
}

/** Keeps a submission for ever, and its ground among those that others may overlap. */
export async function keepSubmission(
  tx: Tx,
  loaded: Loaded,
  { judged }: Whole,
  made: { readonly move: string; readonly because: string | null; readonly now: string },
): Promise<void> {
  const { assessment, answer, request, ground, geometry, approvable } = judged;
  // A first one finds nothing of its file that it would have to follow or to take the place of.
  const first = loaded.row.submitted_at === null;
  const submission = {
    application_id: loaded.row.id,
    n: first ? 1 : await nextNumber(tx, 'submissions', loaded.row.id),
    at: made.now,
    move: made.move,
    assessment_id: assessment.id,
    verdict: assessment.verdict,
    plan_hash: assessment.plan?.hash ?? null,
    engine: assessment.engine,
    request,
    answer,
    form: loaded.row.form,
    geometry: JSON.stringify(geometry),
    because: made.because,
  };
  await later(tx, tx.insertInto('submissions').values(submission));
  // What was approved stands in the ledger for itself: it is not asked about any more.
  if (!first) {
    if (await groundOf(tx, loaded.row.id, 'approved')) return;
    await dropGround(tx, loaded.row.id, 'asked');
    await dropGround(tx, loaded.row.id, 'approvable');
  }
  await keepGround(tx, loaded.row.id, 'asked', ground);
  if (approvable) await keepGround(tx, loaded.row.id, 'approvable', approvable);
}

/** What an application's row takes over from its newest submission. */
export function rowOfSubmission({ judged: { assessment } }: Whole) {
  return {
    assessment_id: assessment.id,
    verdict: assessment.verdict,
    plan_hash: assessment.plan?.hash ?? null,
    kelurahan: assessment.parcel.kelurahan,
    kecamatan: assessment.parcel.kecamatan,
    area_m2: assessment.parcel.areaM2,
  };
}

/**
 * Where a building approval of its own lies: where the PKKPR does that its form names, if the same owner has it.
 * Of anybody else's nothing is told.
 */
export async function placeOfRegistration(tx: Tx, row: Loaded['row']) {
  const named = await namedApproval(tx, row);
  return named ? { kelurahan: named.kelurahan, kecamatan: named.kecamatan } : {};
}

/** The PKKPR that a form names, if the same owner has it. */
async function namedApproval(tx: Tx, { form, owner_id: owner }: Loaded['row']) {
  const { pbg } = JSON.parse(form) as { readonly pbg?: { readonly approval?: string } };
  if (pbg?.approval === undefined) return null;
  const named = await tx
    .selectFrom('approvals as p')
    .innerJoin('applications as a', 'a.id', 'p.application_id')
    .select(['a.kelurahan', 'a.kecamatan', 'p.number', 'p.status', 'p.valid_to'])
    .where(numberReads('p.number', pbg.approval))
    .where('a.owner_id', '=', owner)
    // Of numbers that were issued before they were compared so: the one that was meant.
    .orderBy((e) => e('p.number', '=', pbg.approval!), 'desc')
    .limit(1)
    .executeTakeFirst();
  return named ?? null;
}

export type Submission = Selectable<Schema['submissions']>;

/** The submission that a file is judged by now; null of a draft. */
export async function newestSubmission(db: Kysely<Schema>, id: string): Promise<Submission | null> {
  const row = await db
    .selectFrom('submissions')
    .selectAll()
    .where('application_id', '=', id)
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
