import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Problem } from '../../base/problem.ts';
import { type AccessTable, may } from '../../permit/people/index.ts';
import { sendOne, sendProblem } from '../problem-json.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a route of the permit lets people do: an action of data/permit/access.csv. */
    readonly action?: string;
  }
}

/** What a user with a first password may do before it is changed. */
const BEFORE_CHANGE = new Set(['session.open', 'session.read', 'session.end', 'password.change']);

/**
 * Every route of the permit names its action, and the table of access says who may take it; a route
 * without one, or with an action that the table does not have, ends the start. Whose file it is and at
 * which stage is asked again where the file is known.
 */
export function guard(app: FastifyInstance, access: AccessTable): void {
  app.addHook('onRoute', ({ url, method, config }) => {
    if (config?.action === undefined || !access.actions.has(config.action)) {
      throw new Error(`${String(method)} ${url} names no action of access.csv`);
    }
  });
  app.addHook('preHandler', async (request, reply) => {
    const action = request.routeOptions.config.action!;
    if (request.mustChange && !BEFORE_CHANGE.has(action)) {
      return sendOne(reply, 403, 'password.must_change', MUST_CHANGE);
    }
    const allowed = may(access, request.actor, action, null);
    if (!allowed.ok) return refuseAccess(reply, allowed.problems);
    return;
  });
}

const MUST_CHANGE = {
  id: 'Ganti dahulu kata sandi pertama Anda: POST /v1/session/password.',
  en: 'First change your first password: POST /v1/session/password.',
};

/** 401 where nobody is logged in, else 403. */
export function refuseAccess(reply: FastifyReply, problems: readonly Problem[]): FastifyReply {
  const nobody = problems[0]?.code === 'access.login';
  if (nobody) reply.header('www-authenticate', 'Bearer');
  return sendProblem(reply, nobody ? 401 : 403, problems);
}
