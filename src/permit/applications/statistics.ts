import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { Definition, Outcome } from '../stages.ts';

/** What of the office's work is counted: files submitted in a span of days. */
export interface StatisticsQuery {
  /** First and last day of submission, YYYY-MM-DD; null: open. */
  readonly from: string | null;
  readonly to: string | null;
  readonly by: 'kind' | 'kelurahan';
}

export interface StatisticsRow {
  readonly group: string;
  readonly submitted: number;
  readonly open: number;
  readonly approved: number;
  readonly partly: number;
  readonly refused: number;
  /** By the applicant, or closed since not pursued: files at ends that stages.csv counts so. */
  readonly withdrawn: number;
  /** Of open files: past their last day on `today`. */
  readonly overdue: number;
}

/** Days that files stayed in a stage before they went on; calendar days, each stay once. */
export interface StageDuration {
  readonly kind: string;
  readonly stage: string;
  readonly stays: number;
  readonly medianDays: number;
  readonly p90Days: number;
}

/** Names of all figures, in the order of the table. */
export const VOLUME_COLUMNS = [
  'group',
  'submitted',
  'open',
  'approved',
  'partly',
  'refused',
  'withdrawn',
  'overdue',
] as const satisfies readonly (keyof StatisticsRow)[];

export const DURATION_COLUMNS = [
  'kind',
  'stage',
  'stays',
  'medianDays',
  'p90Days',
] as const satisfies readonly (keyof StageDuration)[];

/** Volumes by kind or kelurahan; what counts as what the law says. `today` decides what is overdue. */
export async function volumes(
  db: Kysely<Schema>,
  law: Pick<Definition, 'kinds' | 'outcomes'>,
  { from, to, by }: StatisticsQuery,
  today: string,
): Promise<StatisticsRow[]> {
  const group = sql<string>`coalesce(${sql.ref(`a.${by}`)}, '-')`;
  const came = (approves: Outcome['approves']) => oneOf('a.outcome', outcomesOf(law, approves));
  const { rows } = await sql<Record<keyof StatisticsRow, string | number>>`
    select ${group} as "group",
      count(*) as submitted,
      count(*) filter (where a.ended_at is null) as open,
      count(*) filter (where ${came('all')}) as approved,
      count(*) filter (where ${came('part')}) as partly,
      count(*) filter (where ${came('none')}) as refused,
      count(*) filter (where ${oneOf('a.stage', withdrawnStages(law))}) as withdrawn,
      count(*) filter (where exists (select 1 from work_items w
        where w.application_id = a.id and w.due_on < ${today})) as overdue
    from applications a
    where a.submitted_at is not null
      and (${from}::text is null or a.submitted_at >= ${from}::text)
      and (${to}::text is null or left(a.submitted_at, 10) <= ${to}::text)
    group by 1 order by 1`.execute(db);
  return rows.map((row) => {
    const numbers = Object.entries(row).map(([k, v]) => [k, k === 'group' ? v : Number(v)]);
    return Object.fromEntries(numbers) as StatisticsRow;
  });
}

function outcomesOf({ outcomes }: Pick<Definition, 'outcomes'>, approves: Outcome['approves']) {
  return [...outcomes.values()].filter((o) => o.approves === approves).map(({ id }) => id);
}

function withdrawnStages({ kinds }: Pick<Definition, 'kinds'>): string[] {
  const stages = [...kinds.values()].flatMap((kind) => [...kind.stages.values()]);
  return [...new Set(stages.filter((stage) => stage.withdrawn).map(({ id }) => id))];
}

function oneOf(column: string, values: readonly string[]): RawBuilder<boolean> {
  // A list of nothing is none that SQL knows.
  return values.length === 0 ? sql`false` : sql`${sql.ref(column)} in (${sql.join(values)})`;
}

/** How long each stage took, from the office's own past; to a hundredth of a day. */
export async function durations(
  db: Kysely<Schema>,
  { from, to }: StatisticsQuery,
): Promise<StageDuration[]> {
  const { rows } = await sql<StageDuration>`
    select kind, stage, count(*)::int as stays,
      round((percentile_cont(0.5) within group (order by days))::numeric, 2)::float8 as "medianDays",
      round((percentile_cont(0.9) within group (order by days))::numeric, 2)::float8 as "p90Days"
    from (
      select a.kind, e.to_stage as stage,
        extract(epoch from lead(e.at::timestamptz) over w - e.at::timestamptz) / 86400 as days
      from application_events e join applications a on a.id = e.application_id
      where a.submitted_at is not null and e.track is null
        and (${from}::text is null or a.submitted_at >= ${from}::text)
        and (${to}::text is null or left(a.submitted_at, 10) <= ${to}::text)
      window w as (partition by e.application_id order by e.n)
    ) stays
    where days is not null
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}
