import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problem, type Text } from '../base/problem.ts';
import { OtherOfficeKey } from '../permit/people/index.ts';
import { BodyFault } from './json-body.ts';
import { problemDocument, sendOne, sendProblem } from './problem-json.ts';
import { SECURITY_HEADERS } from './security.ts';

/** Turns everything that goes wrong into problem+json: what Fastify refuses, unknown addresses, bugs. */
export function answerFailures(app: FastifyInstance): void {
  const methods = collectMethods(app);
  app.setErrorHandler<FastifyError>((error, request, reply) => answerError(error, request, reply));
  app.setNotFoundHandler((request, reply) => {
    const allowed = methods(request.url.split('?')[0]!);
    if (allowed.length === 0) return sendOne(reply, 404, 'route.unknown', NO_ROUTE);
    reply.header('allow', allowed.join(', '));
    return sendOne(reply, 405, 'method.unknown', methodText(allowed), '', request.method);
  });
}

const NO_ROUTE: Text = {
  id: 'Alamat ini tidak ada. Semua alamat tercantum di /docs.',
  en: 'There is nothing at this address. All addresses are listed at /docs.',
};

function methodText(allowed: readonly string[]): Text {
  return {
    id: `Metode ini tidak berlaku di sini; yang berlaku: ${allowed.join(', ')}.`,
    en: `This method does not work here; these do: ${allowed.join(', ')}.`,
  };
}

/** Which methods an address has: the routes' patterns as they are registered. */
function collectMethods(app: FastifyInstance): (path: string) => string[] {
  const patterns: { pattern: RegExp; method: string }[] = [];
  app.addHook('onRoute', (route) => {
    const steps = route.url.split('/').map((s) => (s.startsWith(':') ? '[^/]+' : RegExp.escape(s)));
    const pattern = new RegExp(`^${steps.join('/')}$`);
    for (const method of [route.method].flat()) patterns.push({ pattern, method });
  });
  return (path) => [...new Set(patterns.filter((p) => p.pattern.test(path)).map((p) => p.method))];
}

/** What Fastify refuses by itself, in our words; the rest of 4xx gets its own message. */
const REFUSALS: Readonly<Record<string, { code: string; text: Text }>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'content_type.unknown',
    text: {
      id: 'Isi permintaan harus berupa application/json.',
      en: 'The body must be application/json.',
    },
  },
  FST_ERR_BAD_URL: {
    code: 'url.invalid',
    text: { id: 'Alamat tidak dapat dibaca.', en: 'The address cannot be read.' },
  },
};

function answerError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof BodyFault) return sendProblem(reply, error.status, [error.problem]);
  if (error instanceof OtherOfficeKey) return sendProblem(reply, 503, [error.problem]);
  const status = error.statusCode ?? 500;
  if (status >= 500) {
    request.log.error({ err: error }, 'request failed');
    return sendOne(reply, status === 503 ? 503 : 500, 'internal', INTERNAL);
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge(request, reply);
  const known = REFUSALS[error.code];
  if (known) {
    return sendOne(reply, status, known.code, known.text, '', request.headers['content-type']);
  }
  return sendOne(reply, status, 'request.refused', { id: error.message, en: error.message });
}

/** Of a body that is too large so much is read for the sake of the answer, bytes. */
const MOST_DROPPED = 268_435_456;

/** The limit, and the size where the request tells it. */
function tooLarge(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const limit = bytes(request.routeOptions.bodyLimit);
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  const given = Number.isFinite(length) ? bytes(length) : null;
  const text: Text = {
    id: `Isi permintaan terlalu besar${given ? ` (${given.id})` : ''}; paling besar ${limit.id}. Sederhanakan batas bidang, atau kirim lebih sedikit.`,
    en: `The body is too large${given ? ` (${given.en})` : ''}; the limit is ${limit.en}. Simplify the parcel's outline, or send less.`,
  };
  // Who is still sending would lose the answer with the connection: what is left is read and dropped.
  const sending = request.headers.expect === undefined && length <= MOST_DROPPED;
  if (sending) reply.removeHeader('connection');
  return sendOne(reply, 413, 'body.too_large', text, '', given?.en);
}

function bytes(count: number): Text {
  return { id: `${count} bita`, en: `${count} bytes` };
}

/** An address that cannot be decoded never reaches the hooks, so it gets its headers here. */
export function answerBadUrl(
  error: FastifyError,
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  const text = REFUSALS[error.code]?.text ?? NO_ROUTE;
  sendOne(reply.headers(SECURITY_HEADERS), 400, 'url.invalid', text);
}

const INTERNAL: Text = {
  id: 'Ada kesalahan di pihak layanan; sudah dicatat. Coba lagi nanti.',
  en: 'Something went wrong on our side; it has been logged. Try again later.',
};

/** The whole HTTP answer to bytes that are no HTTP request, where Fastify has no reply to fill. */
export function rawRefusal(code: string | undefined): string {
  const status =
    code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const fault = problem(
    'http.unreadable',
    '',
    status === 408 ? 'Permintaan terlalu lama diterima.' : 'Permintaan HTTP tidak dapat dibaca.',
    status === 408 ? 'The request took too long to arrive.' : 'The HTTP request cannot be read.',
  );
  const body = JSON.stringify(problemDocument(status, '', [fault]));
  const lines = [
    `HTTP/1.1 ${status} Refused`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
