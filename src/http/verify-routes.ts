import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { findReport, type KeptReport } from '../database/index.ts';
import { standing } from '../permit/applications/approval-standing.ts';
import { approvalNumbered } from '../permit/applications/pbg-check.ts';
import { type Language, readReportCode } from '../report/index.ts';
import { type Jwks, publicKeys, type VerificationView } from '../report/proof/index.ts';
import { dayInWita } from '../request/index.ts';
import { sendAnswer } from './answer-form.ts';
import { toldApart } from './ask-apart.ts';
import { type HttpContext, openStoreOr503 } from './context.ts';
import { noDatabase } from './keep-row.ts';
import { sendOne } from './problem-json.ts';
import { type KnownReport, knownReport } from './report-status.ts';
import { problemsOf } from './response-schema.ts';
import { verifyPage } from './verify-page.ts';
import { JWKS, VERIFICATION } from './verify-schema.ts';

const ID = /^[0-9a-f]{4,64}$/;
const HTML = { description: 'A page to read', content: { 'text/html': { schema: Type.String() } } };
const KeyParams = Type.Object({
  key: Type.String({ description: 'id or short code of a report' }),
});
const LangQuery = Type.Object({ lang: Type.Optional(Type.Enum(['id', 'en'])) });
const FILE = Type.String({ format: 'binary', description: 'the file as it was handed out' });

/** `/verify/{id or code}`, `POST /v1/verify` and `/.well-known/jwks.json`. */
export function verifyRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get<{ Params: { key: string }; Querystring: { lang?: unknown } }>(
    '/verify/:key',
    {
      schema: {
        operationId: 'verifyPage',
        tags: ['reports'],
        summary: 'Is this report genuine, and does it still hold? (where its QR code leads)',
        params: KeyParams,
        querystring: LangQuery,
        response: { 200: HTML, 404: HTML, ...problemsOf(503) },
      },
    },
    (request, reply) => {
      const language = request.query.lang === 'en' ? 'en' : 'id';
      return getPage(context, request.params.key, language, request, reply);
    },
  );
  app.get(
    '/.well-known/jwks.json',
    {
      schema: {
        operationId: 'keys',
        tags: ['reports'],
        summary: 'Public keys that reports are signed by, with their periods of use',
        response: { 200: JWKS, ...problemsOf(503) },
      },
    },
    async (request, reply) => {
      const keys = await keysOr503(context, request, reply);
      if (!keys) return reply;
      return reply
        .header('content-type', 'application/jwk-set+json')
        .header('cache-control', 'public, max-age=300')
        .send(Buffer.from(JSON.stringify(keys)));
    },
  );
  // A scope of its own: here a body is taken as its bytes, whatever it is.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer' },
      async (_r: unknown, body: Buffer) => body,
    );
    scope.post(
      '/v1/verify',
      {
        schema: {
          operationId: 'verify',
          tags: ['reports'],
          summary:
            'Proves a report or an issued decision as a file, PDF or signed data; computes a report again, and tells how a decision stands now',
          body: {
            content: { 'application/pdf': { schema: FILE }, 'application/json': { schema: FILE } },
          },
          response: { 200: VERIFICATION, ...problemsOf(400, 413, 415, 503) },
        },
      },
      (request, reply) => postVerify(context, request, reply),
    );
  });
}

async function getPage(
  context: HttpContext,
  key: string,
  language: Language,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const keys = await keysOr503(context, request, reply);
  if (!keys) return reply;
  let known: KnownReport | null;
  try {
    known = await lookUp(context, key, keys);
  } catch (error) {
    return noDatabase(error, request, reply);
  }
  return reply
    .code(known ? 200 : 404)
    .header('content-type', 'text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-language', language)
    .send(verifyPage(known, language));
}

/** What is known of a report by its id or code; null where there is none. Rejects without a database. */
async function lookUp(context: HttpContext, key: string, jwks: Jwks): Promise<KnownReport | null> {
  const code = readReportCode(key);
  // What can be neither is not looked up: a database takes some signs badly.
  if (code === null && !ID.test(key)) return null;
  const db = await context.database.ready();
  const byId: KeptReport | null = ID.test(key) ? await findReport(db, { id: key }) : null;
  const row = byId ?? (code === null ? null : await findReport(db, { code }));
  return row && knownReport(row, jwks, context.store.get(), dayInWita(context.now()));
}

async function postVerify(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { body } = request;
  if (!(body instanceof Uint8Array) || body.length === 0) {
    return sendOne(reply, 400, 'verify.empty', EMPTY);
  }
  const jwks = await keysOr503(context, request, reply);
  if (!jwks) return reply;
  const store = openStoreOr503(context, reply);
  if (!store) return reply;
  const covered = (await context.certified?.covers(body)) ?? false;
  const told = await toldApart(context, store, reply, {
    kind: 'verify',
    bytes: body,
    jwks,
    covered,
  });
  if (told === null) return reply;
  const found = JSON.parse(told.bytes.toString('utf8')) as VerificationView;
  const here = found.report && (await statusHere(context, found.report.id, jwks, request));
  const approval = found.decision && (await approvalHere(context, found.decision.number, request));
  return sendAnswer(reply, 'application/json', `${JSON.stringify({ ...found, here, approval })}\n`);
}

/** Whether this service keeps the report, and how it stands; null where nobody can tell. */
async function statusHere(
  context: HttpContext,
  id: string,
  jwks: Jwks,
  request: FastifyRequest,
): Promise<{
  status: KnownReport['status'] | 'unknown';
  withdrawn: KnownReport['withdrawn'];
} | null> {
  try {
    const known = await lookUp(context, id, jwks);
    return known
      ? { status: known.status, withdrawn: known.withdrawn }
      : { status: 'unknown', withdrawn: null };
  } catch (error) {
    request.log.error({ err: error }, 'database');
    return null;
  }
}

/** How the approval of a decision stands now: it may have been cancelled since; null where nobody can tell. */
async function approvalHere(
  context: HttpContext,
  number: string,
  request: FastifyRequest,
): Promise<{ readonly status: string; readonly validTo: string | null } | null> {
  try {
    const approval = await approvalNumbered(await context.database.ready(), number);
    if (!approval) return { status: 'unknown', validTo: null };
    return { status: standing(approval, dayInWita(context.now())), validTo: approval.valid_to };
  } catch (error) {
    request.log.error({ err: error }, 'database');
    return null;
  }
}

const EMPTY = {
  id: 'Isi permintaan kosong. Kirim berkas laporan, PDF atau JSON, apa adanya.',
  en: 'The body is empty. Send the report as a file, PDF or JSON, as it is.',
};

/** The public keys, or null after a 503. */
async function keysOr503(
  { signing }: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Jwks | null> {
  const keys = await publicKeys(signing.keys.home);
  if (keys.ok) return keys.value;
  request.log.error({ problems: keys.problems }, 'keys');
  sendOne(reply, 503, 'keys.unavailable', {
    id: 'Daftar kunci layanan ini tidak terbaca. Petugas perlu melihat catatan layanan.',
    en: 'The list of keys of this service cannot be read. Its keepers should look at the log.',
  });
  return null;
}
