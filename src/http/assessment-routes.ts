import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Problem } from '../base/problem.ts';
import { findAssessment, type KeptAssessment, keepAssessment } from '../database/index.ts';
import type { PlanStore } from '../plan/store.ts';
import { answerParsed, dayInWita, parseRequest, timeInWita } from '../request/index.ts';
import { bestForm } from './accept.ts';
import { FORMS, type Form, refuseForm, sendAnswer } from './answer-form.ts';
import { toldApart } from './ask-apart.ts';
import { assessmentAnswer, isLarge, keptText } from './assessment-answer.ts';
import { type HttpContext, openStoreOr503 } from './context.ts';
import { emptyBody } from './json-body.ts';
import { sendOne, sendProblem } from './problem-json.ts';
import { QueryReader } from './query.ts';
import type { Assessed } from './question-jobs.ts';
import { answersOf, problemsOf } from './response-schema.ts';

/** Ids are digits of a hash. */
const ID = /^[0-9a-f]{4,64}$/;

const KeepQuery = Type.Object({
  keep: Type.Optional(Type.Boolean({ description: 'true: keep the answer (201, Location)' })),
});
const IdParams = Type.Object({ id: Type.String({ description: 'id of a kept assessment' }) });
const ANSWER = answersOf('Assessment', 'The answer; as GeoJSON with parcel, parts and zones.');

/** `POST /v1/assessments` and `GET /v1/assessments/{id}`. */
export function assessmentRoutes(app: FastifyInstance, context: HttpContext): void {
  app.post(
    '/v1/assessments',
    {
      config: { largeBodyApart: true },
      schema: {
        operationId: 'assess',
        tags: ['assessments'],
        summary: 'Does this parcel, activity and building fit the spatial plan?',
        querystring: KeepQuery,
        body: Type.Ref('AssessmentRequest'),
        response: { 200: ANSWER, 201: ANSWER, ...problemsOf(400, 406, 413, 415, 422, 503) },
      },
    },
    (request, reply) => postAssessment(context, request, reply),
  );
  app.get<{ Params: { id: string } }>(
    '/v1/assessments/:id',
    {
      schema: {
        operationId: 'keptAssessment',
        tags: ['assessments'],
        summary: 'A kept assessment, byte for byte as it was answered',
        params: IdParams,
        response: { 200: ANSWER, ...problemsOf(404, 406, 503) },
      },
    },
    (request, reply) => getAssessment(context, request.params.id, request, reply),
  );
}

async function postAssessment(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = bestForm(request.headers.accept, FORMS);
  if (!form) return refuseForm(reply, request.headers.accept);
  const query = new QueryReader(request.query, ['keep']);
  const keep = query.flag('keep');
  if (query.problems.length > 0) return sendProblem(reply, 400, query.problems);
  if (request.body === undefined) return sendProblem(reply, 400, [emptyBody()]);
  const store = openStoreOr503(context, reply);
  if (!store) return reply;
  const today = dayInWita(context.now());
  const wanted = { form, keptAt: keep ? timeInWita(context.now()) : null };
  const assessed = await assessHere(context, store, request, reply, { ...wanted, today });
  return assessed ? sendAssessed(context, request, reply, form, assessed) : reply;
}

interface Wanted {
  readonly form: Form;
  readonly keptAt: string | null;
  readonly today: string;
}

/** An assessment with the text to send, or its bytes. */
interface Ready extends Assessed {
  readonly text: string | Buffer;
}

/** Assesses in this thread what is small, else in another; null after a failure that was sent. */
async function assessHere(
  context: HttpContext,
  store: PlanStore,
  { body }: FastifyRequest,
  reply: FastifyReply,
  { form, keptAt, today }: Wanted,
): Promise<Ready | null> {
  const started = performance.now();
  const parsed = body instanceof Uint8Array ? null : parseRequest(store, body, today);
  if (parsed === null || (parsed.ok && isLarge(parsed.value))) {
    const job = { kind: 'assess', body, today, form, keptAt } as const;
    const told = await toldApart(context, store, reply, job);
    return told && { ...told.assessed!, text: told.bytes };
  }
  if (!parsed.ok) {
    refuse(context, reply, parsed.problems);
    return null;
  }
  const answered = answerParsed(store, parsed.value, parsed.notes, body, today);
  const seconds = (performance.now() - started) / 1000;
  return { ...assessmentAnswer(answered, form, keptAt), seconds };
}

async function sendAssessed(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  form: Form,
  { text, verdict, row, seconds }: Ready,
): Promise<FastifyReply> {
  context.metrics.assessed(verdict, seconds);
  if (row === null) return sendAnswer(reply, form, text);
  if (!(await keepRow(context, row, request, reply))) return reply;
  reply.code(201).header('location', `/v1/assessments/${row.id}`);
  return sendAnswer(reply, form, text);
}

function refuse(context: HttpContext, reply: FastifyReply, problems: readonly Problem[]): void {
  context.metrics.refused(problems.map((p) => p.code));
  sendProblem(reply, 422, problems);
}

async function keepRow(
  context: HttpContext,
  row: KeptAssessment,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  try {
    await keepAssessment(await context.database.ready(), row);
    return true;
  } catch (error) {
    noDatabase(error, request, reply);
    return false;
  }
}

function noDatabase(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  request.log.error({ err: error }, 'database');
  reply.header('retry-after', 5);
  return sendOne(reply, 503, 'database.unavailable', {
    id: 'Basis data tidak dapat dijangkau, sehingga hasil telaah tidak dapat disimpan atau dibuka. Tanpa keep=true telaah tetap berjalan.',
    en: 'The database cannot be reached, so nothing can be kept or looked up. Assessments without keep=true go on.',
  });
}

async function getAssessment(
  context: HttpContext,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = bestForm(request.headers.accept, FORMS);
  if (!form) return refuseForm(reply, request.headers.accept);
  let row: KeptAssessment | null;
  try {
    // What cannot be an id is not looked up: a database takes some signs badly.
    row = ID.test(id) ? await findAssessment(await context.database.ready(), id) : null;
  } catch (error) {
    return noDatabase(error, request, reply);
  }
  if (row) return sendAnswer(reply, form, keptText(row, form));
  const text = {
    id: 'Hasil telaah dengan nomor ini tidak pernah disimpan. Simpan dengan POST /v1/assessments?keep=true.',
    en: 'An assessment with this id was never kept. Keep one with POST /v1/assessments?keep=true.',
  };
  return sendOne(reply, 404, 'assessment.not_kept', text, '', id);
}
