/**
 * Breaks one rule of the engine at a time and runs the hand-worked cases on it: a mutation that no case
 * notices is a rule that no case covers. `node test/mutations/run.ts` prints a line for each and ends with 0
 * only if all were noticed; `--only TEXT` takes those whose rule or file has the text in it, `--part 1/2`
 * every second one. No test framework: the broken source is put in by a module hook.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type * as assessment from '../../src/assessment/index.ts';
import { ok } from '../../src/base/problem.ts';
import { parseRequest } from '../../src/request/parse-request.ts';
import { type Ask, allCases, type FiledCase, runCase } from '../cases-runner.ts';

export interface Mutation {
  readonly rule: string;
  /** Under src/. */
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

export interface Outcome {
  readonly mutation: Mutation;
  /** `file: case` that noticed it, or null. */
  readonly noticedBy: string | null;
  /** Set where the mutation no longer fits the source. */
  readonly stale?: string;
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
      if (mark === undefined) return next(url, context);
      const mutation = mutations[Number(mark)]!;
      const source =
        path === `${SRC}${mutation.file}` ? broken(path, mutation) : stripped.get(path!)!;
      return { format: 'module', source, shortCircuit: true };
    },
  });
}

/** Sources as they stood at the start, by address: someone may be editing them meanwhile. */
const sources = new Map<string, string>();
/** The same without types, kept: taking the types off costs more than running a case. */
const stripped = new Map<string, string>();

function readSources(): void {
  for (const folder of FRESH) {
    for (const name of readdirSync(fileURLToPath(folder)).filter((n) => n.endsWith('.ts'))) {
      const source = readFileSync(fileURLToPath(folder + name), 'utf8');
      sources.set(folder + name, source);
      stripped.set(folder + name, stripTypeScriptTypes(source));
    }
  }
}

/** The source has changed: the mutation has to be written anew. */
class Stale extends Error {}

function broken(url: string, m: Mutation): string {
  const source = sources.get(url)!;
  const count = source.split(m.find).length - 1;
  if (count !== 1) throw new Stale(`NOT FOUND ONCE (${count} times)`);
  return stripTypeScriptTypes(source.replace(m.find, () => m.replace));
}

/** Cases that expect much notice much. */
function weight({ one }: FiledCase): number {
  return JSON.stringify(one.expect).length;
}

/** The reading of requests is noticed by what is refused. */
function refusalWeight(c: FiledCase): number {
  return c.one.expect.problems ? 1e6 : weight(c);
}

function inOrder(weigh: (c: FiledCase) => number): FiledCase[] {
  return allCases().sort((a, b) => weigh(b) - weigh(a));
}

/** The case that noticed each mutation. Cases that noticed one lately are tried first, since rules stand in groups. */
export async function runMutations(mutations: readonly Mutation[]): Promise<Outcome[]> {
  readSources();
  hookMutations(mutations);
  const results: Outcome[] = [];
  const orders = { request: inOrder(refusalWeight), assessment: inOrder(weight) };
  for (const [i, mutation] of mutations.entries()) {
    const door = await openDoor(i, mutation);
    if (door instanceof Stale) {
      results.push({ mutation, noticedBy: null, stale: door.message });
      continue;
    }
    const cases = mutation.file.startsWith('request/') ? orders.request : orders.assessment;
    const at = await firstNoticing(cases, door.answer);
    const found = at < 0 ? [] : cases.splice(at, 1);
    cases.unshift(...found);
    const noticedBy = found[0] ? `${found[0].file}: ${found[0].one.name}` : null;
    results.push({ mutation, noticedBy });
  }
  return results;
}

type Door = { readonly answer: Ask };

/** The door with a mutation behind it. Where only the assessment is broken, requests are read once for all. */
async function openDoor(i: number, mutation: Mutation): Promise<Door | Stale> {
  try {
    if (!mutation.file.startsWith('assessment/')) {
      return (await import(`${SRC}request/answer.ts?m=${i}`)) as Door;
    }
    const { assess } = (await import(`${SRC}assessment/index.ts?m=${i}`)) as Pick<
      typeof assessment,
      'assess'
    >;
    return { answer: (...asked) => answerBy(assess, ...asked) };
  } catch (error) {
    if (error instanceof Stale) return error;
    throw error;
  }
}

const parsed = new Map<unknown, Map<unknown, ReturnType<typeof parseRequest>>>();

function answerBy(assess: typeof assessment.assess, ...asked: Parameters<Ask>): ReturnType<Ask> {
  const [store, body] = asked;
  const ofStore = parsed.get(store) ?? new Map();
  parsed.set(store, ofStore);
  if (!ofStore.has(body)) ofStore.set(body, parseRequest(...asked));
  const request: ReturnType<typeof parseRequest> = ofStore.get(body);
  if (!request.ok) return request;
  const { stack, parcel, proposal, date, binding, canonical } = request.value;
  return ok(assess(stack, parcel, proposal, { date, binding, request: canonical }));
}

/** Index of the first case that fails, -1 if all pass. */
async function firstNoticing(cases: readonly FiledCase[], ask: Ask): Promise<number> {
  for (const [i, { one }] of cases.entries()) {
    if ((await runCase(one, ask)).length > 0) return i;
  }
  return -1;
}

/** Those that the command line asks for. */
function chosen(all: readonly Mutation[]): Mutation[] {
  const { values } = parseArgs({ options: { only: { type: 'string' }, part: { type: 'string' } } });
  const [part, of] = (values.part ?? '1/1').split('/').map(Number);
  const { only } = values;
  return all
    .filter((_, i) => i % of! === part! - 1)
    .filter((m) => only === undefined || m.rule.includes(only) || m.file.includes(only));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const results = await runMutations(chosen(readMutations()));
  for (const { mutation, noticedBy, stale } of results) {
    const { rule, file, find, replace } = mutation;
    // On one line, so that each can be picked out.
    const what = JSON.stringify(`${file}: ${find} -> ${replace}`);
    console.log(
      noticedBy === null
        ? `${stale ?? 'NOT NOTICED'} ${rule}: ${what}`
        : `noticed ${rule} (${noticedBy})`,
    );
  }
  const missed = results.filter((r) => r.noticedBy === null).length;
  console.log(`${results.length - missed} of ${results.length} mutations noticed`);
  process.exitCode = missed === 0 ? 0 : 1;
}
