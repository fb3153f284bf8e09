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
 * `report.not_binding`; `proof.not_json` where a text of the request is no Unicode; of the message for OSS
 * those of `licenseKkpr`, whose notes come along.
 */
export async function makeDocument(
  source: ReportSource,
  form: FileForm,
  options: DocumentOptions,
): Promise<Result<ReportDocument>> {
  if (!source.assessment.binding) return fail(notBinding());
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

interface Made {
  readonly source: ReportSource;
  readonly extract: Extract;
  readonly signed: Uint8Array;
  readonly options: DocumentOptions;
}

const SIGNED: ReadonlySet<FileForm> = new Set(['pdf', 'report']);

type Maker = (made: Made) => Result<Uint8Array> | Promise<Result<Uint8Array>>;

const MAKERS: Readonly<Record<FileForm, Maker>> = {
  pdf: async (made) => ok(await pdfOf(made)),
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

/** Our PDF with its last line of signature. */
async function pdfOf({ source, extract, signed, options }: Made): Promise<Uint8Array> {
  // Loaded only here: it takes longer than the service takes to start.
  const { MAP_MM, reportPdf } = await import('./pdf/index.ts');
  const { language, signer, publicUrl } = options;
  const maps = {
    overlay: mapScene(source, { language, frame: MAP_MM.overlay, kind: 'overlay' }),
    location: mapScene(source, { language, frame: MAP_MM.location, kind: 'location' }),
  };
  const verifyUrl = verifyAddress(publicUrl, extract);
  const attachment = { name: `telaah-${extract.code}.json`, bytes: signed };
  return signPdf(reportPdf(extract, { language, maps, verifyUrl, attachment }), signer);
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
