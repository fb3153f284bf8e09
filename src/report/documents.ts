import { fail, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { makeExtract } from './extract/make-extract.ts';
import type { Extract } from './extract/model.ts';
import { mapScene, pngBytes, type Scene, svgText } from './map/index.ts';
import { approvedGeoJson, cornerCsv, licenseKkpr } from './oss/index.ts';
import { type SigningKey, signPdf, signReport } from './proof/index.ts';
import type { ReportSource } from './source.ts';
import type { Language } from './text.ts';

/** Forms of a report as a document, with their media types. */
export const DOCUMENT_TYPES = {
  pdf: 'application/pdf',
  svg: 'image/svg+xml',
  png: 'image/png',
  oss: 'application/vnd.oss.kkpr+json',
  report: 'application/vnd.si-pejuang.report+json',
} as const;

export type DocumentForm = keyof typeof DOCUMENT_TYPES;

/** All forms of a report as a file: documents, tables of corners, the ground that could be approved. */
export type FileForm = DocumentForm | 'corners' | 'approved_corners' | 'approved_ground';

export interface DocumentOptions {
  readonly language: Language;
  /** The key that signs: data, and PDF around them. */
  readonly signer: SigningKey;
  /** Address of the service, without a slash at the end; the QR code leads to its page of proof. */
  readonly publicUrl: string;
  /** The day on which it is made, YYYY-MM-DD in WITA. */
  readonly today: string;
}

/** A report in one form. */
export interface ReportDocument {
  readonly bytes: Uint8Array;
  readonly extract: Extract;
  /** The signed data, whatever the form. */
  readonly signed: Uint8Array;
  /** Key that signed the bytes; null where the form carries no signature. */
  readonly kid: string | null;
}

/**
 * Makes a report in a form. The same source, key and options give the same bytes. Problems:
 * `report.not_binding`; `report.future`; `report.many_corners` of a PDF; `proof.not_json` where a text of the
 * request is no Unicode; of the message for OSS those of `licenseKkpr`, whose notes come along.
 */
export async function makeDocument(
  source: ReportSource,
  form: FileForm,
  options: DocumentOptions,
): Promise<Result<ReportDocument>> {
  if (!source.assessment.binding) return fail(notBinding());
  if (source.assessment.date > options.today) return fail(ofTheFuture(source.assessment.date));
  const extract = makeExtract(source);
  const signed = await signReport(extract, options.signer);
  if (!signed.ok) return signed;
  const made: Made = { source, extract, signed: signed.value, options };
  const bytes = await MAKERS[form](made);
  if (!bytes.ok) return bytes;
  const kid = SIGNED.has(form) ? options.signer.kid : null;
  return ok({ bytes: bytes.value, extract, signed: signed.value, kid }, bytes.notes);
}

/** Law of the verdict, 12: "no application and no report as a document rests on it". */
function notBinding(): Problem {
  return problem(
    'report.not_binding',
    '/plan',
    'Telaah atas rencana yang tidak berlaku, atau bukan yang pertama di sana, tidak menjadi dokumen laporan. Hilangkan "plan" untuk bertanya pada rencana yang berlaku.',
    'An assessment on a plan that is not in force, or not first in rank there, becomes no report as a document. Leave "plan" out to ask the plans in force.',
  );
}

/**
 * Who could choose a day to come could stretch the validity as far as they like, and a report that is
 * dated after its key's last day would be held for a forged one.
 */
function ofTheFuture(date: string): Problem {
  return problem(
    'report.future',
    '/date',
    'Laporan tidak dibuat untuk hari yang belum tiba. Hilangkan "date" untuk laporan hari ini.',
    'No report is made for a day that is yet to come. Leave "date" out for a report of today.',
    date,
  );
}

interface Made {
  readonly source: ReportSource;
  readonly extract: Extract;
  readonly signed: Uint8Array;
  readonly options: DocumentOptions;
}

const SIGNED: ReadonlySet<FileForm> = new Set(['pdf', 'report']);

type Maker = (made: Made) => Result<Uint8Array> | Promise<Result<Uint8Array>>;

const MAKERS: Readonly<Record<FileForm, Maker>> = {
  pdf: pdfOf,
  svg: (made) => ok(bytesOf(svgText(mapOf(made)))),
  png: async (made) => ok(await pngBytes(mapOf(made))),
  oss: ({ extract }) => ossOf(extract),
  report: ({ signed }) => ok(signed),
  corners: ({ extract }) => ok(bytesOf(cornerCsv(extract, 'requested'))),
  approved_corners: ({ extract }) => ok(bytesOf(cornerCsv(extract, 'approved'))),
  approved_ground: ({ extract }) => ok(bytesOf(`${JSON.stringify(approvedGeoJson(extract))}\n`)),
};

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The message for OSS-RBA before there is a decision; its notes name what it cannot say. */
function ossOf(extract: Extract): Result<Uint8Array> {
  const message = licenseKkpr(extract);
  return message.ok ? ok(bytesOf(`${JSON.stringify(message.value)}\n`), message.notes) : message;
}

/** Rows of both coordinate tables, at most: more fill hundreds of pages, in a gigabyte of memory. */
const MOST_CORNERS = 3000;

/** Our PDF with its last line of signature. Problem: `report.many_corners`. */
async function pdfOf({ source, extract, signed, options }: Made): Promise<Result<Uint8Array>> {
  const { requested, approved } = extract.parcel;
  const corners = requested.length + (approved?.corners.length ?? 0);
  if (corners > MOST_CORNERS) return fail(manyCorners(corners));
  // Loaded only here: it takes longer than the service takes to start.
  const { MAP_MM, reportPdf } = await import('./pdf/index.ts');
  const { language, signer, publicUrl } = options;
  const maps = {
    overlay: mapScene(source, { language, frame: MAP_MM.overlay, kind: 'overlay' }),
    location: mapScene(source, { language, frame: MAP_MM.location, kind: 'location' }),
  };
  const verifyUrl = verifyAddress(publicUrl, extract);
  const attachment = { name: `telaah-${extract.code}.json`, bytes: signed };
  return ok(await signPdf(reportPdf(extract, { language, maps, verifyUrl, attachment }), signer));
}

function manyCorners(count: number): Problem {
  return problem(
    'report.many_corners',
    '/parcel',
    `Kedua tabel koordinat memuat ${count} titik; sebagai PDF paling banyak ${MOST_CORNERS}. Sederhanakan garis batasnya, atau minta data laporan (JSON).`,
    `Both coordinate tables have ${count} corners; a PDF takes at most ${MOST_CORNERS}. Simplify the outline, or ask for the report's data (JSON).`,
    count,
  );
}

/** The map as a sheet of its own: A5, lying. */
const SHEET = { widthMm: 210, heightMm: 148 };

function mapOf({ source, options }: Made): Scene {
  return mapScene(source, { language: options.language, frame: SHEET, kind: 'overlay' });
}

/** Page that proves a report; it stands in the QR code. */
function verifyAddress(publicUrl: string, { id }: Pick<Extract, 'id'>): string {
  return `${publicUrl}/verify/${id}`;
}
