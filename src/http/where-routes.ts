import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { dayInWita } from '../request/index.ts';
import { bestForm } from './accept.ts';
import { FORMS, refuseForm } from './answer-form.ts';
import { askApart } from './ask-apart.ts';
import { type HttpContext, openStoreOr503 } from './context.ts';
import { emptyBody } from './json-body.ts';
import { noPlan, planById } from './plan-choice.ts';
import { sendProblem } from './problem-json.ts';
import { QueryReader } from './query.ts';
import { answersOf, problemsOf } from './response-schema.ts';
import type { Page } from './where-features.ts';

const MOST_FEATURES = 10_000;
const PARAMETERS = ['version', 'bbox', 'limit', 'offset', 'simplify'];

const Query = Type.Object({
  version: Type.Optional(
    Type.String({ description: "beginning of a version's content hash, 6 digits or more" }),
  ),
  bbox: Type.Optional(
    Type.String({ description: 'GeoJSON: polygons that meet west,south,east,north (degrees)' }),
  ),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MOST_FEATURES,
      default: 1000,
      description: 'GeoJSON: most polygons of one answer',
    }),
  ),
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0, description: 'GeoJSON' })),
  simplify: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 1000,
      default: 2,
      description: 'GeoJSON: m by which an outline may be drawn wrong; 0 = exact',
    }),
  ),
});
const Params = Type.Object({ id: Type.String({ description: 'id of a plan' }) });
const ANSWER = answersOf(
  'Where',
  'By zone code; as GeoJSON every zone polygon with its class (the rest under `where`).',
);

/** `POST /v1/plans/{id}/where`: zones in which an activity or a building would be allowed. */
export function whereRoutes(app: FastifyInstance, context: HttpContext): void {
  app.post<{ Params: { id: string } }>(
    '/v1/plans/:id/where',
    {
      config: { largeBodyApart: true },
      schema: {
        operationId: 'where',
        tags: ['plans'],
        summary: 'Where in a plan would this activity and building be allowed?',
        params: Params,
        querystring: Query,
        body: Type.Ref('WhereRequest'),
        response: { 200: ANSWER, ...problemsOf(400, 404, 406, 413, 415, 422, 503) },
      },
    },
    (request, reply) => postWhere(context, request.params.id, request, reply),
  );
}

async function postWhere(
  context: HttpContext,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = bestForm(request.headers.accept, FORMS);
  if (!form) return refuseForm(reply, request.headers.accept);
  const { version, page, problems } = readQuery(request.query);
  if (problems.length > 0) return sendProblem(reply, 400, problems);
  if (request.body === undefined) return sendProblem(reply, 400, [emptyBody()]);
  const store = openStoreOr503(context, reply);
  if (!store) return reply;
  if (!planById(store, id, context.now(), version)) return noPlan(store, id, reply);
  const today = dayInWita(context.now());
  const job = {
    kind: 'where',
    plan: { id, version },
    body: request.body,
    today,
    form,
    page,
  } as const;
  return askApart(context, store, reply, job, form);
}

function readQuery(given: unknown) {
  const query = new QueryReader(given, PARAMETERS);
  const page: Page = {
    bbox: query.box('bbox'),
    limit: query.whole('limit', 1000, 1, MOST_FEATURES),
    offset: query.whole('offset', 0, 0, 999_999_999),
    toleranceM: query.whole('simplify', 2, 0, 1000),
  };
  return { version: query.text('version'), page, problems: query.problems };
}
