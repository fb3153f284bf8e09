import { crsByCode, transformer } from '../formats/crs.ts';
import { gridShares } from '../geometry/grid-shares.ts';
import { highestOver } from '../geometry/obstacle-surfaces-cover.ts';
import { boxOf, type Rings } from '../geometry/rings.ts';
import type { KkopSurface, PlanStack, PlanVersion } from '../plan/model.ts';
import { overlayRow } from '../plan/tables/index.ts';
import type { Context } from './context.ts';
import { coarsestAccuracy, protectiveIn } from './doubt.ts';
import { type KkopGroup, kkopGroups } from './kkop-pieces.ts';
import { judgeKkop, kkopRaster } from './kkop-surfaces.ts';
import type { Finding, FindingResult, Parcel, Proposal } from './model.ts';
import { rasterShares, screeningRasters } from './screening.ts';
import { overlayOf, type Site } from './site.ts';
import { mayMeetWater } from './theme-ground.ts';

/**
 * What holds all over a cell of ground holds on every parcel in it: of most cells it can be said once
 * that no protective ground is near, that a raster warns nowhere, or that buildings are free below the
 * airport's surfaces. A fact is left open where it depends on where in the cell the parcel lies. Only
 * where no building is asked about.
 */
export interface CellFacts {
  /** Ids of protective zones and forbidding rules that may lie within the maps' accuracy. */
  readonly protective: readonly string[];
  /** Overlays of law without a row, `theme:CODE`, likewise. */
  readonly unruled: readonly string[];
  /** Whether some water without a rule may be within its theme's reach. */
  readonly waters: boolean;
  /** Results of the rasters that screen, plan by plan; null: open. */
  readonly rasters: readonly (FindingResult | null)[];
  /** Results of the findings on KKOP surfaces; null: open. */
  readonly kkop: readonly FindingResult[] | null;
}

/** Side of a cell, m: a parcel of usual size touches one to four. */
const CELL_M = 48;
/** What a parcel may reach beyond its cells when it is carried into another CRS, m. */
const MARGIN_M = 1;
/** A parcel of more cells is looked at as it is. */
const MOST_CELLS = 16;
/** What is kept per stack. */
const MOST_KEPT = 500_000;

/** Facts by cell; equal ones are one object. */
interface Kept {
  readonly cells: Map<number, CellFacts>;
  readonly equal: Map<string, CellFacts>;
}

const kept = new WeakMap<PlanStack, Kept>();

/** Facts of the cells that a parcel touches; null where these are too many. */
export function factsUnder(site: Pick<Site, 'stack' | 'parcel'>): CellFacts[] | null {
  const [minX, minY, maxX, maxY] = boxOf(site.parcel.rings.xy);
  const [west, south] = [Math.floor(minX / CELL_M), Math.floor(minY / CELL_M)];
  const [east, north] = [Math.floor(maxX / CELL_M), Math.floor(maxY / CELL_M)];
  if ((east - west + 1) * (north - south + 1) > MOST_CELLS) return null;
  const { cells } = keptFor(site.stack);
  const found: CellFacts[] = [];
  for (let row = south; row <= north; row++) {
    for (let col = west; col <= east; col++) {
      const facts = cells.get(col * ROWS + row) ?? look(site.stack, col, row);
      if (!found.includes(facts)) found.push(facts);
    }
  }
  return found;
}

/** More rows than metric coordinates of 1e8 m have cells. */
const ROWS = 2 ** 22;

function keptFor(stack: PlanStack): Kept {
  let facts = kept.get(stack);
  if (!facts || facts.cells.size >= MOST_KEPT) {
    facts = { cells: new Map(), equal: new Map() };
    kept.set(stack, facts);
  }
  return facts;
}

function look(stack: PlanStack, col: number, row: number): CellFacts {
  const cell = square(col * CELL_M, row * CELL_M, CELL_M, MARGIN_M);
  const reach = coarsestAccuracy(stack) + MARGIN_M;
  const wide = square(col * CELL_M, row * CELL_M, CELL_M, reach + MARGIN_M);
  const facts: CellFacts = {
    protective: protectiveAround(stack, wide),
    unruled: stack.plans.flatMap((plan) => unruledAround(plan, wide)),
    waters: mayMeetWater(stack, cell),
    rasters: stack.plans.flatMap((plan) => rasterResults(plan, cell)),
    kkop: kkopResults(stack, cell),
  };
  const { cells, equal } = keptFor(stack);
  const name = JSON.stringify(facts);
  const one = equal.get(name) ?? facts;
  equal.set(name, one);
  cells.set(col * ROWS + row, one);
  return one;
}

function square(x: number, y: number, side: number, margin: number): Rings {
  const [west, south, east, north] = [x - margin, y - margin, x + side + margin, y + side + margin];
  return {
    xy: Float64Array.of(west, south, east, south, east, north, west, north),
    ends: Uint32Array.of(4),
  };
}

function protectiveAround(stack: PlanStack, ground: Rings): string[] {
  const overlay = overlayOf(stack.index);
  const count = overlay.query(ground);
  const labels = new Set(overlay.ids.subarray(0, count).map((piece) => stack.labelOf[piece]!));
  const near = [...labels].flatMap((label) => protectiveIn({ stack }, stack.labels[label]!));
  return [...new Set(near.map((n) => n.id))].sort();
}

function unruledAround(plan: PlanVersion, ground: Rings): string[] {
  const overlay = overlayOf(plan.index);
  const count = overlay.query(ground);
  const found = new Set<string>();
  for (const id of overlay.ids.subarray(0, count)) {
    const layer = plan.layers.find((l) => id >= l.first && id < l.first + l.count)!;
    if (layer.kind !== 'overlay' || !layer.law || layer.theme === null) continue;
    const code = layer.code[id - layer.first]!;
    if (overlayRow(plan.rules, layer.theme, code) === null) found.add(`${layer.theme}:${code}`);
  }
  return [...found].sort();
}

/** A raster passes where all of the cell does, and warns where none of it passes. */
function rasterResults(plan: PlanVersion, cell: Rings): (FindingResult | null)[] {
  return screeningRasters(plan).map((raster) => {
    const shares = rasterShares(plan, raster, cell) ?? [];
    const passing = shares.filter((s) => s.row?.result === 'lulus').length;
    if (passing === 0) return 'bersyarat';
    return passing === shares.length ? 'lulus' : null;
  });
}

const NOTHING_ASKED: Proposal = {
  activities: [],
  buildings: [],
  existing: [],
  deedAreaM2: null,
  stated: { roadClass: null, frontEdges: null },
};

/**
 * Results that hold on every part of the cell. Where no surface lies over it, or the least room over it
 * is more than any row asks for, a part is free. Where even the lowest ground of it has too little room
 * below a surface that lies over all of it, no part is. All else depends on the part.
 */
function kkopResults(stack: PlanStack, cell: Rings): FindingResult[] | null {
  const parcel = { rings: cell } as Parcel;
  const site = { stack, parcel } as Site;
  const context = { site, proposal: NOTHING_ASKED, asksBuilding: false } as Context;
  const findings = judgeKkop(context);
  let at = 0;
  for (const plan of stack.plans) {
    const { kkop } = plan.rules;
    if (!kkop) continue;
    for (const group of kkopGroups(kkop, stack.crs)) {
      if (group.limits.length === 0) continue;
      const found = findings[at++];
      if (!found || !(isFree(group, found) || isLow(group, found, context, plan))) return null;
    }
    at += kkop.withheld.length;
  }
  // More findings than these are of surfaces that forbid building on some of the cell.
  return findings.length === at ? findings.map((f) => f.result) : null;
}

function isFree({ rows }: KkopGroup, { result, limit }: Finding): boolean {
  const limiting = rows.filter((row) => row.effect === 'limit');
  const enough = Math.max(...limiting.map((row) => row.ignoreAboveM ?? Infinity));
  return result === 'lulus' && (limit === null || limit - marginOf(rows) > enough);
}

function isLow(
  group: KkopGroup,
  { result }: Finding,
  context: Context,
  plan: PlanVersion,
): boolean {
  // Of law what is not known is no condition but unknown, and that may differ from part to part.
  if (group.law || result !== 'bersyarat') return false;
  const ground = lowestGround(context, plan, group.groundRaster);
  if (ground === null) return false;
  const room = highestOver(group.limits, context.site.parcel.rings.xy) - ground;
  const limiting = group.rows.filter((row) => row.effect === 'limit');
  const enough = limiting.flatMap((row) => row.ignoreAboveM ?? []);
  return enough.every((m) => room - marginOf(group.rows) <= m);
}

function marginOf(rows: readonly KkopSurface[]): number {
  return Math.max(...rows.map((row) => row.marginM));
}

/** Lowest value of a ground model below the cell, m; null where some is missing. */
function lowestGround(context: Context, plan: PlanVersion, id: string): number | null {
  const { stack, parcel } = context.site;
  const raster = kkopRaster(context, plan, id);
  const [metric, own] = [crsByCode(stack.crs), crsByCode(raster?.crs ?? '')];
  if (!raster || !metric.ok || !own.ok) return null;
  const rings = { ...parcel.rings, xy: transformer(metric.value, own.value)(parcel.rings.xy) };
  let lowest = Infinity;
  let seen = 0;
  gridShares(rings, raster, (column, line, share) => {
    lowest = Math.min(lowest, raster.values[line * raster.width + column]!);
    seen += share;
  });
  return seen > 1 - 1e-6 && Number.isFinite(lowest) ? lowest : null;
}
