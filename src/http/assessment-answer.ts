import type { VerdictValue } from '../assessment/model.ts';
import type { KeptAssessment } from '../database/index.ts';
import { areaOf } from '../geometry/rings.ts';
import { assessmentFeatures, assessmentJson } from '../report/index.ts';
import type { Answered, ParsedRequest } from '../request/index.ts';
import type { Form } from './answer-form.ts';

/** An assessment in the form asked for and, where it is to be kept, as its row. */
export interface AssessmentAnswer {
  readonly text: string;
  readonly verdict: VerdictValue | null;
  readonly row: KeptAssessment | null;
}

/** Renders an answer; `keptAt` is the time in WITA of one that is kept. */
export function assessmentAnswer(
  answered: Answered,
  form: Form,
  keptAt: string | null,
): AssessmentAnswer {
  const { verdict } = answered.assessment;
  if (keptAt === null) return { text: renderingOf(answered, form), verdict, row: null };
  const row = rowOf(answered, keptAt);
  return { text: form === 'application/json' ? row.answer : row.geojson, verdict, row };
}

/** What assesses within some milliseconds on the demonstration plan; the time grows with each of them. */
const SMALL = { areaM2: 10_000, corners: 100, activities: 10 };

/** Whether an assessment may take so long that others would wait for it. */
export function isLarge({ parcel, proposal }: ParsedRequest): boolean {
  const { xy } = parcel.rings;
  return (
    xy.length / 2 > SMALL.corners ||
    proposal.activities.length > SMALL.activities ||
    areaOf(parcel.rings) > SMALL.areaM2
  );
}

function renderingOf({ assessment, request }: Answered, form: Form): string {
  if (form === 'application/json') return assessmentJson(assessment);
  return JSON.stringify(assessmentFeatures(assessment, request.stack, request.parcel));
}

function rowOf(answered: Answered, time: string): KeptAssessment {
  const { assessment, request } = answered;
  return {
    id: assessment.id,
    created_at: time,
    plan_id: assessment.plan?.id ?? null,
    plan_hash: assessment.plan?.hash ?? null,
    date: assessment.date,
    engine: assessment.engine,
    verdict: assessment.verdict,
    request: request.canonical,
    answer: renderingOf(answered, 'application/json'),
    geojson: renderingOf(answered, 'application/geo+json'),
  };
}
