/**
 * Runs the hand-worked cases of test/cases/*.json through the one door to an assessment. No test
 * framework here, so that a child process with a rule broken on purpose can run them too:
 * `node test/cases-runner.ts` prints what failed and ends with 0 only if all passed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Assessment } from '../src/assessment/model.ts';
import type { Problem, Result } from '../src/base/problem.ts';
import { openStore, type PlanStore } from '../src/plan/store.ts';
import { answer } from '../src/request/answer.ts';
import { lawBreaks } from './verdict-law.ts';

/** What is expected of a list: every entry given must be matched by one entry of the answer. */
type Wanted = Readonly<Record<string, unknown>>;

export interface Expectation {
  readonly verdict?: string | null;
  /** Where the law leaves several, one of these. */
  readonly verdictIn?: readonly string[];
  readonly asked?: readonly string[];
  readonly binding?: boolean;
  /** Id of the plan that decided. */
  readonly plan?: string;
  readonly parcel?: Wanted;
  readonly activities?: readonly Wanted[];
  /** All parts, in any order. */
  readonly parts?: readonly Wanted[];
  readonly findings?: readonly Wanted[];
  readonly absent?: readonly Wanted[];
  readonly zones?: readonly Wanted[];
  readonly overlays?: readonly Wanted[];
  readonly limits?: Wanted;
  /** Plans asked, with what each `said`. */
  readonly plans?: readonly Wanted[];
  /** Of what a place permits where no activity is asked. */
  readonly permitted?: readonly Wanted[];
  /** Codes of activities that `permitted` must not list. */
  readonly notPermitted?: readonly string[];
  readonly date?: string;
  /** All codes of conditions, in any order. */
  readonly conditions?: readonly string[];
  /** Of single conditions, what became of their checks. */
  readonly conditionStatus?: readonly Wanted[];
  /** Some of the conditions, with more than their codes. */
  readonly conditionRows?: readonly Wanted[];
  /** Nothing in the answer's conditions may match one of these. */
  readonly absentConditions?: readonly Wanted[];
  /** What could be approved in part. */
  readonly partial?: Wanted;
  /** All, in any order. */
  readonly notAssessed?: readonly string[];
  /** The request must be refused, with these (a pointer may go deeper than the one given). */
  readonly problems?: readonly { readonly code?: string; readonly pointer: string }[];
}

export interface Case {
  readonly name: string;
  readonly law: readonly string[];
  readonly why: string;
  readonly request: unknown;
  /** Folders under test/plans. */
  readonly plans: readonly string[];
  /** 2026-01-15 if left out. */
  readonly today?: string;
  readonly expect: Expectation;
}

export interface CaseFile {
  readonly file: string;
  readonly cases: readonly Case[];
}

export interface Outcome {
  readonly passed: number;
  readonly failed: readonly { readonly name: string; readonly why: readonly string[] }[];
}

const CASES = new URL('./cases/', import.meta.url);
const PLANS = new URL('./plans/', import.meta.url);
export const TODAY = '2026-01-15';

/** The door that is tried: the real one, or one with a rule broken on purpose. */
export type Ask = typeof answer;

/** All case files, in the order of their names. */
export function caseFiles(): CaseFile[] {
  const names = readdirSync(CASES).filter((name) => name.endsWith('.json'));
  return names.sort().map((file) => ({
    file,
    cases: JSON.parse(readFileSync(new URL(file, CASES), 'utf8')) as Case[],
  }));
}

/** A case and the file that it stands in. */
export interface FiledCase {
  readonly file: string;
  readonly one: Case;
}

/** Every case of every file, in order. */
export function allCases(): FiledCase[] {
  return caseFiles().flatMap(({ file, cases }) => cases.map((one) => ({ file, one })));
}

/** Runs every case and tells what differs from what was worked out by hand. */
export async function runCases(ask: Ask = answer): Promise<Outcome> {
  let passed = 0;
  const failed: { name: string; why: string[] }[] = [];
  for (const { file, one } of allCases()) {
    const why = await runCase(one, ask);
    if (why.length === 0) passed++;
    else failed.push({ name: `${file}: ${one.name}`, why });
  }
  return { passed, failed };
}

/** Runs one case; an empty list means that all is as expected. */
export async function runCase(one: Case, ask: Ask = answer): Promise<string[]> {
  const store = await storeFor(one.plans);
  try {
    const result = ask(store, one.request, one.today ?? TODAY);
    return compare(one.expect, result);
  } catch (error) {
    return [`threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}

const stores = new Map<string, Promise<PlanStore>>();

/** One store for each set of plans, kept. */
export function storeFor(folders: readonly string[]): Promise<PlanStore> {
  const key = folders.join('+');
  const store = stores.get(key) ?? openPlans(folders);
  stores.set(key, store);
  return store;
}

async function openPlans(names: readonly string[]): Promise<PlanStore> {
  const folders = names.map((name) => fileURLToPath(new URL(name, PLANS)));
  // A home that does not exist: no imported plans, and nothing is written.
  const home = fileURLToPath(new URL('no-home', PLANS));
  const store = await openStore({ folders, home, snapshots: false });
  if (store.failed.length > 0) throw new Error(JSON.stringify(store.failed));
  return store;
}

function compare(expect: Expectation, result: Result<Assessment>): string[] {
  if (expect.problems) return compareProblems(expect.problems, result);
  if (!result.ok) return [`refused: ${JSON.stringify(result.problems)}`];
  return compareAnswer(expect, result.value);
}

function compareProblems(
  wanted: NonNullable<Expectation['problems']>,
  result: Result<Assessment>,
): string[] {
  if (result.ok) return [`answered ${result.value.verdict}, but had to be refused`];
  const fits = (w: (typeof wanted)[number], p: Problem) =>
    (p.pointer === w.pointer || p.pointer.startsWith(`${w.pointer}/`)) &&
    (w.code === undefined || w.code === p.code);
  return wanted
    .filter((w) => !result.problems.some((p) => fits(w, p)))
    .map((w) => `no problem ${JSON.stringify(w)} in ${JSON.stringify(result.problems)}`);
}

function compareAnswer(expect: Expectation, got: Assessment): string[] {
  const why: string[] = lawBreaks(got);
  const says = (name: string, wanted: unknown, given: unknown) => {
    if (wanted !== undefined && !same(wanted, given)) {
      why.push(`${name}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(given)}`);
    }
  };
  says('verdict', expect.verdict, got.verdict);
  if (expect.verdictIn && !expect.verdictIn.includes(String(got.verdict))) {
    why.push(`verdict: expected one of ${expect.verdictIn.join(', ')}, got ${got.verdict}`);
  }
  says('asked', expect.asked, got.asked);
  says('binding', expect.binding, got.binding);
  says('plan', expect.plan, got.plan?.id);
  says('date', expect.date, got.date);
  says('conditions', sorted(expect.conditions), sorted(got.conditions.map((c) => c.code)));
  says('notAssessed', sorted(expect.notAssessed), sorted(got.notAssessed));
  if (expect.parts) says('number of parts', expect.parts.length, got.parts.length);
  why.push(...missing('parcel', expect.parcel && [expect.parcel], [got.parcel]));
  why.push(...missing('limits', expect.limits && [expect.limits], [got.limits]));
  for (const key of ['activities', 'parts', 'zones', 'overlays', 'findings'] as const) {
    why.push(...missing(key, expect[key], got[key]));
  }
  why.push(...missing('conditions', expect.conditionStatus, got.conditions));
  why.push(...missing('plans', expect.plans, got.plans));
  why.push(...missing('conditions', expect.conditionRows, got.conditions));
  why.push(...missing('partial', expect.partial && [expect.partial], [got.partial ?? {}]));
  why.push(...missing('permitted', expect.permitted, got.permitted ?? []));
  const listed = (got.permitted ?? []).filter((p) => expect.notPermitted?.includes(p.activity));
  why.push(...listed.map((p) => `permitted must not list ${p.activity}`));
  why.push(
    ...present(expect.absent, got.findings),
    ...present(expect.absentConditions, got.conditions),
  );
  if (why.length > 0) why.push(summary(got));
  return why;
}

/** Every wanted entry needs an entry of its own: two findings of one rule are two. */
function missing(
  name: string,
  wanted: readonly Wanted[] | undefined,
  given: readonly object[],
): string[] {
  const left = [...given];
  const why: string[] = [];
  for (const w of wanted ?? []) {
    const at = left.findIndex((entry) => fitsAll(w, entry));
    if (at >= 0) left.splice(at, 1);
    else why.push(`${name}: no ${JSON.stringify(w)}`);
  }
  return why;
}

/** What is there and must not be. */
function present(unwanted: readonly Wanted[] | undefined, given: readonly object[]): string[] {
  return (unwanted ?? []).flatMap((w) => {
    const met = given.find((entry) => fitsAll(w, entry));
    return met ? [`must be absent: ${JSON.stringify(w)}, got ${brief(met)}`] : [];
  });
}

function fitsAll(wanted: Wanted, entry: object): boolean {
  const given = entry as Record<string, unknown>;
  return Object.keys(wanted).every((key) => same(wanted[key], given[key]));
}

/** Equal; numbers within 0.01 for areas and the like, but within 1e-6 of ratios and limits. */
function same(wanted: unknown, given: unknown): boolean {
  if (typeof wanted === 'number' && typeof given === 'number') {
    const slack = Math.abs(wanted) >= 20 ? 0.01 : 1e-6 * Math.max(1, Math.abs(wanted));
    return Math.abs(wanted - given) <= slack;
  }
  if (Array.isArray(wanted)) {
    if (!Array.isArray(given) || wanted.length !== given.length) return false;
    if (wanted.some((w) => typeof w === 'object')) return missing('', wanted, given).length === 0;
    return wanted.every((w, i) => same(w, given[i]));
  }
  if (isPlain(wanted)) return isPlain(given) && fitsAll(wanted, given);
  return wanted === given;
}

function isPlain(value: unknown): value is Wanted {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(list: readonly string[] | undefined): string[] | undefined {
  return list && [...new Set(list)].sort();
}

function summary(got: Assessment): string {
  const parts = got.parts.map(
    (p) => `${p.id} ${p.areaM2}${p.doubtful ? ' doubtful' : ''}${p.sliver ? ' sliver' : ''}`,
  );
  const findings = got.findings.map(brief);
  return `got ${got.verdict}\n  parts: ${parts.join(', ')}\n  findings: ${findings.join('\n    ')}`;
}

function brief(entry: object): string {
  const { rule, result, scope, measured, limit, activity, missingField, plan } = entry as Record<
    string,
    unknown
  >;
  const facts = { measured, limit, activity, missingField, plan };
  return `${rule} ${result} @${scope} ${JSON.stringify(facts)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { passed, failed } = await runCases();
  for (const f of failed) console.log(`FAILED ${f.name}\n  ${f.why.join('\n  ')}`);
  console.log(`${passed} passed, ${failed.length} failed`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
