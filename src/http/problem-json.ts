import type { FastifyReply } from 'fastify';
import { type Problem, problem, type Text } from '../base/problem.ts';

export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';

/** RFC 9457, with every problem of the request in `errors`. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly errors: readonly Problem[];
}

/** What kinds of failure there are: the last step of their type URI, and their title. */
const KINDS: Readonly<Record<number, { readonly type: string; readonly title: string }>> = {
  400: { type: 'bad-request', title: 'The request cannot be read' },
  401: { type: 'login-needed', title: 'Nobody is logged in' },
  403: { type: 'forbidden', title: 'This is not allowed' },
  404: { type: 'not-found', title: 'There is nothing here' },
  405: { type: 'method-not-allowed', title: 'This method is not possible here' },
  406: { type: 'not-acceptable', title: 'This form of the answer does not exist' },
  408: { type: 'timeout', title: 'The request took too long' },
  409: { type: 'conflict', title: 'The state does not allow this now' },
  412: { type: 'changed', title: 'Somebody else was faster' },
  413: { type: 'too-large', title: 'The request is too large' },
  414: { type: 'uri-too-long', title: 'The address is too long' },
  415: { type: 'unsupported-media-type', title: 'This form of the request is not understood' },
  422: { type: 'invalid-input', title: 'The request has problems' },
  429: { type: 'too-many', title: 'Too many requests' },
  431: { type: 'headers-too-large', title: 'The headers are too large' },
  500: { type: 'internal', title: 'Something went wrong here' },
  503: { type: 'unavailable', title: 'Not ready yet' },
};

/** The document of a failure; `detail` is the first sentence, in both languages. */
export function problemDocument(
  status: number,
  instance: string,
  errors: readonly Problem[],
): ProblemDocument {
  const kind = KINDS[status] ?? KINDS[status < 500 ? 400 : 500]!;
  const [first] = errors;
  const more = errors.length > 1 ? ` (+${errors.length - 1})` : '';
  return {
    type: `urn:si-pejuang:problem:${kind.type}`,
    title: kind.title,
    status,
    detail: first ? `${first.message.id} / ${first.message.en}${more}` : kind.title,
    instance,
    errors,
  };
}

/** Answers with a failure. The path is told without its query: it may hold anything. */
export function sendProblem(
  reply: FastifyReply,
  status: number,
  errors: readonly Problem[],
): FastifyReply {
  const instance = reply.request.url.split('?')[0]!.slice(0, 200);
  return reply
    .code(status)
    .header('content-type', PROBLEM_JSON)
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problemDocument(status, instance, errors)));
}

/** Answers with a failure of one problem. */
export function sendOne(
  reply: FastifyReply,
  status: number,
  code: string,
  text: Text,
  pointer = '',
  given?: string,
): FastifyReply {
  return sendProblem(reply, status, [problem(code, pointer, text.id, text.en, given)]);
}
