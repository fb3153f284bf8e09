import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import { readSettings, type Settings } from '../../base/settings.ts';
import { systemError } from '../../bulk/index.ts';
import { openDatabase, withdrawReport } from '../../database/index.ts';
import { type FileForm, makeDocument } from '../../report/documents.ts';
import { currentKey } from '../../report/proof/index.ts';
import { answerAndRequest, dayInWita, sourceOf, timeInWita } from '../../request/index.ts';
import { type Command, openPlans, type ParsedArgs, readArgs, refuse } from '../command.ts';
import { helpOf } from '../help.ts';
import { languageOf, REQUEST_DETAILS, REQUEST_OPTIONS, requestFrom } from '../request-options.ts';
import { terminalCall } from '../terminal-call.ts';

type Db = Parameters<typeof withdrawReport>[0];

const OPTIONS = {
  ...REQUEST_OPTIONS,
  out: { type: 'string', short: 'o' },
  as: { type: 'string' },
  reason: { type: 'string' },
} as const;

/** `report FILE --out R.pdf`: the report of one parcel as a document; `report withdraw ID`. */
export const reportCommand: Command = {
  name: 'report',
  usage: 'report FILE --out R.pdf [as check]',
  summary: {
    id: 'laporan satu bidang sebagai dokumen',
    en: 'the report of one parcel as a document',
  },
  details: {
    id: [
      ...REQUEST_DETAILS.id,
      '--out F        menurut akhirannya: .pdf, .svg atau .png (peta), .json (data bertanda tangan), .csv (sudut), .geojson (tanah yang dapat disetujui)',
      '--as KIND      .json: report (data bertanda tangan) atau oss (rancangan pesan untuk OSS-RBA); .csv: corners (seperti digambar) atau approved',
      'report withdraw ID --reason TEXT   menandai laporan yang disimpan layanan sebagai ditarik;',
      '               dengan basis data tertanam, hentikan dahulu layanannya',
      'kode keluar    0 dibuat, 1 tidak',
    ].join('\n'),
    en: [
      ...REQUEST_DETAILS.en,
      '--out F        by its ending: .pdf, .svg or .png (map), .json (signed data), .csv (corners), .geojson (ground that could be approved)',
      '--as KIND      .json: report (signed data) or oss (draft of the message for OSS-RBA); .csv: corners (as drawn) or approved',
      'report withdraw ID --reason TEXT   marks a report that the service keeps as withdrawn;',
      '               with the embedded database the service has to be stopped meanwhile',
      'exit code      0 made, 1 not',
    ].join('\n'),
  },
  run,
};

async function run(argv: readonly string[]): Promise<number> {
  const args = readArgs(argv, OPTIONS);
  if (!args.ok) return refuse(args.problems);
  const { files, values } = args.value;
  if (files[0] === 'withdraw' && files.length === 2) return withdraw(files[1]!, values.reason);
  if (files.length !== 1 || typeof values.out !== 'string') {
    process.stderr.write(helpOf(reportCommand));
    return 1;
  }
  const made = await make(args.value, values.out);
  if (!made.ok) return refuse(made.problems);
  try {
    await writeFile(values.out, made.value.bytes);
  } catch (error) {
    const { id, en } = systemError(error);
    return refuse([
      problem('file.unwritable', values.out, `Tidak dapat ditulis: ${id}`, `Cannot write: ${en}`),
    ]);
  }
  const { code, id, proof } = made.value;
  for (const { where, message } of made.notes) {
    process.stderr.write(`${where}: ${message.id}\n    ${message.en}\n`);
  }
  process.stdout.write(`${values.out}  ${code}  ${id}\n${proof ? NOT_KEPT : ''}`);
  return 0;
}

const NOT_KEPT =
  'Tidak disimpan: halaman QR tidak mengenalnya; buktikan dengan verify / not kept: the page of its QR code does not know it; prove it with verify\n';

interface MadeFile {
  readonly bytes: Uint8Array;
  readonly code: string;
  readonly id: string;
  /** Whether the file carries a proof, which `verify` can check. */
  readonly proof: boolean;
}

/** Asks, signs and draws. Problems: those of the request, of the key, and of `makeDocument`. */
async function make(args: ParsedArgs, out: string): Promise<Result<MadeFile>> {
  const form = formOf(out, args.values.as);
  if (!form.ok) return form;
  const language = languageOf(args);
  if (!language.ok) return language;
  const body = await requestFrom(args);
  if (!body.ok) return body;
  const opened = await openPlans();
  if (!opened.ok) return opened;
  const { settings, store } = opened.value;
  const now = new Date();
  const answered = answerAndRequest(store, body.value, dayInWita(now));
  if (!answered.ok) return answered;
  const signer = await keyOf(settings, now);
  if (!signer.ok) return signer;
  const { publicUrl } = settings;
  const today = dayInWita(now);
  const options = { language: language.value, signer: signer.value, publicUrl, today };
  const made = await makeDocument(sourceOf(answered.value), form.value, options);
  if (!made.ok) return made;
  const { bytes, extract } = made.value;
  const proof = form.value === 'pdf' || form.value === 'report';
  return ok({ bytes, code: extract.code, id: extract.id, proof }, made.notes);
}

function keyOf({ home, signingKey }: Settings, now: Date) {
  return currentKey({ home, given: signingKey }, timeInWita(now));
}

/** What an ending may hold, the usual first. */
const FORMS: Readonly<Record<string, Readonly<Record<string, FileForm>>>> = {
  '.pdf': { report: 'pdf' },
  '.svg': { report: 'svg' },
  '.png': { report: 'png' },
  '.json': { report: 'report', oss: 'oss' },
  '.csv': { corners: 'corners', approved: 'approved_corners' },
  '.geojson': { approved: 'approved_ground' },
};

/** Problems: `arguments.out`, `arguments.as`, with what there is. */
function formOf(out: string, as: unknown): Result<FileForm> {
  const ending = extname(out).toLowerCase();
  const forms = FORMS[ending];
  if (!forms) return fail(unknown('out', out, Object.keys(FORMS)));
  const form = as === undefined ? Object.values(forms)[0] : forms[String(as)];
  return form ? ok(form) : fail(unknown('as', `${as} (${ending})`, Object.keys(forms)));
}

function unknown(option: string, given: string, known: readonly string[]): Problem {
  const list = known.join(', ');
  return problem(
    `arguments.${option}`,
    `--${option}`,
    `--${option} "${given}" tidak ada; pilih ${list}.`,
    `There is no --${option} "${given}"; choose ${list}.`,
  );
}

/** Marks a kept report as withdrawn: its page of proof says so from then on. */
async function withdraw(id: string, reason: unknown): Promise<number> {
  if (typeof reason !== 'string' || reason.trim() === '') return refuse([noReason()]);
  const settings = readSettings(process.env);
  if (!settings.ok) return refuse(settings.problems);
  const { databaseUrl, home } = settings.value;
  const database = openDatabase({ url: databaseUrl, home });
  try {
    const db = await database.ready();
    const done = await withdrawn(db, id, reason.trim());
    if (!done.ok) return refuse(done.problems);
    process.stdout.write(`Ditarik / withdrawn: ${id}\n`);
    return 0;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse([problem('database.unavailable', '', `Basis data: ${why}`, `Database: ${why}`)]);
  } finally {
    await database.close();
  }
}

/** The withdrawal with its row in the audit trail. Problem: `report.unknown`. */
async function withdrawn(db: Db, id: string, reason: string): Promise<Result<object>> {
  // Not needed by who makes a report.
  const { audited } = await import('../../permit/applications/audited.ts');
  const call = terminalCall();
  const change = { action: 'report.withdraw', entity: 'report', reason } as const;
  const work = async (tx: Db) =>
    (await withdrawReport(tx, id, call.now, reason)) ? ok({ id }) : fail(noReport(id));
  const told = () => ({ id, before: { withdrawnAt: null }, withdrawnAt: call.now });
  return audited({ db: async () => db }, call, change, work, told);
}

function noReason(): Problem {
  return problem(
    'arguments.reason',
    '--reason',
    'Sebut alasan penarikan dengan --reason; halaman QR menampilkannya.',
    'Name the reason of the withdrawal with --reason; the page of the QR code shows it.',
  );
}

function noReport(id: string): Problem {
  return problem(
    'report.unknown',
    id,
    'Tidak ada laporan tersimpan dengan nomor ini, atau sudah ditarik.',
    'No report of this id is kept, or it was withdrawn before.',
  );
}
