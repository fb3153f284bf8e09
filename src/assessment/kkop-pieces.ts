import { crsByCode, transformer, WGS84 } from '../formats/crs.ts';
import type { Approach, ObstaclePiece, Runway } from '../geometry/obstacle-surfaces.ts';
import { approachPieces, stripEndsHull, transitionPieces } from '../geometry/obstacle-surfaces.ts';
import type { KkopRules, KkopRunway, KkopSurface } from '../plan/model.ts';
import { innerOf } from '../plan/tables/index.ts';

/**
 * Surfaces of one airport that are judged together: of one force (law or screening) over one ground
 * model. `surface` of a piece is the index of its row in `rows`.
 */
export interface KkopGroup {
  readonly airport: string;
  readonly law: boolean;
  readonly groundRaster: string;
  readonly rows: readonly KkopSurface[];
  /** Of the rows that limit heights. */
  readonly limits: readonly ObstaclePiece[];
  /** Of the rows that forbid building. */
  readonly forbids: readonly ObstaclePiece[];
}

const built = new WeakMap<KkopRules, Map<string, readonly KkopGroup[]>>();

/** The KKOP surfaces of a plan in a metric CRS, built once. The CRS is a plan's, so it is a known one. */
export function kkopGroups(rules: KkopRules, crs: string): readonly KkopGroup[] {
  const kept = built.get(rules) ?? new Map<string, readonly KkopGroup[]>();
  built.set(rules, kept);
  const before = kept.get(crs);
  if (before) return before;
  const metric = crsByCode(crs);
  if (!metric.ok) throw new Error(`${crs} is no plan's CRS`);
  const project = transformer(WGS84, metric.value);
  const runways = new Map(rules.runways.map((r) => [nameOf(r.airport, r.runway), r] as const));
  const inMetres = new Map([...runways].map(([name, r]) => [name, runwayIn(r, project)] as const));
  const hulls = new Map<string, Float64Array>();
  const groups = grouped(rules, runways).map((group): KkopGroup => {
    const all = group.rows.map((row, at) => piecesOf(row, at, rules, inMetres, hulls));
    const of = (effect: KkopSurface['effect']) =>
      all.filter((_, at) => group.rows[at]!.effect === effect).flat();
    return { ...group, limits: of('limit'), forbids: of('forbid_building') };
  });
  kept.set(crs, groups);
  return groups;
}

function nameOf(airport: string, runway: string): string {
  return JSON.stringify([airport, runway]);
}

function grouped(
  rules: KkopRules,
  runways: ReadonlyMap<string, KkopRunway>,
): Omit<KkopGroup, 'limits' | 'forbids'>[] {
  const groups = new Map<string, Omit<KkopGroup, 'limits' | 'forbids'> & { rows: KkopSurface[] }>();
  for (const row of rules.surfaces) {
    const { airport, law } = row;
    const groundRaster = runways.get(nameOf(airport, row.runways[0]!))!.groundRaster;
    const key = JSON.stringify([airport, law, groundRaster]);
    const group = groups.get(key) ?? { airport, law, groundRaster, rows: [] };
    groups.set(key, group);
    group.rows.push(row);
  }
  return [...groups.values()];
}

function runwayIn(row: KkopRunway, project: (xy: Float64Array) => Float64Array): Runway {
  const { a, b } = row.ends;
  const xy = project(Float64Array.of(a.lon, a.lat, b.lon, b.lat));
  return {
    a: { x: xy[0]!, y: xy[1]!, elevationM: a.elevationM },
    b: { x: xy[2]!, y: xy[3]!, elevationM: b.elevationM },
    beyondM: row.stripBeyondEndM,
    stripWidthM: row.stripWidthM,
  };
}

/** The pieces of one row; what its kind needs is there, or the row would not have been read. */
function piecesOf(
  row: KkopSurface,
  at: number,
  rules: KkopRules,
  runways: ReadonlyMap<string, Runway>,
  hulls: Map<string, Float64Array>,
): ObstaclePiece[] {
  const own = row.runways.map((name) => ({
    name,
    runway: runways.get(nameOf(row.airport, name))!,
  }));
  switch (row.surface) {
    case 'approach':
    case 'accident_hazard':
      return own.flatMap(({ runway }) =>
        row.ends.flatMap((end) => approachPieces(at, runway, end, approachOf(row))),
      );
    case 'transition':
      return own.flatMap(({ name, runway }) =>
        transitionPieces(at, runway, {
          slope: row.slope!,
          topM: row.topM!,
          approachA: approachAt(rules, row.airport, name, 'a'),
          approachB: approachAt(rules, row.airport, name, 'b'),
        }),
      );
    default: {
      // One array for all surfaces about the same runways, so that the nearest point to it is sought once.
      const names = JSON.stringify([row.airport, ...row.runways.toSorted()]);
      const hull = hulls.get(names) ?? stripEndsHull(own.map((o) => o.runway));
      hulls.set(names, hull);
      return [{ kind: 'radial', surface: at, hull, ...profileOf(row, rules) }];
    }
  }
}

function approachOf(row: KkopSurface): Approach {
  return { innerWidthM: row.innerWidthM!, divergence: row.divergence!, sections: row.sections };
}

function approachAt(
  rules: KkopRules,
  airport: string,
  runway: string,
  end: 'a' | 'b',
): Approach | null {
  const row = rules.surfaces.find(
    (s) =>
      s.surface === 'approach' &&
      s.airport === airport &&
      s.runways.includes(runway) &&
      s.ends.includes(end),
  );
  return row ? approachOf(row) : null;
}

/** Height by distance from the strip ends: level up to the radius, or rising from the edge of the inner one. */
function profileOf(
  row: KkopSurface,
  rules: KkopRules,
): { from: number; to: number; height: number; slope: number } {
  if (row.surface !== 'conical') return { from: 0, to: row.radiusM!, height: row.topM!, slope: 0 };
  const inner = innerOf(row, rules.surfaces)!;
  const from = inner.radiusM!;
  const slope = row.slope!;
  return { from, to: from + (row.topM! - inner.topM!) / slope, height: inner.topM!, slope };
}
