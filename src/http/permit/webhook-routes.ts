import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type TSchema, Type } from 'typebox';
import { fail, ok, problem } from '../../base/problem.ts';
import { audited } from '../../permit/applications/audited.ts';
import type { Tx } from '../../permit/applications/transaction.ts';
import {
  addReceiver,
  addressTold,
  endReceiver,
  listReceivers,
  type Receiver,
  receiverProblems,
  replayDead,
  TOPICS,
  whyUnserved,
} from '../../permit/outbox/index.ts';
import { timeInWita } from '../../request/index.ts';
import { sendProblem } from '../problem-json.ts';
import { jsonOf } from '../response-schema.ts';
import { BodyReader } from './body.ts';
import type { PermitDoor } from './door.ts';
import {
  list,
  moment,
  orNull,
  refusalsOf,
  text,
  textOrNull,
  texts,
  warning,
} from './schema-words.ts';

const IdParams = Type.Object({ id: Type.String() });
const NewReceiver = Type.Object({
  url: Type.String(),
  topics: Type.Array(Type.String({ description: `${TOPICS.join(', ')}, or * for all` })),
});

const RECEIVER = { id: text(), url: text(), topics: texts() };
const ReceiverSchema = Type.Object({
  ...RECEIVER,
  createdAt: moment(),
  endedAt: orNull(moment()),
  waiting: Type.Integer({ description: 'events that are not sent yet' }),
  dead: Type.Integer({
    description: 'events that were given up, until they are sent again or left out',
  }),
  lastError: textOrNull('how the last attempt ended, of an event that is still to be sent'),
  nextTryAt: orNull(
    moment('when the next is tried; null: none before it is sent again or left out'),
  ),
});
const ReplayedSchema = Type.Object({
  id: text(),
  replayed: Type.Integer({ description: 'events that had been given up, and are tried again now' }),
  waiting: Type.Integer({ description: 'events that wait: these are tried again by themselves' }),
  lastError: ReceiverSchema.properties.lastError,
  nextTryAt: ReceiverSchema.properties.nextTryAt,
});
const AddedSchema = Type.Object({
  ...RECEIVER,
  secret: text('key of the signature; it is told this once'),
  warnings: list(warning, 'why it will not be served as things are set'),
});

type WithId = { Params: { id: string } };

/** `/v1/webhooks`: systems that are told what happens. */
export function webhookRoutes(app: FastifyInstance, door: PermitDoor): void {
  const doc = (operationId: string, summary: string, answer: TSchema) => ({
    operationId,
    tags: ['people'],
    summary,
    response: { 200: jsonOf(answer, summary), ...refusalsOf(404, 422) },
  });
  app.get(
    '/v1/webhooks',
    {
      config: { action: 'webhook.list' },
      schema: doc(
        'listWebhooks',
        'Receivers and what waits for them',
        Type.Object({ webhooks: list(ReceiverSchema) }),
      ),
    },
    async (_request, reply) => reply.send({ webhooks: await listReceivers(await door.db()) }),
  );
  app.post(
    '/v1/webhooks',
    {
      config: { action: 'webhook.add' },
      schema: {
        ...doc('addWebhook', 'A receiver; its secret is told this once', AddedSchema),
        body: NewReceiver,
      },
    },
    (request, reply) => post(door, request, reply),
  );
  app.delete<WithId>(
    '/v1/webhooks/:id',
    {
      config: { action: 'webhook.change' },
      schema: {
        ...doc('endWebhook', 'Ends a receiver', Type.Object({ id: text(), ended: Type.Boolean() })),
        params: IdParams,
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const call = { actor: request.actor, now: timeInWita(door.now()), keyed: null };
      const change = { action: 'webhook.end', entity: 'webhook' } as const;
      const end = async (tx: Tx) =>
        (await endReceiver(tx, id, call.now)) ? ok({ id, ended: true }) : fail(noReceiver(id));
      const ended = await audited(door.office, call, change, end, (value) => value);
      return ended.ok ? reply.send(ended.value) : sendProblem(reply, 404, ended.problems);
    },
  );
  app.post<WithId>(
    '/v1/webhooks/:id/replay',
    {
      config: { action: 'webhook.change' },
      schema: {
        ...doc('replayWebhook', 'Sends again what could not be delivered', ReplayedSchema),
        params: IdParams,
      },
    },
    (request, reply) => replay(door, request.params.id, request, reply),
  );
}

async function replay(door: PermitDoor, id: string, request: FastifyRequest, reply: FastifyReply) {
  const db = await door.db();
  const known = async () => (await listReceivers(db)).find((receiver) => receiver.id === id);
  if (!(await known())) return sendProblem(reply, 404, [noReceiver(id)]);
  const call = { actor: request.actor, now: timeInWita(door.now()) };
  const change = { action: 'webhook.replay', entity: 'webhook' } as const;
  const work = async (tx: Tx) => ok({ id, events: await replayDead(tx, id, door.now()) });
  const done = await audited(door.office, call, change, work, (value) => value);
  if (!done.ok) return sendProblem(reply, 422, done.problems);
  const replayed = done.value.events;
  const { waiting, lastError, nextTryAt } = (await known())!;
  // Of those that wait, none more: who was tried again is told apart.
  return reply.send({ id, replayed, waiting: waiting - replayed, lastError, nextTryAt });
}

async function post(door: PermitDoor, request: FastifyRequest, reply: FastifyReply) {
  const body = new BodyReader(request, ['url', 'topics']);
  const [url, topics] = [body.needed('url'), body.texts('topics') ?? []];
  if (body.refuse(reply, () => receiverProblems(url, topics))) return reply;
  const call = { actor: request.actor, now: timeInWita(door.now()), keyed: null };
  const change = { action: 'webhook.add', entity: 'webhook' } as const;
  const add = (tx: Tx) => addReceiver(tx, url, topics, call.now);
  const told = ({ id }: Receiver) => ({ id, url: addressTold(url), topics });
  const added = await audited(door.office, call, change, add, told);
  if (!added.ok) return sendProblem(reply, 422, added.problems);
  const { id, secret } = added.value;
  const unserved = whyUnserved(url, door.webhookNetworks);
  return reply.send({ id, url, topics, secret, warnings: unserved ? [unserved] : [] });
}

function noReceiver(id: string) {
  return problem(
    'webhook.unknown',
    '',
    'Penerima ini tidak ada atau sudah diakhiri.',
    'There is no such receiver, or it was ended before.',
    id,
  );
}
