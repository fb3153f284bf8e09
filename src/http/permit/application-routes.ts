import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type TSchema, Type } from 'typebox';
import type { Problem, Result } from '../../base/problem.ts';
import { createDraft, saveDraft } from '../../permit/applications/draft.ts';
import { type MoveRequest, makeMove } from '../../permit/applications/move.ts';
import { readApplication } from '../../permit/applications/view.ts';
import { timeInWita } from '../../request/index.ts';
import { sendProblem } from '../problem-json.ts';
import { jsonOf } from '../response-schema.ts';
import { BodyReader } from './body.ts';
import { callOf } from './call.ts';
import type { PermitDoor } from './door.ts';
import { formSchema, papersSchema } from './field-schema.ts';
import { MovedSchema, SavedSchema } from './file-schema.ts';
import { refusalsOf } from './schema-words.ts';
import { versionWanted } from './version.ts';

const IdParams = Type.Object({ id: Type.String() });
const Facts = Type.Object(
  {},
  { additionalProperties: Type.Boolean(), description: 'of facts.csv' },
);

function draftSchema({ office }: PermitDoor) {
  return Type.Object({
    kind: Type.Optional(Type.Enum([...office.definition.kinds.keys()])),
    form: Type.Optional(formSchema(office.form)),
    request: Type.Optional(Type.Ref('AssessmentRequest')),
    facts: Type.Optional(Facts),
  });
}

function moveSchema({ office }: PermitDoor) {
  return Type.Object({
    move: Type.String({ description: 'of moves.csv; the file lists those that are legal now' }),
    reason: Type.Optional(Type.String({ maxLength: 10_000 })),
    facts: Type.Optional(Facts),
    papers: Type.Optional(papersSchema(office.papers)),
    documents: Type.Optional(Type.Array(Type.String({ description: 'ids of uploaded documents' }))),
  });
}

/** `/v1/applications`: drafts, reading, moves. */
export function applicationRoutes(app: FastifyInstance, door: PermitDoor): void {
  const doc = (
    operationId: string,
    summary: string,
    answer: TSchema,
    body?: TSchema,
    status = 200,
  ) => ({
    operationId,
    tags: ['applications'],
    summary,
    ...(body && { body }),
    response: {
      [status]: jsonOf(answer, summary),
      ...refusalsOf(404, 409, 412, 422, 503),
    },
  });
  app.post(
    '/v1/applications',
    {
      config: { action: 'application.create' },
      schema: doc(
        'createApplication',
        'Begins a file as a draft',
        SavedSchema,
        draftSchema(door),
        201,
      ),
    },
    (request, reply) => post(door, request, reply),
  );
  app.get<{ Params: { id: string } }>(
    '/v1/applications/:id',
    {
      config: { action: 'application.read' },
      schema: {
        ...doc('readApplication', 'A file as you may see it', Type.Ref('Application')),
        params: IdParams,
      },
    },
    (request, reply) => get(door, request.params.id, request, reply),
  );
  app.patch<{ Params: { id: string } }>(
    '/v1/applications/:id',
    {
      config: { action: 'application.save' },
      schema: {
        ...doc(
          'saveApplication',
          'Other answers in place of those of a file',
          SavedSchema,
          Type.Omit(draftSchema(door), ['kind']),
        ),
        params: IdParams,
      },
    },
    (request, reply) => patch(door, request.params.id, request, reply),
  );
  app.post<{ Params: { id: string } }>(
    '/v1/applications/:id/moves',
    {
      config: { action: 'application.move' },
      schema: {
        ...doc(
          'moveApplication',
          'Makes a move: submit, return, pay, decide, issue …',
          MovedSchema,
          moveSchema(door),
        ),
        params: IdParams,
      },
    },
    (request, reply) => move(door, request.params.id, request, reply),
  );
}

async function post(door: PermitDoor, request: FastifyRequest, reply: FastifyReply) {
  const body = new BodyReader(request, ['kind', 'form', 'request', 'facts']);
  const { office } = door;
  const call = callOf(door, request, reply);
  if (call === null) return reply;
  const saved = await createDraft(office, call, body.rest(), body.faults());
  if (!saved.ok) return refuseFile(reply, saved.problems);
  reply.code(201).header('location', `/v1/applications/${saved.value.id}`);
  return sendSaved(reply, saved);
}

async function get(door: PermitDoor, id: string, request: FastifyRequest, reply: FastifyReply) {
  const view = await readApplication(door.office, request.actor, id, timeInWita(door.now()));
  if (!view.ok) return refuseFile(reply, view.problems);
  return reply
    .header('etag', `"${view.value.version}"`)
    .header('cache-control', 'no-store')
    .send(view.value);
}

async function patch(door: PermitDoor, id: string, request: FastifyRequest, reply: FastifyReply) {
  const body = new BodyReader(request, ['form', 'request', 'facts']);
  const version = versionWanted(request, reply);
  if (version === false) return reply;
  const call = callOf(door, request, reply);
  if (call === null) return reply;
  const saved = await saveDraft(door.office, call, id, body.rest(), version, body.faults());
  return saved.ok ? sendSaved(reply, saved) : refuseFile(reply, saved.problems);
}

async function move(door: PermitDoor, id: string, request: FastifyRequest, reply: FastifyReply) {
  const body = new BodyReader(request, ['move', 'reason', 'facts', 'papers', 'documents']);
  const version = versionWanted(request, reply);
  if (version === false) return reply;
  const reason = body.long('reason');
  const documents = body.texts('documents');
  const facts = body.flags('facts');
  const given: MoveRequest = {
    move: body.needed('move'),
    ...(reason !== null && { reason }),
    ...(facts !== null && { facts }),
    ...(documents !== null && { documents }),
    papers: body.rest().papers,
    version,
    faults: body.faults(),
  };
  const call = callOf(door, request, reply);
  if (call === null) return reply;
  const done = await makeMove(door.office, call, id, given);
  return done.ok ? sendSaved(reply, done) : refuseFile(reply, done.problems);
}

function sendSaved<T extends { readonly version: number }>(
  reply: FastifyReply,
  saved: Result<T> & { ok: true },
): FastifyReply {
  return reply.header('etag', `"${saved.value.version}"`).send(saved.value);
}

/** The status that the first problem stands for. */
export function refuseFile(reply: FastifyReply, problems: readonly Problem[]): FastifyReply {
  return sendProblem(reply, statusOf(problems[0]!.code), problems);
}

function statusOf(code: string): number {
  if (/^(application|receipt|document|approval)\.unknown$/.test(code)) return 404;
  if (code === 'application.changed') return 412;
  if (code === 'document.large') return 413;
  if (UNREADY.test(code)) return 503;
  if (code === 'access.login') return 401;
  if (code.startsWith('access.')) return 403;
  return CONFLICTS.test(code) ? 409 : 422;
}

/** Nothing is wrong with the request: the service lacks what it needs, or finds it damaged. */
const UNREADY = /^(plans\.loading|document\.(unscanned|changed)|vault\.\w+)$/;

/** Nothing is wrong with the request itself: the file stands where it cannot be done. */
const CONFLICTS =
  /^(idempotency\.under_way|move\.(illegal|role|time|tracks|clock)|person\.(erased|open)|approval\.number|document\.stage|application\.(issued|ended))$/;
