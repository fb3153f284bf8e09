import type { FastifyReply } from 'fastify';
import type { PlanStore } from '../plan/store.ts';
import { type Form, sendAnswer } from './answer-form.ts';
import type { HttpContext } from './context.ts';
import { sendOne, sendProblem } from './problem-json.ts';
import type { Job } from './question-jobs.ts';

const RETRY_AFTER_S = 5;

/** Has a question answered beside the event loop and sends what comes: 200, 422, or 503 where many wait. */
export async function askApart(
  context: HttpContext,
  store: PlanStore,
  reply: FastifyReply,
  job: Job,
  form: Form = 'application/json',
): Promise<FastifyReply> {
  const asked = context.questions.ask(store, job);
  if (asked === null) {
    reply.header('retry-after', RETRY_AFTER_S);
    return sendOne(reply, 503, 'questions.busy', {
      id: 'Terlalu banyak pertanyaan besar sedang dikerjakan. Coba lagi sebentar.',
      en: 'Too many large questions are being worked on. Try again in a moment.',
    });
  }
  const answer = await asked;
  if (answer.ok) return sendAnswer(reply, form, answer.value);
  context.metrics.refused(answer.problems.map((p) => p.code));
  return sendProblem(reply, 422, answer.problems);
}
