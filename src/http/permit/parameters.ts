import type { FastifyInstance } from 'fastify';
import { sendProblem } from '../problem-json.ts';
import { QueryReader } from '../query.ts';

/**
 * Refuses parameters that a route does not name in its schema: one that is misspelt would otherwise be
 * left out of account, and the answer would look as if it had been taken. Pages and log-ins are let be,
 * whose addresses others lengthen.
 */
export function refuseUnknownParameters(app: FastifyInstance): void {
  app.addHook('preHandler', async ({ query, routeOptions }, reply) => {
    if (!routeOptions.url?.startsWith('/v1/')) return;
    const schema = routeOptions.schema?.querystring as Described | undefined;
    const { problems } = new QueryReader(query, Object.keys(schema?.properties ?? {}));
    return problems.length > 0 ? sendProblem(reply, 400, problems) : undefined;
  });
}

interface Described {
  readonly properties?: Readonly<Record<string, unknown>>;
}
