import { fileClock, holdersOf, kindOf, type PermitFile, stageOf } from '../file.ts';
import type { ApplicationRow } from './application-row.ts';
import type { Office } from './office.ts';
import type { Tx } from './transaction.ts';

/** Stands where no last day is known, so that such files come after those that have one. */
export const NO_DUE = '9999-12-31';

/** Writes down who has a file now and until when; nobody has one that ended or is a draft. */
export async function handOver(
  tx: Tx,
  { definition }: Office,
  row: ApplicationRow,
  file: PermitFile,
  now: string,
): Promise<void> {
  const before = await tx
    .deleteFrom('work_items')
    .where('application_id', '=', row.id)
    .returning(['role', 'assigned_to'])
    .execute();
  const kind = kindOf(definition, file);
  if (stageOf(kind, file).type === 'final' || row.submitted_at === null) return;
  const { parts } = fileClock(definition, file, now);
  const items = holdersOf(kind, file).map((role) => {
    const days = parts.flatMap((p) => (p.holders.includes(role) && p.due.known ? [p.due.day] : []));
    return {
      role,
      due_on: days.sort()[0] ?? NO_DUE,
      application_id: row.id,
      stage: row.stage,
      kind: row.kind,
      kelurahan: row.kelurahan,
      since: now,
      assigned_to: before.find((b) => b.role === role)?.assigned_to ?? null,
    };
  });
  if (items.length > 0) await tx.insertInto('work_items').values(items).execute();
}
