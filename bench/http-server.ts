/**
 * Servers of the bench `http`, each a process of its own: `service` is the whole service, `bare` a route
 * that checks bodies and serialises replies made beforehand, both by the service's schemas.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { type FastifyInstance, fastify } from 'fastify';
import { Type } from 'typebox';
import type { Database } from '../src/database/index.ts';
import { buildApp } from '../src/http/app.ts';
import { ANSWER_SCHEMAS } from '../src/http/assessment-schema.ts';
import { REQUEST_SCHEMAS } from '../src/http/request-schema.ts';
import { openStore, type PlanStore } from '../src/plan/store.ts';
import { answer } from '../src/request/index.ts';

const TODAY = '2026-01-15';
/** Replies that the bare route gives in turn. */
const REPLIES = 200;

// Every file of this folder is looked at for benches; only as a process of its own it serves.
if (process.send) await serve(process.env.SI_PEJUANG_HOME!, process.argv[2] === 'bare');

async function serve(home: string, bare: boolean): Promise<void> {
  const store = await openStore({ folders: ['data'], home, today: TODAY });
  const app = bare ? bareApp(store) : serviceApp(store);
  await app.listen({ port: 0, host: '127.0.0.1' });
  process.send!((app.server.address() as { port: number }).port);
  process.once('SIGTERM', () => process.exit(0));
}

function serviceApp(plans: PlanStore): FastifyInstance {
  const database = { ready: () => Promise.reject(new Error('no database')) } as unknown as Database;
  const settings = { bodyLimit: 1_000_000, requestTimeoutMs: 30_000, logLevel: 'error' as const };
  return buildApp({ store: plans, database, settings, now: () => new Date(`${TODAY}T03:00:00Z`) });
}

function bareApp(plans: PlanStore): FastifyInstance {
  const bare = fastify();
  for (const schema of [...REQUEST_SCHEMAS, ...ANSWER_SCHEMAS]) bare.addSchema(schema);
  const replies = makeReplies(plans);
  let next = 0;
  const schema = {
    body: Type.Ref('AssessmentRequest'),
    response: { 200: Type.Ref('Assessment') },
  };
  bare.post('/v1/assessments', { schema }, async () => replies[next++ % replies.length]);
  return bare;
}

function makeReplies(plans: PlanStore): unknown[] {
  const text = readFileSync('data/kupang/persil.csv');
  const rows = parse(text, { columns: true, bom: true }) as { readonly [name: string]: string }[];
  return rows.slice(0, REPLIES).flatMap((row) => {
    const activity = row.kegiatan ? { code: row.kegiatan } : { kbli: row.kbli };
    const told = answer(plans, { wkt: row.wkt, activity }, TODAY);
    return told.ok ? [JSON.parse(JSON.stringify(told.value))] : [];
  });
}
