import { distanceRingsToLines } from '../geometry/distance.ts';
import { runsIn } from '../geometry/line-runs.ts';
import { type Box, boxOf, type Lines, type Rings } from '../geometry/rings.ts';
import type { AreaLayer, PlanStack, PlanVersion, Theme, UnruledWater } from '../plan/model.ts';
import type { Context } from './context.ts';
import type { Met } from './site.ts';

/** Less common ground than this is rounding. */
const MET_FROM_M2 = 0.01;

/** What themes look at, apart from the parts. */
export interface ThemeGround {
  /** Overlays of law that are met, by plan and layer. */
  readonly met: readonly Met[];
  /** Whether each plan of the stack covers the parcel. */
  readonly covered: readonly boolean[];
  /** Numbers (over all plans) of the waters without a rule whose theme they reach. */
  readonly near: readonly number[];
}

/** `dry`: it is known that no water without a rule is near. */
export function themeGround(context: Context, dry: boolean): ThemeGround {
  const { site } = context;
  return {
    met: site.met.filter(isMetLaw),
    covered: site.stack.plans.map((plan) => covers(context, plan)),
    near: dry ? [] : nearWaters(context),
  };
}

/** Whether an overlay is met that is law. */
export function isMetLaw({ layer, areaM2 }: Met): boolean {
  return layer.kind === 'overlay' && layer.law && areaM2 > MET_FROM_M2;
}

/** A plan covers the parcel if all of it but a sliver lies in its planning area (or its zones, if it declares none). */
const COVERED = 0.95;

/**
 * A theme is known where no plan doubts its own map of it, and some plan whose ground the parcel lies on has a
 * map of law for it, or says with its article that there is none.
 */
export function isKnown({ site }: Context, theme: Theme, { covered }: ThemeGround): boolean {
  const { plans } = site.stack;
  if (plans.some((p) => p.doubtedThemes?.has(theme.id))) return false;
  return plans.some(
    (p, i) =>
      covered[i] &&
      (p.knownThemes.has(theme.id) || p.themes.some((t) => t.id === theme.id && t.none !== null)),
  );
}

/** Whether a plan covers the parcel but for a sliver. */
export function covers(context: Context, plan: PlanVersion): boolean {
  const { site } = context;
  // A single plan is asked for all of the parcel: what lies outside it is unknown by its own finding.
  if (site.stack.plans.length === 1) return true;
  const kind = coverKind(plan);
  let sum = 0;
  for (const m of site.met) if (m.plan === plan && m.layer.kind === kind) sum += m.areaM2;
  return sum >= COVERED * site.areaM2;
}

const coverKinds = new WeakMap<PlanVersion, AreaLayer['kind']>();

/** Layers that tell how far a plan reaches: its planning area, where it declares one. */
function coverKind(plan: PlanVersion): AreaLayer['kind'] {
  let kind = coverKinds.get(plan);
  if (!kind) {
    kind = plan.layers.some((l) => l.kind === 'planning_area') ? 'planning_area' : 'zones';
    coverKinds.set(plan, kind);
  }
  return kind;
}

interface Water {
  readonly water: UnruledWater;
  /** How near it bears on a parcel: its theme's reach, m. */
  readonly reachM: number;
}

const waters = new WeakMap<PlanStack, readonly Water[]>();

/** Waters without a rule that some theme of the stack is about, in the order of the plans. */
export function watersOf(stack: PlanStack): readonly Water[] {
  let found = waters.get(stack);
  if (!found) {
    const all = stack.plans.flatMap((p) => p.unruledWater);
    found = all.flatMap((water) => {
      const theme = stack.themes.find((t) => t.id === water.theme);
      return theme ? [{ water, reachM: theme.reachM }] : [];
    });
    waters.set(stack, found);
  }
  return found;
}

/** Numbers of the waters without a rule within reach; of a theme only the first is told. */
export function nearWaters({ site }: Context): number[] {
  const near: number[] = [];
  const all = watersOf(site.stack);
  for (let i = 0; i < all.length; i++) {
    const { water, reachM } = all[i]!;
    if (near.some((j) => all[j]!.water.theme === water.theme)) continue;
    if (isWithin(site.parcel.rings, water.lines, reachM)) near.push(i);
  }
  return near;
}

/** What is known of lines whatever ground is asked about. */
interface LinesFacts {
  readonly box: Box;
  /** Some of them are points, which have no segments. */
  readonly points: boolean;
}

const known = new WeakMap<Lines, LinesFacts>();

function factsOf(lines: Lines): LinesFacts {
  let facts = known.get(lines);
  if (!facts) {
    const points = lines.ends.some((end, i) => end - (i === 0 ? 0 : lines.ends[i - 1]!) === 1);
    facts = { box: boxOf(lines.xy), points };
    known.set(lines, facts);
  }
  return facts;
}

/** Whether some ground is within `reachM` of lines: only what of them comes near is measured. */
function isWithin(ground: Rings, lines: Lines, reachM: number): boolean {
  const { box, points } = factsOf(lines);
  const [minX, minY, maxX, maxY] = boxOf(ground.xy);
  const apart = Math.max(box[0] - maxX, minX - box[2], box[1] - maxY, minY - box[3]);
  if (apart > reachM) return false;
  const around: Box = [minX - reachM, minY - reachM, maxX + reachM, maxY + reachM];
  const near = points ? lines : runsIn([lines], around);
  return near.ends.length > 0 && distanceRingsToLines(ground, near) <= reachM;
}
