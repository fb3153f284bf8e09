import { lonLatOf } from '../../assessment/corner-table.ts';
import type { ApprovedGround, Assessment } from '../../assessment/model.ts';
import { ok, type Problem, type Result } from '../../base/problem.ts';
import { toGeoJson } from '../../geometry/polygons.ts';
import { areaOf } from '../../geometry/rings.ts';
import type { Ground, Judged } from '../../permit/applications/office.ts';
import type { PlanStack } from '../../plan/model.ts';
import type { PlanStore } from '../../plan/store.ts';
import { assessmentJson } from '../../report/index.ts';
import { answerAndRequest, answerWithLedger, parseRequest } from '../../request/index.ts';

/**
 * An application's question against the plans in force on a day: the same answer that
 * `POST /v1/assessments` gives (but for what the ledger of approvals decides), with the ground in metres beside it. Problems: those of that request.
 */
export function judge(
  store: PlanStore,
  request: unknown,
  day: string,
  approved: readonly ApprovedGround[] | null,
): Result<Judged> {
  const dated = onDay(request, day);
  const answered =
    approved === null
      ? answerAndRequest(store, dated, day)
      : answerWithLedger(store, dated, day, approved);
  if (!answered.ok) return answered;
  const { assessment, request: parsed } = answered.value;
  const { stack, parcel } = parsed;
  const decided = stack.plans.find((p) => p.manifest.id === assessment.plan?.id);
  return ok({
    assessment,
    answer: assessmentJson(assessment),
    request: parsed.canonical,
    level: decided?.manifest.level ?? null,
    ground: { crs: stack.crs, rings: parcel.rings, areaM2: areaOf(parcel.rings) },
    geometry: toGeoJson(parcel.rings, lonLatOf(stack.crs)),
    approvable: approvableOf(assessment, stack),
  });
}

/** What is wrong with such a question before it is answered; those problems. */
export function faultsOf(store: PlanStore, request: unknown, day: string): readonly Problem[] {
  const parsed = parseRequest(store, onDay(request, day), day);
  return parsed.ok ? [] : parsed.problems;
}

function onDay(request: unknown, day: string): unknown {
  return typeof request === 'object' && request !== null ? { ...request, date: day } : request;
}

/** What could be approved, from its corners in metres, which keep the direction of their rings. */
function approvableOf({ partial }: Assessment, stack: PlanStack): Ground | null {
  const corners = partial?.approvable.corners ?? [];
  if (corners.length === 0) return null;
  const ends = corners.flatMap((c, i) => (corners[i + 1]?.ring === c.ring ? [] : [i + 1]));
  const xy = Float64Array.from(corners.flatMap((c) => [c.x, c.y]));
  const rings = { xy, ends: Uint32Array.from(ends) };
  return { crs: stack.crs, rings, areaM2: areaOf(rings) };
}
