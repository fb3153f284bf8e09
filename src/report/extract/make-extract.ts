import type { Finding } from '../../assessment/model.ts';
import type { PlanVersion } from '../../plan/model.ts';
import type { ReportSource } from '../source.ts';
import { basesOf } from './bases.ts';
import { reportCode } from './code.ts';
import { figuresOf } from './figures.ts';
import { parcelOf } from './ground.ts';
import { type Extract, type ExtractApplicant, REPORT_SCHEMA } from './model.ts';
import { activityName, ruleName } from './names.ts';
import { overlaysOf, plansOf, zonesOf } from './plans.ts';
import { areaMethod, dataQuality, disclaimersOf } from './quality.ts';
import { requestBody } from './request-body.ts';
import { summaryOf } from './summary.ts';
import { themeLists } from './themes.ts';
import { validityOn } from './validity.ts';

export interface ExtractOptions {
  /** Of reports that are made for an application. */
  readonly applicant?: ExtractApplicant;
}

/**
 * The extract of a finished assessment: plain data for all renderings of a report. Pure: the same
 * source gives the same bytes. It lists and words; no verdict, area or limit is worked out here.
 */
export function makeExtract(source: ReportSource, options: ExtractOptions = {}): Extract {
  const { assessment: a, stack } = source;
  return {
    schema: REPORT_SCHEMA,
    kind: 'laporan_hasil_telaah',
    id: a.id,
    code: reportCode(a.id),
    demonstration: a.demonstration,
    binding: a.binding,
    date: a.date,
    validity: validityOn(a.date, endsOf(stack.plans)),
    engine: a.engine,
    verdict: a.verdict,
    asked: a.asked,
    activities: a.activities.map(({ code, verdict }) => {
      return { code, name: activityName(code, stack), verdict };
    }),
    summary: summaryOf(source),
    ...(options.applicant ? { applicant: options.applicant } : {}),
    plans: plansOf(source),
    parcel: parcelOf(source),
    zones: zonesOf(source),
    parts: a.parts,
    overlays: overlaysOf(source),
    themes: themeLists(source),
    figures: figuresOf(source),
    findings: a.findings,
    screening: numbersOf(a.findings, (f) => f.screening),
    doubts: numbersOf(
      a.findings,
      (f) => f.result === 'tidak_diketahui' || f.rule === 'border_doubt',
    ),
    notAssessed: a.notAssessed.map((rule) => ({ rule, label: ruleName(rule, stack) })),
    conditions: a.conditions,
    limits: a.limits,
    envelope: a.envelope,
    ...(a.permitted ? { permitted: a.permitted } : {}),
    ...(a.drafts ? { drafts: a.drafts } : {}),
    legalBases: basesOf(source),
    areaMethod: areaMethod(source),
    dataQuality: dataQuality(source),
    disclaimers: disclaimersOf(a),
    notes: a.notes,
    request: requestBody(source.canonical),
  };
}

/** Days from which plans are not valid any more. */
function endsOf(plans: readonly PlanVersion[]): string[] {
  return plans.flatMap((p) => p.manifest.validTo ?? []);
}

/** Numbers of the findings that have something in common (0 = first). */
function numbersOf(findings: readonly Finding[], has: (f: Finding) => boolean): number[] {
  return findings.flatMap((f, number) => (has(f) ? [number] : []));
}
