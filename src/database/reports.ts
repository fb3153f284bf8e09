import type { Kysely, Selectable } from 'kysely';
import type { ReportFileTable, ReportTable } from './reports-tables.ts';
import type { Schema } from './schema.ts';

export type KeptReport = Selectable<ReportTable>;
export type ReportFile = Selectable<ReportFileTable>;

/** Which of a report's files. */
export type ReportFileKey = Pick<ReportFile, 'id' | 'language' | 'media_type'>;

/**
 * Keeps a report with one of its files and gives the file as it is kept: what was kept before stays, byte
 * for byte, and so does a withdrawal.
 */
export async function keepReport(
  db: Kysely<Schema>,
  report: KeptReport,
  file: ReportFile,
): Promise<Uint8Array> {
  await db
    .insertInto('reports')
    .values(report)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await db
    .insertInto('report_files')
    .values(file)
    .onConflict((conflict) => conflict.columns(['id', 'language', 'media_type']).doNothing())
    .execute();
  return (await findReportFile(db, file))!;
}

/** The bytes of a report's file, null where it was never made. */
export async function findReportFile(
  db: Kysely<Schema>,
  { id, language, media_type }: ReportFileKey,
): Promise<Uint8Array | null> {
  const row = await db
    .selectFrom('report_files')
    .select('bytes')
    .where('id', '=', id)
    .where('language', '=', language)
    .where('media_type', '=', media_type)
    .executeTakeFirst();
  return row?.bytes ?? null;
}

/** The report of an id or of a short code; null where none was made. Of several with one code the first. */
export async function findReport(
  db: Kysely<Schema>,
  by: { readonly id: string } | { readonly code: string },
): Promise<KeptReport | null> {
  const all = db.selectFrom('reports').selectAll();
  const wanted = 'id' in by ? all.where('id', '=', by.id) : all.where('code', '=', by.code);
  return (await wanted.orderBy('created_at').limit(1).executeTakeFirst()) ?? null;
}

/** Marks a report as withdrawn; false where there is none, or it was withdrawn before. */
export async function withdrawReport(
  db: Kysely<Schema>,
  id: string,
  time: string,
  reason: string,
): Promise<boolean> {
  const done = await db
    .updateTable('reports')
    .set({ withdrawn_at: time, withdrawn_reason: reason })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}
