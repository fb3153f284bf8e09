import { sql } from 'kysely';
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
  for (const sha256 of new Set(contents)) {
    await db.transaction().execute(async (tx) => {
      await holdContent(tx, sha256);
      const other = await tx
        .selectFrom('application_documents')
        .select('id')
        .where('sha256', '=', sha256)
        .limit(1)
        .executeTakeFirst();
      if (!other) await office.documents.drop(sha256);
    });
  }
}
