import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Call } from '../../permit/applications/call.ts';
import type { Reader } from '../../permit/applications/personal-reads.ts';
import { timeInWita } from '../../request/index.ts';
import { sendOne } from '../problem-json.ts';
import type { PermitDoor } from './door.ts';

/** A key of the caller's own making: a UUID, say. */
const KEY = /^[\x21-\x7e]{1,200}$/;

/** Who reads, and when. */
export function readerOf({ now }: PermitDoor, { actor }: FastifyRequest): Reader {
  return { actor, now: timeInWita(now()) };
}

/** Who asks, when, and by which `Idempotency-Key`; null after 400 for a key that can't be one. */
export function callOf(
  door: PermitDoor,
  request: FastifyRequest,
  reply: FastifyReply,
): Call | null {
  const now = timeInWita(door.now());
  const { actor } = request;
  const key = request.headers['idempotency-key'];
  if (key === undefined) return { actor, now, keyed: null };
  if (typeof key !== 'string' || !KEY.test(key)) {
    sendOne(reply, 400, 'idempotency.form', {
      id: 'Idempotency-Key terdiri atas 1 sampai 200 huruf tanpa spasi, misalnya sebuah UUID.',
      en: 'An Idempotency-Key is 1 to 200 characters without spaces, such as a UUID.',
    });
    return null;
  }
  const route = `${request.method} ${request.url.split('?')[0]}`;
  return { actor, now, keyed: { actor: actor.id, key, route, request: request.body, at: now } };
}
