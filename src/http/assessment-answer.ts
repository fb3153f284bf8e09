import type { VerdictValue } from '../assessment/model.ts';
import type { KeptAssessment } from '../database/index.ts';
import { areaOf } from '../geometry/rings.ts';
import { assessmentJson, featuresHead, featuresText } from '../report/index.ts';
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
  const { assessment, request } = answered;
  const { verdict } = assessment;
  const json = assessmentJson(assessment);
  const asMap = form === 'application/geo+json';
  if (keptAt === null && !asMap) return { text: json, verdict, row: null };
  const head = featuresHead(assessment, request.stack, request.parcel);
  const text = asMap ? featuresText(head, json) : json;
  return { text, verdict, row: keptAt === null ? null : rowOf(answered, keptAt, json, head) };
}

/** A kept answer in the form asked for, byte for byte as it was answered. */
export function keptText({ answer, geojson }: KeptAssessment, form: Form): string {
  if (form === 'application/json') return answer;
  // Rows of earlier versions have the whole map.
  return geojson.endsWith('}') ? geojson : featuresText(geojson, answer);
}

/**
 * What each of these alone may take some 10 ms for, on ground of the demonstration plan with many borders
 * (a building asked about; one in a hundred of its own parcels is large); together they add up.
 */
const LARGE = { areaM2: 25_000, corners: 60, activities: 8 };

/** Whether an assessment may take so long that others would wait for it. */
export function isLarge({ parcel, proposal }: ParsedRequest): boolean {
  const size = areaOf(parcel.rings) / LARGE.areaM2;
  const corners = parcel.rings.xy.length / 2 / LARGE.corners;
  return size + corners + proposal.activities.length / LARGE.activities > 1;
}

function rowOf(
  { assessment, request }: Answered,
  time: string,
  answer: string,
  geojson: string,
): KeptAssessment {
  return {
    id: assessment.id,
    created_at: time,
    plan_id: assessment.plan?.id ?? null,
    plan_hash: assessment.plan?.hash ?? null,
    date: assessment.date,
    engine: assessment.engine,
    verdict: assessment.verdict,
    request: request.canonical,
    answer,
    geojson,
  };
}
