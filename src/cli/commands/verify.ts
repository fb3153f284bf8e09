import { readFile } from 'node:fs/promises';
import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import { readSettings } from '../../base/settings.ts';
import { systemError } from '../../bulk/index.ts';
import {
  type Jwks,
  publicKeys,
  type Recompute,
  type Recomputed,
  readJwks,
  type Verification,
  verificationView,
  verifyReport,
} from '../../report/proof/index.ts';
import { remake } from '../../request/index.ts';
import { type Command, openPlans, readArgs, refuse } from '../command.ts';
import { helpOf } from '../help.ts';

const OPTIONS = { jwks: { type: 'string' }, json: { type: 'boolean' } } as const;

/** `verify FILE`: proves a report and computes it again; needs no network. */
export const verifyCommand: Command = {
  name: 'verify',
  usage: 'verify FILE.pdf|FILE.json',
  summary: { id: 'membuktikan laporan', en: 'proves that a report is genuine and recomputes it' },
  details: {
    id: [
      'FILE         laporan Si Pejuang sebagai PDF atau data bertanda tangan (JSON), persis seperti yang diserahkan',
      '--jwks F     kunci publik layanan yang membuatnya (/.well-known/jwks.json); bila tidak disebut: kunci di sini',
      '--json       bentuk untuk mesin',
      'kode keluar  0 asli, 1 tidak asli atau tidak terbaca, 3 asli tetapi hasil hitung ulangnya lain',
    ].join('\n'),
    en: [
      'FILE         a report of Si Pejuang as PDF or signed data (JSON), the very bytes that were handed out',
      "--jwks F     public keys of the service that made it (its /.well-known/jwks.json); left out: this home's own",
      '--json       the machine form',
      'exit code    0 genuine, 1 not genuine or unreadable, 3 genuine but computing again gives something else',
    ].join('\n'),
  },
  run,
};

async function run(argv: readonly string[]): Promise<number> {
  const args = readArgs(argv, OPTIONS);
  if (!args.ok) return refuse(args.problems);
  const { files, values } = args.value;
  if (files.length !== 1) {
    process.stderr.write(helpOf(verifyCommand));
    return 1;
  }
  const bytes = await read(files[0]!);
  if (!bytes.ok) return refuse(bytes.problems);
  const keys = await keysFrom(values.jwks);
  if (!keys.ok) return refuse(keys.problems);
  const found = await verifyReport(bytes.value, keys.value, { recompute });
  const text = values.json
    ? JSON.stringify(verificationView(found), null, 2)
    : lines(found).join('\n');
  process.stdout.write(`${text}\n`);
  if (!found.genuine) return 1;
  return found.recomputed?.outcome === 'different' ? 3 : 0;
}

/** Plans are opened only for a report that is genuine. */
const recompute: Recompute = async (report) => {
  const opened = await openPlans(true);
  if (opened.ok) return remake(opened.value.store, report);
  return { kind: 'no_plan', reason: opened.problems[0]!.message };
};

async function keysFrom(path: unknown): Promise<Result<Jwks>> {
  if (typeof path === 'string') {
    const text = await read(path);
    return text.ok ? readJwks(Buffer.from(text.value).toString('utf8')) : text;
  }
  const settings = readSettings(process.env);
  return settings.ok ? publicKeys(settings.value.home) : settings;
}

async function read(path: string): Promise<Result<Uint8Array>> {
  try {
    return ok(await readFile(path));
  } catch (error) {
    return fail(unreadable(path, error));
  }
}

function unreadable(path: string, error: unknown): Problem {
  const { id, en } = systemError(error);
  return problem(
    'file.unreadable',
    path,
    `Berkas tidak dapat dibaca: ${id}`,
    `The file could not be read: ${en}`,
  );
}

/** A line a step, Indonesian and English, then what it comes to. */
function lines({ genuine, steps, report, decision, recomputed }: Verification): string[] {
  const told = steps.map(({ ok: good, title, message }) => {
    return `${good ? '  v ' : '  x '} ${title.id}: ${message.id} / ${title.en}: ${message.en}`;
  });
  if (!genuine) return [...told, 'TIDAK TERBUKTI ASLI / NOT PROVED GENUINE'];
  if (decision) {
    const { number, receipt, issuedOn, validTo } = decision;
    const until = validTo ?? '-';
    return [
      ...told,
      `ASLI / GENUINE  keputusan / decision ${number}  ${receipt}  ${issuedOn} - ${until}`,
      ...(decision.demonstration ? ['DATA PERAGAAN / DEMONSTRATION DATA'] : []),
      'Apakah masih berlaku: tanyakan kepada layanan (POST /v1/verify) / Whether it is still in force the service tells (POST /v1/verify)',
    ];
  }
  const { code, id, date, summary, demonstration } = report!;
  return [
    ...told,
    ...(recomputed ? [again(recomputed)] : []),
    `ASLI / GENUINE  ${code}  ${id}  ${date}`,
    ...(demonstration ? ['DATA PERAGAAN / DEMONSTRATION DATA'] : []),
    ...summary.flatMap((s) => [`  ${s.id}`, `  ${s.en}`]),
  ];
}

function again(recomputed: Recomputed): string {
  if (recomputed.outcome === 'not_done') {
    const { id, en } = recomputed.reason;
    return `  -  Tidak dihitung ulang: ${id} / Not computed again: ${en}`;
  }
  const { engine } = recomputed;
  if (recomputed.outcome === 'same') {
    return '  v  Dihitung ulang: sama, byte demi byte / Computed again: the same, byte for byte';
  }
  if (recomputed.outcome === 'same_findings') {
    return `  v  Dihitung ulang: temuan sama, program versi ${engine} / Computed again: the same findings, program version ${engine}`;
  }
  const places = recomputed.pointers.join(' ');
  return `  x  Dihitung ulang dengan program versi ${engine}, berbeda di: ${places} / Computed again with program version ${engine}, it differs at: ${places}`;
}
