import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type TSchema, Type } from 'typebox';
import { ok, type Result } from '../../base/problem.ts';
import { audited } from '../../permit/applications/audited.ts';
import type { Call } from '../../permit/applications/call.ts';
import type { Tx } from '../../permit/applications/transaction.ts';
import {
  type ApiKey,
  addApiKey,
  addUser,
  type ChangedUser,
  changeProblems,
  changeUser,
  keyProblems,
  listApiKeys,
  listUsers,
  newUserProblems,
  revokeApiKey,
  rotateApiKey,
  userChangeTold,
  userTold,
} from '../../permit/people/index.ts';
import { timeInWita } from '../../request/index.ts';
import { sendProblem } from '../problem-json.ts';
import { jsonOf } from '../response-schema.ts';
import { BodyReader } from './body.ts';
import type { PermitDoor } from './door.ts';
import { clockOf } from './identity.ts';
import { refusalsOf } from './schema-words.ts';

const UserSchema = Type.Object({
  id: Type.String(),
  login: Type.String(),
  name: Type.String(),
  roles: Type.Array(Type.String()),
  active: Type.Boolean(),
  mustChange: Type.Boolean(),
  lockedUntil: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.String(),
});
const KeySchema = Type.Object({
  id: Type.String(),
  prefix: Type.String(),
  name: Type.String(),
  scopes: Type.Array(Type.String()),
  createdAt: Type.String(),
  createdBy: Type.String(),
  expiresAt: Type.Union([Type.String(), Type.Null()]),
  revokedAt: Type.Union([Type.String(), Type.Null()]),
});
const MadeKeySchema = Type.Object({
  key: KeySchema,
  text: Type.String({ description: 'the key itself; it is told this once' }),
});
const NewUserBody = Type.Object({
  login: Type.String(),
  name: Type.String(),
  roles: Type.Array(Type.String()),
  password: Type.Optional(
    Type.String({
      description: 'a first one, to be changed; left out: log-in by the provider only',
    }),
  ),
});
const UserChangeBody = Type.Object({
  roles: Type.Optional(Type.Array(Type.String())),
  active: Type.Optional(Type.Boolean()),
  password: Type.Optional(Type.String()),
});
const newKeyBody = (scopes: readonly string[]) =>
  Type.Object({
    name: Type.String(),
    scopes: Type.Array(Type.Enum([...scopes]), { minItems: 1 }),
    expiresAt: Type.Optional(Type.String({ description: 'ISO 8601; left out: never' })),
  });

/** `/v1/users` and `/v1/keys`: the people and systems that may log in. */
export function peopleRoutes(app: FastifyInstance, door: PermitDoor): void {
  userRoutes(app, door);
  keyRoutes(app, door);
}

function doc(operationId: string, summary: string, answer: TSchema, body?: TSchema) {
  return {
    operationId,
    tags: ['people'],
    summary,
    ...(body && { body }),
    response: { 200: jsonOf(answer, summary), ...refusalsOf(404, 409, 422) },
  };
}

function userRoutes(app: FastifyInstance, door: PermitDoor): void {
  app.get(
    '/v1/users',
    {
      config: { action: 'user.list' },
      schema: doc('listUsers', 'All users', Type.Object({ users: Type.Array(UserSchema) })),
    },
    async (_request, reply) => reply.send({ users: await listUsers(await door.db()) }),
  );
  app.post(
    '/v1/users',
    {
      config: { action: 'user.add' },
      schema: doc('addUser', 'Add a user', UserSchema, NewUserBody),
    },
    (request, reply) => postUser(door, request, reply),
  );
  app.patch<{ Params: { login: string } }>(
    '/v1/users/:login',
    {
      config: { action: 'user.change' },
      schema: {
        ...doc(
          'changeUser',
          'Change roles, close an account, give a new first password',
          UserSchema,
          UserChangeBody,
        ),
        params: Type.Object({ login: Type.String() }),
      },
    },
    (request, reply) => patchUser(door, request.params.login, request, reply),
  );
}

async function postUser(door: PermitDoor, request: FastifyRequest, reply: FastifyReply) {
  const body = new BodyReader(request, ['login', 'name', 'roles', 'password']);
  const password = body.text('password');
  const user = {
    login: body.needed('login'),
    name: body.needed('name'),
    roles: body.texts('roles') ?? [],
    ...(password !== null && { password }),
  };
  if (body.refuse(reply, () => newUserProblems(user, door.roles))) return reply;
  const call = callNow(door, request);
  const change = { action: 'user.add', entity: 'user' } as const;
  const add = (tx: Tx) => addUser(tx, user, door.roles, call.now);
  return sendResult(reply, await audited(door.office, call, change, add, userTold));
}

async function patchUser(
  door: PermitDoor,
  login: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const body = new BodyReader(request, ['roles', 'active', 'password']);
  const [roles, active, password] = [
    body.texts('roles'),
    body.flag('active'),
    body.text('password'),
  ];
  const change = {
    ...(roles !== null && { roles }),
    ...(active !== null && { active }),
    ...(password !== null && { password }),
  };
  if (body.refuse(reply, () => changeProblems(login, change, door.roles))) return reply;
  const call = callNow(door, request);
  const named = { action: 'user.change', entity: 'user' } as const;
  const work = (tx: Tx) => changeUser(tx, login, change, door.roles, call.now, keepersOf(door));
  const told = (changed: ChangedUser) => userChangeTold(changed, change);
  const done = await audited(door.office, call, named, work, told);
  return sendResult(reply, done.ok ? ok(done.value.user) : done);
}

/** Roles that look after users: one of them has to be left. */
function keepersOf({ access }: PermitDoor): string[] {
  return access.rows.filter((row) => row.action === 'user.change').map((row) => row.role);
}

function keyRoutes(app: FastifyInstance, door: PermitDoor): void {
  const params = Type.Object({ prefix: Type.String() });
  app.get(
    '/v1/keys',
    {
      config: { action: 'key.list' },
      schema: doc('listKeys', 'Keys of systems', Type.Object({ keys: Type.Array(KeySchema) })),
    },
    async (_request, reply) => reply.send({ keys: await listApiKeys(await door.db()) }),
  );
  app.post(
    '/v1/keys',
    {
      config: { action: 'key.add' },
      schema: doc('addKey', 'A key for a system', MadeKeySchema, newKeyBody(door.access.scopes)),
    },
    (request, reply) => postKey(door, request, reply),
  );
  app.post<{ Params: { prefix: string } }>(
    '/v1/keys/:prefix/rotate',
    {
      config: { action: 'key.change' },
      schema: {
        ...doc(
          'rotateKey',
          'A new key in place of one, which works for another day',
          MadeKeySchema,
        ),
        params,
      },
    },
    async (request, reply) => {
      const { prefix } = request.params;
      const change = { action: 'key.rotate', entity: 'key' } as const;
      const rotate = (tx: Tx) => rotateApiKey(tx, prefix, request.actor.id, clockOf(door.now()));
      const told = ({ key }: MadeKey) => ({ ...keyTold(key), replaces: prefix });
      return sendResult(
        reply,
        await audited(door.office, callNow(door, request), change, rotate, told),
      );
    },
  );
  app.delete<{ Params: { prefix: string } }>(
    '/v1/keys/:prefix',
    {
      config: { action: 'key.change' },
      schema: { ...doc('revokeKey', 'Ends a key at once', KeySchema), params },
    },
    async (request, reply) => {
      const call = callNow(door, request);
      const change = { action: 'key.revoke', entity: 'key' } as const;
      const revoke = (tx: Tx) => revokeApiKey(tx, request.params.prefix, call.now);
      return sendResult(reply, await audited(door.office, call, change, revoke, keyTold));
    },
  );
}

async function postKey(door: PermitDoor, request: FastifyRequest, reply: FastifyReply) {
  const body = new BodyReader(request, ['name', 'scopes', 'expiresAt']);
  const key = {
    name: body.needed('name'),
    scopes: body.texts('scopes') ?? [],
    expiresAt: body.text('expiresAt'),
  };
  const call = callNow(door, request);
  const { scopes } = door.access;
  if (body.refuse(reply, () => keyProblems(key, scopes, call.now))) return reply;
  const change = { action: 'key.add', entity: 'key' } as const;
  const add = (tx: Tx) => addApiKey(tx, key, scopes, request.actor.id, call.now);
  const told = (made: MadeKey) => keyTold(made.key);
  return sendResult(reply, await audited(door.office, call, change, add, told));
}

interface MadeKey {
  readonly key: ApiKey;
  readonly text: string;
}

function callNow(door: PermitDoor, { actor }: FastifyRequest): Call {
  return { actor, now: timeInWita(door.now()), keyed: null };
}

/** The prefix finds the key; the key itself is told to nobody else. */
function keyTold({ id, prefix, scopes, expiresAt, revokedAt }: ApiKey) {
  return { id, prefix, scopes, expiresAt, revokedAt };
}

/** A value, or its problems: 404 where nothing has the name that was given, 409 of the last administrator. */
function sendResult<T>(reply: FastifyReply, result: Result<T>): FastifyReply {
  if (result.ok) return reply.send(result.value);
  const code = result.problems[0]!.code;
  const status = code === 'user.last' ? 409 : 422;
  return sendProblem(reply, code.endsWith('.unknown') ? 404 : status, result.problems);
}
