import type { ApplicationRow } from './application-row.ts';
import type { Tx } from './transaction.ts';

/**
 * Takes a draft away with all that it had: rows and personal data. Gives the hashes of its documents:
 * those that no other file has are dropped once the transaction has ended, since a file can't be rolled
 * back.
 */
export async function dropApplication(tx: Tx, row: ApplicationRow): Promise<string[]> {
  const own = await tx
    .selectFrom('application_documents')
    .select('sha256')
    .distinct()
    .where('application_id', '=', row.id)
    .execute();
  // What belongs to the file goes with it.
  await tx.deleteFrom('applications').where('id', '=', row.id).execute();
  await tx.deleteFrom('persons').where('id', '=', row.person_id).execute();
  return own.map(({ sha256 }) => sha256);
}
