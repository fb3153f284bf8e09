import type pg from 'pg';
import { receiptNumber } from '../src/permit/index.ts';
import { openVault } from '../src/permit/people/index.ts';
import type { History } from './permit-histories.ts';

/** Histories are kept of open files, and of every so many-th other. */
export const KEPT_EVERY = 10;
const BATCH = 50_000;
const MINUTES_OPEN = 14_400;
const MINUTES_ENDED = 2_628_000;

/**
 * Fills an empty database with applications, by set-based statements. Not there of files that ended:
 * submissions, outbox, documents and papers, and most events.
 */
export async function fill(
  client: pg.Client,
  applications: number,
  list: readonly History[],
): Promise<void> {
  // Nobody else is here: no waiting for the disk, and no look at what a row refers to.
  await client.query("set synchronous_commit = off; set session_replication_role = 'replica'");
  await client.query("set work_mem = '256MB'; set maintenance_work_mem = '512MB'");
  await fillWays(client, list);
  await fillPlaces(client, applications, list);
  for (const statement of STATEMENTS) await client.query(statement);
  await client.query('drop table fill, fill_ways, fill_events, fill_holders');
  await client.query("set session_replication_role = 'origin'");
  await client.query('vacuum analyze');
}

async function fillWays(client: pg.Client, list: readonly History[]): Promise<void> {
  await client.query(`
    create table fill_ways (t int, kind text, stage text, outcome text, tracks text, facts text, open bool, issued bool);
    create table fill_events (t int, n int, event text, role text, track text, from_stage text, to_stage text, reason text, documents text);
    create table fill_holders (t int, role text)`);
  const json = (rows: readonly unknown[]) => JSON.stringify(rows);
  const ways = list.map(({ file, open, issued }, t) => {
    const { kind, stage, outcome, tracks, facts } = file;
    const texts = { tracks: JSON.stringify(tracks), facts: JSON.stringify(facts) };
    return { t, kind, stage, outcome, ...texts, open, issued };
  });
  const events = list.flatMap(({ file }, t) =>
    file.events.map((e, i) => ({
      ...{ t, n: i + 1, event: e.event, role: e.role, track: e.track, reason: e.reason },
      ...{ from_stage: e.from, to_stage: e.to, documents: JSON.stringify(e.documents) },
    })),
  );
  const holders = list.flatMap((h, t) => h.holders.map((role) => ({ t, role })));
  const into = (table: string, rows: readonly object[]) =>
    client.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [
      json(rows),
    ]);
  await into('fill_ways', ways);
  await into('fill_events', events);
  await into('fill_holders', holders);
}

/** One row an application: its way by the shares, its receipt, and when it was submitted. */
async function fillPlaces(client: pg.Client, applications: number, list: readonly History[]) {
  const turns = list.flatMap(({ share }, t) => Array.from({ length: share }, () => t));
  await client.query('create table fill (i int, t int, receipt text, id text, at timestamp)');
  for (let from = 0; from < applications; from += BATCH) {
    const numbers = Array.from(
      { length: Math.min(BATCH, applications - from) },
      (_, k) => from + k,
    );
    await client.query(
      `insert into fill select i, f.t, receipt, md5(i::text),
        timestamp '2026-01-05 08:00' - interval '1 minute' * ((i::bigint * 7919) %
          case when open then ${MINUTES_OPEN} else ${MINUTES_ENDED} end)
        from unnest($1::int[], $2::int[], $3::text[]) as f (i, t, receipt) join fill_ways w on w.t = f.t`,
      // A step that has no factor with the thousand mixes them.
      [numbers, numbers.map((i) => turns[(i * 377) % turns.length]), numbers.map(receiptOf)],
    );
  }
  await client.query('create unique index on fill (i); analyze fill');
}

/** Five bytes that are others for every number: multiplied by an odd number modulo 2^40. */
export function receiptOf(i: number): string {
  const bits = (BigInt(i + 1) * 0x9e3779b97n) & 0xffffffffffn;
  return receiptNumber(Buffer.from(bits.toString(16).padStart(10, '0'), 'hex'));
}

const AT = `to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS"+08:00"')`;
const EVENT_AT = AT.replace('at,', "at + (n - 1) * interval '12 hours',");
const NOISE = "(select string_agg(md5(k::text), '') from generate_series(1, 64) k)";
/** West and south of a parcel of 25 by 20 m, all over a region of 40 by 40 km. */
const X = '(540000 + (i::bigint * 104729) % 40000)';
const Y = '(8860000 + (i::bigint * 15485863) % 40000)';
const WAY = 'from fill join fill_ways using (t)';

/** The office's key of the bench's service, as people's keys name it. */
const KEY_ID = openVault(Buffer.alloc(32, 7)).keyId;

const STATEMENTS = [
  `insert into persons (id, wrapped_key, sealed, nik_index, npwp_index, created_at)
    select 'p' || id, '${KEY_ID}.' || repeat(md5(i::text), 2), repeat(md5(i::text) || md5(i || 'x'), 6), md5(i || 'nik'), md5(i || 'npwp'), ${AT} from fill`,
  `insert into applications (id, receipt, kind, stage, outcome, tracks, facts, version, owner_id, person_id, form, request,
      assessment_id, verdict, plan_hash, kelurahan, kecamatan, area_m2, created_at, changed_at, submitted_at, ended_at)
    select id, receipt, kind, stage, outcome, tracks, facts, 12, 'u' || i % 200000, 'p' || id,
      '{"land":{"address":"Jl. Uji ' || i || '","needM2":500},"project":{"description":"toko","buildings":1}}',
      '{"crs":"EPSG:32751","parcel":{"type":"Polygon","coordinates":[[[' || ${X} || ',' || ${Y} || ']]]},"activity":{"code":"TOKO"}}',
      md5(i || 'a'), 'sesuai', 'sha256:bench', 'Kelurahan ' || i % 51, 'Kecamatan ' || i % 6, 500,
      ${AT}, ${AT}, ${AT}, case when open or issued then null else ${AT} end ${WAY}`,
  `insert into application_events (application_id, n, at, event, role, actor, track, from_stage, to_stage, reason, documents)
    select id, n, ${EVENT_AT}, event, role, 'bench', track, from_stage, to_stage, reason, documents
    ${WAY} join fill_events using (t) where open or i % ${KEPT_EVERY} = 0`,
  `insert into work_items (application_id, role, due_on, stage, kind, since, kelurahan)
    select id, role, to_char(case when issued then at + interval '3 years' else at + interval '30 days' end, 'YYYY-MM-DD'),
      stage, kind, ${AT}, 'Kelurahan ' || i % 51 ${WAY} join fill_holders using (t)`,
  `insert into parcels (application_id, what, crs, rings, area_m2, min_x, min_y, max_x, max_y)
    select id, case when issued then 'approved' else 'asked' end, 'EPSG:32751',
      '{"xy":[' || concat_ws(',', ${X}, ${Y}, ${X} + 25, ${Y}, ${X} + 25, ${Y} + 20, ${X}, ${Y} + 20) || '],"ends":[4]}',
      500, ${X}, ${Y}, ${X} + 25, ${Y} + 20 ${WAY} where open or issued`,
  `insert into parcel_cells (level, ix, iy, application_id, what)
    select 0, ix, iy, application_id, what from parcels,
      generate_series(floor(min_x / 64)::int, floor(max_x / 64)::int) ix,
      generate_series(floor(min_y / 64)::int, floor(max_y / 64)::int) iy`,
  `insert into approvals (number, application_id, issued_on, valid_to, status, outcome, terms)
    select '503/' || i, id, to_char(at, 'YYYY-MM-DD'), to_char(at + interval '3 years', 'YYYY-MM-DD'), 'in_force', 'seluruhnya',
      '{"number":"503/' || i || '","noise":"' || repeat(md5(i::text), 12) || '"}' ${WAY} where issued`,
  `insert into approval_zones (application_id, plan_id, zone, activity, area_m2, in_force)
    select id, 'kupang-rdtr', 'R-' || i % 40, 'TOKO', 500, true ${WAY} where issued`,
  `insert into submissions (application_id, n, at, move, assessment_id, engine, request, answer, form, geometry, verdict, plan_hash)
    select id, 1, ${AT}, 'ajukan', md5(i || 'a'), 'bench', '{}', ${NOISE}, '{}', '{}', 'sesuai', 'sha256:bench' ${WAY} where open`,
  `insert into outbox (id, topic, file_id, seq, payload, created_at)
    select md5(id || n), 'application.moved', id, n, '{"move":"' || event || '"}', ${EVENT_AT} ${WAY} join fill_events using (t) where open`,
  `insert into audit (seq, at, actor, role, action, entity, entity_id, prev_hash, hash)
    select i + 1, ${AT}, 'bench', 'pemohon', 'ajukan', 'application', id, 'bench', 'bench' from fill`,
  `update audit_head set seq = (select max(seq) from audit), hash = 'bench'`,
];
