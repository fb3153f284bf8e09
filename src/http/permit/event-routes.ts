import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { eventsAfter, newestPlace, placeIn, placeText } from '../../permit/applications/follow.ts';
import { problemsOf } from '../response-schema.ts';
import type { PermitDoor } from './door.ts';

/** Between two looks, and between two signs of life that keep proxies from closing. */
const PAUSE_MS = 2_000;
const ALIVE_MS = 25_000;

/** `GET /v1/events`: what happens to files that the asker may see, as server-sent events. */
export function eventRoutes(app: FastifyInstance, door: PermitDoor): void {
  app.get(
    '/v1/events',
    {
      config: { action: 'application.list' },
      schema: {
        operationId: 'followEvents',
        tags: ['applications'],
        summary:
          'Moves of files as they happen (text/event-stream); Last-Event-ID goes on where it ended',
        response: {
          200: {
            description: 'A stream',
            content: { 'text/event-stream': { schema: Type.String() } },
          },
          ...problemsOf(401, 403),
        },
      },
    },
    (request, reply) => follow(door, request, reply),
  );
}

async function follow(door: PermitDoor, request: FastifyRequest, reply: FastifyReply) {
  const db = await door.db();
  const given = request.headers['last-event-id'];
  let place = (typeof given === 'string' && placeIn(given)) || (await newestPlace(db));
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.write(`id: ${placeText(place)}\nevent: open\ndata: {}\n\n`);
  let quietSince = Date.now();
  const timer = setInterval(async () => {
    try {
      const events = await eventsAfter(db, door.office, request.actor, place);
      for (const event of events) {
        place = event.place;
        raw.write(`id: ${placeText(place)}\nevent: ${event.topic}\ndata: ${event.data}\n\n`);
      }
      if (events.length > 0) quietSince = Date.now();
      else if (Date.now() - quietSince > ALIVE_MS) {
        raw.write(': alive\n\n');
        quietSince = Date.now();
      }
    } catch {
      // A database that cannot be asked now: the browser comes again with the last id.
      raw.end();
    }
  }, PAUSE_MS);
  timer.unref();
  raw.on('close', () => clearInterval(timer));
}
