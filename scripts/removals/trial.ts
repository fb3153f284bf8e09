/** Asks the same questions of a plan with and without something, and tells what only the loss approved. */
import { isDeepStrictEqual } from 'node:util';
import { assess, assessBrief } from '../../src/assessment/index.ts';
import type { ActivityRef, Parcel, Proposal, VerdictValue } from '../../src/assessment/model.ts';
import type { Note } from '../../src/base/problem.ts';
import type { Files } from '../../src/formats/files.ts';
import { codesWithoutRow } from '../../src/plan/codes-without-row.ts';
import { loadPlan } from '../../src/plan/load.ts';
import { parseManifest } from '../../src/plan/manifest.ts';
import type { PlanManifest, PlanStack, PlanVersion, Rules } from '../../src/plan/model.ts';
import { buildStack } from '../../src/plan/stack.ts';
import { overlayRow, readRules } from '../../src/plan/tables/index.ts';
import { themesOf } from '../../src/plan/themes.ts';
import { manifestOf } from './edits.ts';
import type { Removal } from './list.ts';
import { changedReads, type Reads, tracedStack } from './trace.ts';

/** One question: a parcel and what is planned on it. */
export interface Question {
  readonly id: string;
  readonly parcel: Parcel;
  readonly proposal: Proposal;
  readonly date: string;
}

export type Verdict = VerdictValue | null;

export interface Baseline {
  readonly files: Files;
  readonly plan: PlanVersion;
  readonly stack: PlanStack;
  readonly questions: readonly Question[];
  readonly verdicts: readonly Verdict[];
  /** Zone codes that each question's parcel lies in. */
  readonly zones: readonly ReadonlySet<string>[];
  /** What each answer read of the tables. */
  readonly reads: readonly Reads[];
}

export interface Violation {
  readonly question: string;
  readonly before: Verdict;
  readonly after: Verdict;
}

export interface Outcome {
  readonly removal: Removal;
  /** Codes of the problems, where the plan does not load without it. */
  readonly refused: readonly string[] | null;
  /** Codes of the notes that speak of the loss. */
  readonly notes: readonly string[];
  readonly asked: number;
  readonly changed: number;
  readonly violations: readonly Violation[];
}

export async function baselineOf(
  files: Files,
  plan: PlanVersion,
  questions: readonly Question[],
  stack: PlanStack = buildStack([plan]),
): Promise<Baseline> {
  const reads = questions.map(() => new Set<string>());
  const answers = questions.map((q, i) => ask(tracedStack(stack, reads[i]!), q));
  return {
    files,
    plan,
    stack,
    questions,
    verdicts: answers.map((a) => a.verdict),
    zones: answers.map((a) => new Set(a.parts.flatMap((p) => p.zone?.split('+') ?? []))),
    reads,
  };
}

function ask(stack: PlanStack, { parcel, proposal, date }: Question) {
  return assess(stack, parcel, proposal, { date, binding: true });
}

/** The verdict alone, which the brief answer has in common with the whole one. */
function verdictOn(stack: PlanStack, question: Question, whole: boolean): Verdict {
  if (whole) return ask(stack, question).verdict;
  const { parcel, proposal, date } = question;
  return assessBrief(stack, parcel, proposal, { date, binding: true }).verdict;
}

const APPROVED: readonly Verdict[] = ['sesuai', 'sesuai_bersyarat', 'sesuai_sebagian'];

/**
 * Whether losing something made more allowed: an approval of what was none, an unconditional one of a
 * conditional one, or (beyond the letter of the law) an approval of the whole of what was one in part.
 */
export function approvesMore(before: Verdict, after: Verdict): boolean {
  if (!APPROVED.includes(after)) return false;
  if (!APPROVED.includes(before)) return true;
  if (before === 'sesuai_sebagian') return after !== 'sesuai_sebagian';
  return before === 'sesuai_bersyarat' && after === 'sesuai';
}

export interface TrialOptions {
  /** Read and cut everything anew, and ask every question. */
  readonly whole?: boolean;
  /** Questions asked beside those that the loss can touch. */
  readonly others?: (count: number) => readonly number[];
  /** Of the questions that would be asked, which to ask: numbers from 0. Left out: all. */
  readonly some?: (count: number) => readonly number[];
}

/** Loses one thing and asks again. */
export async function tryRemoval(
  base: Baseline,
  removal: Removal,
  options: TrialOptions = {},
): Promise<Outcome> {
  const lost = await withLoss(base, removal, options.whole === true);
  if ('refused' in lost) {
    return { removal, refused: lost.refused, notes: [], asked: 0, changed: 0, violations: [] };
  }
  const wanted = touched(base, removal, lost.changed, options);
  const asked = options.some ? options.some(wanted.length).map((k) => wanted[k]!) : wanted;
  const violations: Violation[] = [];
  let changed = 0;
  for (const i of asked) {
    const before = base.verdicts[i]!;
    const after = verdictOn(lost.stack, base.questions[i]!, options.whole === true);
    if (after !== before) changed++;
    if (approvesMore(before, after)) {
      violations.push({ question: base.questions[i]!.id, before, after });
    }
  }
  const notes = spokenOf(removal, lost.notes, base.plan.notes);
  return { removal, refused: null, notes, asked: asked.length, changed, violations };
}

/**
 * Indexes of the questions to ask: all, or those whose answers read what has changed (of a row of one
 * activity or zone: those that it can touch), and some others.
 */
function touched(
  base: Baseline,
  removal: Removal,
  changed: Reads | null,
  options: TrialOptions,
): number[] {
  const all = base.questions.map((_, i) => i);
  const { activity, zone } = removal;
  if (options.whole || (activity === undefined && zone === undefined && changed === null)) {
    return all;
  }
  const mine = (i: number) => {
    if (changed !== null && base.reads[i]!.isDisjointFrom(changed)) return false;
    if (zone !== undefined) return base.zones[i]!.has(zone);
    if (activity === undefined) return true;
    return base.questions[i]!.proposal.activities.some((ref) => leadsTo(ref, removal));
  };
  const rest = all.filter((i) => !mine(i));
  const some = new Set((options.others?.(rest.length) ?? []).map((k) => rest[k]!));
  return all.filter((i) => mine(i) || some.has(i));
}

/** Whether what is asked can mean the activity of a row: its code, or a KBLI that leads to it. */
function leadsTo(ref: ActivityRef, { activity, kbli }: Removal): boolean {
  if (ref.kind === 'code') return ref.code === activity;
  return (kbli ?? []).some((prefix) => ref.kbli.startsWith(prefix) || prefix.startsWith(ref.kbli));
}

type Loss =
  | { readonly refused: readonly string[] }
  | {
      readonly stack: PlanStack;
      readonly notes: readonly Note[];
      /** What reads otherwise, where nothing but tables differs; else null. */
      readonly changed: Reads | null;
    };

async function withLoss(base: Baseline, removal: Removal, whole: boolean): Promise<Loss> {
  const files = removal.edit(base.files);
  if (removal.depth === 'rules' && !whole) {
    const quick = withOtherRules(base, files);
    if (quick !== null) return quick;
  }
  const loaded = await loadPlan(files);
  if (!loaded.ok) return { refused: loaded.problems.map((p) => `${p.code} ${p.pointer}`) };
  const plan = loaded.value;
  const cut = whole || removal.depth === 'stack' || !sameForbids(base.plan, plan.rules);
  const stack = cut ? buildStack([plan]) : sameGround(base, plan);
  return { stack, notes: plan.notes, changed: null };
}

/** The plan's ground under other tables; null where its strips hang on them, so that it has to be read anew. */
function withOtherRules(base: Baseline, files: Files): Loss | null {
  const parsed = parseManifest(manifestOf(files));
  if (!parsed.ok) return { refused: parsed.problems.map((p) => `${p.code} ${p.pointer}`) };
  const manifest = parsed.value;
  const { rules, notes } = readRules(manifest, files);
  const { themes, problems, notes: themeNotes } = themesOf(manifest, rules);
  if (problems.length > 0) return { refused: problems.map((p) => `${p.code} ${p.pointer}`) };
  if (stripsOf(rules) !== stripsOf(base.plan.rules)) return null;
  const all = [...notes, ...themeNotes, ...codesWithoutRow(base.plan.layers, manifest, rules)];
  const plan: PlanVersion = { ...base.plan, manifest, rules, themes, notes: all };
  if (!sameForbids(base.plan, rules))
    return { stack: buildStack([plan]), notes: all, changed: null };
  const alike = isDeepStrictEqual(
    [themes, said(manifest)],
    [base.plan.themes, said(base.plan.manifest)],
  );
  const changed = alike ? changedReads(base.plan.rules, rules) : null;
  return { stack: sameGround(base, plan), notes: all, changed };
}

/** What a plan.json says beside its tables, which are compared as they were read. */
function said({ tables: _tables, ...rest }: PlanManifest): object {
  return rest;
}

function sameGround(base: Baseline, plan: PlanVersion): PlanStack {
  return { ...base.stack, plans: [plan], themes: plan.themes };
}

function stripsOf(rules: Rules): string {
  return JSON.stringify([rules.sempadan, rules.withheld?.filter((w) => w.table === 'sempadan')]);
}

/** Whether the overlays of a plan forbid the same ground under these rules. */
function sameForbids(plan: PlanVersion, rules: Rules): boolean {
  const effects = (r: Rules) =>
    plan.layers.map(({ kind, law, theme, code }) =>
      kind !== 'overlay' || !law || theme === null
        ? []
        : [...new Set(code)].sort().map((c) => {
            const row = overlayRow(r, theme, c);
            return row?.effect.startsWith('forbid') ? [row.code, row.effect] : null;
          }),
    );
  return JSON.stringify(effects(plan.rules)) === JSON.stringify(effects(rules));
}

function spokenOf(removal: Removal, notes: readonly Note[], before: readonly Note[]): string[] {
  const old = new Set(before.map((n) => JSON.stringify(n)));
  const fresh = notes.filter((n) => !old.has(JSON.stringify(n)));
  const speaks = (n: Note) => {
    const text = `${n.where} ${n.message.id} ${n.message.en}`.toLowerCase();
    return (
      removal.mentions.length === 0 || removal.mentions.some((m) => text.includes(m.toLowerCase()))
    );
  };
  return [...new Set(fresh.filter(speaks).map((n) => n.code))];
}
