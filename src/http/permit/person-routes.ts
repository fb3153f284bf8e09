import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { erasePersonOf, exportPersonOf } from '../../permit/applications/person-rights.ts';
import { jsonOf } from '../response-schema.ts';
import { refuseFile } from './application-routes.ts';
import { BodyReader } from './body.ts';
import { callOf, readerOf } from './call.ts';
import type { PermitDoor } from './door.ts';
import { free, list, named, refusalsOf, text } from './schema-words.ts';

const IdParams = Type.Object({ id: Type.String() });
const CopySchema = Type.Object({
  application: text('id'),
  personal: free('by the section of the form'),
  documents: list(Type.Object({ id: text(), kind: text(), sha256: text() })),
});
const ErasedSchema = Type.Object({
  application: text('id'),
  kept: list(Type.Object({ what: named, why: named })),
});

type WithId = { Params: { id: string } };

/** What a person may ask of their data (UU 27/2022): a copy of it, and its erasure. */
export function personRoutes(app: FastifyInstance, door: PermitDoor): void {
  app.get<WithId>(
    '/v1/applications/:id/person',
    {
      config: { action: 'person.export' },
      schema: {
        operationId: 'exportPerson',
        tags: ['people'],
        summary: 'A copy of all that is kept of the applicant of a file',
        params: IdParams,
        response: { 200: jsonOf(CopySchema, 'The data'), ...refusalsOf(404, 409) },
      },
    },
    (request, reply) => get(door, request.params.id, request, reply),
  );
  app.post<WithId>(
    '/v1/applications/:id/person/erasure',
    {
      config: { action: 'person.erase' },
      schema: {
        operationId: 'erasePerson',
        tags: ['people'],
        summary: "Destroys the key of the applicant's personal data; tells what has to be kept",
        params: IdParams,
        body: Type.Object({ reason: Type.String() }),
        response: {
          200: jsonOf(ErasedSchema, 'What is left'),
          ...refusalsOf(404, 409, 422),
        },
      },
    },
    (request, reply) => post(door, request.params.id, request, reply),
  );
}

async function get(door: PermitDoor, id: string, request: FastifyRequest, reply: FastifyReply) {
  const copy = await exportPersonOf(door.office, readerOf(door, request), id);
  if (!copy.ok) return refuseFile(reply, copy.problems);
  return reply.header('cache-control', 'no-store').send(copy.value);
}

async function post(door: PermitDoor, id: string, request: FastifyRequest, reply: FastifyReply) {
  const body = new BodyReader(request, ['reason']);
  const reason = body.needed('reason');
  const call = body.refuse(reply) ? null : callOf(door, request, reply);
  if (call === null) return reply;
  const erased = await erasePersonOf(door.office, call, id, reason);
  return erased.ok ? reply.send(erased.value) : refuseFile(reply, erased.problems);
}
