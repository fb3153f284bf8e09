import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { strangeKelurahan } from '../../permit/applications/known-places.ts';
import { ownApplications } from '../../permit/applications/own-list.ts';
import { workList } from '../../permit/applications/work-list.ts';
import type { Definition } from '../../permit/index.ts';
import { type Actor, rolesOfSystem } from '../../permit/people/index.ts';
import { sendProblem } from '../problem-json.ts';
import { QueryReader } from '../query.ts';
import { jsonOf } from '../response-schema.ts';
import { refuseFile } from './application-routes.ts';
import type { PermitDoor } from './door.ts';
import { OwnItemSchema, WorkItemSchema } from './file-schema.ts';
import { pageOf, refusalsOf } from './schema-words.ts';

const DEFAULT_LIMIT = 50;
const MOST = 200;
const text = (description: string) => Type.Optional(Type.String({ description }));
const WorkQuerySchema = Type.Object({
  role: text('one of your roles; left out: all of them'),
  kind: text('kind of application'),
  stage: text('stage'),
  kelurahan: text('kelurahan'),
  assigned: text('me or nobody'),
  due_by: text('YYYY-MM-DD'),
  sort: text('due (the last day in time, left out) or since (how long the role has had it)'),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST, default: DEFAULT_LIMIT })),
  cursor: text('of the page before'),
});
const OwnQuerySchema = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST, default: DEFAULT_LIMIT })),
  cursor: text('of the page before'),
});

/** `/v1/work` of officers and `/v1/applications` of applicants. */
export function workRoutes(app: FastifyInstance, door: PermitDoor): void {
  app.get(
    '/v1/work',
    {
      config: { action: 'application.list' },
      schema: {
        operationId: 'workList',
        tags: ['applications'],
        summary: 'Files that your roles have now, the most urgent first',
        querystring: WorkQuerySchema,
        response: {
          200: jsonOf(pageOf(WorkItemSchema), 'A page'),
          ...refusalsOf(422),
        },
      },
    },
    (request, reply) => getWork(door, request, reply),
  );
  app.get(
    '/v1/applications',
    {
      config: { action: 'application.list' },
      schema: {
        operationId: 'ownApplications',
        tags: ['applications'],
        summary: 'Your own files, the newest first',
        querystring: OwnQuerySchema,
        response: {
          200: jsonOf(pageOf(OwnItemSchema), 'A page'),
          ...refusalsOf(422),
        },
      },
    },
    (request, reply) => getOwn(door, request, reply),
  );
}

async function getWork(door: PermitDoor, request: FastifyRequest, reply: FastifyReply) {
  const { kinds } = door.office.definition;
  const query = new QueryReader(request.query, Object.keys(WorkQuerySchema.properties));
  const asked = {
    role: query.text('role'),
    kind: query.oneOf('kind', [...kinds.keys()]),
    stage: query.oneOf('stage', stagesOf(kinds, query.text('kind'))),
    kelurahan: query.text('kelurahan'),
    assigned: query.oneOf('assigned', ['me', 'nobody'] as const),
    dueBy: query.day('due_by'),
    sort: query.oneOf('sort', ['due', 'since'] as const) ?? 'due',
    limit: query.whole('limit', DEFAULT_LIMIT, 1, MOST),
    cursor: query.text('cursor'),
  };
  if (query.problems.length > 0) return sendProblem(reply, 400, query.problems);
  const page = await workList(await door.db(), door.access, worker(door, request), asked);
  if (!page.ok) return refuseFile(reply, page.problems);
  if (page.value.items.length === 0 && asked.kelurahan !== null) {
    const strange = await strangeKelurahan(await door.db(), asked.kelurahan, door.kelurahan());
    if (strange !== null) return sendProblem(reply, 400, [strange]);
  }
  return reply.send(page.value);
}

/** Stages of the main way, at which a file can stand: of one kind, or of all where none such is named. */
function stagesOf(kinds: Definition['kinds'], kind: string | null): string[] {
  const one = kinds.get(kind ?? '');
  const all = one ? [one] : [...kinds.values()];
  const stages = all.flatMap((k) => [...k.stages.values()].filter((s) => s.track === null));
  return [...new Set(stages.map((stage) => stage.id))];
}

/** A system has what lies with the applicants for whom it acts. */
function worker({ access }: PermitDoor, { actor }: FastifyRequest): Actor {
  return actor.kind === 'system' ? { ...actor, roles: rolesOfSystem(access, actor) } : actor;
}

async function getOwn(door: PermitDoor, request: FastifyRequest, reply: FastifyReply) {
  const query = new QueryReader(request.query, ['limit', 'cursor']);
  const limit = query.whole('limit', DEFAULT_LIMIT, 1, MOST);
  const cursor = query.text('cursor');
  if (query.problems.length > 0) return sendProblem(reply, 400, query.problems);
  const page = await ownApplications(await door.db(), request.actor, limit, cursor);
  return page.ok ? reply.send(page.value) : refuseFile(reply, page.problems);
}
