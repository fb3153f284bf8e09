import type { FastifyReply } from 'fastify';
import { sendOne } from './problem-json.ts';

/** Forms of an answer, the usual one first. */
export const FORMS = ['application/json', 'application/geo+json'] as const;
export type Form = (typeof FORMS)[number];

/** 406 with the forms that there are. */
export function refuseForm(
  reply: FastifyReply,
  accept: string | undefined,
  forms: readonly string[] = FORMS,
): FastifyReply {
  const text = {
    id: `Jawaban hanya tersedia sebagai ${forms.join(' atau ')}.`,
    en: `The answer exists only as ${forms.join(' or ')}.`,
  };
  return sendOne(reply, 406, 'accept.unknown', text, '', accept);
}

/** Sends an answer that is text already, or its bytes. */
export function sendAnswer(reply: FastifyReply, form: Form, text: string | Buffer): FastifyReply {
  return reply
    .header('content-type', `${form}; charset=utf-8`)
    .header('vary', 'accept')
    .header('cache-control', 'no-store')
    .send(text);
}
