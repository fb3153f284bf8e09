import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type TSchema, Type } from 'typebox';
import type { Result } from '../../base/problem.ts';
import { assignWork } from '../../permit/applications/assign.ts';
import { correctFacts, recheck } from '../../permit/applications/judge-again.ts';
import { addNote, MOST_NOTE, notesOf } from '../../permit/applications/notes.ts';
import { readable } from '../../permit/applications/on-file.ts';
import { touchedByPlans } from '../../permit/applications/plan-changes.ts';
import { sendProblem } from '../problem-json.ts';
import { QueryReader } from '../query.ts';
import { jsonOf } from '../response-schema.ts';
import { refuseFile } from './application-routes.ts';
import { BodyReader } from './body.ts';
import { callOf } from './call.ts';
import { AssignedSchema, JudgedAgainSchema, NoteSchema } from './desk-schema.ts';
import type { PermitDoor } from './door.ts';
import { TouchedSchema } from './file-schema.ts';
import { pageOf, refusalsOf } from './schema-words.ts';

const IdParams = Type.Object({ id: Type.String() });
const NoteBody = Type.Object({ text: Type.String({ minLength: 1, maxLength: MOST_NOTE }) });
const AssignBody = Type.Object({
  role: Type.String(),
  login: Type.Optional(Type.String({ description: 'left out: nobody in particular' })),
});
const CorrectionBody = Type.Object({
  stated: Type.Object({}, { additionalProperties: true, description: 'roadClass, frontEdges' }),
  reason: Type.String(),
});
const DEFAULT_LIMIT = 50;
const MOST = 200;

type WithId = { Params: { id: string } };

/** What officers do on a file beside moving it: notes, assigning, corrections, judging again. */
export function deskRoutes(app: FastifyInstance, door: PermitDoor): void {
  const doc = (operationId: string, summary: string, answer: TSchema, body?: TSchema) => ({
    operationId,
    tags: ['applications'],
    summary,
    params: IdParams,
    ...(body && { body }),
    response: { 200: jsonOf(answer, summary), ...refusalsOf(404, 409, 422, 503) },
  });
  app.get<WithId>(
    '/v1/applications/:id/notes',
    {
      config: { action: 'note.read' },
      schema: doc(
        'readNotes',
        'Notes among officers',
        Type.Object({ notes: Type.Array(NoteSchema) }),
      ),
    },
    (request, reply) => getNotes(door, request.params.id, request, reply),
  );
  app.post<WithId>(
    '/v1/applications/:id/notes',
    {
      config: { action: 'note.add' },
      schema: doc('addNote', 'A note to the others', NoteSchema, NoteBody),
    },
    (request, reply) => postNote(door, request.params.id, request, reply),
  );
  app.post<WithId>(
    '/v1/applications/:id/assignment',
    {
      config: { action: 'assign' },
      schema: doc(
        'assign',
        'Gives a file to one officer of the role that has it',
        AssignedSchema,
        AssignBody,
      ),
    },
    (request, reply) => postAssignment(door, request.params.id, request, reply),
  );
  app.post<WithId>(
    '/v1/applications/:id/corrections',
    {
      config: { action: 'fact.correct' },
      schema: doc(
        'correctFacts',
        'Corrects a derived fact and judges again beside',
        JudgedAgainSchema,
        CorrectionBody,
      ),
    },
    (request, reply) => postCorrection(door, request.params.id, request, reply),
  );
  app.post<WithId>(
    '/v1/applications/:id/recheck',
    {
      config: { action: 'fact.correct' },
      schema: doc(
        'recheck',
        'Judges again by the plans in force today; tells what changed',
        JudgedAgainSchema,
      ),
    },
    (request, reply) => postRecheck(door, request.params.id, request, reply),
  );
  touchedRoute(app, door);
}

function touchedRoute(app: FastifyInstance, door: PermitDoor): void {
  app.get(
    '/v1/work/touched-by-plans',
    {
      config: { action: 'fact.correct' },
      schema: {
        operationId: 'touchedByPlans',
        tags: ['applications'],
        summary: 'Open and issued files that were judged by another version than is in force now',
        querystring: Type.Object({
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST, default: DEFAULT_LIMIT })),
          cursor: Type.Optional(Type.String()),
        }),
        response: {
          200: jsonOf(pageOf(TouchedSchema), 'A page'),
          ...refusalsOf(422, 503),
        },
      },
    },
    (request, reply) => getTouched(door, request, reply),
  );
}

function send<T>(reply: FastifyReply, result: Result<T>): FastifyReply {
  return result.ok ? reply.send(result.value) : refuseFile(reply, result.problems);
}

async function getNotes(
  door: PermitDoor,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const allowed = await readable(door.office, request.actor, id, 'note.read');
  if (!allowed.ok) return refuseFile(reply, allowed.problems);
  return reply.send({ notes: await notesOf(await door.db(), id) });
}

async function postNote(
  door: PermitDoor,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const body = new BodyReader(request, ['text']);
  const text = body.long('text', MOST_NOTE) ?? '';
  const call = body.refuse(reply) ? null : callOf(door, request, reply);
  return call === null ? reply : send(reply, await addNote(door.office, call, id, text));
}

async function postAssignment(
  door: PermitDoor,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const body = new BodyReader(request, ['role', 'login']);
  const given = { role: body.needed('role'), login: body.text('login') };
  const call = body.refuse(reply) ? null : callOf(door, request, reply);
  return call === null ? reply : send(reply, await assignWork(door.office, call, id, given));
}

async function postCorrection(
  door: PermitDoor,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const body = new BodyReader(request, ['stated', 'reason']);
  const given = { stated: body.object('stated') ?? {}, reason: body.long('reason') ?? '' };
  const call = callOf(door, request, reply);
  if (call === null) return reply;
  return send(reply, await correctFacts(door.office, call, id, given, body.faults()));
}

async function postRecheck(
  door: PermitDoor,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const call = callOf(door, request, reply);
  return call === null ? reply : send(reply, await recheck(door.office, call, id));
}

async function getTouched(door: PermitDoor, request: FastifyRequest, reply: FastifyReply) {
  const query = new QueryReader(request.query, ['limit', 'cursor']);
  const limit = query.whole('limit', DEFAULT_LIMIT, 1, MOST);
  const cursor = query.text('cursor');
  if (query.problems.length > 0) return sendProblem(reply, 400, query.problems);
  const hashes = door.planHashes();
  if (!hashes.ok) return refuseFile(reply, hashes.problems);
  return send(reply, await touchedByPlans(await door.db(), hashes.value, limit, cursor));
}
