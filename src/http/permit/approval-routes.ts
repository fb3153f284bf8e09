import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { problem } from '../../base/problem.ts';
import { over, standing, whyOver } from '../../permit/applications/approval-standing.ts';
import { decisionSheet } from '../../permit/applications/decision-sheet.ts';
import { issuedDocument } from '../../permit/applications/issued.ts';
import { readable } from '../../permit/applications/on-file.ts';
import {
  approvalOf,
  approvalToKeep,
  checkPbg,
  notIssued,
  type PlannedBuilding,
} from '../../permit/applications/pbg-check.ts';
import { impossibleFigures } from '../../permit/applications/pbg-figures.ts';
import { currentKey, signPdf } from '../../report/proof/index.ts';
import { timeInWita } from '../../request/index.ts';
import { bestForm } from '../accept.ts';
import { sendOne, sendProblem } from '../problem-json.ts';
import { jsonOf } from '../response-schema.ts';
import { refuseFile } from './application-routes.ts';
import { ApprovalSchema, IssuedSchema, PbgCheckSchema } from './approval-schema.ts';
import { BodyReader } from './body.ts';
import type { PermitDoor } from './door.ts';
import { refusalsOf } from './schema-words.ts';

const IdParams = Type.Object({ id: Type.String() });
const FIGURES = [
  'footprintM2',
  'grossFloorAreaM2',
  'basementM2',
  'greenM2',
  'heightM',
  'floors',
  'gsbM',
  'jbsM',
  'jbbM',
] as const;
/** What a figure's name does not tell. */
const MEANING: Readonly<Partial<Record<(typeof FIGURES)[number], string>>> = {
  gsbM: 'least distance to any road, from where its GSB is measured: edge of the right of way, or axis',
  jbsM: 'least distance to any side edge',
  jbbM: 'least distance to any rear edge',
};
const Building = Type.Object(
  Object.fromEntries(
    FIGURES.map((name) => {
      const description = MEANING[name];
      return [
        name,
        Type.Optional(Type.Number({ minimum: 0, ...(description && { description }) })),
      ];
    }),
  ),
);

const ISSUED = {
  description: 'The document',
  content: {
    'application/json': { schema: IssuedSchema },
    'application/pdf': { schema: Type.String() },
  },
};

type WithId = { Params: { id: string } };

/** What an issued PKKPR hands over to the PBG, and whether a planned building keeps it. */
export function approvalRoutes(app: FastifyInstance, door: PermitDoor): void {
  app.get<WithId>(
    '/v1/applications/:id/approval',
    {
      config: { action: 'approval.read' },
      schema: {
        operationId: 'readApproval',
        tags: ['applications'],
        summary:
          'Number, validity, use, limits, building lines, conditions and polygon of an issued PKKPR',
        params: IdParams,
        response: { 200: jsonOf(ApprovalSchema, 'The approval'), ...refusalsOf(404) },
      },
    },
    (request, reply) => getApproval(door, request.params.id, request, reply),
  );
  app.get<WithId>(
    '/v1/applications/:id/issued',
    {
      config: { action: 'approval.read' },
      schema: {
        operationId: 'issuedDocument',
        tags: ['applications'],
        summary:
          'The issued document: decision and assessment, signed; as PDF with Accept: application/pdf',
        params: IdParams,
        querystring: Type.Object({
          lang: Type.Optional(
            Type.String({
              description: 'id or en; any other: as Accept-Language says, else Indonesian',
            }),
          ),
          as_issued: Type.Optional(
            Type.String({
              description:
                'true: the signed data also of a PKKPR that is not in force any more (else 409; the PDF is marked)',
            }),
          ),
        }),
        response: { 200: ISSUED, ...refusalsOf(404, 406, 409, 503) },
      },
    },
    (request, reply) => getIssued(door, request.params.id, request, reply),
  );
  app.post<WithId>(
    '/v1/applications/:id/pbg-check',
    {
      config: { action: 'pbg.check' },
      schema: {
        operationId: 'checkPbg',
        tags: ['applications'],
        summary: 'Compares a planned building with the issued PKKPR, finding by finding',
        params: IdParams,
        body: Type.Object({ building: Building }),
        response: {
          200: jsonOf(PbgCheckSchema, 'The comparison'),
          ...refusalsOf(404, 409, 422),
        },
      },
    },
    (request, reply) => postCheck(door, request.params.id, request, reply),
  );
}

async function approvalFor(
  door: PermitDoor,
  id: string,
  action: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const allowed = await readable(door.office, request.actor, id, action);
  if (!allowed.ok) {
    refuseFile(reply, allowed.problems);
    return null;
  }
  const approval = await approvalOf(await door.db(), id);
  if (!approval) sendProblem(reply, 404, [notIssued()]);
  return approval;
}

async function getApproval(
  door: PermitDoor,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const approval = await approvalFor(door, id, 'approval.read', request, reply);
  if (!approval) return reply;
  const { valid_to: validTo, terms } = approval;
  const status = standing(approval, timeInWita(door.now()).slice(0, 10));
  return reply.header('cache-control', 'no-store').send({ ...terms, status, validTo });
}

async function getIssued(
  door: PermitDoor,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const approval = await approvalFor(door, id, 'approval.read', request, reply);
  if (!approval) return reply;
  const signer = await currentKey(door.keys, timeInWita(door.now()));
  if (!signer.ok) return sendProblem(reply, 503, signer.problems);
  const signed = await issuedDocument(await door.db(), door.office, approval, signer.value);
  if (!signed.ok) return sendProblem(reply, 503, signed.problems);
  const form = bestForm(request.headers.accept, ['application/json', 'application/pdf'] as const);
  if (!form) return sendOne(reply, 406, 'accept.unknown', NO_FORM, '', request.headers.accept);
  reply.header('cache-control', 'no-store').header('vary', 'accept');
  const why = whyOver(approval, timeInWita(door.now()).slice(0, 10));
  if (form === 'application/json') {
    // Signed data can't be marked: who takes it must know, and say so.
    if (why && !asIssued(request)) return sendProblem(reply, 409, [over(approval.number, why)]);
    return reply.header('content-type', 'application/json; charset=utf-8').send(signed.value);
  }
  const language = bestLanguage(request);
  const options = { language, publicUrl: door.publicUrl, over: why };
  const pdf = await door.draw(reply, decisionSheet(signed.value, door.office, options));
  if (pdf === null) return reply;
  const sheet = await signPdf(pdf, signer.value);
  return reply.header('content-type', form).send(sheet);
}

/** Whether the document is wanted as it was issued, in force or not. */
function asIssued(request: FastifyRequest): boolean {
  return (request.query as { as_issued?: string }).as_issued === 'true';
}

const NO_FORM = {
  id: 'Dokumen ini tersedia sebagai application/json atau application/pdf.',
  en: 'This document exists as application/json or application/pdf.',
};

/** English where `?lang=en` or the browser asks for it before Indonesian. */
function bestLanguage(request: FastifyRequest): 'id' | 'en' {
  const { lang } = request.query as { lang?: string };
  if (lang === 'en' || lang === 'id') return lang;
  return /^en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'id';
}

async function postCheck(
  door: PermitDoor,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const body = new BodyReader(request, ['building']);
  const building = body.object('building');
  if (body.refuse(reply)) return reply;
  const problems = building === null ? [noBuilding()] : wrongFigures(building);
  if (problems.length > 0) return sendProblem(reply, 422, problems);
  const allowed = await readable(door.office, request.actor, id, 'pbg.check');
  if (!allowed.ok) return refuseFile(reply, allowed.problems);
  const approval = await approvalToKeep(door.office, request.actor, id);
  if (!approval.ok) return refuseFile(reply, approval.problems);
  const impossible = impossibleFigures(building as PlannedBuilding, approval.value.terms);
  if (impossible.length > 0) return sendProblem(reply, 422, impossible);
  const today = timeInWita(door.now()).slice(0, 10);
  const checked = checkPbg(approval.value, building as PlannedBuilding, today);
  return checked.ok ? reply.send(checked.value) : sendProblem(reply, 409, checked.problems);
}

function wrongFigures(building: Readonly<Record<string, unknown>>) {
  return Object.entries(building).flatMap(([name, value]) => {
    const known = (FIGURES as readonly string[]).includes(name);
    const sound = typeof value === 'number' && Number.isFinite(value) && value >= 0;
    // As a request for an assessment: there is no half floor.
    if (known && sound && (name !== 'floors' || Number.isInteger(value))) return [];
    return [wrongFigure(name, value)];
  });
}

function noBuilding() {
  return problem(
    'field.missing',
    '/building',
    'Kolom "building" wajib diisi.',
    'The field "building" is needed.',
  );
}

function wrongFigure(name: string, value: unknown) {
  const list = FIGURES.join(', ');
  return problem(
    'pbg.figure',
    `/building/${name.slice(0, 60)}`,
    `Angka bangunan: ${list}, masing-masing 0 atau lebih; floors bilangan bulat.`,
    `Figures of a building are ${list}, each 0 or more; floors is whole.`,
    value,
  );
}
