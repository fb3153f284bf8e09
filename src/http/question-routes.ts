import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { OPTION_CLASSES } from '../assessment/options.ts';
import { dayInWita } from '../request/index.ts';
import { askApart } from './ask-apart.ts';
import { type HttpContext, openStoreOr503 } from './context.ts';
import { emptyBody } from './json-body.ts';
import { type OptionsPage, SECTIONS } from './options-views.ts';
import { sendProblem } from './problem-json.ts';
import { QueryReader } from './query.ts';
import { jsonOf, problemsOf } from './response-schema.ts';

const MOST_OPTIONS = 1000;

const OptionsQuery = Type.Object({
  q: Type.Optional(Type.String({ description: 'words, or the beginning of a KBLI code' })),
  section: Type.Optional(Type.Enum([...SECTIONS], { description: 'section of KBLI 2020' })),
  class: Type.Optional(Type.Enum([...OPTION_CLASSES])),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_OPTIONS, default: 100 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
});
const FAILURES = problemsOf(400, 413, 415, 422, 503);

/** `POST /v1/assessments/options` and `POST /v1/assessments/what-if`. */
export function questionRoutes(app: FastifyInstance, context: HttpContext): void {
  app.post(
    '/v1/assessments/options',
    {
      config: { largeBodyApart: true },
      schema: {
        operationId: 'options',
        tags: ['assessments'],
        summary: 'Every activity of the plan by what it would be on this parcel',
        querystring: OptionsQuery,
        body: Type.Ref('AssessmentRequest'),
        response: { 200: jsonOf(Type.Ref('Options'), 'Activities by class'), ...FAILURES },
      },
    },
    (request, reply) => postOptions(context, request, reply),
  );
  app.post(
    '/v1/assessments/what-if',
    {
      config: { largeBodyApart: true },
      schema: {
        operationId: 'whatIf',
        tags: ['assessments'],
        summary: 'One parcel, up to 50 variants of activity and building, differences marked',
        body: Type.Ref('WhatIfRequest'),
        response: { 200: jsonOf(Type.Ref('WhatIf'), 'One answer a variant'), ...FAILURES },
      },
    },
    (request, reply) => postWhatIf(context, request, reply),
  );
}

/** The plans, or null after an answer that says why not. */
function ready(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  if (request.body !== undefined) return openStoreOr503(context, reply);
  sendProblem(reply, 400, [emptyBody()]);
  return null;
}

async function postOptions(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const query = new QueryReader(request.query, ['q', 'section', 'class', 'limit', 'offset']);
  const page: OptionsPage = {
    q: query.text('q'),
    section: query.oneOf('section', SECTIONS),
    class: query.oneOf('class', OPTION_CLASSES),
    limit: query.whole('limit', 100, 1, MOST_OPTIONS),
    offset: query.whole('offset', 0, 0, 999_999_999),
  };
  if (query.problems.length > 0) return sendProblem(reply, 400, query.problems);
  const store = ready(context, request, reply);
  if (!store) return reply;
  const today = dayInWita(context.now());
  return askApart(context, store, reply, { kind: 'options', body: request.body, today, page });
}

async function postWhatIf(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const store = ready(context, request, reply);
  if (!store) return reply;
  const today = dayInWita(context.now());
  return askApart(context, store, reply, { kind: 'what-if', body: request.body, today });
}
