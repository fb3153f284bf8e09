import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

/** What one operation was asked and answered, once; a test makes the file, so that it stays what is answered. */
interface Example {
  /** Null: no body is sent. */
  readonly request: unknown;
  readonly status: number;
  /** A JSON value, or a text of another kind. */
  readonly reply: unknown;
}

interface Media {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface Documented {
  readonly operationId?: string;
  readonly body?: object & Media;
  readonly response?: Readonly<Record<string, Media>>;
}

const FILE = new URL('./examples.json', import.meta.url);

/** Puts an example of request and reply into the documentation of each route that comes after. */
export function addExamples(app: FastifyInstance): void {
  const examples = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Example>;
  app.addHook('onRoute', (route) => {
    const schema = route.schema as Documented | undefined;
    const example = examples[schema?.operationId ?? ''];
    if (schema && example) route.schema = withExample(schema, example);
  });
}

/** Schemas are shared between routes: what gets an example is a copy. */
function withExample(schema: Documented, { request, status, reply }: Example): object {
  const answer = schema.response?.[status];
  const response = answer && { ...schema.response, [status]: inMedia(answer, reply) };
  return {
    ...schema,
    ...(schema.body && request !== null && { body: inBody(schema.body, request) }),
    ...(response && { response }),
  };
}

function inBody(body: object & Media, request: unknown): object {
  return body.content ? inMedia(body, request) : { ...body, examples: [request] };
}

function inMedia<T extends Media>(media: T, example: unknown): T {
  const types = Object.entries(media.content ?? {}).map(([type, { schema, ...rest }]) => [
    type,
    { ...rest, ...exampled(schema, exampleAs(type, example)) },
  ]);
  return { ...media, content: Object.fromEntries(types) };
}

/** A name takes nothing beside it: its example stands with the answer. */
function exampled(schema: object, example: unknown): object {
  return '$ref' in schema ? { schema, example } : { schema: { ...schema, examples: [example] } };
}

/** An operation that gives several forms was asked for one of them. */
function exampleAs(type: string, example: unknown): unknown {
  return type === 'application/json' || typeof example === 'string' ? example : '%PDF-1.7 …';
}
