import pg from 'pg';
import type { Load } from './http-load.ts';
import type { Office } from './permit.ts';

/** The same reads as plain SQL over `pg`, and the audit trail's appends alone: what no service can be quicker than. */
export async function peers(
  { url, seconds }: Pick<Office, 'url' | 'seconds'>,
  receipts: readonly string[],
  clients: number,
): Promise<Record<string, Load>> {
  const pool = new pg.Pool({ connectionString: url, max: clients });
  let next = 0;
  const receipt = () => receipts[next++ % receipts.length];
  const rows = {
    'plain SQL: work list': await turns(seconds, clients, () => pool.query(WORK)),
    'plain SQL: tracking': await turns(seconds, clients, () => pool.query(TRACK, [receipt()])),
    'plain SQL: audit appends': await turns(seconds, clients, () => pool.query(APPEND)),
  };
  await pool.end();
  return rows;
}

const WORK = `select w.role, w.application_id, w.kind, w.stage, w.kelurahan, w.since, w.due_on, w.assigned_to,
    a.receipt, a.verdict, a.area_m2, a.submitted_at
  from work_items w join applications a on a.id = w.application_id
  where w.role = 'loket' order by w.due_on, w.application_id, w.role limit 51`;

const TRACK = `select a.*, e.* from applications a join application_events e on e.application_id = a.id
  where a.receipt = $1 order by e.n`;

const APPEND = `select audit_append('2026-01-15T11:00:00+08:00', 'bench', 'loket', 'note.add', 'application', 'x',
  null, null, '{}')`;

async function turns(seconds: number, clients: number, turn: () => Promise<unknown>) {
  const times: number[] = [];
  const start = performance.now();
  const end = start + 1000 * seconds;
  const one = async () => {
    while (performance.now() < end) {
      const began = performance.now();
      await turn();
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: clients }, one));
  const took = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))]!;
  const quantiles = { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
  return { perSecond: times.length / took, ...quantiles, replies: times.length, bytes: 0 };
}
