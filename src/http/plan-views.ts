import { crsByCode, transformer } from '../formats/crs.ts';
import { areaOf, boxOf, featureRings } from '../geometry/rings.ts';
import type { Activity, PlanVersion } from '../plan/model.ts';
import { inForce, versionOf } from '../plan/version.ts';

/** A plan in a list. */
export function planSummary(plan: PlanVersion, today: string) {
  const m = plan.manifest;
  return {
    id: m.id,
    title: m.title,
    demonstration: m.demonstration,
    level: m.level,
    regulation: m.regulation,
    citation: plan.citation,
    status: m.status,
    validFrom: m.validFrom,
    validTo: m.validTo,
    inForce: inForce(m, today),
    ossIntegrated: m.ossIntegrated,
    mapScale: m.mapScale,
    crs: m.crs,
    areaBasis: m.areaBasis,
    maxParcelM2: m.maxParcelM2,
    version: versionOf(plan),
    hash: plan.hash,
    bbox: lonLatBox(plan),
  };
}

/** West, south, east, north in degrees. */
function lonLatBox(plan: PlanVersion): number[] | null {
  const from = crsByCode(plan.manifest.crs);
  const to = crsByCode('EPSG:4326');
  if (!from.ok || !to.ok || !plan.box.every(Number.isFinite)) return null;
  const [minX, minY, maxX, maxY] = plan.box;
  const corners = Float64Array.of(minX, minY, maxX, minY, maxX, maxY, minX, maxY);
  return boxOf(transformer(from.value, to.value)(corners)).map((v) => Number(v.toFixed(6)));
}

/** A plan with its themes, other versions, and what was noted when it was read. */
export function planDetail(plan: PlanVersion, plans: readonly PlanVersion[], today: string) {
  const themes = plan.themes.map((t) => ({
    ...t,
    known: plan.knownThemes.has(t.id),
  }));
  const versions = plans
    .filter((p) => p.manifest.id === plan.manifest.id)
    .map((p) => ({
      version: versionOf(p),
      hash: p.hash,
      citation: p.citation,
      status: p.manifest.status,
      validFrom: p.manifest.validFrom,
      validTo: p.manifest.validTo,
    }));
  return { ...planSummary(plan, today), themes, versions, notes: plan.notes };
}

/** Every zone code: its row, and how much ground it has on the map. */
export function zonesView(plan: PlanVersion) {
  const ground = groundByCode(plan);
  const codes = new Set([...plan.rules.zones.keys(), ...ground.keys()]);
  const zones = [...codes].sort().map((code) => {
    const row = plan.rules.zones.get(code);
    const { features = 0, areaM2 = 0 } = ground.get(code) ?? {};
    return {
      code,
      name: row?.name ?? null,
      group: row?.group ?? null,
      protective: row?.protective ?? null,
      silent: row?.silent ?? null,
      color: row?.color ?? null,
      features,
      areaM2: Math.round(areaM2 * 100) / 100,
      legalBasis: row?.legalBasis ?? [],
    };
  });
  return { plan: plan.manifest.id, hash: plan.hash, zones };
}

function groundByCode(plan: PlanVersion): Map<string, { features: number; areaM2: number }> {
  const ground = new Map<string, { features: number; areaM2: number }>();
  for (const layer of plan.layers.filter((l) => l.kind === 'zones')) {
    for (let i = 0; i < layer.count; i++) {
      const sum = ground.get(layer.code[i]!) ?? { features: 0, areaM2: 0 };
      sum.features += 1;
      sum.areaM2 += areaOf(featureRings(plan.areas, layer.first + i));
      ground.set(layer.code[i]!, sum);
    }
  }
  return ground;
}

/** All rule tables, row by row, each with its articles. */
export function rulesView(plan: PlanVersion) {
  const { rules } = plan;
  return {
    plan: plan.manifest.id,
    hash: plan.hash,
    activities: rules.activities && [...rules.activities.values()].map(activityView),
    conditions: [...rules.conditions.values()],
    intensity: [...rules.intensity.values()].flat(),
    setbacks: rules.setbacks,
    distances: rules.distances,
    sempadan: rules.sempadan,
    overlays: rules.overlays,
    rasterClasses: rules.rasterClasses.map((r) => ({
      ...r,
      from: finite(r.from),
      to: finite(r.to),
    })),
  };
}

function activityView(activity: Activity) {
  return { ...activity, cells: Object.fromEntries(activity.cells) };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** What the plan is drawn of: areal layers, roads, rasters, and where the parcels' register is. */
export function layersView(plan: PlanVersion) {
  const specs = new Map(plan.manifest.layers.map((l) => [l.id, l]));
  const layers = plan.layers.map((l) => {
    const spec = specs.get(l.id);
    return {
      id: l.id,
      kind: l.kind,
      theme: l.theme,
      law: l.law,
      accuracyM: l.accuracyM,
      features: l.count,
      codes: [...new Set(l.code)].sort(),
      file: spec?.file ?? null,
      legalBasis: spec?.legalBasis ?? null,
    };
  });
  return {
    plan: plan.manifest.id,
    hash: plan.hash,
    layers,
    roads: plan.roads && { lines: plan.roads.lines.ends.length, accuracyM: plan.roads.accuracyM },
    rasters: plan.rasters.map(({ values: _values, ...r }) => r),
    parcels: plan.parcels && { features: plan.parcels.number.length },
    notes: plan.notes,
  };
}

/** Every article that a row of the plan may cite. */
export function legalBasesView(plan: PlanVersion) {
  const legalBases = [...plan.rules.legalBases].map(([id, basis]) => ({ id, ...basis }));
  return { plan: plan.manifest.id, hash: plan.hash, legalBases };
}
