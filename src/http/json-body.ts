import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fail, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { findJsonFault } from './json-fault.ts';

/** A body that cannot be read; the error handler turns it into problem+json. */
export class BodyFault extends Error {
  readonly problem: Problem;
  readonly status: number;

  constructor(fault: Problem, status = 400) {
    super(fault.message.en);
    this.problem = fault;
    this.status = status;
  }
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route takes a large body as its bytes, since a thread reads it. */
    readonly largeBodyApart?: boolean;
  }
}

/** Bodies of more bytes are large: a parcel of some 150 corners. */
const LARGE_BYTES = 4096;

/**
 * Reads JSON bodies by ourselves: UTF-8 that is checked, the place of a fault named, and no schema
 * that would drop or change a field before we see it.
 */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      const apart = request.routeOptions.config.largeBodyApart === true;
      if (apart && body.length > LARGE_BYTES) return body;
      const read = readJson(body, fieldsOf(request));
      if (!read.ok) throw new BodyFault(read.problems[0]!);
      return read.value;
    },
  );
  app.addHook('preParsing', async (request) => {
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') throw new BodyFault(compressed(), 415);
  });
}

/** The value of a body that was read already, or that came as its bytes. Problems as `readJson`. */
export function readBody(body: unknown): Result<unknown> {
  return body instanceof Uint8Array ? readJson(body) : ok(body);
}

/** The value of a JSON text in UTF-8. Problems: `json.missing`, `json.encoding`, `json.invalid`. */
export function readJson(body: Uint8Array, fields: readonly string[] = []): Result<unknown> {
  const text = decode(body);
  if (text === null) return fail(notUtf8());
  if (text.trim() === '') return fail(emptyBody(fields));
  try {
    return ok(JSON.parse(text) as unknown);
  } catch {
    return fail(notJson(text));
  }
}

/** Fields of a route's body, where its documentation lists them. */
function fieldsOf({ routeOptions }: FastifyRequest): string[] {
  const body = routeOptions.schema?.body as { readonly properties?: object } | undefined;
  return Object.keys(body?.properties ?? {});
}

function decode(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function notJson(text: string): Problem {
  const { line, column, found } = findJsonFault(text);
  return problem(
    'json.invalid',
    '',
    `Isi permintaan bukan JSON: baris ${line}, kolom ${column}, ${found === '' ? 'teks berakhir terlalu awal' : `ada ${JSON.stringify(found)}`}.`,
    `The body is not JSON: line ${line}, column ${column}, ${found === '' ? 'the text ends too early' : `there stands ${JSON.stringify(found)}`}.`,
    found,
  );
}

function notUtf8(): Problem {
  return problem(
    'json.encoding',
    '',
    'Isi permintaan bukan UTF-8. Simpan sebagai UTF-8 lalu kirim lagi.',
    'The body is not UTF-8. Save it as UTF-8 and send it again.',
  );
}

/** With the fields that a body has here; a question about a parcel where they are not told. */
export function emptyBody(fields: readonly string[] = []): Problem {
  const [first = ''] = fields;
  const example = first ? `{"${first}": …}` : '{"parcel": {"type": "Polygon", "coordinates": […]}}';
  const list = fields.join(', ');
  return problem(
    'json.missing',
    '',
    `Isi permintaan kosong. Kirim objek JSON, misalnya ${example}${list && `; kolomnya: ${list}`}.`,
    `The body is empty. Send a JSON object, such as ${example}${list && `; its fields: ${list}`}.`,
  );
}

function compressed(): Problem {
  return problem(
    'content_encoding.unknown',
    '',
    'Isi permintaan tidak boleh dimampatkan (content-encoding). Kirim apa adanya.',
    'The body must not be compressed (content-encoding). Send it as it is.',
  );
}
