import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import {
  addDocument,
  type DocumentView,
  readDocument,
} from '../../permit/applications/documents.ts';
import { endingOf } from '../../permit/documents/kind.ts';
import { sendOne } from '../problem-json.ts';
import { QueryReader } from '../query.ts';
import { jsonOf } from '../response-schema.ts';
import { refuseFile } from './application-routes.ts';
import { callOf, readerOf } from './call.ts';
import type { PermitDoor } from './door.ts';
import { DOCUMENT } from './file-schema.ts';
import { refusalsOf } from './schema-words.ts';
import { versionWanted } from './version.ts';

const DocumentSchema = Type.Object(DOCUMENT);

/** Documents of a file: sent as their bare bytes, told apart by content. */
export async function documentRoutes(app: FastifyInstance, door: PermitDoor): Promise<void> {
  // Only here is a body taken that is no JSON; it is streamed, never held.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async (_request: FastifyRequest, body: Readable) => body);
  app.post<{ Params: { id: string } }>(
    '/v1/applications/:id/documents',
    {
      config: { action: 'document.add' },
      bodyLimit: door.documentLimit,
      schema: {
        operationId: 'addDocument',
        tags: ['applications'],
        summary: 'Adds a document; the body is the file itself',
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object({ kind: Type.String({ description: 'kind of document' }) }),
        body: {
          content: {
            'application/octet-stream': { schema: Type.String({ description: 'the bytes' }) },
          },
        },
        response: {
          201: jsonOf(DocumentSchema, 'Kept'),
          ...refusalsOf(404, 409, 412, 413, 422),
        },
      },
    },
    (request, reply) => post(door, request.params.id, request, reply),
  );
  app.get<{ Params: { id: string; document: string } }>(
    '/v1/applications/:id/documents/:document',
    {
      config: { action: 'document.read' },
      schema: {
        operationId: 'readDocument',
        tags: ['applications'],
        summary: 'A document, to be saved and never shown inline',
        params: Type.Object({ id: Type.String(), document: Type.String() }),
        response: {
          200: {
            description: 'The file',
            content: { 'application/octet-stream': { schema: Type.String() } },
          },
          ...refusalsOf(404),
        },
      },
    },
    (request, reply) => get(door, request.params, request, reply),
  );
}

async function post(door: PermitDoor, id: string, request: FastifyRequest, reply: FastifyReply) {
  const query = new QueryReader(request.query, ['kind']);
  const kind = query.text('kind') ?? '';
  const body = request.body as Readable | undefined;
  if (body === undefined) {
    return sendOne(reply, 400, 'document.missing', {
      id: 'Kirim berkas sebagai isi permintaan, dengan content-type application/octet-stream.',
      en: 'Send the file as the body, with the content-type application/octet-stream.',
    });
  }
  const version = versionWanted(request, reply);
  const call = version === false ? null : callOf(door, request, reply);
  if (version === false || call === null) return reply;
  const added = await addDocument(door.office, call, id, { kind, version }, body);
  return added.ok ? reply.code(201).send(added.value) : refuseFile(reply, added.problems);
}

async function get(
  door: PermitDoor,
  { id, document }: { readonly id: string; readonly document: string },
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const found = await readDocument(door.office, readerOf(door, request), id, document);
  if (!found.ok) return refuseFile(reply, found.problems);
  const { view, bytes } = found.value;
  return reply
    .header('content-type', 'application/octet-stream')
    .header('content-disposition', `attachment; filename="${fileName(view)}"`)
    .header('content-length', view.size)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'no-store')
    .send(bytes);
}

/** What a browser keeps it under: kind and hash, with the ending of what its bytes are. */
function fileName({ kind, sha256, mediaType }: DocumentView): string {
  const ending = endingOf(mediaType);
  return `${kind}-${sha256.slice(0, 8)}${ending === null ? '' : `.${ending}`}`;
}
