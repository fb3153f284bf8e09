import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Text } from '../../base/problem.ts';
import { sendOne } from '../problem-json.ts';

/** What is sent here is kept: deeper than any form or polygon goes, it could not be written down again. */
const DEEPEST = 100;

/**
 * Refuses what no database row can hold, wherever it stands in a request: the character U+0000, which
 * PostgreSQL's texts don't have, halves of characters, which come back as others, and JSON that is nested
 * without end.
 */
export function refuseUnstorable(app: FastifyInstance): void {
  app.addHook('preHandler', async ({ params, query, body }, reply) => {
    const json = body instanceof Readable ? undefined : body;
    const fault = faultIn([params, query, json]);
    return fault === null ? undefined : sendOne(reply, 400, fault.code, fault.text);
  });
}

interface Fault {
  readonly code: string;
  readonly text: Text;
}

/** Not by recursion: how deep it goes is the sender's choice. */
function faultIn(value: unknown): Fault | null {
  const todo: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { value: at, depth } = next;
    if (typeof at === 'string' && faultOf(at) !== null) return faultOf(at);
    if (typeof at !== 'object' || at === null) continue;
    if (depth > DEEPEST) return DEEP;
    for (const [name, inner] of Object.entries(at)) {
      if (faultOf(name) !== null) return faultOf(name);
      todo.push({ value: inner, depth: depth + 1 });
    }
  }
  return null;
}

function faultOf(text: string): Fault | null {
  if (text.includes('\0')) return ZERO;
  return text.isWellFormed() ? null : HALF;
}

const HALF: Fault = {
  code: 'text.surrogate',
  text: {
    id: 'Permintaan memuat setengah huruf (U+D800 sampai U+DFFF tanpa pasangannya), yang tidak dapat disimpan.',
    en: 'The request holds half of a character (U+D800 to U+DFFF without its other half), which cannot be kept.',
  },
};

const ZERO: Fault = {
  code: 'text.zero',
  text: {
    id: 'Permintaan memuat huruf U+0000, yang tidak dapat disimpan.',
    en: 'The request holds the character U+0000, which cannot be kept.',
  },
};

const DEEP: Fault = {
  code: 'json.deep',
  text: {
    id: `Isi permintaan bersusun terlalu dalam; paling dalam ${DEEPEST} tingkat.`,
    en: `The body is nested too deep; at most ${DEEPEST} levels.`,
  },
};
