import type { Forbid, PieceLabel, PlanStack, PlanVersion } from '../plan/model.ts';

/** A zone of a plan that may speak about a piece of ground; the next in a chain speaks where it is silent. */
export interface Voice {
  readonly plan: PlanVersion;
  readonly zone: string;
}

/** What a label says whatever the parcel. */
export interface LabelFacts {
  readonly number: number;
  readonly chains: readonly (readonly Voice[])[];
  /** The plan that speaks here and its place in the stack; null and behind all where none does. */
  readonly plan: PlanVersion | null;
  readonly rank: number;
  readonly partId: string;
  /** Key of a part of this label alone, under its plain id. */
  readonly partKey: string;
  /** A number that stands for it. */
  readonly keyNumber: number;
  readonly zone: string | null;
  readonly forbiddenBy: string | null;
  readonly forbids: readonly Forbid[];
  readonly accuracyM: number;
  readonly protective: boolean;
}

const factsHeld = new WeakMap<PlanStack, readonly LabelFacts[]>();

/** Facts of every label of a stack, worked out once. */
export function labelFactsOf(stack: PlanStack): readonly LabelFacts[] {
  let facts = factsHeld.get(stack);
  if (!facts) {
    facts = stack.labels.map((label, number) => labelFacts(stack, label, number));
    factsHeld.set(stack, facts);
  }
  return facts;
}

function labelFacts(stack: PlanStack, label: PieceLabel, number: number): LabelFacts {
  const plan = label.zone === null ? null : speaker(chainsOf(stack, label)[0]!).plan;
  const chains = chainsOf(stack, label);
  const speakers = chains.map(speaker);
  const id = partId(stack, label);
  const accuracies = [
    ...speakers.map((v) => planAccuracyM(v.plan)),
    ...label.forbids.map((f) => f.accuracyM),
  ];
  return {
    number,
    chains,
    plan,
    rank: plan === null ? stack.plans.length : stack.plans.indexOf(plan),
    partId: id,
    partKey: `${id}=${number}`,
    keyNumber: keyNumber(`${id}=${number}`),
    zone: effectiveZone(stack, label),
    forbiddenBy: forbidThemes(label),
    forbids: uniqueForbids(label.forbids),
    accuracyM: Math.max(0, ...accuracies),
    protective: label.forbids.length > 0 || speakers.some(isProtective),
  };
}

const keyNumbers = new Map<string, number>();

/** A number that stands for the key of a part, in this process. */
export function keyNumber(key: string): number {
  let number = keyNumbers.get(key);
  if (number === undefined) {
    number = keyNumbers.size;
    keyNumbers.set(key, number);
  }
  return number;
}

/** Who may speak on ground of this label, per claiming zone, nearest plan first. */
export function chainsOf(stack: PlanStack, label: PieceLabel): Voice[][] {
  // A further plan with a gap here is unknown, not silent: nobody behind it is asked.
  const gap = label.below.findIndex((b) => b.zone === null);
  const below = (gap < 0 ? label.below : label.below.slice(0, gap)).map((b) => ({
    plan: stack.plans[b.plan]!,
    zone: b.zone!,
  }));
  return label.claims.map((zone) => [{ plan: stack.plans[label.plan]!, zone }, ...below]);
}

/** The first voice of a chain whose zone is not declared silent as a whole; the first if all are. */
export function speaker(chain: readonly Voice[]): Voice {
  return chain.find((v) => !v.plan.rules.zones.get(v.zone)?.silent) ?? chain[0]!;
}

function effectiveZone(stack: PlanStack, label: PieceLabel): string | null {
  if (label.zone === null) return null;
  if (label.claims.length > 1) return [...label.claims].sort().join('+');
  return speaker(chainsOf(stack, label)[0]!).zone;
}

function partId(stack: PlanStack, label: PieceLabel): string {
  const zone = effectiveZone(stack, label) ?? 'outside';
  const forbids = forbidIds(label);
  return forbids === null ? zone : `${zone}/${forbids}`;
}

function forbidIds(label: PieceLabel): string | null {
  const ids = [...new Set(label.forbids.map((f) => f.id))].sort();
  return ids.length > 0 ? ids.join('+') : null;
}

/** What forbids, by kind; the part's id tells further whether a row of its own did. */
function forbidThemes(label: PieceLabel): string | null {
  const themes = [...new Set(label.forbids.map((f) => f.theme))].sort();
  return themes.length > 0 ? themes.join('+') : null;
}

/** Each forbidding rule once, by id and plan. */
export function uniqueForbids(forbids: readonly Forbid[]): readonly Forbid[] {
  if (forbids.length === 0) return forbids;
  const seen = new Map<string, Forbid>();
  for (const f of forbids) {
    seen.set(`${f.id}|${f.plan}|${f.effect}|${f.legalBasis.join(';')}`, f);
  }
  return [...seen.values()].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.plan - b.plan));
}

/** Accuracy of a plan's zone map: 0.5 mm at its scale, in m. */
export function planAccuracyM(plan: PlanVersion): number {
  return plan.layers.find((l) => l.kind === 'zones')?.accuracyM ?? plan.manifest.mapScale * 0.0005;
}

/** Whether a zone is declared protective; one without a row may be, which only adds a condition. */
export function isProtective(voice: Voice): boolean {
  return voice.plan.rules.zones.get(voice.zone)?.protective ?? true;
}
