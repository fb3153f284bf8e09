import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Problem, problem } from '../base/problem.ts';
import { findJsonFault } from './json-fault.ts';

/** A body that is no JSON; the error handler turns it into a 400. */
export class BodyFault extends Error {
  readonly problem: Problem;

  constructor(fault: Problem) {
    super(fault.message.en);
    this.problem = fault;
  }
}

/**
 * Reads JSON bodies by ourselves: UTF-8 that is checked, the place of a fault named, and no schema
 * that would drop or change a field before we see it.
 */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => parseJson(body),
  );
}

function parseJson(body: Buffer): unknown {
  const text = decode(body);
  if (text.trim() === '') throw new BodyFault(emptyBody());
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const { line, column, found } = findJsonFault(text);
    throw new BodyFault(
      problem(
        'json.invalid',
        '',
        `Isi permintaan bukan JSON: baris ${line}, kolom ${column}, ${found === '' ? 'teks berakhir terlalu awal' : `ada ${JSON.stringify(found)}`}.`,
        `The body is not JSON: line ${line}, column ${column}, ${found === '' ? 'the text ends too early' : `there stands ${JSON.stringify(found)}`}.`,
        found,
      ),
    );
  }
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new BodyFault(
      problem(
        'json.encoding',
        '',
        'Isi permintaan bukan UTF-8. Simpan sebagai UTF-8 lalu kirim lagi.',
        'The body is not UTF-8. Save it as UTF-8 and send it again.',
      ),
    );
  }
}

export function emptyBody(): Problem {
  return problem(
    'json.missing',
    '',
    'Isi permintaan kosong. Kirim objek JSON, misalnya {"parcel": {"type": "Polygon", "coordinates": […]}}.',
    'The body is empty. Send a JSON object, such as {"parcel": {"type": "Polygon", "coordinates": […]}}.',
  );
}
