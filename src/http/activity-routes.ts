import type { FastifyInstance, FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { type ActivitySearch, createActivitySearch, searchKbli } from '../plan/activity-search.ts';
import { kbliTitle } from '../plan/kbli.ts';
import type { PlanVersion } from '../plan/model.ts';
import { type HttpContext, openStoreOr503 } from './context.ts';
import { noPlan, planById } from './plan-choice.ts';
import { sendProblem } from './problem-json.ts';
import { QueryReader } from './query.ts';
import { jsonOf, problemsOf } from './response-schema.ts';

const DEFAULT_LIMIT = 20;
const MOST = 200;

const Query = Type.Object({
  q: Type.Optional(
    Type.String({
      description: 'words, Indonesian or English, or the beginning of a KBLI code; left out: all',
    }),
  ),
  plan: Type.Optional(Type.String({ description: 'id of a plan; left out: every plan' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST, default: DEFAULT_LIMIT })),
});

const KbliSchema = Type.Object({ code: Type.String(), title: Type.String() });

const Answer = Type.Object({
  query: Type.Union([Type.String(), Type.Null()]),
  activities: Type.Array(
    Type.Object({
      plan: Type.String(),
      code: Type.String(),
      name: Type.Ref('Text'),
      kbli: Type.Array(KbliSchema),
    }),
    { description: "of the plans' tables, best first" },
  ),
  kbli: Type.Array(KbliSchema, { description: 'codes of KBLI 2020, best first' }),
});

/** `GET /v1/activities`: finds the code to ask with. */
export function activityRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get(
    '/v1/activities',
    {
      schema: {
        operationId: 'findActivities',
        tags: ['activities'],
        summary: 'Finds activities and KBLI codes by words, typing mistakes tolerated',
        querystring: Query,
        response: { 200: jsonOf(Answer, 'What was found'), ...problemsOf(400, 404, 503) },
      },
    },
    async (request, reply) => findActivities(context, request.query, reply),
  );
}

function findActivities(context: HttpContext, given: unknown, reply: FastifyReply): FastifyReply {
  const query = new QueryReader(given, ['q', 'plan', 'limit']);
  const q = query.text('q');
  const plan = query.text('plan');
  const limit = query.whole('limit', DEFAULT_LIMIT, 1, MOST);
  if (query.problems.length > 0) return sendProblem(reply, 400, query.problems);
  const store = openStoreOr503(context, reply);
  if (!store) return reply;
  const ids = plan === null ? store.plans.map((p) => p.manifest.id) : [plan];
  const plans = [...new Set(ids)].flatMap((id) => planById(store, id, context.now()) ?? []);
  if (plan !== null && plans.length === 0) return noPlan(store, plan, reply);
  const activities = plans.flatMap((p) => hitsIn(p, q, limit)).slice(0, limit);
  const kbli = q === null ? [] : searchKbli(q, limit).map(({ code, title }) => ({ code, title }));
  return reply.send({ query: q, activities, kbli });
}

const searches = new WeakMap<PlanVersion, ActivitySearch>();

function hitsIn(plan: PlanVersion, q: string | null, limit: number) {
  const table = plan.rules.activities;
  if (!table) return [];
  if (q === null) {
    return [...table.values()].slice(0, limit).map((a) => {
      const kbli = a.kbli.map((code) => ({ code, title: kbliTitle(code) ?? '' }));
      return { plan: plan.manifest.id, code: a.code, name: a.name, kbli };
    });
  }
  let search = searches.get(plan);
  if (!search) {
    search = createActivitySearch(table);
    searches.set(plan, search);
  }
  return search
    .search(q, limit)
    .map(({ code, name, kbli }) => ({ plan: plan.manifest.id, code, name, kbli }));
}
