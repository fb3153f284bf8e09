import type { Text } from '../../base/problem.ts';
import type { Extract } from '../extract/model.ts';
import type { DecisionView } from './decision.ts';
import type { Recomputed } from './recompute.ts';
import type { Step, Verification } from './verify.ts';

/** A verification as plain data, with what the report says in short and nothing personal. */
export interface VerificationView {
  readonly genuine: boolean;
  readonly kind: Verification['kind'];
  readonly kid: string | null;
  readonly report: ReportView | null;
  /** Where the file is an issued decision. */
  readonly decision: DecisionView | null;
  readonly steps: readonly Step[];
  readonly recomputed: Recomputed | null;
}

export interface ReportView {
  readonly id: string;
  readonly code: string;
  readonly date: string;
  readonly engine: string;
  readonly demonstration: boolean;
  readonly verdict: Extract['verdict'];
  readonly summary: readonly Text[];
}

export function verificationView(found: Verification): VerificationView {
  const { genuine, kind, kid, report, decision, steps, recomputed } = found;
  const told = { report: report && reportView(report), decision };
  return { genuine, kind, kid, ...told, steps, recomputed };
}

/** What a report says in short. */
export function reportView(report: Extract): ReportView {
  const { id, code, date, engine, demonstration, verdict, summary } = report;
  return { id, code, date, engine, demonstration, verdict, summary };
}
