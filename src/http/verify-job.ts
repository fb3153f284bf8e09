import type { PlanStore } from '../plan/store.ts';
import { type Jwks, verificationView, verifyReport } from '../report/proof/index.ts';
import { remake } from '../request/index.ts';

/** A file to be proved: plain data, so that another thread can do it. */
export interface VerifyJob {
  readonly kind: 'verify';
  readonly bytes: Uint8Array;
  readonly jwks: Jwks;
  /** A valid certified signature covers the whole file. */
  readonly covered: boolean;
}

/** What was found, as JSON text. Never throws for bad bytes. */
export async function runVerify(store: PlanStore, job: VerifyJob): Promise<string> {
  const certified = { covers: async () => job.covered };
  const recompute = (report: Parameters<typeof remake>[1]) => remake(store, report);
  return JSON.stringify(
    verificationView(await verifyReport(job.bytes, job.jwks, { recompute, certified })),
  );
}
