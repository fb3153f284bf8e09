/**
 * Breaks one rule of the engine at a time and runs the hand-worked cases on it: a mutation that no case
 * notices is a rule that no case covers. `node test/mutations/run.ts` prints a line for each and ends with 0
 * only if all were noticed. No test framework: the broken source is put in by a module hook.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Ask, runCases } from '../cases-runner.ts';

export interface Mutation {
  readonly rule: string;
  /** Under src/. */
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

const SRC = new URL('../../src/', import.meta.url).href;
/** Floors that are loaded anew for each mutation; what lies below is shared. */
const FRESH = [`${SRC}assessment/`, `${SRC}request/`];

export function readMutations(): Mutation[] {
  const path = new URL('./mutations.json', import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as Mutation[];
}

/** Every import from a mutated module carries the mutation's number on. */
function hookMutations(mutations: readonly Mutation[]): void {
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const mark = context.parentURL?.split('?m=')[1];
      if (mark === undefined || !FRESH.some((f) => found.url.startsWith(f))) return found;
      return { ...found, url: `${found.url.split('?')[0]}?m=${mark}` };
    },
    load(url, context, next) {
      const [path, mark] = url.split('?m=');
      const loaded = next(mark === undefined ? url : path!, context);
      const mutation = mark === undefined ? undefined : mutations[Number(mark)];
      if (!mutation || path !== `${SRC}${mutation.file}`) return loaded;
      return { ...loaded, source: broken(String(loaded.source), mutation) };
    },
  });
}

function broken(source: string, m: Mutation): string {
  const count = source.split(m.find).length - 1;
  if (count !== 1) throw new Error(`${m.file}: "${m.find}" stands ${count} times, not once`);
  return source.replace(m.find, () => m.replace);
}

/** The case that noticed each mutation first, or null. */
export async function runMutations(
  mutations: readonly Mutation[],
): Promise<{ mutation: Mutation; noticedBy: string | null }[]> {
  hookMutations(mutations);
  const results = [];
  for (const [i, mutation] of mutations.entries()) {
    const door = (await import(`${SRC}request/answer.ts?m=${i}`)) as { answer: Ask };
    const { failed } = await runCases(door.answer, { stopAtFirst: true });
    results.push({ mutation, noticedBy: failed[0]?.name ?? null });
  }
  return results;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const results = await runMutations(readMutations());
  for (const { mutation, noticedBy } of results) {
    const { rule, file, find, replace } = mutation;
    console.log(
      noticedBy === null
        ? `NOT NOTICED ${rule}: ${file}: ${find} -> ${replace}`
        : `noticed ${rule} (${noticedBy})`,
    );
  }
  const missed = results.filter((r) => r.noticedBy === null).length;
  console.log(`${results.length - missed} of ${results.length} mutations noticed`);
  process.exitCode = missed === 0 ? 0 : 1;
}
