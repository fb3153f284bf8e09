import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import { may } from '../people/access.ts';
import type { Actor } from '../people/actor.ts';
import type { Stage } from '../stages.ts';
import { type ApplicationRow, type Loaded, lockApplication } from './application-row.ts';
import type { Office } from './office.ts';
import { type Guarded, mayOn, targetOf } from './on-file.ts';
import { noApplication } from './refusals.ts';
import type { Tx } from './transaction.ts';

export type Where = Guarded & Pick<ApplicationRow, 'kind' | 'tracks'>;

/**
 * Whether somebody may bring something to a file: as mayOn, but who could at another stage is told where
 * it has ended (a stage of type `akhir` in stages.csv), which is not a matter of who asks. Problems: those
 * of mayOn, and `application.ended`.
 */
export function mayBring(office: Office, actor: Actor, action: string, row: Where): Result<void> {
  const stages = office.definition.kinds.get(row.kind)!.stages;
  const stage = stages.get(row.stage)!;
  const allowed = mayOn(office.access, actor, action, row);
  if (stage.type !== 'final') return allowed;
  const sees = mayOn(office.access, actor, 'application.read', row);
  const elsewhere = [...stages.keys()].some(
    (other) => may(office.access, actor, action, targetOf({ ...row, stage: other })).ok,
  );
  if (!sees.ok || !(allowed.ok || elsewhere)) return allowed;
  return fail(ended(stage));
}

/** The same before anything is held, with whose file it is. Problems: as of mayBring, `application.unknown`. */
export async function bringable(
  office: Office,
  actor: Actor,
  id: string,
  action: string,
): Promise<Result<Where>> {
  const row = await (await office.db())
    .selectFrom('applications')
    .select(['kind', 'owner_id', 'stage', 'tracks', 'receipt'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return fail(noApplication());
  const allowed = mayBring(office, actor, action, row);
  return allowed.ok ? ok(row) : allowed;
}

/** Holds a file for somebody who brings something to it. Problems: as of bringable. */
export async function holdOpen(
  office: Office,
  tx: Tx,
  actor: Actor,
  id: string,
  action: string,
): Promise<Result<Loaded>> {
  const loaded = await lockApplication(tx, office.definition, id);
  if (!loaded) return fail(noApplication());
  const allowed = mayBring(office, actor, action, loaded.row);
  return allowed.ok ? ok(loaded) : allowed;
}

function ended({ id, name }: Stage): Problem {
  return problem(
    'application.ended',
    '',
    `Berkas ini sudah berakhir (tahap ${id}: ${name.id}) dan tidak menerima dokumen atau perubahan lagi; ajukan permohonan baru.`,
    `This file has ended (stage ${id}: ${name.en}) and takes no more documents or changes; make a new application.`,
    id,
  );
}
