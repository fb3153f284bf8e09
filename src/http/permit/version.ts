import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendOne } from '../problem-json.ts';

/**
 * The version that a writer has read, from `If-Match` (RFC 9110 §13.1.1); null where none is named, or
 * any will do. A weak one is taken as it reads: proxies that compress weaken the tags they pass on, and a
 * version is the same however its answer is packed. False after 400 for one that is none of ours.
 */
export function versionWanted(request: FastifyRequest, reply: FastifyReply): number | null | false {
  const header = request.headers['if-match'];
  if (header === undefined || header === '*') return null;
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header)?.[1];
  if (version !== undefined) return Number(version);
  sendOne(reply, 400, 'version.form', {
    id: 'If-Match berisi versi yang dibaca, misalnya "3" (dengan tanda kutip), seperti ETag.',
    en: 'If-Match holds the version that was read, such as "3" (with the quotes), as in ETag.',
  });
  return false;
}
