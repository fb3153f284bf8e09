import type { PlanVersion } from '../plan/model.ts';
import { roadLines, widestLine } from './building-line.ts';
import type { Context } from './context.ts';
import { limitsHere } from './intensity.ts';
import type {
  Assessment,
  Finding,
  Limits,
  OverlayShare,
  Part,
  PlanReference,
  ZoneShare,
} from './model.ts';
import type { Place } from './place.ts';
import { type Met, type SitePart, speaker } from './site.ts';
import { largerFirst } from './site-met.ts';

/** The parts of an answer that list rather than judge: plans, zones, overlays, limits. */

interface References {
  readonly plan: PlanReference;
  readonly said: Map<Said, Assessment['plans'][number]>;
}

type Said = Assessment['plans'][number]['said'];

/** Kept with each plan: they are the same in all answers. */
const references = new WeakMap<PlanVersion, References>();

function referencesOf(plan: PlanVersion): References {
  let held = references.get(plan);
  if (!held) {
    const { id, title, demonstration } = plan.manifest;
    const version = plan.hash.replace('sha256:', '').slice(0, 12);
    held = { plan: { id, title, version, hash: plan.hash, demonstration }, said: new Map() };
    references.set(plan, held);
  }
  return held;
}

export function planReference(plan: PlanVersion): PlanReference {
  return referencesOf(plan).plan;
}

/** A plan with what it contributed. */
export function planSaid(plan: PlanVersion, said: Said): Assessment['plans'][number] {
  const held = referencesOf(plan);
  let entry = held.said.get(said);
  if (!entry) {
    entry = { ...held.plan, said };
    held.said.set(said, entry);
  }
  return entry;
}

/** What a plan contributed: its use table, only its overlays, or nothing. */
export function saidBy(plan: PlanVersion, findings: readonly Finding[]): Said {
  const own = findings.filter(
    (f) => f.plan === plan.manifest.id && f.from !== undefined && !f.screening,
  );
  if (own.some((f) => f.rule === 'use' || f.scope === 'remainder' || isIntensity(f))) return 'use';
  return own.length > 0 ? 'overlays' : 'silent';
}

function isIntensity(f: Finding): boolean {
  return f.unit === 'ratio' || f.rule === 'parcel_min' || f.rule === 'frontage' || f.rule === 'gsb';
}

/**
 * Zones met, largest first: those of the nearest plan with their own exact areas, and those of further
 * plans where they speak. Zones that claim the same ground are both listed.
 */
export function zoneShares(
  context: Context,
  parts: readonly Part[],
  findings: readonly Finding[],
): ZoneShare[] {
  const { site } = context;
  const deed = context.proposal.deedAreaM2;
  return zonesMet(context).map((m) => ({
    code: m.code,
    name: m.plan.rules.zones.get(m.code)?.name.id ?? m.name,
    plan: m.plan.manifest.id,
    areaM2: m.areaM2,
    share: m.areaM2 / site.areaM2,
    ...(deed === null ? {} : { deedShareM2: (deed * m.areaM2) / site.areaM2 }),
    use: useIn(context, parts, findings, m),
  }));
}

type ZoneMet = Pick<Met, 'plan' | 'code' | 'name' | 'areaM2'>;

/** The zones of an answer, largest first. */
export function zonesMet(context: Context): readonly ZoneMet[] {
  const { site } = context;
  const all: ZoneMet[] = [];
  for (const m of site.met) {
    if (m.layer.kind === 'zones' && m.plan === site.stack.plans[0]) all.push(m);
  }
  if (site.stack.plans.length > 1) addFurtherZones(context, all);
  if (all.length > 1) all.sort((a, b) => largerFirst(a, b) || (a.code < b.code ? -1 : 1));
  return all;
}

/** Zones of further plans where these speak. */
function addFurtherZones({ site }: Context, all: ZoneMet[]): void {
  const sums: { plan: PlanVersion; code: string; name: null; areaM2: number }[] = [];
  for (const { grounds } of site.parts) {
    for (const { chains, areaM2 } of grounds) {
      if (chains.length !== 1) continue;
      const { plan, zone } = speaker(chains[0]!);
      if (plan === site.stack.plans[0]) continue;
      const held = sums.find((s) => s.plan === plan && s.code === zone);
      if (held) held.areaM2 += areaM2;
      else sums.push({ plan, code: zone, name: null, areaM2 });
    }
  }
  all.push(...sums);
}

function useIn(
  context: Context,
  parts: readonly Part[],
  findings: readonly Finding[],
  zone: { readonly code: string },
): ZoneShare['use'] {
  const ids = new Set(
    context.site.parts.filter((p: SitePart) => p.zone === zone.code).map((p) => p.id),
  );
  const scopes = parts.filter((p) => ids.has(p.id)).map((p) => p.id);
  return findings.find((f) => f.rule === 'use' && scopes.includes(f.scope))?.use ?? null;
}

/** Overlays and strips met, in the order of the plans' layers. */
export function overlayShares(context: Context): OverlayShare[] {
  const { site } = context;
  return site.met
    .filter((m) => m.layer.kind === 'overlay' || m.layer.kind === 'strip')
    .map((m) => ({
      kind: m.layer.theme ?? m.layer.id,
      code: m.code,
      plan: m.plan.manifest.id,
      areaM2: m.areaM2,
      share: m.areaM2 / site.areaM2,
      screening: !m.layer.law,
    }));
}

/** Limits that a building would have to keep here; null where unknown or not regulated. */
export function answerLimits(context: Context, place: Place | null): Limits {
  const limit = place ? limitsHere(context, place) : () => null;
  return {
    kdbMax: limit('kdbMax', 'max'),
    klbMax: limit('klbMax', 'max'),
    kdhMin: limit('kdhMin', 'min'),
    ktbMax: limit('ktbMax', 'max'),
    heightMaxM: limit('heightMaxM', 'max'),
    floorsMax: limit('floorsMax', 'max'),
    parcelMinM2: limit('parcelMinM2', 'min'),
    frontageMinM: limit('frontageMinM', 'min'),
    gsbMinM: place ? widestLine(roadLines(context, place)) : null,
  };
}
