import { differences } from '../assessment/differences.ts';
import type { Assessment } from '../assessment/model.ts';
import { ok, type Problem, type Result } from '../base/problem.ts';
import type { PlanStore } from '../plan/store.ts';
import {
  type AnsweredVariant,
  answerAndRequest,
  answerVariants,
  parseRequest,
  parseVariants,
  parseWhere,
} from '../request/index.ts';
import type { Form } from './answer-form.ts';
import { type AssessmentAnswer, assessmentAnswer } from './assessment-answer.ts';
import { readBody } from './json-body.ts';
import { findOptions, type OptionsPage } from './options-views.ts';
import { type Page, whereFeatures } from './where-features.ts';
import { findWhere, whereHead, zoneView } from './where-views.ts';

interface Asked {
  /** A body that was read, or the bytes of a large one. */
  readonly body: unknown;
  /** The day in WITA that stands for a date left out. */
  readonly today: string;
}

/** A question that may take long: plain data, so that another thread can answer it. */
export type Job = Asked &
  (
    | {
        readonly kind: 'where';
        readonly plan: { readonly id: string; readonly version: string | null };
        readonly form: Form;
        readonly page: Page;
      }
    | { readonly kind: 'options'; readonly page: OptionsPage }
    | { readonly kind: 'what-if' }
    | { readonly kind: 'assess'; readonly form: Form; readonly keptAt: string | null }
  );

/** An assessment without the text that is sent. */
export interface Assessed extends Omit<AssessmentAnswer, 'text'> {
  readonly seconds: number;
}

/** The text that is sent, or all problems of the body: 400 where it is no JSON, else 422. */
export type Done =
  | { readonly ok: true; readonly text: string; readonly assessed: Assessed | null }
  | { readonly ok: false; readonly status: 400 | 422; readonly problems: readonly Problem[] };

/** Answers a question. */
export function runJob(store: PlanStore, job: Job): Done {
  const read = readBody(job.body);
  if (!read.ok) return { ok: false, status: 400, problems: read.problems };
  const asked = { ...job, body: read.value };
  if (asked.kind === 'assess') return assess(store, asked);
  const answer = answerJob(store, asked);
  if (!answer.ok) return { ok: false, status: 422, problems: answer.problems };
  return { ok: true, text: `${JSON.stringify(answer.value)}\n`, assessed: null };
}

function assess(store: PlanStore, { body, today, form, keptAt }: Job & { kind: 'assess' }): Done {
  const started = performance.now();
  const answered = answerAndRequest(store, body, today);
  if (!answered.ok) return { ok: false, status: 422, problems: answered.problems };
  const seconds = (performance.now() - started) / 1000;
  const { text, ...rest } = assessmentAnswer(answered.value, form, keptAt);
  return { ok: true, text, assessed: { ...rest, seconds } };
}

function answerJob(store: PlanStore, job: Exclude<Job, { kind: 'assess' }>): Result<object> {
  if (job.kind === 'where') return where(store, job);
  return job.kind === 'options' ? options(store, job) : whatIf(store, job);
}

function where(store: PlanStore, job: Job & { kind: 'where' }): Result<object> {
  const parsed = parseWhere(store, job.plan, job.body, job.today);
  if (!parsed.ok) return parsed;
  const found = findWhere(parsed.value);
  if (job.form === 'application/geo+json') return ok(whereFeatures(found, job.page));
  return ok({ ...whereHead(found), zones: found.zones.map((z) => zoneView(z, found)) });
}

function options(store: PlanStore, job: Job & { kind: 'options' }): Result<object> {
  const parsed = parseRequest(store, job.body, job.today);
  if (!parsed.ok) return parsed;
  const notes = parsed.notes.map((n) => n.message);
  return ok({ ...findOptions(parsed.value, job.page), notes });
}

/** The first variant that has an answer is the one that the others are compared with. */
function whatIf(store: PlanStore, { body, today }: Asked): Result<object> {
  const parsed = parseVariants(store, body, today);
  if (!parsed.ok) return parsed;
  const answered = answerVariants(store, parsed.value, today);
  const first = answered.find((v) => v.result.ok);
  const variants = answered.map((v) => variantView(v, first));
  return ok({ comparedWith: first?.number ?? null, variants });
}

function variantView(variant: AnsweredVariant, first: AnsweredVariant | undefined): object {
  const { number, name, result } = variant;
  if (!result.ok) return { number, name, verdict: null, problems: result.problems };
  const assessment = result.value;
  const head = { number, name, verdict: assessment.verdict };
  if (first === variant) return { ...head, assessment };
  return { ...head, differences: differences(answerOf(first), assessment), assessment };
}

function answerOf(variant: AnsweredVariant | undefined): Assessment {
  if (!variant?.result.ok) throw new Error('The variant compared with has no answer');
  return variant.result.value;
}
