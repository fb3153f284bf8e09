import { crsByCode, transformer } from '../formats/crs.ts';
import {
  type Clearance,
  clearanceOver,
  type GroundModel,
} from '../geometry/obstacle-surfaces-ground.ts';
import { areaInConvex } from '../geometry/obstacle-surfaces-lowest.ts';
import { sharedBox } from '../geometry/outline.ts';
import { boxOf, type Rings } from '../geometry/rings.ts';
import type { KkopRules, PlanVersion, Raster } from '../plan/model.ts';
import { type Context, finding } from './context.ts';
import { forbidText, freeText, heightText, noGroundText, withheldText } from './kkop-message.ts';
import { type KkopGroup, kkopGroups } from './kkop-pieces.ts';
import type { Building, Condition, Finding, FindingResult } from './model.ts';

/** Findings on obstacle limitation surfaces (KKOP) as the tables kkop_runways and kkop_surfaces have them. */
export const KKOP_RULE = 'kkop_surface';

/** Less common ground than this is rounding. */
const MET_FROM_M2 = 0.01;
const HEIGHT_SLACK_M = 1e-3;

/**
 * The allowed height above ground under the KKOP surfaces of all plans, and the buildings against it:
 * none where no plan has such tables, else one finding for each airport and force (law, screening),
 * one for each surface that forbids building on the parcel, and one for each that is unknown. Where
 * surfaces are not the official ones the worst is `bersyarat`. Unknown: no value of the ground where
 * it is needed, no height of the building (`missingField`), a row that can't be used.
 */
export function judgeKkop(context: Context): Finding[] {
  return weighKkop(context).map((judged) => judged.finding());
}

/** What a finding on these surfaces says; with its sentence where it is asked for. */
export interface KkopJudged {
  readonly result: FindingResult;
  /** Height that is left, m; null: none is known, or nothing limits it. */
  readonly limitM: number | null;
  readonly finding: () => Finding;
}

/** The same without sentences. */
export function weighKkop(context: Context): KkopJudged[] {
  return context.site.stack.plans.flatMap((plan) => {
    const rules = plan.rules.kkop;
    return rules ? judgePlan(context, plan, rules) : [];
  });
}

/** What findings of this rule ask for. */
export function kkopConditions(findings: readonly Finding[]): Condition[] {
  return findings
    .filter((f) => f.rule === KKOP_RULE && f.result === 'bersyarat')
    .map((f) => ({
      code: `${KKOP_RULE}:${f.from ?? ''}`,
      text: f.message,
      legalBasis: f.legalBasis,
      rule: KKOP_RULE,
      scope: f.scope,
    }));
}

function judgePlan(context: Context, plan: PlanVersion, rules: KkopRules): KkopJudged[] {
  const groups = kkopGroups(rules, context.site.stack.crs);
  const targets = targetsOf(context);
  return [
    ...groups.flatMap((group) => [
      ...judgeForbids(context, plan, group),
      ...judgeHeights(context, plan, group, targets),
    ]),
    ...rules.withheld.map((w): KkopJudged => {
      const result = w.screening ? 'bersyarat' : 'tidak_diketahui';
      const told = () =>
        finding({
          ...baseOf(plan, !w.screening, `${w.airport}/${w.surface}`),
          result,
          legalBasis: [plan.citation],
          message: withheldText(w.airport, w.surface),
        });
      return { result, limitM: null, finding: told };
    }),
  ];
}

function baseOf(plan: PlanVersion, law: boolean, from: string) {
  return {
    rule: KKOP_RULE,
    scope: 'parcel',
    from,
    plan: plan.manifest.id,
    screening: !law,
  } as const;
}

/** Ground that a building covers, or the whole parcel, with the building's height. */
interface Target {
  readonly rings: Rings;
  readonly heightM: number | null;
  readonly missing: string | null;
}

/**
 * A drawn footprint is looked at where it stands; a building without one may stand anywhere on the
 * parcel. Existing buildings count where they say their height.
 */
function targetsOf({ site, proposal, asksBuilding }: Context): Target[] {
  const { rings } = site.parcel;
  if (!asksBuilding) return [{ rings, heightM: null, missing: null }];
  const target = (b: Building, missing: string): Target => ({
    rings: b.footprint ?? rings,
    heightM: b.heightM,
    missing: b.heightM === null ? missing : null,
  });
  const list = proposal.buildingIsList === true;
  return [
    ...proposal.buildings.map((b, i) =>
      target(b, list ? `/building/${i}/heightM` : '/building/heightM'),
    ),
    ...proposal.existing.filter((b) => b.heightM !== null).map((b) => target(b, '')),
  ];
}

/** Rows that forbid building, by what they cover of the parcel; buildings drawn elsewhere keep them. */
function judgeForbids(context: Context, plan: PlanVersion, group: KkopGroup): KkopJudged[] {
  const { rings } = context.site.parcel;
  const box = boxOf(rings.xy);
  // What lies beside the parcel covers nothing of it.
  if (!group.forbids.some((p) => p.kind !== 'planar' || sharedBox(p.box, box) !== null)) return [];
  return group.rows.flatMap((row, at) => {
    const pieces = group.forbids.filter((p) => p.surface === at);
    const covered = (ground: Rings) =>
      pieces.reduce(
        (sum, p) => sum + (p.kind === 'planar' ? areaInConvex(ground, p.outline) : 0),
        0,
      );
    const areaM2 = pieces.length === 0 ? 0 : covered(rings);
    if (areaM2 <= MET_FROM_M2) return [];
    const built =
      context.asksBuilding && targetsOf(context).some((t) => covered(t.rings) > MET_FROM_M2);
    const result = built && group.law ? 'tidak' : 'bersyarat';
    const told = () =>
      finding({
        ...baseOf(plan, group.law, `${row.airport}/${row.surface}`),
        result,
        legalBasis: row.legalBasis,
        message: forbidText(row, areaM2, result),
      });
    return [{ result, limitM: null, finding: told }];
  });
}

interface Judged {
  readonly target: Target;
  readonly clearance: Clearance;
  readonly result: FindingResult;
}

const WORST_FIRST: readonly FindingResult[] = ['tidak', 'tidak_diketahui', 'bersyarat', 'lulus'];

function judgeHeights(
  context: Context,
  plan: PlanVersion,
  group: KkopGroup,
  targets: readonly Target[],
): KkopJudged[] {
  if (group.limits.length === 0) return [];
  const raster = kkopRaster(context, plan, group.groundRaster);
  const judged = targets.map((target): Judged => {
    const model = raster && groundFor(target.rings, raster, context.site.stack.crs);
    const clearance = clearanceOver(group.limits, target.rings, model);
    return { target, clearance, result: resultOf(context, group, target, clearance) };
  });
  const worst = worstOf(judged);
  const { result, clearance } = worst;
  const limitM = clearance.state === 'known' ? Math.max(0, clearance.allowedM) : null;
  return [{ result, limitM, finding: () => heightFinding(context, plan, group, worst) }];
}

/** The worst result; of equals the one with the least room left. */
function worstOf(judged: readonly Judged[]): Judged {
  const room = ({ clearance, target }: Judged) =>
    clearance.state === 'known' ? clearance.allowedM - (target.heightM ?? 0) : Infinity;
  return [...judged].sort(
    (a, b) =>
      WORST_FIRST.indexOf(a.result) - WORST_FIRST.indexOf(b.result) ||
      (room(a) < room(b) ? -1 : room(a) > room(b) ? 1 : 0),
  )[0]!;
}

function resultOf(
  context: Context,
  group: KkopGroup,
  target: Target,
  clearance: Clearance,
): FindingResult {
  const unknown = group.law ? 'tidak_diketahui' : 'bersyarat';
  if (clearance.state === 'free') return 'lulus';
  if (clearance.state === 'unknown') return unknown;
  const margin = Math.max(...group.rows.map((row) => row.marginM));
  const { allowedM, surface } = clearance;
  if (!context.asksBuilding) {
    const enough = group.rows[surface]!.ignoreAboveM;
    return enough !== null && allowedM - margin > enough ? 'lulus' : 'bersyarat';
  }
  if (target.heightM === null) return unknown;
  if (target.heightM <= allowedM - margin + HEIGHT_SLACK_M) return 'lulus';
  const over = target.heightM > allowedM + margin + HEIGHT_SLACK_M;
  return over && group.law ? 'tidak' : 'bersyarat';
}

function heightFinding(
  context: Context,
  plan: PlanVersion,
  group: KkopGroup,
  { target, clearance, result }: Judged,
): Finding {
  const { crs } = context.site.stack;
  const { airport, law } = group;
  if (clearance.state === 'free') {
    return finding({
      ...baseOf(plan, law, airport),
      result,
      legalBasis: [...new Set(group.rows.flatMap((row) => row.legalBasis))],
      message: freeText(airport),
    });
  }
  const row = group.rows[clearance.surface]!;
  const base = {
    ...baseOf(plan, law, `${airport}/${row.surface}`),
    result,
    unit: 'm' as const,
    measured: target.heightM,
    ...(target.missing === null ? {} : { missingField: target.missing }),
    legalBasis: row.legalBasis,
  };
  if (clearance.state === 'unknown') {
    return finding({ ...base, message: noGroundText(row, clearance.at, crs) });
  }
  const { heightM } = target;
  const { asksBuilding } = context;
  return finding({
    ...base,
    limit: Math.max(0, clearance.allowedM),
    message: heightText({ airport, row, found: clearance, crs, result, heightM, asksBuilding }),
  });
}

/** The elevation raster of that id: the plan's own, else another plan's of the stack. */
export function kkopRaster(context: Context, plan: PlanVersion, id: string): Raster | null {
  for (const { rasters } of [plan, ...context.site.stack.plans]) {
    const raster = rasters.find((r) => r.kind === 'elevation' && r.id === id);
    if (raster) return raster;
  }
  return null;
}

function groundFor(polygon: Rings, raster: Raster, crs: string): GroundModel | null {
  if (raster.crs === crs) return { grid: raster, polygon: null, toSurfaces: (xy) => xy };
  const metric = crsByCode(crs);
  const own = crsByCode(raster.crs);
  if (!metric.ok || !own.ok) return null;
  return {
    grid: raster,
    polygon: { xy: transformer(metric.value, own.value)(polygon.xy), ends: polygon.ends },
    toSurfaces: transformer(own.value, metric.value),
  };
}
