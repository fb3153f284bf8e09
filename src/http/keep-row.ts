import type { FastifyReply, FastifyRequest } from 'fastify';
import { type KeptAssessment, keepAssessment } from '../database/index.ts';
import type { HttpContext } from './context.ts';
import { sendOne } from './problem-json.ts';

/** Keeps an assessment; false after a 503 that was sent. */
export async function keepRow(
  context: HttpContext,
  row: KeptAssessment,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  try {
    await keepAssessment(await context.database.ready(), row);
    return true;
  } catch (error) {
    noDatabase(error, request, reply);
    return false;
  }
}

/** 503: nothing can be kept or looked up. */
export function noDatabase(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  request.log.error({ err: error }, 'database');
  reply.header('retry-after', 5);
  return sendOne(reply, 503, 'database.unavailable', {
    id: 'Basis data tidak dapat dijangkau, sehingga hasil telaah tidak dapat disimpan atau dibuka. Tanpa keep=true telaah tetap berjalan.',
    en: 'The database cannot be reached, so nothing can be kept or looked up. Assessments without keep=true go on.',
  });
}
