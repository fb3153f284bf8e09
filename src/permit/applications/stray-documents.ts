import type { Kysely } from 'kysely';
import { fail, ok, problem, type Result } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import type { KnownPlace } from '../audit/index.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import { dropIfUnnamed, namedOf } from './content.ts';

/**
 * How long a file without a row is left alone. A row follows its file within one request, which has ten
 * minutes at most; a day leaves room for clocks of a shared disk that differ.
 */
export const SAFE_AGE_MS = 86_400_000;

/** So many strays are swept whatever else there is: more than crashes leave. */
const FEW = 20;

/** So many contents are looked for in one question to the database. */
const BATCH = 500;

type Files = Pick<DocumentStore, 'hashes' | 'settledAt' | 'drop' | 'clearUploads'>;

/**
 * Files that no document has and that are older than the safe age: a process that ended between writing
 * a file and committing its row left them, or one that ended before it could take a dropped draft's away.
 */
export async function* strayDocuments(
  db: Kysely<Schema>,
  files: Pick<Files, 'hashes' | 'settledAt'>,
  now: Date,
): AsyncGenerator<string> {
  const before = now.getTime() - SAFE_AGE_MS;
  for await (const batch of batches(files.hashes())) {
    const named = await namedOf(db, batch);
    for (const sha256 of batch.filter((one) => !named.has(one))) {
      if (await isOld(files, sha256, before)) yield sha256;
    }
  }
}

/** When it is swept, what is known of the database, and what ends it early. */
export interface Sweep {
  readonly now: Date;
  /** Ends of the audit trail that were kept beside these files. */
  readonly heads: readonly KnownPlace[];
  readonly stop?: AbortSignal;
}

/**
 * Takes stray files and what cut off uploads left away; gives how many files. Two things keep what is
 * needed: the content is held while its rows are counted (see dropIfUnnamed; also against other processes
 * on the same database), and its age is looked at again under that hold, since a new upload of an old
 * stray puts a young file in its place. A database that lacks one of the heads is not the one (or an older
 * state of the one) that these files belong to, and nothing is taken away; neither where more files are stray than crashes leave (a store that was restored
 * without its heads). Problems: `documents.other_database`, `documents.mostly_stray`.
 */
export async function sweepDocuments(
  db: Kysely<Schema>,
  files: Files,
  { now, heads, stop }: Sweep,
): Promise<Result<number>> {
  const lacking = await lackingHead(db, heads);
  if (lacking !== null) return fail(otherDatabase(lacking.source));
  const [all, strays] = [
    await countOf(files.hashes()),
    await countOf(strayDocuments(db, files, now)),
  ];
  if (strays > FEW && 2 * strays > all) return fail(mostlyStray(strays, all));
  const before = now.getTime() - SAFE_AGE_MS;
  await files.clearUploads(before);
  let swept = 0;
  for await (const sha256 of strayDocuments(db, files, now)) {
    if (stop?.aborted) break;
    const gone = await dropIfUnnamed(db, files, sha256, () => isOld(files, sha256, before));
    if (gone) swept++;
  }
  return ok(swept);
}

/** How many contents have a row and no file. */
export async function lostDocuments(
  db: Kysely<Schema>,
  files: Pick<Files, 'settledAt'>,
): Promise<number> {
  let [after, lost] = ['', 0];
  for (;;) {
    const rows = await db
      .selectFrom('application_documents')
      .select('sha256')
      .distinct()
      .where('sha256', '>', after)
      .orderBy('sha256')
      .limit(BATCH)
      .execute();
    for (const { sha256 } of rows) if ((await files.settledAt(sha256)) === null) lost++;
    if (rows.length < BATCH) return lost;
    after = rows.at(-1)!.sha256;
  }
}

async function countOf(all: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of all) count++;
  return count;
}

async function isOld(
  { settledAt }: Pick<Files, 'settledAt'>,
  sha256: string,
  before: number,
): Promise<boolean> {
  const at = await settledAt(sha256);
  return at !== null && at < before;
}

async function* batches(all: AsyncIterable<string>): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const one of all) {
    batch.push(one);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The first of some heads whose row this database does not have; null where it has all. */
async function lackingHead(
  db: Kysely<Schema>,
  heads: readonly KnownPlace[],
): Promise<KnownPlace | null> {
  for (const head of heads.filter(({ seq }) => seq > 0)) {
    const row = await db
      .selectFrom('audit')
      .select('hash')
      .where('seq', '=', head.seq)
      .executeTakeFirst();
    if (row?.hash !== head.hash) return head;
  }
  return null;
}

function otherDatabase(head: string) {
  return problem(
    'documents.other_database',
    head,
    `Berkas dokumen tidak dibersihkan: basis data ini tidak memuat baris audit yang dicatat ${head}; mungkin basis data lain, atau keadaan yang lebih lama.`,
    `Documents are not swept: this database lacks the row of the audit trail that ${head} records; it may be another one, or an older state.`,
  );
}

function mostlyStray(strays: number, all: number) {
  return problem(
    'documents.mostly_stray',
    `${strays} / ${all}`,
    `Berkas dokumen tidak dibersihkan: ${strays} dari ${all} berkas tidak disebut baris mana pun; mungkin basis data ini bukan miliknya. Periksa DATABASE_URL dan cadangan.`,
    `Documents are not swept: no row names ${strays} of ${all} files; this database may not be theirs. Look at DATABASE_URL and the backup.`,
  );
}
