import { type Insertable, sql } from 'kysely';
import { later } from '../../database/held-statements.ts';
import type { WorkItemTable } from '../../database/permit-tables.ts';
import { listedFor } from '../caretakers.ts';
import { fileClock, kindOf, type PermitFile, stageOf } from '../file.ts';
import type { ApplicationRow } from './application-row.ts';
import type { Office } from './office.ts';
import type { Tx } from './transaction.ts';

/** Stands where no last day is known, so that such files come after those that have one. */
export const NO_DUE = '9999-12-31';

/** Writes down in whose work lists a file stands and until when; nobody has one that ended or is a draft. */
export async function handOver(
  tx: Tx,
  { definition }: Office,
  row: ApplicationRow,
  file: PermitFile,
  now: string,
): Promise<void> {
  const kind = kindOf(definition, file);
  if (stageOf(kind, file).type === 'final' || row.submitted_at === null) {
    return later(tx, tx.deleteFrom('work_items').where('application_id', '=', row.id));
  }
  const { parts } = fileClock(definition, file, now);
  const { clock } = stageOf(kind, file);
  const items = listedFor(definition, file).map(({ role, clocks }) => {
    // The limit that a whole stage stands under binds whoever has it, also where nobody gave them one of their own.
    const waited: readonly (string | null)[] = clocks.length > 0 ? clocks : [clock];
    const binding = parts.filter((p) => p.holders.includes(role) || waited.includes(p.part));
    const days = binding.flatMap((p) => (p.due.known ? [p.due.day] : []));
    return {
      role,
      due_on: days.sort()[0] ?? NO_DUE,
      application_id: row.id,
      stage: row.stage,
      kind: row.kind,
      kelurahan: row.kelurahan,
      since: now,
    };
  });
  await replaceItems(tx, row.id, items);
}

type Item = Omit<Insertable<WorkItemTable>, 'assigned_to'>;

/** Puts a file's items in the place of those before; who was given one keeps it. */
async function replaceItems(tx: Tx, id: string, items: readonly Item[]): Promise<void> {
  // All of the old ones are counted, so that they are gone before the first new one comes: it may have the same key.
  const replace = sql`with gone as (delete from work_items where application_id = ${id} returning role, assigned_to),
      former as materialized (select count(*), json_object_agg(role, assigned_to) as assigned from gone)
    insert into work_items (role, due_on, application_id, stage, kind, kelurahan, since, assigned_to)
    select i.role, i.due_on, i.application_id, i.stage, i.kind, i.kelurahan, i.since, former.assigned->>i.role
    from former, json_populate_recordset(null::work_items, ${JSON.stringify(items)}::json) i`;
  await later(tx, replace);
}
