import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { readAudit } from '../../permit/audit/index.ts';
import { sendProblem } from '../problem-json.ts';
import { QueryReader } from '../query.ts';
import { jsonOf } from '../response-schema.ts';
import type { PermitDoor } from './door.ts';
import { moment, refusalsOf, text, textOrNull } from './schema-words.ts';

const DEFAULT_LIMIT = 100;
const MOST = 1000;
const Query = Type.Object({
  after: Type.Optional(Type.Integer({ minimum: 0, description: 'seq of the last row seen' })),
  entity: Type.Optional(Type.String({ description: 'id of one file, user, key or receiver' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST, default: DEFAULT_LIMIT })),
});
const Row = Type.Object({
  seq: Type.Integer(),
  at: moment(),
  actor: text('an id'),
  role: text(),
  action: text(),
  entity: text('application, person, user, key, webhook'),
  entity_id: text(),
  reason: textOrNull(),
  before: textOrNull('canonical JSON'),
  after: textOrNull('canonical JSON'),
  prev_hash: text('of the row before'),
  hash: text('SHA-256 over the row'),
});

/** `GET /v1/audit`: who did what, when and why, with the hashes of the chain. */
export function auditRoutes(app: FastifyInstance, door: PermitDoor): void {
  app.get(
    '/v1/audit',
    {
      config: { action: 'audit.read' },
      schema: {
        operationId: 'readAudit',
        tags: ['people'],
        summary: 'The audit trail in its order; what proves it is `db check`',
        querystring: Query,
        response: {
          200: jsonOf(Type.Object({ rows: Type.Array(Row) }), 'Rows'),
          ...refusalsOf(),
        },
      },
    },
    (request, reply) => get(door, request, reply),
  );
}

async function get(door: PermitDoor, request: FastifyRequest, reply: FastifyReply) {
  const query = new QueryReader(request.query, ['after', 'entity', 'limit']);
  const asked = {
    after: query.whole('after', 0, 0, 999_999_999),
    entityId: query.text('entity'),
    limit: query.whole('limit', DEFAULT_LIMIT, 1, MOST),
  };
  if (query.problems.length > 0) return sendProblem(reply, 400, query.problems);
  return reply.send({ rows: await readAudit(await door.db(), asked) });
}
