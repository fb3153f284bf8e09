import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import qrcode from 'qrcode';
import { Type } from 'typebox';
import { trackFile } from '../../permit/applications/track.ts';
import { readReceipt } from '../../permit/receipt.ts';
import { timeInWita } from '../../request/index.ts';
import { jsonOf } from '../response-schema.ts';
import { refuseFile } from './application-routes.ts';
import type { PermitDoor } from './door.ts';
import { refusalsOf } from './schema-words.ts';
import { trackPage } from './track-page.ts';

const HTML = 'text/html; charset=utf-8';
const PAGE = { 'text/html': { schema: Type.String() } };
const PageQuery = Type.Object({
  receipt: Type.Optional(Type.String()),
  lang: Type.Optional(Type.String({ description: 'en; any other is Indonesian' })),
});

/** `GET /v1/track/{receipt}` and the page `/track`: how far a file has come, for anybody with its receipt. */
export function trackRoutes(app: FastifyInstance, door: PermitDoor): void {
  // Guesses of receipts are slowed down; a receipt has 40 bits.
  const config = { action: 'track.read', rateLimit: door.limits.track };
  app.get<{ Params: { receipt: string } }>(
    '/v1/track/:receipt',
    {
      config,
      schema: {
        operationId: 'track',
        tags: ['applications'],
        summary: 'Stages, dates and time limits of a file; no personal data, no place',
        params: Type.Object({ receipt: Type.String() }),
        response: {
          200: jsonOf(Type.Ref('Track'), 'How far it has come'),
          ...refusalsOf(404, 422, 429),
        },
      },
    },
    (request, reply) => getTrack(door, request.params.receipt, reply),
  );
  app.get<{ Params: { receipt: string } }>(
    '/v1/track/:receipt/qr',
    {
      config,
      schema: {
        operationId: 'trackQr',
        tags: ['applications'],
        summary: 'A QR code that leads to the page of tracking, as SVG',
        params: Type.Object({ receipt: Type.String() }),
        response: {
          200: { description: 'SVG', content: { 'image/svg+xml': { schema: Type.String() } } },
          ...refusalsOf(422, 429),
        },
      },
    },
    (request, reply) => getQr(door, request.params.receipt, reply),
  );
  app.get<{ Querystring: { receipt?: string; lang?: string } }>(
    '/track',
    {
      config,
      schema: {
        operationId: 'trackPage',
        tags: ['applications'],
        summary: 'The same as a page',
        querystring: PageQuery,
        response: {
          200: { description: 'A page', content: PAGE },
          404: { description: 'The page, which says what is wrong with the number', content: PAGE },
          ...refusalsOf(429),
        },
      },
    },
    (request, reply) => getPage(door, request, reply),
  );
}

async function getTrack(door: PermitDoor, receipt: string, reply: FastifyReply) {
  const track = await trackFile(door.office, receipt, timeInWita(door.now()));
  if (!track.ok) return refuseFile(reply, track.problems);
  return reply.header('cache-control', 'no-store').send(track.value);
}

/** Says nothing of whether there is such a file: it only spells the receipt. */
async function getQr(door: PermitDoor, given: string, reply: FastifyReply) {
  const receipt = readReceipt(given);
  if (!receipt.ok) return refuseFile(reply, receipt.problems);
  const url = `${door.publicUrl}/track?receipt=${receipt.value}`;
  const svg = await qrcode.toString(url, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 });
  return reply.header('content-type', 'image/svg+xml; charset=utf-8').send(svg);
}

async function getPage(
  door: PermitDoor,
  request: FastifyRequest<{ Querystring: { receipt?: string; lang?: string } }>,
  reply: FastifyReply,
) {
  const { receipt, lang } = request.query;
  const given = typeof receipt === 'string' ? receipt.slice(0, 60).trim() : '';
  const language = lang === 'en' ? 'en' : 'id';
  const track = given === '' ? null : await trackFile(door.office, given, timeInWita(door.now()));
  const status = track === null || track.ok ? 200 : 404;
  const page = trackPage({ language, given, track });
  return reply
    .code(status)
    .header('content-type', HTML)
    .header('content-language', language)
    .header('cache-control', 'no-store')
    .send(page);
}
