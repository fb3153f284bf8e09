import type { Box } from '../geometry/rings.ts';
import type { CellFacts } from './cell-facts.ts';
import { type Context, deedIsOff, finding } from './context.ts';
import { protectiveBorders } from './doubt.ts';
import { KKOP_RULE, weighKkop } from './kkop-surfaces.ts';
import type { Finding, FindingResult } from './model.ts';
import type { Near } from './near-grid.ts';
import type { Place } from './place.ts';
import { judgeScreeningMaps, rasterResult, screeningRasters } from './screening.ts';
import type { Site } from './site.ts';

/** What is known of the ground that a parcel's box touches. */
export interface Ground {
  readonly facts: CellFacts;
  readonly box: Box;
  /** What may be near; null: not known. */
  readonly near: Near | null;
}

/** A finding on the whole parcel or the remainder without what it measured; of one rule, result and scope there is one. */
export interface Whole {
  readonly finding: Finding;
  /** A number that stands for it in keys. */
  readonly mark: number;
}

type Scope = Place['scope'];
type Wholes = Record<Scope, Partial<Record<FindingResult, Whole>>>;

const wholes = new Map<string, Wholes>();
let wholeCount = 0;

/** The one finding of a rule with a result. */
export function wholeOf(rule: string, result: FindingResult, scope: Scope = 'parcel'): Whole {
  let ofRule = wholes.get(rule);
  if (!ofRule) {
    ofRule = { parcel: {}, remainder: {} };
    wholes.set(rule, ofRule);
  }
  let whole = ofRule[scope][result];
  if (!whole) {
    wholeCount += 1;
    whole = {
      mark: wholeCount,
      finding: finding({ rule, result, scope, message: { id: '', en: '' } }),
    };
    ofRule[scope][result] = whole;
  }
  return whole;
}

/** Adds what is found on the deed and on the borders; `border`: some sliver asks for a survey of its border. */
export function addParcel(context: Context, ground: Ground, border: boolean, all: Whole[]): void {
  if (context.proposal.deedAreaM2 !== null) {
    all.push(wholeOf('deed_area', deedIsOff(context) ? 'tidak_diketahui' : 'lulus'));
  }
  if (border || !isClear(context.site, ground)) all.push(wholeOf('border_doubt', 'bersyarat'));
}

/** Whether nothing protective that the parcel does not meet lies within the maps' accuracy of it. */
function isClear(site: Site, { near }: Ground): boolean {
  if (near?.protective.length === 0 && near.unruled.length === 0) return true;
  const met = (id: string) =>
    site.parts.some((p) => p.zone === id || p.forbids.some((f) => f.id === id));
  const metCode = (id: string) => site.met.some((m) => `${m.layer.theme}:${m.code}` === id);
  if (near?.protective.every(met) && near.unruled.every(metCode)) return true;
  return protectiveBorders(site).length === 0;
}

/** What the maps that screen tell of a parcel, plan by plan: it follows from the codes that it meets. */
export function screeningMaps(context: Context): readonly (readonly Whole[])[] {
  return context.site.stack.plans.map((plan) =>
    judgeScreeningMaps(context, plan).map((f) => wholeOf(f.rule, f.result)),
  );
}

/** Adds what screens, plan by plan as judgeScreening has it: maps, then rasters; and surfaces of the airport. */
export function addScreening(
  context: Context,
  ground: Ground,
  maps: readonly (readonly Whole[])[],
  all: Whole[],
): void {
  const { stack, parcel } = context.site;
  const { facts, box } = ground;
  let at = 0;
  for (let i = 0; i < stack.plans.length; i++) {
    const plan = stack.plans[i]!;
    for (const whole of maps[i]!) all.push(whole);
    for (const raster of screeningRasters(plan)) {
      const sure = facts.raster(at++, box);
      all.push(wholeOf(raster.id, sure ?? rasterResult(plan, raster, parcel.rings)));
    }
  }
  const kkop = facts.kkop(box) ?? weighKkop(context).map((k) => k.result);
  for (const result of kkop) all.push(wholeOf(KKOP_RULE, result));
}
