import type { Assessment, Parcel } from '../assessment/model.ts';
import { overlayOf, surveySite } from '../assessment/site.ts';
import { crsByCode, transformer } from '../formats/crs.ts';
import { intersectRings } from '../geometry/outline.ts';
import { toGeoJson } from '../geometry/polygons.ts';
import { featureRings, joinRings, type Rings } from '../geometry/rings.ts';
import type { PlanStack, PlanVersion } from '../plan/model.ts';

/**
 * The same as text, without the answer at its end: `featuresText` adds it. A kept answer is kept in both
 * forms, and this spares writing it twice.
 */
export function featuresHead(assessment: Assessment, stack: PlanStack, parcel: Parcel): string {
  const features = JSON.stringify(featuresOf(assessment, stack, parcel));
  return `{"type":"FeatureCollection","features":${features},"assessment":`;
}

/** The whole map from its head and the answer as JSON text. */
export function featuresText(head: string, json: string): string {
  return `${head}${json.trimEnd()}}`;
}

/** Degrees with 9 decimals: 0.1 mm, and the same bytes everywhere. */
const DECIMALS = 1e9;

/**
 * An answer as a map (RFC 7946, longitude and latitude): one feature for the parcel, one per part,
 * one per zone met, each with its row of the answer as properties; the whole answer is the member
 * `assessment`. Outlines are for looking at: the areas that decide stand in the properties.
 */
export function assessmentFeatures(
  assessment: Assessment,
  stack: PlanStack,
  parcel: Parcel,
): object {
  const features = featuresOf(assessment, stack, parcel);
  return { type: 'FeatureCollection', features, assessment };
}

function featuresOf(assessment: Assessment, stack: PlanStack, parcel: Parcel): object[] {
  const draw = (rings: Rings) =>
    rings.ends.length > 0 ? toGeoJson(rings, toDegrees(stack)) : null;
  const { id, verdict, demonstration, binding, date } = assessment;
  const whole = { kind: 'parcel', id, verdict, demonstration, binding, date, ...assessment.parcel };
  const outlines = new Map(surveySite(stack, parcel).parts.map((p) => [p.id, p.outline]));
  const parts = assessment.parts.map((part) =>
    feature(draw(outlines.get(part.id)?.() ?? joinRings([])), { kind: 'part', ...part }),
  );
  const zones = assessment.zones.map((zone) =>
    feature(draw(zoneOutline(stack, zone.plan, zone.code, parcel)), { kind: 'zone', ...zone }),
  );
  return [feature(draw(parcel.rings), whole), ...parts, ...zones];
}

function feature(geometry: object | null, properties: object): object {
  return { type: 'Feature', geometry, properties };
}

function toDegrees(stack: PlanStack): (xy: Float64Array) => Float64Array {
  const from = crsByCode(stack.crs);
  const to = crsByCode('EPSG:4326');
  if (!from.ok || !to.ok) throw new Error(`${stack.crs} is no known CRS`);
  const transform = transformer(from.value, to.value);
  return (xy) => transform(xy).map((v) => Math.round(v * DECIMALS) / DECIMALS);
}

/** Ground of all features of one zone code inside the parcel. */
function zoneOutline(stack: PlanStack, planId: string, code: string, parcel: Parcel): Rings {
  const plan = stack.plans.find((p) => p.manifest.id === planId);
  if (!plan) return joinRings([]);
  const overlay = overlayOf(plan.index);
  const count = overlay.query(parcel.rings);
  const hits = Array.from(overlay.ids.subarray(0, count)).filter(
    (f) => zoneCodeOf(plan, f) === code,
  );
  return joinRings(hits.map((f) => intersectRings(featureRings(plan.areas, f), parcel.rings)));
}

function zoneCodeOf(plan: PlanVersion, feature: number): string | null {
  const layer = plan.layers.find((l) => feature >= l.first && feature < l.first + l.count);
  return layer?.kind === 'zones' ? (layer.code[feature - layer.first] ?? null) : null;
}
