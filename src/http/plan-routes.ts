import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type TSchema, Type } from 'typebox';
import type { PlanVersion } from '../plan/model.ts';
import type { PlanStore } from '../plan/store.ts';
import { dayInWita } from '../request/index.ts';
import { type HttpContext, openStoreOr503 } from './context.ts';
import { noPlan, planById } from './plan-choice.ts';
import {
  LayersSchema,
  LegalBasesSchema,
  PlanListSchema,
  PlanSchema,
  RulesSchema,
  ZonesSchema,
} from './plan-schema.ts';
import {
  layersView,
  legalBasesView,
  planDetail,
  planSummary,
  rulesView,
  zonesView,
} from './plan-views.ts';
import { sendProblem } from './problem-json.ts';
import { QueryReader } from './query.ts';
import { jsonOf, problemsOf } from './response-schema.ts';

/** One page about a plan. */
interface PlanPage {
  readonly name: string;
  readonly path: string;
  readonly summary: string;
  readonly schema: TSchema;
  readonly view: (plan: PlanVersion, store: PlanStore, today: string) => object;
}

const PAGES: readonly PlanPage[] = [
  {
    name: 'plan',
    path: '',
    summary: 'One plan: themes, versions, and what was noted when it was read',
    schema: PlanSchema,
    view: (p, s, today) => planDetail(p, s.plans, today),
  },
  {
    name: 'planZones',
    path: '/zones',
    summary: 'Zones of a plan, with their ground',
    schema: ZonesSchema,
    view: zonesView,
  },
  {
    name: 'planRules',
    path: '/rules',
    summary: 'All rule tables of a plan',
    schema: RulesSchema,
    view: rulesView,
  },
  {
    name: 'planLayers',
    path: '/layers',
    summary: 'Layers and rasters of a plan',
    schema: LayersSchema,
    view: layersView,
  },
  {
    name: 'planLegalBases',
    path: '/legal-bases',
    summary: 'Articles that the plan rests on',
    schema: LegalBasesSchema,
    view: legalBasesView,
  },
];

const Params = Type.Object({ id: Type.String({ description: 'id of a plan' }) });
const Query = Type.Object({
  version: Type.Optional(
    Type.String({
      description:
        "beginning of a version's content hash; left out: the version in force today, else the last",
    }),
  ),
});

/** `GET /v1/plans` and the pages of each plan. */
export function planRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get(
    '/v1/plans',
    {
      schema: {
        operationId: 'plans',
        tags: ['plans'],
        summary: 'Every plan version that is loaded',
        response: { 200: jsonOf(PlanListSchema, 'Plans'), ...problemsOf(503) },
      },
    },
    async (_request, reply) => {
      const store = openStoreOr503(context, reply);
      if (!store) return reply;
      const today = dayInWita(context.now());
      return reply.send({ plans: store.plans.map((p) => planSummary(p, today)) });
    },
  );
  for (const page of PAGES) addPage(app, context, page);
}

function addPage(app: FastifyInstance, context: HttpContext, page: PlanPage): void {
  app.get<{ Params: { id: string } }>(
    `/v1/plans/:id${page.path}`,
    {
      schema: {
        operationId: page.name,
        tags: ['plans'],
        summary: page.summary,
        params: Params,
        querystring: Query,
        response: { 200: jsonOf(page.schema, page.summary), ...problemsOf(400, 404, 503) },
      },
    },
    async (request, reply) => sendPage(context, page, request.params.id, request, reply),
  );
}

function sendPage(
  context: HttpContext,
  page: PlanPage,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const query = new QueryReader(request.query, ['version']);
  const version = query.text('version');
  if (query.problems.length > 0) return sendProblem(reply, 400, query.problems);
  const store = openStoreOr503(context, reply);
  if (!store) return reply;
  const plan = planById(store, id, context.now(), version);
  if (!plan) return noPlan(store, id, reply);
  // A frozen plan's pages change only with its hash and, through `inForce`, with the day.
  const today = dayInWita(context.now());
  const tag = `"${plan.hash.slice(-32)}-${today}"`;
  reply.header('etag', tag).header('cache-control', 'no-cache');
  if (request.headers['if-none-match'] === tag) return reply.code(304).send();
  reply.header('content-type', 'application/json; charset=utf-8');
  return reply.send(pageOf(plan, page, store, today));
}

const pages = new WeakMap<PlanVersion, Map<string, string>>();

/** The page as text: a plan has megabytes of rules, written once. */
function pageOf(plan: PlanVersion, page: PlanPage, store: PlanStore, today: string): string {
  if (page.path === '') return JSON.stringify(page.view(plan, store, today));
  const kept = pages.get(plan) ?? new Map<string, string>();
  pages.set(plan, kept);
  const text = kept.get(page.path) ?? JSON.stringify(page.view(plan, store, today));
  kept.set(page.path, text);
  return text;
}
