import type { Assessment } from '../../assessment/model.ts';
import { planAccuracyM } from '../../assessment/site.ts';
import { fill, metres, num, squareMetres } from '../../assessment/wording.ts';
import type { Text } from '../../base/problem.ts';
import { crsByCode } from '../../formats/crs.ts';
import type { PlanVersion, Raster } from '../../plan/model.ts';
import type { ReportSource } from '../source.ts';
import { basisPlan } from './plans.ts';
import { type DisclaimerWhen, REPORT_RULES } from './report-rules.ts';

const WORDS = REPORT_RULES.dataQuality;

/** How areas were measured, and which one ratios rest on. */
export function areaMethod(source: ReportSource): Text {
  const { text, basis } = REPORT_RULES.areaMethod;
  const { areaM2, groundAreaM2 } = source.assessment.parcel;
  return fill(text, {
    map: squareMetres(areaM2),
    ground: squareMetres(groundAreaM2),
    crs: source.stack.crs,
    basis: basis[basisPlan(source).manifest.areaBasis],
  });
}

/** What a reader should know of the data: scales and accuracy, heights, what was assumed or mended. */
export function dataQuality({ stack, parcel }: ReportSource): Text[] {
  const assumed = parcel.crsAssumed ? [fill(WORDS.crsAssumed, { crs: parcel.crs })] : [];
  return [...stack.plans.flatMap(qualityOfPlan), ...assumed];
}

function qualityOfPlan(plan: PlanVersion): Text[] {
  const name = plan.manifest.id;
  const accuracyM = planAccuracyM(plan);
  const map = fill(WORDS.map, {
    plan: name,
    scale: thousands(plan.manifest.mapScale),
    accuracy: metres(accuracyM),
  });
  const coarser = plan.layers.filter((l) => l.kind !== 'admin' && l.accuracyM > accuracyM);
  const layers = new Map(coarser.map((l) => [l.id, l.accuracyM]));
  return [
    map,
    ...[...layers].map(([layer, m]) =>
      fill(WORDS.layer, { plan: name, layer, accuracy: metres(m) }),
    ),
    ...plan.rasters.map((raster) => rasterText(name, raster)),
    ...loadingNotes(plan),
  ];
}

function rasterText(plan: string, raster: Raster): Text {
  const words = raster.kind === 'elevation' ? WORDS.elevation : WORDS.raster;
  return fill(words, { plan, title: raster.title, pixel: pixelSize(raster) });
}

/** Metres, or degrees with all the digits that tell cells apart. */
function pixelSize({ crs, pixel }: Raster): Text {
  const found = crsByCode(crs);
  const degrees = found.ok && found.value.kind === 'geographic';
  const [width, height] = pixel.map((v) => num(v, degrees ? 6 : 2)) as [Text, Text];
  const unit = degrees ? '°' : ' m';
  return {
    id: `${width.id} × ${height.id}${unit}`,
    en: `${width.en} × ${height.en}${unit}`,
  };
}

/** Notes of one kind together: the first and how many there are. */
function loadingNotes(plan: PlanVersion): Text[] {
  return WORDS.noteCodes.flatMap((code) => {
    const notes = plan.notes.filter((n) => n.code === code);
    const [first] = notes;
    if (!first) return [];
    const values = { plan: plan.manifest.id, count: `${notes.length}`, where: first.where };
    return [fill(WORDS.notes, { ...values, text: first.message })];
  });
}

function thousands(value: number): Text {
  const groups = (sign: string) => String(value).replace(/\B(?=(\d{3})+$)/g, sign);
  return { id: groups('.'), en: groups(',') };
}

/** What the report is not, as far as it applies. */
export function disclaimersOf(assessment: Assessment): Text[] {
  const holds: Readonly<Record<DisclaimerWhen, boolean>> = {
    always: true,
    demonstration: assessment.demonstration,
    not_binding: !assessment.binding,
    screening: assessment.findings.some((f) => f.screening),
    part_asked: assessment.notAssessed.length > 0,
  };
  return REPORT_RULES.disclaimers.filter((d) => holds[d.when]).map((d) => d.text);
}
