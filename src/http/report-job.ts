import { type Problem, problem } from '../base/problem.ts';
import type { KeptReport, ReportFile } from '../database/index.ts';
import type { PlanStore } from '../plan/store.ts';
import {
  DOCUMENT_TYPES,
  type DocumentForm,
  makeDocument,
  type ReportDocument,
} from '../report/documents.ts';
import type { Language } from '../report/index.ts';
import { currentKey, type KeyPlace } from '../report/proof/index.ts';
import { answerAndRequest, sourceOf } from '../request/index.ts';
import { assessmentAnswer } from './assessment-answer.ts';
import { readBody } from './json-body.ts';
import type { Assessed } from './question-jobs.ts';

/** A report to be made: plain data, so that another thread can make it. */
export interface ReportJob {
  readonly kind: 'report';
  /** A body that was read, or the bytes of a large one. */
  readonly body: unknown;
  readonly today: string;
  readonly form: DocumentForm;
  readonly language: Language;
  /** Time in WITA: of signing, and of keeping. */
  readonly time: string;
  readonly keys: KeyPlace;
  readonly publicUrl: string;
  /** Of an assessment that was kept: the report is made only if the same comes out again. */
  readonly id: string | null;
}

/** A report that was made, with the rows to keep it by; the file's bytes travel beside. */
export interface MadeReport {
  readonly assessed: Assessed;
  readonly report: KeptReport;
  readonly file: Omit<ReportFile, 'bytes'>;
}

export type ReportDone =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly made: MadeReport }
  | {
      readonly ok: false;
      readonly status: 400 | 409 | 422 | 503;
      readonly problems: readonly Problem[];
    };

type Status = (ReportDone & { ok: false })['status'];

/** Assesses, makes the document and signs it. */
export async function runReport(store: PlanStore, job: ReportJob): Promise<ReportDone> {
  const read = readBody(job.body);
  if (!read.ok) return refuse(400, read.problems);
  const started = performance.now();
  const answered = answerAndRequest(store, read.value, job.today);
  const seconds = (performance.now() - started) / 1000;
  if (!answered.ok) return job.id === null ? refuse(422, answered.problems) : refuse(409, [gone()]);
  const { id } = answered.value.assessment;
  if (job.id !== null && id !== job.id) return refuse(409, [gone()]);
  const signer = await currentKey(job.keys, job.time);
  if (!signer.ok) return refuse(503, signer.problems);
  const { form, language, publicUrl } = job;
  const today = job.time.slice(0, 10);
  const options = { language, publicUrl, signer: signer.value, today };
  const made = await makeDocument(sourceOf(answered.value), form, options);
  if (!made.ok) {
    const conflicts = made.problems.some((p) => CONFLICTS.has(p.code));
    return refuse(conflicts ? 409 : 422, made.problems);
  }
  const { verdict, row } = assessmentAnswer(answered.value, 'application/json', job.time);
  const rows = rowsOf(made.value, job, signer.value.kid);
  return {
    ok: true,
    bytes: made.value.bytes,
    made: { ...rows, assessed: { verdict, row, seconds } },
  };
}

/** A good request, but no document rests on it: by its plan or its day. */
const CONFLICTS: ReadonlySet<string> = new Set(['report.not_binding', 'report.future']);

function refuse(status: Status, problems: readonly Problem[]): ReportDone {
  return { ok: false, status, problems };
}

function rowsOf(
  { extract, signed, kid }: ReportDocument,
  { form, language, time }: ReportJob,
  signer: string,
): Omit<MadeReport, 'assessed'> {
  const { id, code, date, engine, plans } = extract;
  return {
    report: {
      id,
      code,
      created_at: time,
      date,
      engine,
      plans: JSON.stringify(plans.map((p) => ({ id: p.id, hash: p.hash }))),
      signed: new TextDecoder().decode(signed),
      kid: signer,
      withdrawn_at: null,
      withdrawn_reason: null,
    },
    file: { id, language, media_type: DOCUMENT_TYPES[form], created_at: time, kid },
  };
}

/** What was kept can't be made again, and nobody made this form of it before. */
function gone(): Problem {
  return problem(
    'report.plan_gone',
    '',
    'Dokumen ini belum pernah dibuat, dan tidak dapat dibuat lagi: versi rencana atau program yang mendasari telaah sudah tidak dipakai. Jawaban JSON tetap tersedia.',
    'This document was never made and cannot be made any more: the version of the plan or of the program that the assessment rests on is no longer in use. The JSON answer is still there.',
  );
}
