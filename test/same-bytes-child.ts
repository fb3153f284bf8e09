/**
 * Answers every case of the small plans and prints one line for each: a hash of the whole answer. With a
 * seed other than 0 the plans are read from files in another order, with the features of their GeoJSON
 * layers in another order: `node test/same-bytes-child.ts SEED`.
 */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { storeOf } from '../scripts/removals/questions.ts';
import { picker } from '../scripts/removals/random.ts';
import { type Files, openFiles } from '../src/formats/files.ts';
import { loadPlan } from '../src/plan/load.ts';
import { PLAN_LEVELS, type PlanVersion } from '../src/plan/model.ts';
import { buildStack } from '../src/plan/stack.ts';
import { answer } from '../src/request/answer.ts';
import { allCases } from './cases-runner.ts';

const shuffle = shuffler(Number(process.argv[2] ?? 0));

/** Puts a list into the order of the seed; 0 leaves it. */
function shuffler(seed: number): <T>(list: readonly T[]) => T[] {
  const pick = picker(seed);
  return (list) => {
    if (seed === 0) return [...list];
    const rest = [...list];
    return list.map(() => rest.splice(pick(rest.length, 1)[0]!, 1)[0]!);
  };
}

function inOtherOrder(files: Files): Files {
  const entries = [...files].map(([name, bytes]): [string, Uint8Array] => [
    name,
    name.endsWith('.geojson') ? withShuffledFeatures(bytes) : bytes,
  ]);
  return new Map(shuffle(entries));
}

function withShuffledFeatures(bytes: Uint8Array): Uint8Array {
  const all = JSON.parse(new TextDecoder().decode(bytes)) as { features: unknown[] };
  return new TextEncoder().encode(JSON.stringify({ ...all, features: shuffle(all.features) }));
}

const plans = new Map<string, Promise<PlanVersion>>();

async function planAt(folder: string): Promise<PlanVersion> {
  const path = fileURLToPath(new URL(`./plans/${folder}`, import.meta.url));
  const opened = await openFiles(path);
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  const loaded = await loadPlan(inOtherOrder(opened.value));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

/** One stack for each set of plans, nearest in rank first. */
const stores = new Map<string, Promise<ReturnType<typeof storeOf>>>();

async function storeFor(folders: readonly string[]): Promise<ReturnType<typeof storeOf>> {
  for (const folder of folders) if (!plans.has(folder)) plans.set(folder, planAt(folder));
  const all = await Promise.all(folders.map((folder) => plans.get(folder)!));
  const rank = (p: PlanVersion) => PLAN_LEVELS.indexOf(p.manifest.level);
  return storeOf(buildStack(all.sort((a, b) => rank(a) - rank(b))));
}

for (const { file, one } of allCases()) {
  const key = one.plans.join('+');
  if (!stores.has(key)) stores.set(key, storeFor(one.plans));
  const result = answer(await stores.get(key)!, one.request, one.today ?? '2026-01-15');
  const text = JSON.stringify(result);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  console.log(`${hash} ${text.length} ${file}: ${one.name}`);
}
