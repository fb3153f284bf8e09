import { planReference } from '../assessment/answer-parts.ts';
import { ENGINE } from '../assessment/index.ts';
import type { Finding } from '../assessment/model.ts';
import {
  judgeZone,
  PLACE_RULES,
  ZONE_CLASSES,
  type ZoneAnswer,
  type ZoneClass,
} from '../assessment/where.ts';
import { type ZoneGround, zoneGrounds } from '../assessment/zone-ground.ts';
import type { Forbid, PlanStack } from '../plan/model.ts';
import type { WhereRequest } from '../request/index.ts';

/** A zone code with what it says and the ground that it has. */
export interface ZoneOfWhere extends ZoneAnswer {
  readonly grounds: readonly ZoneGround[];
}

/** The answer to where a wish would be allowed, before it is written. */
export interface Where {
  readonly request: WhereRequest;
  readonly zones: readonly ZoneOfWhere[];
  readonly grounds: readonly ZoneGround[];
}

/** Every zone code of the plan's map asked once. */
export function findWhere(request: WhereRequest): Where {
  const { stack, question } = request;
  const grounds = zoneGrounds(stack);
  const byCode = Map.groupBy(grounds, (g) => g.code);
  const zones = [...byCode.keys()].sort().map((code) => {
    const answer = judgeZone(stack.plans[0]!, code, question);
    return { ...answer, grounds: byCode.get(code)! };
  });
  return { request, zones, grounds };
}

/** What all forms of the answer say in front. */
export function whereHead({ request, zones }: Where) {
  const { stack, binding, question } = request;
  const plan = stack.plans[0]!;
  const building = question.proposal.buildings.length > 0;
  return {
    plan: planReference(plan),
    demonstration: plan.manifest.demonstration,
    binding,
    engine: ENGINE,
    date: question.date,
    asked: [
      ...(question.proposal.activities.length > 0 ? ['use'] : []),
      ...(building ? ['building'] : []),
    ],
    parcelM2: question.parcelM2,
    classes: Object.fromEntries(
      ZONE_CLASSES.map((name) => [name, totals(zones, name, building)]),
    ) as Record<ZoneClass, ReturnType<typeof totals>>,
    notAssessed: notAssessed(request, zones),
  };
}

function totals(zones: readonly ZoneOfWhere[], name: ZoneClass, building: boolean) {
  const own = zones.filter((z) => z.class === name);
  const grounds = own.flatMap((z) => z.grounds);
  const blocks = new Set(grounds.flatMap((g) => g.block ?? []));
  const counts = { zones: own.length, blocks: blocks.size, polygons: grounds.length };
  return { ...counts, ...areas(grounds, building) };
}

/** Areas of some polygons, m² on the map; where no building is asked about, ground that only forbids buildings is free. */
export function areas(grounds: readonly ZoneGround[], building: boolean) {
  const sum = (of: (g: ZoneGround) => number) => round(grounds.reduce((s, g) => s + of(g), 0));
  return {
    areaM2: sum((g) => g.areaM2),
    freeM2: sum((g) => g.freeM2 + (building ? 0 : g.forbidsM2 - g.forbidsAllM2)),
    forbiddenM2: sum((g) => (building ? g.forbidsM2 : g.forbidsAllM2)),
    contestedM2: sum((g) => g.contestedM2),
  };
}

function round(areaM2: number): number {
  return Math.round(areaM2 * 100) / 100;
}

/** Rules that wait for a parcel: lines, frontage, themes that don't forbid, and figures that were not given. */
function notAssessed({ stack, question }: WhereRequest, zones: readonly ZoneOfWhere[]): string[] {
  const building = question.proposal.buildings.length > 0;
  const sized = building && question.parcelM2 === null ? ['kdb', 'klb', 'kdh', 'ktb'] : [];
  return [
    ...new Set([
      ...(question.proposal.activities.length > 0 ? [] : ['use']),
      ...(question.parcelM2 === null ? [...sized, 'parcel_min'] : []),
      ...zones.flatMap((z) => z.notAssessed),
      ...PLACE_RULES.filter((r) => building || r === 'frontage'),
      ...openThemes(stack),
    ]),
  ];
}

/** Themes of which the map says more than what it forbids, or nothing at all. */
function openThemes({ themes, plans }: PlanStack): string[] {
  const plan = plans[0]!;
  const more = (id: string) =>
    !plan.knownThemes.has(id) ||
    plan.unruledWater.some((w) => w.theme === id) ||
    plan.rules.overlays.some(
      (r) => r.theme === id && ['limit', 'condition', 'refer'].includes(r.effect),
    );
  const mapped = (id: string) => plan.knownThemes.has(id);
  return themes.filter((t) => (t.none === null || mapped(t.id)) && more(t.id)).map((t) => t.id);
}

/** One zone code in the JSON form. */
export function zoneView(zone: ZoneOfWhere, { request }: Where) {
  const building = request.question.proposal.buildings.length > 0;
  const row = request.stack.plans[0]!.rules.zones.get(zone.code);
  return {
    code: zone.code,
    name: row?.name ?? null,
    class: zone.class,
    polygons: zone.grounds.length,
    ...areas(zone.grounds, building),
    forbidden: forbidden(zone.grounds, building),
    blocks: blocksOf(zone.grounds, building),
    findings: zone.findings.map(withoutScope),
    conditions: zone.conditions.map(({ scope: _scope, ...c }) => c),
  };
}

/** A trial parcel is nobody's place. */
function withoutScope({ scope: _scope, ...f }: Finding) {
  return f;
}

/** What forbids in a zone, largest first, with its share of the zone; a building alone where `effect` says so. */
function forbidden(grounds: readonly ZoneGround[], building: boolean) {
  const sums = new Map<Forbid, number>();
  for (const [forbid, m2] of grounds.flatMap((g) => [...g.forbids])) {
    sums.set(forbid, (sums.get(forbid) ?? 0) + m2);
  }
  const { areaM2 } = areas(grounds, building);
  return [...byId(sums)].map(([id, { forbid, m2 }]) => ({
    id,
    theme: forbid.theme,
    effect: forbid.effect,
    areaM2: round(m2),
    share: areaM2 > 0 ? Math.min(1, m2 / areaM2) : 0,
    legalBasis: forbid.legalBasis,
  }));
}

function byId(sums: ReadonlyMap<Forbid, number>) {
  const list = new Map<string, { forbid: Forbid; m2: number }>();
  for (const [forbid, m2] of [...sums].sort(([, a], [, b]) => b - a)) {
    const there = list.get(forbid.id);
    if (there) there.m2 += m2;
    else list.set(forbid.id, { forbid, m2 });
  }
  return list;
}

function blocksOf(grounds: readonly ZoneGround[], building: boolean) {
  const byBlock = Map.groupBy(
    grounds.filter((g) => g.block !== null),
    (g) => g.block!,
  );
  return [...byBlock]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([block, own]) => ({ block, polygons: own.length, ...areas(own, building) }));
}
