import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from '../../base/problem.ts';
import { BodyFault } from '../json-body.ts';
import { applicationRoutes } from './application-routes.ts';
import { approvalRoutes } from './approval-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { deskRoutes } from './desk-routes.ts';
import { documentRoutes } from './document-routes.ts';
import { documentAccess } from './documented.ts';
import type { PermitDoor } from './door.ts';
import { eventRoutes } from './event-routes.ts';
import { addExamples } from './examples.ts';
import { guard } from './guard.ts';
import { identify } from './identity.ts';
import { oidcRoutes } from './oidc-routes.ts';
import { refuseUnknownParameters } from './parameters.ts';
import { peopleRoutes } from './people-routes.ts';
import { personRoutes } from './person-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { statisticsRoutes } from './statistics-routes.ts';
import { refuseUnstorable } from './storable.ts';
import { trackRoutes } from './track-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';
import { workRoutes } from './work-routes.ts';

/**
 * All routes where it matters who asks, in a scope of their own: telling people apart, and the table of
 * who may do what, stand before each of them and before nothing else.
 */
export async function permitRoutes(app: FastifyInstance, door: PermitDoor): Promise<void> {
  await app.register(cookie);
  await app.register(rateLimit, {
    global: false,
    // Before the log-in is looked up: guesses must cost the database nothing.
    hook: 'onRequest',
    keyGenerator: (request) => request.ip,
    errorResponseBuilder: (_request: FastifyRequest, { ttl }) =>
      new BodyFault(tooOften(Math.ceil(ttl / 1000)), 429),
  });
  identify(app, door);
  guard(app, door.access);
  refuseUnstorable(app);
  refuseUnknownParameters(app);
  documentAccess(app, door.access);
  addExamples(app);
  sessionRoutes(app, door);
  oidcRoutes(app, door);
  peopleRoutes(app, door);
  applicationRoutes(app, door);
  workRoutes(app, door);
  trackRoutes(app, door);
  deskRoutes(app, door);
  approvalRoutes(app, door);
  statisticsRoutes(app, door);
  personRoutes(app, door);
  webhookRoutes(app, door);
  auditRoutes(app, door);
  eventRoutes(app, door);
  await app.register((scope) => documentRoutes(scope, door));
}

function tooOften(seconds: number) {
  return problem(
    'too_many',
    '',
    `Terlalu banyak permintaan dari alamat ini; coba lagi dalam ${seconds} detik.`,
    `Too many requests from this address; try again in ${seconds} seconds.`,
  );
}
