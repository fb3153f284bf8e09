import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { findAssessment, type KeptAssessment } from '../database/index.ts';
import { dayInWita, timeInWita } from '../request/index.ts';
import { bestForm } from './accept.ts';
import { type Form, refuseForm, sendAnswer } from './answer-form.ts';
import { assessHere, type Ready } from './assess-here.ts';
import { keptText } from './assessment-answer.ts';
import { type HttpContext, openStoreOr503 } from './context.ts';
import { emptyBody } from './json-body.ts';
import { keepRow, noDatabase } from './keep-row.ts';
import { sendOne, sendProblem } from './problem-json.ts';
import { QueryReader } from './query.ts';
import { getDocument, postDocument } from './report-answer.ts';
import { ALL_FORMS, documentLanguage, splitForm } from './report-forms.ts';
import { documentsOf } from './report-schema.ts';
import { problemsOf } from './response-schema.ts';

/** Ids are digits of a hash. */
const ID = /^[0-9a-f]{4,64}$/;
const LANGUAGES = ['id', 'en'] as const;

const LangQuery = Type.Object({
  lang: Type.Optional(
    Type.Enum([...LANGUAGES], {
      description: 'language of a document; left out: as Accept-Language says, else Indonesian',
    }),
  ),
});
const KeepQuery = Type.Object({
  keep: Type.Optional(
    Type.Boolean({
      description: 'true: keep the answer (201, Location); PDF and signed data always are',
    }),
  ),
  ...LangQuery.properties,
});
const IdParams = Type.Object({ id: Type.String({ description: 'id of a kept assessment' }) });
const ANSWER = documentsOf(
  'Assessment',
  'The answer; as GeoJSON with parcel, parts and zones; or its report as a document.',
);

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
        response: { 200: ANSWER, 201: ANSWER, ...problemsOf(400, 406, 409, 413, 415, 422, 503) },
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
        querystring: LangQuery,
        response: { 200: ANSWER, ...problemsOf(400, 404, 406, 409, 422, 503) },
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
  const type = bestForm(request.headers.accept, ALL_FORMS);
  if (!type) return refuseForm(reply, request.headers.accept, ALL_FORMS);
  const query = new QueryReader(request.query, ['keep', 'lang']);
  const keep = query.flag('keep');
  const lang = query.oneOf('lang', LANGUAGES);
  if (query.problems.length > 0) return sendProblem(reply, 400, query.problems);
  if (request.body === undefined) return sendProblem(reply, 400, [emptyBody()]);
  const store = openStoreOr503(context, reply);
  if (!store) return reply;
  const { form, document } = splitForm(type);
  if (document) {
    const language = documentLanguage(document, lang, request.headers['accept-language']);
    const wanted = { form: document, language };
    return postDocument({ context, request, reply, wanted }, store, keep);
  }
  const today = dayInWita(context.now());
  const wanted = { form, keptAt: keep ? timeInWita(context.now()) : null };
  const assessed = await assessHere(context, store, request, reply, { ...wanted, today });
  return assessed ? sendAssessed(context, request, reply, form, assessed) : reply;
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

async function getAssessment(
  context: HttpContext,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const type = bestForm(request.headers.accept, ALL_FORMS);
  if (!type) return refuseForm(reply, request.headers.accept, ALL_FORMS);
  const query = new QueryReader(request.query, ['lang']);
  const lang = query.oneOf('lang', LANGUAGES);
  if (query.problems.length > 0) return sendProblem(reply, 400, query.problems);
  let row: KeptAssessment | null;
  try {
    // What cannot be an id is not looked up: a database takes some signs badly.
    row = ID.test(id) ? await findAssessment(await context.database.ready(), id) : null;
  } catch (error) {
    return noDatabase(error, request, reply);
  }
  if (!row) return notKept(reply, id);
  const { form, document } = splitForm(type);
  if (!document) return sendAnswer(reply, form, keptText(row, form));
  const language = documentLanguage(document, lang, request.headers['accept-language']);
  return getDocument({ context, request, reply, wanted: { form: document, language } }, row);
}

function notKept(reply: FastifyReply, id: string): FastifyReply {
  const text = {
    id: 'Hasil telaah dengan nomor ini tidak pernah disimpan. Simpan dengan POST /v1/assessments?keep=true.',
    en: 'An assessment with this id was never kept. Keep one with POST /v1/assessments?keep=true.',
  };
  return sendOne(reply, 404, 'assessment.not_kept', text, '', id);
}
