/**
 * Servers of the bench `http`, each a process of its own: `service` is the whole service, `bare` a route
 * that checks bodies and serialises replies made beforehand, both by the service's schemas.
 */
import { type FastifyInstance, fastify } from 'fastify';
import { Type } from 'typebox';
import { openDatabase } from '../src/database/index.ts';
import { buildApp } from '../src/http/app.ts';
import { ANSWER_SCHEMAS } from '../src/http/assessment-schema.ts';
import { questionPool } from '../src/http/question-pool.ts';
import { REQUEST_SCHEMAS } from '../src/http/request-schema.ts';
import { openStore, type PlanStore } from '../src/plan/store.ts';
import { answer } from '../src/request/index.ts';
import { bodiesOf } from './http-bodies.ts';
import { cpuMs } from './measure.ts';

const TODAY = '2026-01-15';
/** Replies that the bare route gives in turn: of every tenth parcel. */
const REPLIES = 200;
const EVERY = 10;

/** What the bench may ask a server: the processor's time so far in ms, or the longest hold since the last time. */
export type Question = 'cpu' | 'hold';

// Every file of this folder is looked at for benches; only as a process of its own it serves.
if (process.send) await serve(process.env.SI_PEJUANG_HOME!, process.argv[2] === 'bare');

async function serve(home: string, bare: boolean): Promise<void> {
  const store = await openStore({ folders: ['data'], home, today: TODAY });
  const app = bare ? bareApp(store) : await serviceApp(store, home);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const hold = watchHolds();
  process.on('message', (question: Question) =>
    process.send!(question === 'cpu' ? cpuMs() : hold()),
  );
  process.send!((app.server.address() as { port: number }).port);
  process.once('SIGTERM', () => process.exit(0));
}

async function serviceApp(plans: PlanStore, home: string): Promise<FastifyInstance> {
  const database = openDatabase({ url: process.env.DATABASE_URL ?? null, home });
  await database.ready();
  const settings = {
    bodyLimit: 1_000_000,
    requestTimeoutMs: 30_000,
    logLevel: 'error' as const,
    home,
    publicUrl: 'http://127.0.0.1',
    signingKey: null,
  };
  // As the service does at its start.
  const questions = questionPool();
  questions.warm(plans);
  const now = () => new Date(`${TODAY}T03:00:00Z`);
  return buildApp({ store: plans, database, settings, questions, now });
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
  const next = bodiesOf('use');
  return Array.from({ length: REPLIES * EVERY }, next).flatMap((body, i) => {
    if (i % EVERY > 0) return [];
    const told = answer(plans, body, TODAY);
    return told.ok ? [JSON.parse(JSON.stringify(told.value))] : [];
  });
}

/** The longest turn of the event loop since the last call, in ms. From the first call on the loop never rests. */
function watchHolds(): () => number {
  let longest = 0;
  let before = -1;
  const turn = () => {
    const now = performance.now();
    longest = Math.max(longest, now - before);
    before = now;
    setImmediate(turn);
  };
  return () => {
    if (before < 0) {
      before = Infinity;
      setImmediate(turn);
    }
    const told = longest;
    longest = 0;
    return told;
  };
}
