import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import {
  type Actor,
  type Clock,
  PUBLIC,
  systemOfKey,
  type User,
  userOfSession,
} from '../../permit/people/index.ts';
import { timeInWita } from '../../request/index.ts';
import { sendOne } from '../problem-json.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; the public where nobody logged in. Routes outside of the permit don't look. */
    actor: Actor;
    /** The user has a first password and may only change it. */
    mustChange: boolean;
  }
}

/** What telling people apart needs. */
export interface IdentityOptions {
  readonly db: () => Promise<Kysely<Schema>>;
  readonly now: () => Date;
  /** Where people reach the service: unsafe requests of browsers must come from there. */
  readonly publicUrl: string;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Name of the session's cookie: by its prefix browsers take it over TLS only, and for this host alone. */
export function cookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-si-pejuang' : 'si-pejuang';
}

/** How the session's cookie is set; without `maxAge` it ends with the browser. */
export function cookieOptions(publicUrl: string) {
  const secure = publicUrl.startsWith('https:');
  return { httpOnly: true, sameSite: 'lax', path: '/', secure } as const;
}

export function clockOf(now: Date): Clock {
  const at = (minutes: number) => timeInWita(new Date(now.getTime() + minutes * 60_000));
  return { now: at(0), later: at };
}

/**
 * Finds out who asks, by the API key in `Authorization: Bearer` or by the session's cookie, before any
 * route of this plugin runs. A key that is not ours, and an unsafe request that a browser sends from
 * another site, are refused; a session that is over is the public.
 */
export function identify(app: FastifyInstance, options: IdentityOptions): void {
  app.decorateRequest('actor');
  app.decorateRequest('mustChange', false);
  app.addHook('onRequest', async (request, reply) => {
    request.actor = PUBLIC;
    const header = request.headers.authorization;
    if (header !== undefined) return byKey(request, reply, header, options);
    const token = request.cookies[cookieName(options.publicUrl)];
    if (token === undefined) return;
    if (!SAFE.has(request.method) && !isOwnSite(request, options.publicUrl)) {
      return sendOne(reply, 403, 'csrf', FOREIGN);
    }
    const user = await userOfSession(await options.db(), token, clockOf(options.now()));
    if (!user) return;
    request.actor = actorOf(user);
    request.mustChange = user.mustChange;
  });
}

/** Who asks, asked again during a long answer; null where they are logged out, closed or revoked by now. */
export async function actorNow(
  request: FastifyRequest,
  { db, now, publicUrl }: IdentityOptions,
): Promise<Actor | null> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const text = /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? '';
    return systemOfKey(await db(), text, timeInWita(now()));
  }
  const token = request.cookies[cookieName(publicUrl)] ?? '';
  const user = await userOfSession(await db(), token, clockOf(now()), false);
  return user && !user.mustChange ? actorOf(user) : null;
}

function actorOf({ id, name, roles }: User): Actor {
  return { kind: 'user', id, name, roles, scopes: [] };
}

const FOREIGN = {
  id: 'Permintaan ini dikirim dari situs lain; buka halaman Si Pejuang dan coba lagi.',
  en: 'This request was sent from another site; open the page of Si Pejuang and try again.',
};

async function byKey(
  request: FastifyRequest,
  reply: FastifyReply,
  header: string,
  { db, now }: IdentityOptions,
): Promise<FastifyReply | undefined> {
  const text = /^Bearer (\S+)$/i.exec(header)?.[1];
  const actor = text === undefined ? null : await systemOfKey(await db(), text, timeInWita(now()));
  if (!actor) {
    reply.header('www-authenticate', 'Bearer');
    return sendOne(reply, 401, 'key.refused', {
      id: 'Kunci API ini tidak dikenal, sudah dicabut, atau habis masa berlakunya.',
      en: 'This API key is unknown, revoked or over.',
    });
  }
  request.actor = actor;
  return;
}

/**
 * Whether a browser says that the request comes from our own pages. Old browsers don't send
 * Sec-Fetch-Site, but every browser sends Origin with an unsafe request; what sends neither is none.
 */
function isOwnSite(request: FastifyRequest, publicUrl: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = request.headers;
  if (origin === undefined) return true;
  const { origin: ours, protocol } = new URL(publicUrl);
  // Without TLS the machine may have further names; with it, a page without TLS is no page of ours.
  return origin === ours || (protocol === 'http:' && origin === `http://${request.headers.host}`);
}
