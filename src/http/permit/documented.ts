import type { FastifyInstance } from 'fastify';
import { type TSchema, Type } from 'typebox';
import type { AccessTable } from '../../permit/people/index.ts';
import { problemsOf } from '../response-schema.ts';

/** Names of the ways to say who asks, as the documentation has them. */
export const SESSION = 'session';
export const KEY = 'key';

interface Answer {
  readonly headers?: object;
}

interface Documented {
  readonly body?: object;
  readonly headers?: object;
  readonly response?: Readonly<Record<string, Answer>>;
}

const IDEMPOTENCY_KEY = {
  'Idempotency-Key': Type.Optional(
    Type.String({
      pattern: '^[!-~]{1,200}$',
      description: 'of your own making, such as a UUID: sent again with it, nothing is done twice',
    }),
  ),
};
const IF_MATCH = {
  'If-Match': Type.Optional(
    Type.String({ description: 'the ETag that was read; 412 if somebody was faster' }),
  ),
};
const ETAG = { ETag: Type.String({ description: 'the version, such as "3", for If-Match' }) };
const RETRY_AFTER = { 'Retry-After': Type.Integer({ description: 'seconds' }) };

/** Writes that take the version that was read, and answers that tell it. */
const VERSIONED = new Set([
  'PATCH /v1/applications/:id',
  'POST /v1/applications/:id/moves',
  'POST /v1/applications/:id/documents',
]);
const TAGGED = new Set([
  'POST /v1/applications',
  'GET /v1/applications/:id',
  'PATCH /v1/applications/:id',
  'POST /v1/applications/:id/moves',
]);
/** POST on applications that only asks. */
const ASKS = new Set(['POST /v1/applications/:id/pbg-check']);

/**
 * Completes the documentation of every route that comes after: who may call it, by the same table that
 * lets them, the headers that it takes and gives, and the refusals of a body that is none.
 */
export function documentAccess(app: FastifyInstance, access: AccessTable): void {
  app.addHook('onRoute', (route) => {
    const action = route.config?.action;
    const schema = route.schema as Documented | undefined;
    if (action === undefined || !schema) return;
    const name = `${String(route.method)} ${route.url}`;
    const headers = headersOf(name);
    route.schema = {
      ...schema,
      security: securityOf(access, action),
      ...(Object.keys(headers).length > 0 && { headers: Type.Object(headers) }),
      response: responsesOf(name, schema),
    } as typeof route.schema;
  });
}

type Requirement = Readonly<Record<string, readonly string[]>>;

/** One of these will do; an empty one is nobody in particular. */
function securityOf({ rows }: AccessTable, action: string): Requirement[] {
  const own = rows.filter((row) => row.action === action && row.scope !== '-');
  const nobody = own.some((row) => row.role === 'publik');
  const people = own.some((row) => row.role !== 'publik' && row.scope === null);
  const scopes = [...new Set(own.flatMap((row) => row.scope ?? []))];
  return [
    ...(nobody ? [{}] : []),
    ...(people ? [{ [SESSION]: [] }] : []),
    ...scopes.map((scope) => ({ [KEY]: scope === '*' ? [] : [scope] })),
  ];
}

function headersOf(name: string): Record<string, TSchema> {
  const once = name.startsWith('POST /v1/applications') && !ASKS.has(name);
  return { ...(once && IDEMPOTENCY_KEY), ...(VERSIONED.has(name) && IF_MATCH) };
}

function responsesOf(name: string, { body, response }: Documented): Record<string, Answer> {
  // A document is any bytes; all else is JSON.
  const json = body !== undefined && !('content' in body);
  const all: Record<string, Answer> = { ...(json && problemsOf(413, 415)), ...response };
  const entries = Object.entries(all).map(([status, answer]) => [
    status,
    { ...answer, ...headersAnswered(name, Number(status)) },
  ]);
  return Object.fromEntries(entries);
}

function headersAnswered(name: string, status: number): { headers?: object } {
  if (status === 429 || status === 503) return { headers: RETRY_AFTER };
  return TAGGED.has(name) && status < 300 ? { headers: ETAG } : {};
}
