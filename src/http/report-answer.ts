import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  findReportFile,
  type KeptAssessment,
  keepReport,
  type ReportFileKey,
} from '../database/index.ts';
import type { PlanStore } from '../plan/store.ts';
import { DOCUMENT_TYPES, type DocumentForm } from '../report/documents.ts';
import { type Language, reportCode, requestBody } from '../report/index.ts';
import { dayInWita, timeInWita } from '../request/index.ts';
import { toldApart } from './ask-apart.ts';
import { assessHere } from './assess-here.ts';
import { type HttpContext, openStoreOr503 } from './context.ts';
import { keepRow, noDatabase } from './keep-row.ts';
import { sendProblem } from './problem-json.ts';
import { fileName } from './report-forms.ts';
import type { MadeReport } from './report-job.ts';

/** A document as it is asked for. */
export interface WantedDocument {
  readonly form: DocumentForm;
  readonly language: Language;
}

/** Documents that lead back to the service are always kept. */
const ALWAYS_KEPT: ReadonlySet<DocumentForm> = new Set(['pdf', 'report']);

/** One request on its way: what all steps need. */
interface Exchange {
  readonly context: HttpContext;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly wanted: WantedDocument;
}

/** Assesses a body and answers with the report as a document, from the database where it was made before. */
export async function postDocument(
  exchange: Exchange,
  store: PlanStore,
  keep: boolean,
): Promise<FastifyReply> {
  const { context, request, reply, wanted } = exchange;
  const today = dayInWita(context.now());
  const asked = { body: request.body, today, id: null };
  if (!keep && !ALWAYS_KEPT.has(wanted.form)) {
    const made = await makeApart(exchange, store, asked);
    if (made) context.metrics.assessed(made.assessed.verdict, made.assessed.seconds);
    return made ? sendDocument(exchange, made.report.code, made.bytes) : reply;
  }
  const keptAt = timeInWita(context.now());
  const options = { form: 'application/json', keptAt, today } as const;
  const assessed = await assessHere(context, store, request, reply, options);
  if (!assessed) return reply;
  context.metrics.assessed(assessed.verdict, assessed.seconds);
  const row = assessed.row!;
  const bytes = await keptOrMade(exchange, store, row, asked);
  if (!bytes) return reply;
  reply.code(201).header('location', `/v1/assessments/${row.id}`);
  return sendDocument(exchange, reportCode(row.id), bytes);
}

/** A kept assessment as a document: as it was made, else made now while its plans are at hand. */
export async function getDocument(exchange: Exchange, row: KeptAssessment): Promise<FastifyReply> {
  const { context, reply } = exchange;
  const found = await findFile(exchange, row.id);
  if (found === 'failed') return reply;
  const code = reportCode(row.id);
  if (found) return sendDocument(exchange, code, found);
  const store = openStoreOr503(context, reply);
  if (!store) return reply;
  const asked = { body: requestBody(row.request), today: row.date, id: row.id };
  const bytes = await keptOrMade(exchange, store, row, asked);
  return bytes ? sendDocument(exchange, code, bytes) : reply;
}

interface AskedBody {
  readonly body: unknown;
  readonly today: string;
  readonly id: string | null;
}

/** The bytes of a report's file, kept with its assessment; null after a failure that was sent. */
async function keptOrMade(
  exchange: Exchange,
  store: PlanStore,
  row: KeptAssessment,
  asked: AskedBody,
): Promise<Uint8Array | null> {
  const { context, request, reply } = exchange;
  const found = await findFile(exchange, row.id);
  if (found === 'failed') return null;
  if (found) return (await keepRow(context, row, request, reply)) ? found : null;
  const made = await makeApart(exchange, store, asked);
  if (!made || !(await keepRow(context, row, request, reply))) return null;
  try {
    const db = await context.database.ready();
    return await keepReport(db, made.report, { ...made.file, bytes: made.bytes });
  } catch (error) {
    noDatabase(error, request, reply);
    return null;
  }
}

async function findFile(
  { context, request, reply, wanted }: Exchange,
  id: string,
): Promise<Uint8Array | null | 'failed'> {
  const media_type = DOCUMENT_TYPES[wanted.form];
  const key: ReportFileKey = { id, language: wanted.language, media_type };
  try {
    return await findReportFile(await context.database.ready(), key);
  } catch (error) {
    noDatabase(error, request, reply);
    return 'failed';
  }
}

/** Makes a document in another thread; null after a failure that was sent. */
async function makeApart(
  { context, reply, wanted }: Exchange,
  store: PlanStore,
  asked: AskedBody,
): Promise<(MadeReport & { readonly bytes: Uint8Array }) | null> {
  const { keys, publicUrl } = context.signing;
  const time = timeInWita(context.now());
  const job = { kind: 'report', ...asked, ...wanted, time, keys, publicUrl } as const;
  const told = await toldApart(context, store, reply, job);
  if (told === null) return null;
  const made = told.made!;
  const bytes = await certified(context, reply, wanted, made, told.bytes);
  return bytes && { ...made, bytes };
}

/** A PDF with the official's certified signature, where such a signer is set up; null after a 503. */
async function certified(
  { certified: signer }: HttpContext,
  reply: FastifyReply,
  { form, language }: WantedDocument,
  { report }: MadeReport,
  bytes: Uint8Array,
): Promise<Uint8Array | null> {
  if (!signer || form !== 'pdf') return bytes;
  const { id, code, date } = report;
  const signed = await signer.sign(bytes, { id, code, date, language });
  if (signed.ok) return signed.value;
  sendProblem(reply, 503, signed.problems);
  return null;
}

function sendDocument({ reply, wanted }: Exchange, code: string, bytes: Uint8Array): FastifyReply {
  return reply
    .header('content-type', DOCUMENT_TYPES[wanted.form])
    .header('content-disposition', `inline; filename="${fileName(wanted.form, code)}"`)
    .header('content-language', wanted.language)
    .header('vary', 'accept, accept-language')
    .header('cache-control', 'no-store')
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
