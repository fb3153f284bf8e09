import type { FastifyReply } from 'fastify';
import type { Database } from '../database/index.ts';
import type { PlanStore } from '../plan/store.ts';
import type { CertifiedSigner, KeyPlace } from '../report/proof/index.ts';
import type { Metrics } from './metrics.ts';
import type { Opening } from './opening.ts';
import { sendOne } from './problem-json.ts';
import type { QuestionPool } from './question-pool.ts';

/** What the routes work with. */
export interface HttpContext {
  readonly store: Opening<PlanStore>;
  readonly database: Database;
  readonly metrics: Metrics;
  /** Threads for what would hold the service up. */
  readonly questions: QuestionPool;
  readonly signing: Signing;
  /** The state's signer of PDFs; null: none is set up, and none is pretended. */
  readonly certified: CertifiedSigner | null;
  /** The clock; routes take the day and time in WITA from it. */
  readonly now: () => Date;
}

/** What documents are signed with, and where they lead. */
export interface Signing {
  readonly keys: KeyPlace;
  /** Where people reach the service; never taken from a request. */
  readonly publicUrl: string;
}

/** Seconds after which to ask again while plans are loaded. */
const RETRY_AFTER_S = 2;

/** The plans, or null after a 503 that says what is being done meanwhile. */
export function openStoreOr503(context: HttpContext, reply: FastifyReply): PlanStore | null {
  const store = context.store.get();
  if (store) return store;
  const doing = context.store.doing();
  reply.header('retry-after', RETRY_AFTER_S);
  sendOne(reply, 503, 'plans.loading', {
    id: `Rencana tata ruang belum siap: ${doing.id}. Coba lagi sebentar.`,
    en: `The spatial plans are not ready: ${doing.en}. Try again in a moment.`,
  });
  return null;
}
