import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { OIDC_SECONDS, type Oidc, openSession, userOfIdentity } from '../../permit/people/index.ts';
import { sendOne, sendProblem } from '../problem-json.ts';
import type { PermitDoor } from './door.ts';
import { clockOf, cookieName, cookieOptions } from './identity.ts';
import { refusalsOf } from './schema-words.ts';

/** What the browser keeps between going to the provider and coming back. */
const KEPT = 'si-pejuang-oidc';
/** Strangers who prove who they are get no more than this. */
const NEW_ROLE = 'pemohon';

/** `/login/oidc`: to the provider and back; where none is set, it says so. */
export function oidcRoutes(app: FastifyInstance, door: PermitDoor): void {
  const { oidc } = door;
  if (oidc === null) {
    unsetRoutes(app, door);
    return;
  }
  const doc = (operationId: string, summary: string) => ({
    operationId,
    tags: ['people'],
    summary,
    response: { 302: { description: summary, type: 'null' }, ...refusalsOf(429, 503) },
  });
  const config = { action: 'session.open', rateLimit: door.limits.login };
  app.get(
    '/login/oidc',
    { config, schema: doc('oidcBegin', 'To the identity provider') },
    (_request, reply) => begin(door, oidc, reply),
  );
  app.get(
    '/login/oidc/callback',
    {
      config,
      schema: {
        ...doc('oidcFinish', 'Back from the identity provider, logged in'),
        querystring: Type.Object({
          code: Type.Optional(Type.String()),
          state: Type.Optional(Type.String()),
        }),
      },
    },
    (request, reply) => finish(door, oidc, request, reply),
  );
}

function unsetRoutes(app: FastifyInstance, door: PermitDoor): void {
  const config = { action: 'session.open', rateLimit: door.limits.login };
  // Not in the documentation: there is nothing to be had here.
  for (const path of ['/login/oidc', '/login/oidc/callback']) {
    app.get(path, { config, schema: { hide: true } }, (_request, reply) =>
      sendOne(reply, 404, 'oidc.unset', UNSET),
    );
  }
}

const UNSET = {
  id: 'Masuk lewat penyedia identitas belum diatur: isi SI_PEJUANG_OIDC_ISSUER, SI_PEJUANG_OIDC_CLIENT_ID, dan SI_PEJUANG_OIDC_CLIENT_SECRET. Masuk dengan kata sandi: POST /v1/session.',
  en: 'Log-in by an identity provider is not configured: set SI_PEJUANG_OIDC_ISSUER, SI_PEJUANG_OIDC_CLIENT_ID and SI_PEJUANG_OIDC_CLIENT_SECRET. Log-in by password: POST /v1/session.',
};

async function begin(door: PermitDoor, oidc: Oidc, reply: FastifyReply): Promise<FastifyReply> {
  const begun = await oidc.begin(door.now());
  if (!begun.ok) return sendProblem(reply, 503, begun.problems);
  const options = { ...cookieOptions(door.publicUrl), path: '/login', maxAge: OIDC_SECONDS };
  return reply.setCookie(KEPT, begun.value.kept, options).redirect(begun.value.location, 302);
}

async function finish(
  door: PermitDoor,
  oidc: Oidc,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  reply.clearCookie(KEPT, { ...cookieOptions(door.publicUrl), path: '/login' });
  const address = new URL(request.url, door.publicUrl);
  const identity = await oidc.finish(address, request.cookies[KEPT], door.now());
  if (!identity.ok) {
    const status = identity.problems[0]!.code === 'oidc.provider' ? 503 : 401;
    return sendProblem(reply, status, identity.problems);
  }
  const db = await door.db();
  const clock = clockOf(door.now());
  const user = await userOfIdentity(db, identity.value, NEW_ROLE, clock.now);
  if (!user.ok) return sendProblem(reply, 401, user.problems);
  const token = await openSession(db, user.value, clock);
  reply.setCookie(cookieName(door.publicUrl), token, cookieOptions(door.publicUrl));
  return reply.redirect('/', 302);
}
