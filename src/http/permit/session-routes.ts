import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type TSchema, Type } from 'typebox';
import {
  changeOwnPassword,
  endSession,
  logIn,
  openSession,
  type User,
} from '../../permit/people/index.ts';
import { sendProblem } from '../problem-json.ts';
import { jsonOf } from '../response-schema.ts';
import { BodyReader } from './body.ts';
import type { PermitDoor } from './door.ts';
import { clockOf, cookieName, cookieOptions } from './identity.ts';
import { refusalsOf } from './schema-words.ts';

const SessionSchema = Type.Object({
  user: Type.Union([
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      kind: Type.String({ description: 'user, system' }),
      roles: Type.Array(Type.String()),
      scopes: Type.Array(Type.String()),
    }),
    Type.Null(),
  ]),
  mustChange: Type.Boolean({ description: 'the first password has to be changed' }),
});

const Login = Type.Object({ login: Type.String(), password: Type.String() });
const NewPassword = Type.Object({ old: Type.String(), next: Type.String() });

/** `/v1/session`: who is logged in, log-in, log-out, change of password. */
export function sessionRoutes(app: FastifyInstance, door: PermitDoor): void {
  const doc = (operationId: string, summary: string, statuses: number[], body?: TSchema) => ({
    operationId,
    tags: ['people'],
    summary,
    ...(body && { body }),
    response: { 200: jsonOf(SessionSchema, 'The session'), ...refusalsOf(...statuses) },
  });
  app.get(
    '/v1/session',
    {
      config: { action: 'session.read' },
      schema: doc(
        'session',
        'Who is logged in; {"user": null} where nobody is, 401 only for a key that is refused',
        [],
      ),
    },
    (request, reply) => reply.send(sessionView(request)),
  );
  app.post(
    '/v1/session',
    {
      config: { action: 'session.open', rateLimit: door.limits.login },
      schema: doc('logIn', 'Log in; sets the cookie', [422, 429], Login),
    },
    (request, reply) => postSession(door, request, reply),
  );
  app.delete(
    '/v1/session',
    { config: { action: 'session.end' }, schema: doc('logOut', 'Log out', []) },
    (request, reply) => deleteSession(door, request, reply),
  );
  app.post(
    '/v1/session/password',
    {
      config: { action: 'password.change', rateLimit: door.limits.login },
      schema: doc('changePassword', 'Change the own password', [422, 429], NewPassword),
    },
    (request, reply) => postPassword(door, request, reply),
  );
}

function sessionView({ actor, mustChange }: FastifyRequest) {
  const { id, name, kind, roles, scopes } = actor;
  return { user: kind === 'public' ? null : { id, name, kind, roles, scopes }, mustChange };
}

async function postSession(
  door: PermitDoor,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const body = new BodyReader(request, ['login', 'password']);
  const [login, password] = [body.needed('login'), body.needed('password')];
  if (body.refuse(reply)) return reply;
  const db = await door.db();
  const clock = clockOf(door.now());
  const user = await logIn(db, login, password, clock, door.office.vault);
  if (!user.ok) return sendProblem(reply, refusalStatus(user.problems[0]!.code), user.problems);
  return enter(door, request, reply, user.value);
}

/** Opens a session and sets its cookie; a new token each time, so that none can be planted. */
async function enter(
  door: PermitDoor,
  request: FastifyRequest,
  reply: FastifyReply,
  user: User,
): Promise<FastifyReply> {
  const token = await openSession(await door.db(), user, clockOf(door.now()));
  reply.setCookie(cookieName(door.publicUrl), token, cookieOptions(door.publicUrl));
  const { id, name, roles, mustChange } = user;
  request.actor = { kind: 'user', id, name, roles, scopes: [] };
  request.mustChange = mustChange;
  return reply.send(sessionView(request));
}

async function deleteSession(
  door: PermitDoor,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const name = cookieName(door.publicUrl);
  const token = request.cookies[name];
  if (token !== undefined) await endSession(await door.db(), token);
  reply.clearCookie(name, cookieOptions(door.publicUrl));
  return reply.send({ user: null, mustChange: false });
}

async function postPassword(
  door: PermitDoor,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const body = new BodyReader(request, ['old', 'next']);
  const given = { old: body.needed('old'), next: body.needed('next') };
  if (body.refuse(reply)) return reply;
  const db = await door.db();
  const { login } = await db
    .selectFrom('users')
    .select('login')
    .where('id', '=', request.actor.id)
    .executeTakeFirstOrThrow();
  const user = await changeOwnPassword(db, login, given, clockOf(door.now()));
  if (!user.ok) return sendProblem(reply, refusalStatus(user.problems[0]!.code), user.problems);
  return enter(door, request, reply, user.value);
}

function refusalStatus(code: string): number {
  if (code === 'login.locked') return 429;
  return code === 'login.refused' ? 401 : 422;
}
