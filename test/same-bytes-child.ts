/**
 * Answers every case of the small plans through every door and prints one line for each: a hash of all that
 * is sent or shown. With a seed other than 0 the plans are imported first, in another order, from files
 * that were written in another order, with the features of their GeoJSON layers in another order, and are
 * opened from their snapshots: `node test/same-bytes-child.ts SEED`.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { picker } from '../scripts/removals/random.ts';
import { openFiles } from '../src/formats/files.ts';
import { type Job, runJob } from '../src/http/question-jobs.ts';
import { importPlan } from '../src/plan/import.ts';
import { openStore, type PlanStore } from '../src/plan/store.ts';
import { answerCells, mapScene, reportText, svgText } from '../src/report/index.ts';
import { answer, answerAndRequest } from '../src/request/index.ts';
import { allCases, type Case } from './cases-runner.ts';

const SEED = Number(process.argv[2] ?? 0);
const TODAY = '2026-01-15';
/** Of so many cases one is asked by the doors for many variants, too. */
const SOME = 5;
const scratch = mkdtempSync(join(tmpdir(), 'si-pejuang-bytes-'));

const pick = picker(SEED);

/** Puts a list into the order of the seed; 0 leaves it. */
function shuffle<T>(list: readonly T[]): T[] {
  if (SEED === 0) return [...list];
  const rest = [...list];
  return list.map(() => rest.splice(pick(rest.length, 1)[0]!, 1)[0]!);
}

function withShuffledFeatures(bytes: Uint8Array): Uint8Array {
  const all = JSON.parse(new TextDecoder().decode(bytes)) as { features: unknown[] };
  return new TextEncoder().encode(JSON.stringify({ ...all, features: shuffle(all.features) }));
}

const folderOf = (name: string) => fileURLToPath(new URL(`./plans/${name}`, import.meta.url));

/** The folder of a plan written anew in another order. */
async function rewritten(name: string): Promise<string> {
  const opened = await openFiles(folderOf(name));
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  const folder = mkdtempSync(join(scratch, 'plan-'));
  for (const [path, bytes] of shuffle([...opened.value])) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const shuffled = path.endsWith('.geojson') ? withShuffledFeatures(bytes) : bytes;
    writeFileSync(join(folder, path), shuffled);
  }
  return folder;
}

async function openPlans(names: readonly string[]): Promise<PlanStore> {
  const home = mkdtempSync(join(scratch, 'home-'));
  const folders = SEED === 0 ? names.map(folderOf) : [];
  for (const name of SEED === 0 ? [] : shuffle(names)) {
    const done = await importPlan({ source: await rewritten(name), home });
    if (!done.ok) throw new Error(JSON.stringify(done.problems));
  }
  const options = { folders, home, today: TODAY, apart: false };
  // The first time the plans are read and cut, the second time opened from their snapshots.
  if (SEED !== 0) await openStore(options);
  const store = await openStore({ ...options, snapshots: SEED !== 0 });
  if (store.failed.length > 0 || store.plans.length !== names.length) {
    throw new Error(`plans ${names.join(', ')}: ${JSON.stringify(store.failed)}`);
  }
  return store;
}

/** What the doors make of one case: the service's JSON and map, a CSV row, the terminal's page. */
function doors(store: PlanStore, one: Case): unknown[] {
  const today = one.today ?? TODAY;
  const result = answer(store, one.request, today);
  if (!result.ok) return [result];
  const job = { kind: 'assess', body: one.request, today, keptAt: null } as const;
  const pages = (['id', 'en'] as const).map((language) =>
    reportText(result.value, { language, color: false, width: 100, explain: () => null }),
  );
  return [
    result,
    sent(store, { ...job, form: 'application/json' }),
    sent(store, { ...job, form: 'application/geo+json' }),
    answerCells(result.value),
    ...pages,
  ];
}

/** The further questions on the parcel of a case, and its maps. */
function further(store: PlanStore, one: Case): unknown[] {
  const today = one.today ?? TODAY;
  const page = { q: null, section: null, class: null, limit: 1000, offset: 0 };
  const variants = [{}, { activity: null }, { building: { footprintM2: 50, floors: 1 } }];
  const request = one.request as object;
  return [
    sent(store, { kind: 'options', body: request, today, page }),
    sent(store, { kind: 'what-if', body: { ...request, variants }, today }),
    ...maps(store, one),
  ];
}

/** Both maps of a case that is answered. */
function maps(store: PlanStore, one: Case): string[] {
  const result = answerAndRequest(store, one.request, one.today ?? TODAY);
  if (!result.ok) return [];
  const { assessment, request } = result.value;
  const { stack, parcel, proposal, canonical } = request;
  const source = { assessment, stack, parcel, proposal, canonical };
  const frame = { widthMm: 180, heightMm: 240 };
  return (['overlay', 'location'] as const).map((kind) =>
    svgText(mapScene(source, { language: 'id', kind, frame })),
  );
}

/** Where in each plan a house and a shop may stand, as a list and as a map. */
function places(store: PlanStore): unknown[] {
  const page = { bbox: null, limit: 1000, offset: 0, toleranceM: 0 };
  const body = { activity: { kbli: '47111' }, building: { floors: 2, heightM: 8 }, parcelM2: 400 };
  return store.plans.flatMap(({ manifest: { id } }) =>
    (['application/json', 'application/geo+json'] as const).map((form) =>
      sent(store, { kind: 'where', plan: { id, version: null }, body, today: TODAY, form, page }),
    ),
  );
}

function sent(store: PlanStore, job: Job): unknown {
  const done = runJob(store, job);
  return done.ok ? done.text : done;
}

function tell(name: string, all: unknown): void {
  const text = JSON.stringify(all);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  console.log(`${hash} ${text.length} ${name}`);
}

/** One store for each set of plans. */
const stores = new Map<string, PlanStore>();

async function storeFor(names: readonly string[]): Promise<PlanStore> {
  const key = names.join('+');
  const store = stores.get(key) ?? (await openPlans(names));
  if (!stores.has(key)) tell(`where: ${key}`, places(store));
  stores.set(key, store);
  return store;
}

for (const [i, { file, one }] of allCases().entries()) {
  const store = await storeFor(one.plans);
  tell(`${file}: ${one.name}`, doors(store, one));
  if (i % SOME === 0) tell(`further: ${file}: ${one.name}`, further(store, one));
}
rmSync(scratch, { recursive: true });
