import { buildCellIndex } from '../geometry/cell-index.ts';
import { subtractRings } from '../geometry/outline.ts';
import { featureRings, joinRings, packFeatures, type Rings } from '../geometry/rings.ts';
import { isNothing } from './merge.ts';
import type { Forbid, PieceLabel, PlanStack, PlanVersion, Theme } from './model.ts';
import { divide, type Layered, layOver, regionOn, type Work } from './pieces.ts';
import { releaseMemory } from './release.ts';
import {
  type Claimed,
  claimedGround,
  type Met,
  meet,
  type StackPlan,
  stackPlan,
} from './stack-plan.ts';

/**
 * Cuts plans of one metric CRS, nearest in rank first, into pieces: disjoint ground of one label.
 *
 * - A plan's zones speak where its planning area lies (everywhere if it declares none), and of that
 *   only where no nearer plan does. Zones that nothing divides keep their coordinates to the bit.
 * - Ground that two zones claim is a piece of its own with both claims.
 * - Overlays and strips that forbid divide, those of every plan. Ground in no zone has pieces only
 *   where something forbids (plan -1).
 * - `below` goes on, plan by plan, while the nearer may be silent there: a plan whose planning area
 *   does not reach the place has no entry, one with a gap there an entry with zone null, and after
 *   an entry that cannot be silent there is none.
 */
export function buildStack(plans: readonly PlanVersion[]): PlanStack {
  const forbids: Forbid[] = [];
  const stack = plans.map((plan, i) => stackPlan(plan, i, forbids));
  const book = new LabelBook(forbids);
  for (const speaking of stack) {
    for (const claimed of claimedGround(speaking)) cutClaimed(stack, speaking, claimed, book);
    if (!speaking.declares) break;
  }
  for (const { rings, numbers } of forbiddenOutside(stack, book)) {
    book.add(-1, [], { rings, forbids: numbers, below: [], open: false });
  }
  const pieces = packFeatures(book.rings);
  releaseMemory();
  return {
    plans,
    themes: themesOver(plans),
    crs: plans[0]!.manifest.crs,
    pieces,
    labelOf: Uint32Array.from(book.labelOf),
    labels: book.labels,
    index: buildCellIndex(pieces),
  };
}

/** Pieces so far, each label once. */
class LabelBook {
  readonly rings: Rings[] = [];
  readonly labelOf: number[] = [];
  readonly labels: PieceLabel[] = [];
  readonly #numbers = new Map<string, number>();
  /** Per plan and forbidding feature: the pieces of all ground that meets it. */
  readonly #around = new Map<string, number[]>();
  readonly #forbids: readonly Forbid[];

  constructor(forbids: readonly Forbid[]) {
    this.#forbids = forbids;
  }

  add(plan: number, claims: readonly string[], work: Work): void {
    const key = JSON.stringify([plan, claims, work.below, work.forbids]);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      const forbids = work.forbids.map((f) => this.#forbids[f]!).sort(byIdThenPlan);
      const zone = claims.length === 0 ? null : claims.join('+');
      number = this.labels.push({ plan, zone, claims, below: work.below, forbids }) - 1;
      this.#numbers.set(key, number);
    }
    this.rings.push(work.rings);
    this.labelOf.push(number);
  }

  /** Notes that the pieces from number `from` on are of ground that meets these features. */
  noteAround(plan: number, features: readonly number[], from: number): void {
    const pieces = Array.from({ length: this.rings.length - from }, (_, i) => from + i);
    for (const f of features) {
      const key = `${plan} ${f}`;
      this.#around.set(key, [...(this.#around.get(key) ?? []), ...pieces]);
    }
  }

  /** All pieces of ground that meets a forbidding feature. */
  piecesAround(plan: number, f: number): Rings {
    return joinRings((this.#around.get(`${plan} ${f}`) ?? []).map((p) => this.rings[p]!));
  }
}

function byIdThenPlan(a: Forbid, b: Forbid): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : a.plan - b.plan;
}

function cutClaimed(
  stack: readonly StackPlan[],
  speaking: StackPlan,
  { rings, claims }: Claimed,
  book: LabelBook,
): void {
  const open = claims.some(speaking.maySilent);
  let works: Work[] = [{ rings, forbids: [], below: [], open }];
  const met = stack.map((plan) => meet(plan, rings));
  works = keepOwnArea(stack, speaking, rings, met, works);
  for (const { forbids } of met) {
    for (const [number, meeting] of forbids) {
      const add = (w: Work): Work => ({ ...w, forbids: [...w.forbids, number] });
      works = divide(works, regionOn(rings, meeting), add, same);
    }
  }
  for (const next of stack.slice(speaking.number + 1)) {
    works = askBelow(next, rings, met[next.number]!, works);
  }
  const from = book.rings.length;
  for (const work of works) book.add(speaking.number, claims, work);
  met.forEach(({ forbids }, plan) => {
    for (const { features } of forbids.values()) book.noteAround(plan, features, from);
  });
}

const same = (work: Work): Work => work;
const drop = (): null => null;

/** Leaves the ground that lies in the speaker's planning area and in none of a nearer plan. */
function keepOwnArea(
  stack: readonly StackPlan[],
  speaking: StackPlan,
  ground: Rings,
  met: readonly Met[],
  works: Work[],
): Work[] {
  let left = works;
  for (const nearer of stack.slice(0, speaking.number)) {
    left = divide(left, regionOn(ground, met[nearer.number]!.planningArea), drop, same);
  }
  if (!speaking.declares) return left;
  return divide(left, regionOn(ground, met[speaking.number]!.planningArea), same, drop);
}

/** Notes what the next plan says on works that are still open, dividing them by its zones. */
function askBelow(next: StackPlan, ground: Rings, met: Met, works: readonly Work[]): Work[] {
  const closed = works.filter((w) => !w.open);
  const asked = works.filter((w) => w.open);
  if (asked.length === 0) return closed;
  const plan = next.number;
  const area = next.declares ? regionOn(ground, met.planningArea) : 'all';
  const silent: Work[] = [];
  let speaking = divide(asked, area, same, (w) => {
    silent.push(w);
    return null;
  });
  for (const [zone, meeting] of met.zones) {
    const say = (w: Work) => withBelow(w, plan, zone, next.maySilent(zone));
    speaking = divide(speaking, regionOn(ground, meeting), say, same);
  }
  const gaps = speaking.map((w) => (saidBy(w, plan) ? w : withBelow(w, plan, null, false)));
  return [...closed, ...silent, ...gaps];
}

function saidBy(work: Work, plan: number): boolean {
  return work.below.at(-1)?.plan === plan;
}

/** Ground that two zones of the next plan claim gets both codes: no row knows such a zone, so it is unknown. */
function withBelow(work: Work, plan: number, zone: string | null, open: boolean): Work {
  const last = work.below.at(-1);
  if (last?.plan !== plan) return { ...work, below: [...work.below, { plan, zone }], open };
  const both = { plan, zone: `${last.zone}+${zone}` };
  return { ...work, below: [...work.below.slice(0, -1), both], open: false };
}

/** Ground under forbidding overlays and strips that no piece covers yet, disjoint. */
function forbiddenOutside(stack: readonly StackPlan[], book: LabelBook): Layered[] {
  let outside: Layered[] = [];
  for (const { plan, forbid, number: planNumber } of stack) {
    forbid.forEach((number, f) => {
      if (number < 0) return;
      const rest = subtractRings(featureRings(plan.areas, f), book.piecesAround(planNumber, f));
      if (!isNothing(rest)) outside = layOver(outside, rest, number);
    });
  }
  return outside;
}

/**
 * Themes of all plans, each once. That there is none of a theme holds for the stack only where every
 * plan shows so with its article or has its own map of law: one plan's article says nothing of another's ground.
 */
function themesOver(plans: readonly PlanVersion[]): Theme[] {
  const themes = new Map<string, Theme>();
  for (const theme of plans.flatMap((p) => p.themes)) {
    const there = themes.get(theme.id);
    if (!there || (there.none === null && theme.none !== null)) themes.set(theme.id, theme);
  }
  return [...themes.values()].map((theme) =>
    theme.none === null || plans.every((p) => settles(p, theme.id))
      ? theme
      : (plans.flatMap((p) => p.themes).find((t) => t.id === theme.id && t.none === null) ?? {
          ...theme,
          none: null,
        }),
  );
}

/** Whether a plan says itself what is of a theme: by a map of law, or that there is none. */
function settles(plan: PlanVersion, theme: string): boolean {
  const declared = plan.themes.some((t) => t.id === theme && t.none !== null);
  return declared || plan.knownThemes.has(theme);
}
