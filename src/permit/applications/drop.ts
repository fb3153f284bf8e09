import type { ApplicationRow } from './application-row.ts';
import type { Office } from './office.ts';
import type { Tx } from './transaction.ts';

/** Takes a draft away with all that it had: rows, personal data, and documents that no other file has. */
export async function dropApplication(
  { documents }: Office,
  tx: Tx,
  row: ApplicationRow,
): Promise<void> {
  const own = await tx
    .selectFrom('application_documents')
    .select('sha256')
    .distinct()
    .where('application_id', '=', row.id)
    .execute();
  // What belongs to the file goes with it.
  await tx.deleteFrom('applications').where('id', '=', row.id).execute();
  await tx.deleteFrom('persons').where('id', '=', row.person_id).execute();
  for (const { sha256 } of own) {
    const other = await tx
      .selectFrom('application_documents')
      .select('id')
      .where('sha256', '=', sha256)
      .executeTakeFirst();
    if (!other) await documents.drop(sha256);
  }
}
