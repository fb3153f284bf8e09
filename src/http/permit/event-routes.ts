import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import {
  type EventPlace,
  type Follower,
  followEvents,
  placeIn,
  placeText,
} from '../../permit/applications/follow.ts';
import { may } from '../../permit/people/index.ts';
import { sendOne, sendProblem } from '../problem-json.ts';
import type { PermitDoor } from './door.ts';
import { actorNow } from './identity.ts';
import { refusalsOf } from './schema-words.ts';
import { Streams } from './streams.ts';

/** Between two looks, and between two signs of life that keep proxies from closing. */
const PAUSE_MS = 2_000;
/** Events that wait in a stream for an asker who does not read. */
const MOST_UNREAD_BYTES = 1_000_000;
const ALIVE_MS = 25_000;
/** After so many seconds one that was refused may ask again. */
const RETRY_S = 30;

/** `GET /v1/events`: what happens to files that the asker may see, as server-sent events. */
export function eventRoutes(app: FastifyInstance, door: PermitDoor): void {
  const streams = new Streams(door.limits.streams);
  app.addHook('preClose', async () => streams.end());
  app.get(
    '/v1/events',
    {
      config: { action: 'application.list' },
      // A question for the head alone would be held open, too.
      exposeHeadRoute: false,
      schema: {
        operationId: 'followEvents',
        tags: ['applications'],
        summary:
          'Moves of files as they happen, and to the offices files that a new plan touches (text/event-stream); Last-Event-ID goes on where it ended, and those of the minute before may come again (same id in data)',
        response: {
          200: {
            description: 'A stream',
            content: { 'text/event-stream': { schema: Type.String() } },
          },
          ...refusalsOf(429),
        },
      },
    },
    (request, reply) => follow(door, streams, request, reply),
  );
}

async function follow(
  door: PermitDoor,
  streams: Streams,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const given = request.headers['last-event-id'];
  const from = typeof given === 'string' && given !== '' ? placeIn(given) : undefined;
  if (from === null) return sendOne(reply, 400, 'events.place', NO_PLACE, '', String(given));
  const stream = streams.open(request.actor.id);
  if (!(stream instanceof AbortController)) {
    return sendProblem(reply.header('retry-after', RETRY_S), 429, [stream]);
  }
  // Before anything is waited for: who has gone meanwhile must not be counted for ever.
  reply.raw.on('close', () => stream.abort());
  // Who went while it was looked up who asks has closed already, and closes no more.
  if (reply.raw.destroyed) stream.abort();
  try {
    await begin(door, request, reply, { from: from ?? null, gone: stream.signal });
  } catch (error) {
    stream.abort();
    throw error;
  }
}

const NO_PLACE = {
  id: 'Last-Event-ID bukan id dari arus ini; hapus untuk mulai dari sekarang.',
  en: 'Last-Event-ID is no id of this stream; leave it out to begin now.',
};

async function begin(
  door: PermitDoor,
  request: FastifyRequest,
  reply: FastifyReply,
  { from, gone }: { readonly from: EventPlace | null; readonly gone: AbortSignal },
) {
  const follower = await followEvents(await door.db(), door.office, from);
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.write(`id: ${placeText(from ?? follower.place())}\nevent: open\ndata: {}\n\n`);
  // A database that cannot be asked now ends it: the browser comes again with the last id.
  void send(door, request, follower, raw, gone)
    .catch(() => {})
    .finally(() => raw.end());
}

/** One look after the other, until the asker goes, or is no longer who they were. */
async function send(
  door: PermitDoor,
  request: FastifyRequest,
  follower: Follower,
  raw: FastifyReply['raw'],
  gone: AbortSignal,
): Promise<void> {
  let quietSince = Date.now();
  for (;;) {
    await sleep(PAUSE_MS, undefined, { signal: gone, ref: false });
    // Logged out, closed, or without the role since: nothing more is told.
    const actor = await actorNow(request, door);
    if (actor === null || !may(door.access, actor, 'application.list', null).ok) return;
    const events = await follower.look(actor);
    for (const { place, topic, data } of events) {
      raw.write(`id: ${placeText(place)}\nevent: ${topic}\ndata: ${data}\n\n`);
    }
    // Who stays and does not read comes again with the last id; nothing is kept for them here.
    if (raw.writableLength > MOST_UNREAD_BYTES) {
      raw.destroy();
      return;
    }
    if (events.length > 0) quietSince = Date.now();
    else if (Date.now() - quietSince > ALIVE_MS) {
      raw.write(': alive\n\n');
      quietSince = Date.now();
    }
  }
}
