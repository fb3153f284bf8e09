/** A request in its canonical form (request/parse-request.ts), as far as it differs from a body. */
interface Canonical {
  readonly activity: readonly CanonicalActivity[];
  readonly activityIsList?: true;
  readonly building: readonly CanonicalBuilding[];
  readonly buildingIsList?: true;
  readonly crs: string;
  readonly crsAssumed?: true;
  readonly existing: readonly CanonicalBuilding[];
  readonly parcel: GeoJSON.MultiPolygon;
  readonly stated: Readonly<Record<string, unknown>>;
}

interface CanonicalActivity {
  readonly kind: 'code' | 'kbli';
  readonly hours?: { readonly fromMin: number; readonly toMin: number };
}

interface CanonicalBuilding {
  readonly footprint?: GeoJSON.MultiPolygon;
}

/**
 * The canonical form of a request as a body that gives the same canonical form, and so the same
 * answer under the same id. A CRS that was assumed is left out, so that it is assumed again.
 */
export function requestBody(canonical: string): Record<string, unknown> {
  const { activity, building, existing, parcel, crs, stated, ...rest } = JSON.parse(
    canonical,
  ) as Canonical;
  const { activityIsList, buildingIsList, crsAssumed, ...plain } = rest;
  const activities = activity.map(activityBody);
  const buildings = building.map(buildingBody);
  return {
    parcel: drawn(parcel),
    ...(crsAssumed ? {} : { crs }),
    ...given('activity', activityIsList ? activities : activities[0]),
    ...given('building', buildingIsList ? buildings : buildings[0]),
    ...given('existing', existing.length > 0 ? existing.map(buildingBody) : undefined),
    ...given('stated', Object.keys(stated).length > 0 ? stated : undefined),
    ...plain,
  };
}

function given(name: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [name]: value };
}

function activityBody({ kind: _kind, hours, ...fields }: CanonicalActivity) {
  if (!hours) return fields;
  return { ...fields, hours: { from: clock(hours.fromMin), to: clock(hours.toMin) } };
}

/** 1290 -> `21:30`. */
function clock(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function buildingBody({ footprint, ...figures }: CanonicalBuilding) {
  return footprint ? { ...figures, footprint: drawn(footprint) } : figures;
}

/** Rings with their first point repeated, as RFC 7946 has them; one polygon as a Polygon. */
function drawn({ coordinates }: GeoJSON.MultiPolygon): GeoJSON.Polygon | GeoJSON.MultiPolygon {
  const closed = coordinates.map((polygon) => polygon.map((ring) => [...ring, ring[0]!]));
  return closed.length === 1
    ? { type: 'Polygon', coordinates: closed[0]! }
    : { type: 'MultiPolygon', coordinates: closed };
}
