import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { failedInForce } from '../../plan/omitted.ts';
import type { PlanStore } from '../../plan/store.ts';
import { inForce, latestFirst } from '../../plan/version.ts';

/** The plans that a service has, and those that it should have. */
export type LoadedPlans = Pick<PlanStore, 'plans' | 'failed'>;

/** A version of a plan that open files rest on and that is not in force any more. */
export interface Succession {
  readonly planId: string;
  /** Hash of that version. */
  readonly from: string;
  /** Hash of the version of the same plan that is in force; null: none is. */
  readonly to: string | null;
}

/**
 * What came in the place of the versions that open files rest on, as of a day. Of a plan that is not
 * loaded at all, or of which a newer version cannot be read, nothing is said: a folder that is missing
 * must not tell every file that its plan has ended.
 */
export async function successions(
  db: Kysely<Schema>,
  plans: LoadedPlans,
  day: string,
): Promise<Succession[]> {
  const now = new Set(plans.plans.filter((p) => inForce(p.manifest, day)).map((p) => p.hash));
  const ended = (await versionsInUse(db)).filter((hash) => !now.has(hash));
  const found: Succession[] = [];
  for (const from of ended) {
    const planId = await planOf(db, plans, from);
    const to = planId === null ? undefined : versionNow(plans, planId, day);
    if (planId !== null && to !== undefined) found.push({ planId, from, to });
  }
  return found;
}

/** Hashes that open files rest on: one step in the index for each of them, however many files there are. */
async function versionsInUse(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`
    with recursive used as (
      (select plan_hash as hash from applications where ended_at is null and plan_hash > ''
        order by plan_hash limit 1)
      union all
      select (select plan_hash from applications where ended_at is null and plan_hash > used.hash
        order by plan_hash limit 1) from used where used.hash is not null)
    select hash from used where hash is not null`.execute(db);
  return rows.map(({ hash }) => hash);
}

/** The plan that a hash is a version of; of one that is gone its answers still say so. Null: nobody knows. */
async function planOf(
  db: Kysely<Schema>,
  { plans }: LoadedPlans,
  hash: string,
): Promise<string | null> {
  const loaded = plans.find((p) => p.hash === hash);
  if (loaded) return loaded.manifest.id;
  const row = await db
    .selectFrom('applications as a')
    .innerJoin('submissions as s', 's.application_id', 'a.id')
    .select('s.answer')
    .where('a.plan_hash', '=', hash)
    .where('a.ended_at', 'is', null)
    .where('s.plan_hash', '=', hash)
    .limit(1)
    .executeTakeFirst();
  const { plan } = JSON.parse(row?.answer ?? '{}') as { plan?: { id?: string } | null };
  return plan?.id ?? null;
}

/** The version in force: its hash, null where all that there are have ended, undefined where nobody can tell. */
function versionNow({ plans, failed }: LoadedPlans, id: string, day: string) {
  const versions = latestFirst(plans.filter((p) => p.manifest.id === id));
  const [current] = versions.filter((p) => inForce(p.manifest, day));
  const unread = failedInForce(failed, plans, day);
  if (versions.length === 0 || unread.some((plan) => plan.id === id)) return undefined;
  // What cannot even be named may be the version that is looked for.
  if (!current && failed.some(({ days }) => days === null)) return undefined;
  return current?.hash ?? null;
}
