import { subtractRings } from '../geometry/outline.ts';
import { createOverlay, type Overlay } from '../geometry/overlay.ts';
import { featureRings, joinRings, type Rings } from '../geometry/rings.ts';
import { isNothing } from './merge.ts';
import type { AreaLayer, Forbid, PlanVersion, Rules } from './model.ts';
import { NearFeatures } from './near-features.ts';
import { type Layered, layOver, type Meeting } from './pieces.ts';
import { overlayRow } from './tables/index.ts';

/** One plan of a stack while it is cut: what each of its areal features means for the cutting. */
export interface StackPlan {
  readonly plan: PlanVersion;
  readonly number: number;
  readonly overlay: Overlay;
  readonly source: NearFeatures;
  /** Code per zone feature of law, undefined for other features. */
  readonly zone: readonly (string | undefined)[];
  /** Number of the forbid per feature, -1 where it forbids nothing. */
  readonly forbid: Int32Array;
  readonly inPlanningArea: Uint8Array;
  /** Whether it declares where it speaks. */
  readonly declares: boolean;
  readonly maySilent: (zone: string) => boolean;
}

/** Prepares a plan; its forbidding rules are added to `forbids`, one per layer and row. */
export function stackPlan(plan: PlanVersion, number: number, forbids: Forbid[]): StackPlan {
  const count = plan.areas.featureEnds.length;
  const zone = new Array<string | undefined>(count).fill(undefined);
  const forbid = new Int32Array(count).fill(-1);
  const inPlanningArea = new Uint8Array(count);
  for (const layer of plan.layers) {
    const numberOf = forbidNumbers(plan, number, layer, forbids);
    for (let i = 0; i < layer.count; i++) {
      const f = layer.first + i;
      if (layer.kind === 'zones' && layer.law) zone[f] = layer.code[i]!;
      if (layer.kind === 'planning_area') inPlanningArea[f] = 1;
      forbid[f] = numberOf(i);
    }
  }
  return {
    plan,
    number,
    overlay: createOverlay(plan.index),
    source: new NearFeatures(plan.areas),
    zone,
    forbid,
    inPlanningArea,
    declares: plan.layers.some((l) => l.kind === 'planning_area'),
    maySilent: silentZones(plan.rules),
  };
}

/** Gives the forbid number of feature i of a layer; makes each forbid when it is first met. */
function forbidNumbers(
  plan: PlanVersion,
  number: number,
  layer: AreaLayer,
  forbids: Forbid[],
): (i: number) => number {
  const known = new Map<string, number>();
  return (i) => {
    const key = `${layer.row[i]} ${layer.code[i]}`;
    let at = known.get(key);
    if (at === undefined) {
      const made = forbidOf(plan.rules, number, layer, i);
      at = made === null ? -1 : forbids.push(made) - 1;
      known.set(key, at);
    }
    return at;
  };
}

/** Strips always forbid; an overlay of law where its row says so. Screening never does. */
function forbidOf(rules: Rules, plan: number, layer: AreaLayer, i: number): Forbid | null {
  const { theme, accuracyM } = layer;
  if (!layer.law || theme === null) return null;
  if (layer.kind === 'strip') {
    const { effect, legalBasis } = rules.sempadan[layer.row[i]!]!;
    return { id: layer.code[i]!, theme, plan, effect, accuracyM, legalBasis, text: null };
  }
  const row = layer.kind === 'overlay' ? overlayRow(rules, theme, layer.code[i]!) : null;
  if (row?.effect !== 'forbid_all' && row?.effect !== 'forbid_building') return null;
  const id = row.code === '*' || row.code === '' ? theme : `${theme}:${row.code}`;
  const { effect, legalBasis, text } = row;
  return { id, theme, plan, effect, accuracyM, legalBasis, text };
}

/** Tells of a zone whether the next plan may have to speak there: as a whole, or in one cell. */
function silentZones(rules: Rules): (zone: string) => boolean {
  const known = new Map<string, boolean>();
  return (zone) => {
    let silent = known.get(zone);
    if (silent === undefined) {
      silent = maySilent(rules, zone);
      known.set(zone, silent);
    }
    return silent;
  };
}

function maySilent(rules: Rules, zone: string): boolean {
  const limits = (rules.intensity.get(zone) ?? []).flatMap((row) => Object.values(row.limits));
  const own = (row: { readonly zone: string }) => row.zone === zone || row.zone === '*';
  const setbacks = rules.setbacks.filter(own);
  const distances = (rules.distances ?? []).filter(own);
  return (
    rules.zones.get(zone)?.silent === true ||
    limits.some((cell) => cell.state === 'silent') ||
    setbacks.some((s) => s.gsbM.state === 'silent') ||
    distances.some((d) => d.distanceM.state === 'silent') ||
    [...(rules.activities?.values() ?? [])].some((a) => a.cells.get(zone)?.silent === true)
  );
}

/** What of a plan meets a ground, by what it means. */
export interface Met {
  readonly zones: ReadonlyMap<string, Meeting>;
  readonly forbids: ReadonlyMap<number, Meeting>;
  readonly planningArea: Meeting | undefined;
}

/** Asks the plan's index what meets a ground, and how much of it. */
export function meet(stackPlan: StackPlan, ground: Rings): Met {
  const { overlay, zone, forbid, inPlanningArea, source } = stackPlan;
  const zones = new Map<string, Growing>();
  const forbids = new Map<number, Growing>();
  const planning = new Map<0, Growing>();
  const count = overlay.query(ground);
  for (let i = 0; i < count; i++) {
    const f = overlay.ids[i]!;
    const areaM2 = overlay.areas[i]!;
    if (zone[f] !== undefined) add(zones, zone[f], source, f, areaM2);
    if (forbid[f]! >= 0) add(forbids, forbid[f]!, source, f, areaM2);
    if (inPlanningArea[f] === 1) add(planning, 0, source, f, areaM2);
  }
  return { zones: sorted(zones), forbids: sorted(forbids), planningArea: planning.get(0) };
}

interface Growing extends Meeting {
  readonly features: number[];
  areaM2: number;
}

function add<K>(
  map: Map<K, Growing>,
  key: K,
  source: NearFeatures,
  f: number,
  areaM2: number,
): void {
  const there = map.get(key);
  if (there) {
    there.features.push(f);
    there.areaM2 += areaM2;
  } else map.set(key, { source, features: [f], areaM2 });
}

/** By key, and the features ascending: what comes out must not depend on the walk of the index. */
function sorted<K extends string | number>(map: Map<K, Growing>): Map<K, Growing> {
  for (const meeting of map.values()) meeting.features.sort((a, b) => a - b);
  return new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Ground that zones of one plan claim. */
export interface Claimed {
  readonly rings: Rings;
  readonly claims: readonly string[];
}

/** All ground of a plan's zones: each zone alone, and apart what two or more codes claim. */
export function claimedGround({ plan, zone }: StackPlan): Claimed[] {
  let contested: Layered[] = [];
  const taken = new Map<number, Rings[]>();
  for (const { a, b, rings } of plan.overlaps) {
    for (const f of [a, b]) {
      taken.set(f, [...(taken.get(f) ?? []), rings]);
      contested = layOver(contested, rings, f);
    }
  }
  const claimed: Claimed[] = [];
  zone.forEach((code, f) => {
    if (code === undefined) return;
    const whole = featureRings(plan.areas, f);
    const others = taken.get(f);
    const rings = others ? subtractRings(whole, joinRings(others)) : whole;
    if (!others || !isNothing(rings)) claimed.push({ rings, claims: [code] });
  });
  for (const { rings, numbers } of contested) {
    claimed.push({ rings, claims: [...new Set(numbers.map((f) => zone[f]!))].sort() });
  }
  return claimed;
}
