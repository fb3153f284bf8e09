import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import type { Office } from './office.ts';
import type { Tx } from './transaction.ts';

/**
 * Holds a content (its SHA-256) until the transaction ends: nobody takes a file away while another file
 * with the same content comes in.
 */
export async function holdContent(tx: Tx, sha256: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`document ${sha256}`}, 0))`.execute(tx);
}

/** Takes contents away that no document has any more; to be called once their rows are gone for good. */
export async function dropUnnamed(office: Office, contents: readonly string[]): Promise<void> {
  const db = await office.db();
  for (const sha256 of new Set(contents)) await dropIfUnnamed(db, office.documents, sha256);
}

/**
 * Takes a content away that no row names, and gives whether it did. It is held meanwhile: who brings the
 * same in holds it from before its file is in its place until its row is committed, so either that row is
 * seen here, or its file comes after. `still` is asked last, while it is held.
 */
export function dropIfUnnamed(
  db: Kysely<Schema>,
  documents: Pick<DocumentStore, 'drop'>,
  sha256: string,
  still: () => Promise<boolean> = async () => true,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    await holdContent(tx, sha256);
    if ((await namedOf(tx, [sha256])).size > 0 || !(await still())) return false;
    await documents.drop(sha256);
    return true;
  });
}

/** Those of some contents that a document has. */
export async function namedOf(
  db: Kysely<Schema>,
  contents: readonly string[],
): Promise<ReadonlySet<string>> {
  if (contents.length === 0) return new Set();
  const rows = await db
    .selectFrom('application_documents')
    .select('sha256')
    .distinct()
    .where('sha256', 'in', contents)
    .execute();
  return new Set(rows.map((row) => row.sha256));
}
