import { sql } from 'kysely';
import type { ApprovedGround, Assessment } from '../../assessment/model.ts';
import type { Result } from '../../base/problem.ts';
import type { Judged, Office } from './office.ts';
import type { Tx } from './transaction.ts';

/** The check of a condition that reads the ledger: "at most 20 % of the zone". */
const READS_LEDGER = 'max_zone_share_percent';

/**
 * Judges a file's question; where a condition asks how much of a zone is taken up already, again with
 * the ledger of approvals in force there, the file's own left out. Problems: those of the question.
 */
export async function judgeFile(
  { judge }: Office,
  tx: Tx,
  id: string,
  request: unknown,
  day: string,
): Promise<Result<Judged>> {
  const first = judge(request, day, null);
  if (!first.ok || !asksLedger(first.value.assessment)) return first;
  return judge(request, day, await approvedIn(tx, id, first.value.assessment));
}

function asksLedger({ findings }: Assessment): boolean {
  return findings.some((f) => f.rule === 'condition' && f.check === READS_LEDGER);
}

/** Sums by plan, zone and activity, in their order. */
async function approvedIn(tx: Tx, id: string, { zones }: Assessment): Promise<ApprovedGround[]> {
  const rows = await tx
    .selectFrom('approval_zones')
    .select(['plan_id as plan', 'zone', 'activity'])
    .select(sql<number>`sum(area_m2)::float8`.as('areaM2'))
    .where('in_force', '=', true)
    .where('application_id', '!=', id)
    .where((e) =>
      e.or(zones.map((z) => e.and([e('plan_id', '=', z.plan), e('zone', '=', z.code)]))),
    )
    .groupBy(['plan_id', 'zone', 'activity'])
    .orderBy('plan_id')
    .orderBy('zone')
    .orderBy('activity')
    .execute();
  return rows;
}
