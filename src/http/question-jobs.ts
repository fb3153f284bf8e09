import { differences } from '../assessment/differences.ts';
import type { Assessment } from '../assessment/model.ts';
import { ok, type Result } from '../base/problem.ts';
import type { PlanStore } from '../plan/store.ts';
import {
  type AnsweredVariant,
  answerVariants,
  parseRequest,
  parseVariants,
  parseWhere,
} from '../request/index.ts';
import type { Form } from './answer-form.ts';
import { findOptions, type OptionsPage } from './options-views.ts';
import { type Page, whereFeatures } from './where-features.ts';
import { findWhere, whereHead, zoneView } from './where-views.ts';

interface Asked {
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
  );

/** Answers a question as the text that is sent, or with all problems of its body. */
export function runJob(store: PlanStore, job: Job): Result<string> {
  const answer = answerJob(store, job);
  return answer.ok ? ok(`${JSON.stringify(answer.value)}\n`) : answer;
}

function answerJob(store: PlanStore, job: Job): Result<object> {
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
