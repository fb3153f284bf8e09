import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { FastifyInstance } from 'fastify';

type Json = Readonly<Record<string, unknown>>;

interface Documented {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

/** The same documentation, read as strictly as can be: what it does not name must not be there. */
export function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([k, v]) => [k, k === 'examples' ? v : closed(v)]);
  const shut = Object.fromEntries(entries) as Json;
  const open = shut.type !== 'object' || !shut.properties || 'additionalProperties' in shut;
  return (open ? shut : { ...shut, additionalProperties: false }) as T;
}

/** One of each operation and status: every office of a test file has the same documentation. */
const known = new Map<string, ValidateFunction | null>();
let ajv: Ajv2020 | null = null;
let api: Documented | null = null;

function schemaOf(app: FastifyInstance, operationId: string, status: number) {
  const key = `${operationId} ${status}`;
  const made = known.get(key);
  if (made !== undefined) return made;
  if (ajv === null) {
    api = closed(JSON.parse(JSON.stringify(app.swagger())) as Documented);
    ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(api, 'api');
  }
  const all = Object.values(api!.paths).flatMap((item) => Object.values(item));
  const { responses } = all.find((one) => one.operationId === operationId)!;
  const { content } = responses[status] ?? {};
  const schema = (content?.['application/json'] ?? content?.['application/problem+json'])?.schema;
  const text = schema && JSON.stringify(schema).replaceAll('"#/', '"api#/');
  const fits = text === undefined ? null : ajv.compile(JSON.parse(text));
  known.set(key, fits);
  return fits;
}

/** Watches all answers of the permit's routes, but for those of a service that is broken; gives the list of what they say otherwise than their documentation. */
export function watchAnswers(app: FastifyInstance): readonly string[] {
  const faults: string[] = [];
  app.addHook('onSend', async (request, reply, payload) => {
    const { schema, config } = request.routeOptions;
    const { operationId } = (schema ?? {}) as { operationId?: string };
    const isJson = /^application\/(problem\+)?json/.test(String(reply.getHeader('content-type')));
    if (!config.action || !operationId || !isJson || typeof payload !== 'string') return;
    if (reply.statusCode === 500 || request.method === 'HEAD') return;
    const fits = schemaOf(app, operationId, reply.statusCode);
    if (fits === null) faults.push(`${operationId}: ${reply.statusCode} is not documented`);
    else if (!fits(JSON.parse(payload)))
      faults.push(`${operationId}: ${JSON.stringify(fits.errors?.slice(0, 3))}`);
  });
  return faults;
}
