import { createReadStream, existsSync } from 'node:fs';
import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import { readSettings, type Settings } from '../../base/settings.ts';
import type { BackupSummary } from '../../database/backup/index.ts';
import type { Opened } from '../../database/connection.ts';
import type { Tx } from '../../permit/applications/transaction.ts';
import {
  type ChainPlace,
  checkChain,
  exportHead,
  headSigner,
  keptHeads,
} from '../../permit/audit/index.ts';
import { timeInWita } from '../../request/date.ts';
import { type Command, type ParsedArgs, readArgs, refuse } from '../command.ts';
import { helpOf } from '../help.ts';
import { terminalCall } from '../terminal-call.ts';
import { withDatabase } from '../with-database.ts';
import { writeWhole } from '../write-whole.ts';

const OPTIONS = { head: { type: 'string' }, from: { type: 'string' } } as const;

/** `db migrate|check|head|backup|restore|rekey`: care of the database. */
export const dbCommand: Command = {
  name: 'db',
  usage:
    'db migrate | check [--head FILE] | head | backup FILE | restore FILE | rekey --from KEYFILE',
  summary: { id: 'merawat basis data', en: 'care of the database' },
  details: {
    id: [
      'migrate        membawa basis data ke bentuk program ini (serve melakukannya sendiri)',
      'check          membuktikan jejak audit terhadap semua kepala rantai di SI_PEJUANG_HOME/audit; menghitung',
      '               dokumen tanpa baris dan baris tanpa dokumen',
      '--head FILE    juga terhadap kepala rantai ini, di mana pun disimpan',
      'head           menyimpan ujung jejak audit, bertanda tangan, di SI_PEJUANG_HOME/audit; salin ke tempat lain',
      'backup FILE    menulis semua tabel ke berkas baru; PostgreSQL boleh sedang dipakai',
      'restore FILE   mengisi basis data kosong darinya, tertanam atau PostgreSQL, lalu memeriksanya',
      'rekey          membuka data pribadi dengan kunci lama (--from KEYFILE) dan menyegel kuncinya dengan kunci yang',
      '               sekarang diatur; seluruhnya atau tidak sama sekali. Hentikan dahulu semua layanan',
      'kode keluar    0 selesai, 1 tidak selesai atau tidak benar',
    ].join('\n'),
    en: [
      'migrate        brings the database to the shape of this program (serve does so by itself)',
      'check          proves the audit trail, against all heads in SI_PEJUANG_HOME/audit; counts documents',
      '               without a row, and rows without their document',
      '--head FILE    against this head, too, wherever it was kept',
      'head           keeps the end of the audit trail, signed, in SI_PEJUANG_HOME/audit; copy it elsewhere',
      'backup FILE    writes all tables to a new file; a PostgreSQL may be in use meanwhile',
      'restore FILE   fills an empty database from it, embedded or PostgreSQL, and checks it',
      'rekey          opens personal data with the former key (--from KEYFILE) and seals its keys under the one that',
      '               is set now; all of it or nothing. Stop every service first',
      'exit code      0 done, 1 not done or not right',
    ].join('\n'),
  },
  run,
};

type Work = (opened: Opened, settings: Settings, args: ParsedArgs) => Promise<Result<string>>;

const WORK: Readonly<Record<string, { readonly files: number; readonly work: Work }>> = {
  migrate: { files: 0, work: bringUp },
  check: { files: 0, work: check },
  head: { files: 0, work: keepHead },
  backup: { files: 1, work: backup },
  restore: { files: 1, work: restore },
  rekey: { files: 0, work: rekey },
};

async function run(argv: readonly string[]): Promise<number> {
  const args = readArgs(argv, OPTIONS);
  if (!args.ok) return refuse(args.problems);
  const [name = '', ...files] = args.value.files;
  const asked = Object.hasOwn(WORK, name) ? WORK[name]! : null;
  if (asked === null || files.length !== asked.files) {
    process.stderr.write(helpOf(dbCommand));
    return 1;
  }
  const settings = readSettings(process.env);
  if (!settings.ok) return refuse(settings.problems);
  const done = await withDatabase(settings.value, (opened) =>
    asked.work(opened, settings.value, { ...args.value, files }),
  );
  if (!done.ok) return refuse(done.problems);
  process.stdout.write(`${done.value}\n`);
  return 0;
}

function noFile(file: string): Problem {
  return problem('file.missing', file, 'Berkas ini tidak ada.', 'There is no such file.');
}

async function bringUp({ db }: Opened): Promise<Result<string>> {
  const { migrate } = await import('../../database/migrations.ts');
  const done = await migrate(db);
  return ok(
    done.length === 0
      ? 'Sudah mutakhir / up to date already'
      : `Dimigrasi / migrated: ${done.join(', ')}`,
  );
}

async function check(
  opened: Opened,
  { home }: Settings,
  args: ParsedArgs,
): Promise<Result<string>> {
  await bringUp(opened);
  const given = args.values.head;
  const end = await proveChain(opened, home, typeof given === 'string' ? [given] : []);
  if (!end.ok) return end;
  return ok(`${chainLine(end.value.place, end.value.heads)}\n${await documentLines(opened, home)}`);
}

/** What the store and the rows of documents don't have in common. */
async function documentLines({ db }: Opened, home: string): Promise<string> {
  const { lostDocuments, strayDocuments } = await import(
    '../../permit/applications/stray-documents.ts'
  );
  const { documentStore } = await import('../../permit/documents/document-store.ts');
  const files = documentStore({ home, mostBytes: 0, scan: null });
  let strays = 0;
  for await (const _ of strayDocuments(db, files, new Date())) strays++;
  const lost = await lostDocuments(db, files);
  return [
    `Dokumen: ${strays} berkas tanpa baris (dibersihkan layanan), ${lost} baris tanpa berkas${lost > 0 ? ' (pulihkan folder documents dari cadangan)' : ''}`,
    `Documents: ${strays} files without a row (a running service sweeps them), ${lost} rows without a file${lost > 0 ? ' (restore the folder documents from a backup)' : ''}`,
  ].join('\n');
}

/** The chain against all heads that are kept at home, and those that are given. */
async function proveChain(
  { db }: Opened,
  home: string,
  given: readonly string[],
): Promise<Result<{ readonly place: ChainPlace; readonly heads: number }>> {
  const heads = await keptHeads(home, given);
  if (!heads.ok) return heads;
  const place = await checkChain(db, heads.value);
  return place.ok ? ok({ place: place.value, heads: heads.value.length }) : place;
}

function chainLine({ seq, hash }: ChainPlace, heads: number): string {
  return [
    `Rantai audit utuh: ${seq} baris, ${hash}, cocok dengan ${heads} kepala rantai`,
    `The audit trail is whole: ${seq} rows, ${hash}, it fits ${heads} heads`,
  ].join('\n');
}

async function keepHead(opened: Opened, settings: Settings): Promise<Result<string>> {
  await bringUp(opened);
  const time = timeInWita(new Date());
  const signer = await headSigner(settings, time);
  if (!signer.ok) return signer;
  const { file, head } = await exportHead(opened.db, settings.home, time, signer.value);
  return ok(`${file}: ${head.seq} ${head.hash}`);
}

async function backup(
  opened: Opened,
  { home }: Settings,
  { files }: ParsedArgs,
): Promise<Result<string>> {
  await bringUp(opened);
  const { writeBackup } = await import('../../database/backup/index.ts');
  const written = await writeWhole(files[0]!, (out) =>
    writeBackup(opened.db, out, timeInWita(new Date())),
  );
  if (!written.ok) return written;
  return ok(
    [
      `Dicadangkan ke / backed up to ${files[0]}: ${rowsOf(written.value)}`,
      `Salin juga / copy, too: ${home}/documents, ${home}/keys, ${home}/audit, ${home}/plans`,
    ].join('\n'),
  );
}

async function restore(
  opened: Opened,
  { home }: Settings,
  { files }: ParsedArgs,
): Promise<Result<string>> {
  const file = files[0]!;
  if (!existsSync(file)) return fail(noFile(file));
  const { readBackup } = await import('../../database/backup/index.ts');
  const read = await readBackup(opened.db, createReadStream(file));
  if (!read.ok) return read;
  const alone = await checkChain(opened.db);
  if (!alone.ok) return alone;
  const restored = `Dipulihkan / restored: ${rowsOf(read.value)}`;
  const proved = await proveChain(opened, home, []);
  // A backup from before the last heads lacks what came after it: it is restored, and that is told.
  const lines = proved.ok
    ? [chainLine(proved.value.place, proved.value.heads)]
    : proved.problems.map((p) => `${p.code} ${p.message.id}\n    ${p.message.en}`);
  return ok([restored, ...lines].join('\n'));
}

async function rekey(
  opened: Opened,
  { home, permit }: Settings,
  { values: { from } }: ParsedArgs,
): Promise<Result<string>> {
  if (typeof from !== 'string') return fail(noFormerKey());
  const people = await import('../../permit/people/index.ts');
  const former = await people.officeKeyIn(from);
  const now = await people.officeKey(permit.dataKey, home);
  const problems = [former, now].flatMap((key) => (key.ok ? [] : key.problems));
  if (!former.ok || !now.ok) return fail(...problems);
  await bringUp(opened);
  const { audited } = await import('../../permit/applications/audited.ts');
  const [old, next] = [people.openVault(former.value), people.openVault(now.value)];
  const change = { action: 'data_key.change', entity: 'data_key' } as const;
  const work = (tx: Tx) => people.rekeyPersons(tx, old, next);
  const told = (counts: object) => ({ id: next.keyId, before: { key: old.keyId }, ...counts });
  const done = await audited({ db: async () => opened.db }, terminalCall(), change, work, told);
  if (!done.ok) return done;
  const { moved, there } = done.value;
  return ok(
    [
      `Kunci kantor ${old.keyId} -> ${next.keyId}: ${moved} orang dipindahkan, ${there} sudah di sana`,
      `Office key ${old.keyId} -> ${next.keyId}: ${moved} people taken over, ${there} were there before`,
    ].join('\n'),
  );
}

function noFormerKey(): Problem {
  return problem(
    'arguments.from',
    '--from',
    'Sebutkan berkas kunci yang lama: --from KEYFILE.',
    'Name the file of the former key: --from KEYFILE.',
  );
}

function rowsOf({ tables }: BackupSummary): string {
  const rows = Object.values(tables).reduce((sum, n) => sum + n, 0);
  const count = Object.keys(tables).length;
  return `${rows} baris, ${count} tabel / ${rows} rows, ${count} tables`;
}
