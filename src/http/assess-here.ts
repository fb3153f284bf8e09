import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../base/problem.ts';
import type { PlanStore } from '../plan/store.ts';
import { answerParsed, parseRequest } from '../request/index.ts';
import type { Form } from './answer-form.ts';
import { toldApart } from './ask-apart.ts';
import { assessmentAnswer, isLarge } from './assessment-answer.ts';
import type { HttpContext } from './context.ts';
import { sendProblem } from './problem-json.ts';
import type { Assessed } from './question-jobs.ts';

/** How an assessment is wanted. */
export interface Wanted {
  readonly form: Form;
  readonly keptAt: string | null;
  readonly today: string;
}

/** An assessment with the text to send, or its bytes. */
export interface Ready extends Assessed {
  readonly text: string | Buffer;
}

/** Assesses in this thread what is small, else in another; null after a failure that was sent. */
export async function assessHere(
  context: HttpContext,
  store: PlanStore,
  { body }: FastifyRequest,
  reply: FastifyReply,
  { form, keptAt, today }: Wanted,
): Promise<Ready | null> {
  const started = performance.now();
  const parsed = body instanceof Uint8Array ? null : parseRequest(store, body, today);
  if (parsed === null || (parsed.ok && isLarge(parsed.value))) {
    const job = { kind: 'assess', body, today, form, keptAt } as const;
    const told = await toldApart(context, store, reply, job);
    return told && { ...told.assessed!, text: told.bytes };
  }
  if (!parsed.ok) {
    refuse(context, reply, parsed.problems);
    return null;
  }
  const answered = answerParsed(store, parsed.value, parsed.notes, body, today);
  const seconds = (performance.now() - started) / 1000;
  return { ...assessmentAnswer(answered, form, keptAt), seconds };
}

function refuse(context: HttpContext, reply: FastifyReply, problems: readonly Problem[]): void {
  context.metrics.refused(problems.map((p) => p.code));
  sendProblem(reply, 422, problems);
}
