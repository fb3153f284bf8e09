import type { FastifyReply } from 'fastify';
import type { PlanStore } from '../plan/store.ts';
import { type Form, sendAnswer } from './answer-form.ts';
import type { HttpContext } from './context.ts';
import { sendOne, sendProblem } from './problem-json.ts';
import type { Job } from './question-jobs.ts';
import type { ThreadJob, Told } from './question-pool.ts';

const RETRY_AFTER_S = 5;

/** Has a question answered beside the event loop and sends what comes: 200, 400, 422, or 503 where many wait. */
export async function askApart(
  context: HttpContext,
  store: PlanStore,
  reply: FastifyReply,
  job: Job,
  form: Form = 'application/json',
): Promise<FastifyReply> {
  const told = await toldApart(context, store, reply, job);
  return told === null ? reply : sendAnswer(reply, form, told.bytes);
}

/** The answer of another thread, or null after a failure that was sent. */
export async function toldApart(
  context: HttpContext,
  store: PlanStore,
  reply: FastifyReply,
  job: ThreadJob,
): Promise<(Told & { ok: true }) | null> {
  const told = await context.questions.ask(store, job);
  if (told === null) {
    reply.header('retry-after', RETRY_AFTER_S);
    sendOne(reply, 503, 'questions.busy', {
      id: 'Terlalu banyak pertanyaan besar sedang dikerjakan. Coba lagi sebentar.',
      en: 'Too many large questions are being worked on. Try again in a moment.',
    });
    return null;
  }
  if (told.ok) return told;
  if (told.status === 503) {
    // What is wrong with our key is no business of who asks.
    reply.log.error({ problems: told.problems }, 'a report could not be signed');
    sendOne(reply, 503, 'report.unsigned', UNSIGNED);
    return null;
  }
  if (told.status === 422) context.metrics.refused(told.problems.map((p) => p.code));
  sendProblem(reply, told.status, told.problems);
  return null;
}

const UNSIGNED = {
  id: 'Laporan tidak dapat ditandatangani: kunci layanan ini tidak dapat dipakai. Petugas perlu melihat catatan layanan.',
  en: 'The report cannot be signed: the key of this service cannot be used. Its keepers should look at the log.',
};
