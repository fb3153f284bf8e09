/**
 * PostGIS on the kernel's question, if `DATABASE_URL` or `PGHOST` leads to a server that has it. All
 * happens in one transaction that is rolled back, in temporary tables; the time is the server's own.
 */
import pg from 'pg';
import type { CellIndex } from '../src/geometry/cell-index.ts';
import { type FeatureSet, featureRings, type Rings } from '../src/geometry/rings.ts';
import { type Answer, type Compared, compared, sampleOf } from './batch-peer.ts';
import type { KernelWork } from './kernel-work.ts';
import { wkbOf } from './wkb.ts';

/** Parcels asked; of the naive join only every so many-th, as it is slow. */
const SAMPLE = 20_000;
const NAIVE_EVERY = 100;
const BATCH = 200;

const COMMON = 'ST_Area(ST_Intersection(p.g, f.g))';
const UNLESS_COVERED = `case when ST_Covers(f.g, p.g) then ST_Area(p.g) else ${COMMON} end`;
const UNLESS_WITHIN = `case when ST_CoveredBy(p.g, f.g) then ST_Area(p.g) else ${COMMON} end`;

/** The join as it is written first. */
const NAIVE = `select p.id, f.id, ${COMMON} from p join f on ST_Intersects(p.g, f.g)`;

/** Whole polygons outside, so that PostGIS keeps each one prepared for the parcels that it meets. */
const WHOLE = `select p.id, f.id, ${UNLESS_COVERED} from whole f join p on ST_Intersects(f.g, p.g)`;

/** Ways to ask the pieces; the fastest counts. */
const CUT = [64, 128].flatMap((vertices) => {
  const pieces = `pieces_${vertices}`;
  return [
    `select p.id, f.id, sum(${UNLESS_COVERED}) from ${pieces} f join p on ST_Intersects(f.g, p.g)
      group by 1, 2`,
    `select p.id, f.id, sum(${UNLESS_WITHIN}) from p, lateral
      (select * from ${pieces} f where f.g && p.g offset 0) f group by 1, 2`,
  ];
});

/** Rows for the kernel's bench; none, and a line why, where PostGIS is not to be had. */
export async function postgisPeers(work: KernelWork, index: CellIndex): Promise<Compared[]> {
  const { DATABASE_URL: url, PGHOST: host } = process.env;
  if (!url && !host) return absent('neither DATABASE_URL nor PGHOST is set');
  const client = new pg.Client(url ? { connectionString: url } : {});
  try {
    await client.connect();
    await client.query('begin');
    await client.query('create extension if not exists postgis');
  } catch (cause) {
    await client.end().catch(() => {});
    return absent(cause instanceof Error ? cause.message : String(cause));
  }
  try {
    const sample = sampleOf(work.parcels, SAMPLE);
    await fill(client, work.features, sample);
    const answers = await askAll(client);
    return answers.map((answer) => compared(answer, sample, index));
  } finally {
    await client.query('rollback');
    await client.end();
  }
}

function absent(why: string): [] {
  console.log(`(PostGIS is not at hand: ${why})`);
  return [];
}

async function fill(client: pg.Client, features: FeatureSet, sample: readonly Rings[]) {
  await client.query(`
    set local max_parallel_workers_per_gather = 0; set local jit = off;
    set local work_mem = '256MB'; set local client_min_messages = warning;
    create temp table f (id int, g geometry); create temp table p (id int, g geometry);
    create temp table whole (id int, g geometry);
    -- Not compressed, so that reading a large polygon again costs little.
    alter table whole alter g set storage external`);
  const all = Array.from(features.featureEnds, (_, f) => featureRings(features, f));
  await insert(client, 'f', all);
  await insert(client, 'p', sample);
  await client.query(`
    insert into whole select * from f order by g; analyze whole;
    create index on f using gist (g); analyze f;
    create index on p using gist (g); analyze p`);
  for (const vertices of [64, 128]) {
    const table = `pieces_${vertices}`;
    await client.query(`
      create temp table ${table} as
        select id, g from (select id, ST_Subdivide(g, ${vertices}) g from f) cut order by g;
      create index on ${table} using gist (g); analyze ${table}`);
  }
}

async function insert(client: pg.Client, table: string, list: readonly Rings[]): Promise<void> {
  const sql = `insert into ${table} select id, ST_GeomFromWKB(wkb)
    from unnest($1::int[], $2::bytea[]) as rows (id, wkb)`;
  for (let i = 0; i < list.length; i += BATCH) {
    const part = list.slice(i, i + BATCH);
    await client.query(sql, [part.map((_, k) => i + k), part.map(wkbOf)]);
  }
}

async function askAll(client: pg.Client): Promise<Answer[]> {
  const whole = await ask(client, 'PostGIS, best query on whole polygons', WHOLE, 1);
  const cut: Answer[] = [];
  for (const sql of CUT) {
    cut.push(await ask(client, 'PostGIS, best query on cut polygons', sql, 1));
  }
  await client.query(`delete from p where id % ${NAIVE_EVERY} <> 0; analyze p`);
  const naive = await ask(client, 'PostGIS, naive join', NAIVE, NAIVE_EVERY);
  return [cut.reduce((a, b) => (b.ms < a.ms ? b : a)), whole, naive];
}

/** Twice, the second time with everything in the server's memory. */
async function ask(client: pg.Client, name: string, sql: string, every: number): Promise<Answer> {
  let ms = Infinity;
  for (let turn = 0; turn < 2; turn++) {
    await client.query('drop table if exists answer');
    const create = `create temp table answer (p, f, area) as ${sql}`;
    const { rows } = await client.query(`explain (analyze, timing off, format json) ${create}`);
    ms = Math.min(ms, rows[0]['QUERY PLAN'][0]['Execution Time']);
  }
  const { rows } = await client.query<[number, number, number]>({
    text: 'select p, f, area from answer where area > 0',
    rowMode: 'array',
  });
  return { name, every, ms, triples: Float64Array.from(rows.flat()) };
}
