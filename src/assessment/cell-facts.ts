import { highestOver } from '../geometry/obstacle-surfaces-cover.ts';
import type { Box, Rings } from '../geometry/rings.ts';
import type { KkopSurface, PlanStack, PlanVersion, Raster } from '../plan/model.ts';
import type { Context } from './context.ts';
import { type KkopGroup, kkopGroups } from './kkop-pieces.ts';
import { type KkopJudged, kkopRaster, weighKkop } from './kkop-surfaces.ts';
import type { FindingResult, Parcel, Proposal } from './model.ts';
import { classOf, screeningRasters, valuesUnder } from './screening.ts';
import type { Site } from './site.ts';

/**
 * What holds all over a cell of ground holds on every parcel in it: of most ground it can be said once
 * for hundreds of metres that a raster warns nowhere, or that buildings are free below the airport's surfaces. Where it can't, smaller cells are asked; what even
 * the smallest leave open depends on where in them the parcel lies. Only where no building is asked about.
 */

/** Sides of the cells, m. The smallest is that of a parcel of usual size. */
const SIDES_M = [768, 192, 48] as const;
/** What a parcel may reach beyond its cells when it is carried into another CRS, m. */
const MARGIN_M = 1;
/** A parcel of more cells than this is not looked up in them. */
const MOST_CELLS = 9;
/** What is kept per stack and fact; beyond it all is forgotten. */
const MOST_KEPT = 300_000;
/** More rows than metric coordinates of 1e8 m have cells. */
const ROWS = 2 ** 22;

/** A fact, looked up in cells of one side. */
class Facts<T> {
  readonly #sideM: number;
  readonly #look: (x: number, y: number, sideM: number) => T;
  readonly #kept = new Map<number, T>();

  constructor(sideM: number, look: (x: number, y: number, sideM: number) => T) {
    this.#sideM = sideM;
    this.#look = look;
  }

  /** The fact of all cells that a box touches, if they have one and not `none`; null where they differ. */
  under([minX, minY, maxX, maxY]: Box, none: T): T | null {
    const side = this.#sideM;
    const [west, south] = [Math.floor(minX / side), Math.floor(minY / side)];
    const [east, north] = [Math.floor(maxX / side), Math.floor(maxY / side)];
    if ((east - west + 1) * (north - south + 1) > MOST_CELLS) return null;
    const first = this.#at(west, south);
    if (first === none) return null;
    for (let row = south; row <= north; row++) {
      for (let col = west; col <= east; col++) if (this.#at(col, row) !== first) return null;
    }
    return first;
  }

  #at(col: number, row: number): T {
    const number = col * ROWS + row;
    let fact = this.#kept.get(number);
    if (fact === undefined) {
      if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
      fact = this.#look(col * this.#sideM, row * this.#sideM, this.#sideM);
      this.#kept.set(number, fact);
    }
    return fact;
  }
}

/** A fact in cells of all sides, the largest first. */
function inCells<T>(look: (x: number, y: number, sideM: number) => T): readonly Facts<T>[] {
  return SIDES_M.map((side) => new Facts(side, look));
}

/** What is known of the ground of a stack, cell by cell. */
export class CellFacts {
  readonly #rasters: readonly (readonly Facts<FindingResult | ''>[])[];
  readonly #kkop: readonly Facts<readonly FindingResult[] | ''>[];

  constructor(stack: PlanStack) {
    this.#rasters = stack.plans.flatMap((plan) =>
      screeningRasters(plan).map((raster) =>
        inCells((x, y, side) => rasterOver(plan, raster, square(x, y, side, MARGIN_M)) ?? ''),
      ),
    );
    this.#kkop = inCells((x, y, side) => kkopResults(stack, square(x, y, side, MARGIN_M)) ?? '');
  }

  /** Result of the raster of a number (of those that screen, plan by plan) on any parcel in the box; null: it depends. */
  raster(number: number, box: Box): FindingResult | null {
    return this.#same(this.#rasters[number]!, box);
  }

  /** Results of the findings on KKOP surfaces on any parcel in the box; null: it depends. */
  kkop(box: Box): readonly FindingResult[] | null {
    return this.#same(this.#kkop, box);
  }

  #same<T>(sizes: readonly Facts<T | ''>[], box: Box): T | null {
    for (const facts of sizes) {
      const same = facts.under(box, '');
      if (same !== null) return same as T;
    }
    return null;
  }
}

const held = new WeakMap<PlanStack, CellFacts>();

/** The facts of a stack; they are found out as parcels ask for them. */
export function cellFacts(stack: PlanStack): CellFacts {
  let facts = held.get(stack);
  if (!facts) {
    facts = new CellFacts(stack);
    held.set(stack, facts);
  }
  return facts;
}

function square(x: number, y: number, side: number, margin: number): Rings {
  const [west, south, east, north] = [x - margin, y - margin, x + side + margin, y + side + margin];
  return {
    xy: Float64Array.of(west, south, east, south, east, north, west, north),
    ends: Uint32Array.of(4),
  };
}

/**
 * A raster passes where all of the cell does, and warns where none of it passes, as it does where it
 * has no value. Every value counts that the cell's box reaches, however little of it.
 */
function rasterOver(plan: PlanVersion, raster: Raster, cell: Rings): FindingResult | null {
  const under = valuesUnder(raster, cell, plan.manifest.crs);
  if (under === null) return null;
  const results = new Set(under.values.map((v) => classOf(plan, raster, v)?.result ?? 'bersyarat'));
  if (!results.has('lulus')) return 'bersyarat';
  return results.size === 1 && under.whole ? 'lulus' : null;
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
function kkopResults(stack: PlanStack, cell: Rings): readonly FindingResult[] | null {
  const parcel = { rings: cell } as Parcel;
  const site = { stack, parcel } as Site;
  const context = { site, proposal: NOTHING_ASKED, asksBuilding: false } as Context;
  const findings = weighKkop(context);
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
  return findings.length === at ? oneList(findings.map((f) => f.result)) : null;
}

function isFree({ rows }: KkopGroup, { result, limitM }: KkopJudged): boolean {
  const limiting = rows.filter((row) => row.effect === 'limit');
  const enough = Math.max(...limiting.map((row) => row.ignoreAboveM ?? Infinity));
  return result === 'lulus' && (limitM === null || limitM - marginOf(rows) > enough);
}

function isLow(
  group: KkopGroup,
  { result }: KkopJudged,
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
  const under = raster && valuesUnder(raster, parcel.rings, stack.crs);
  if (!under?.whole) return null;
  const lowest = under.values.reduce((least, v) => (v < least ? v : least), Infinity);
  return under.values.some(Number.isNaN) || lowest === Infinity ? null : lowest;
}

const lists = new Map<string, readonly FindingResult[]>();

/** Equal results are one list, so that cells can be compared. */
function oneList(results: readonly FindingResult[]): readonly FindingResult[] {
  const name = results.join();
  const list = lists.get(name) ?? results;
  lists.set(name, list);
  return list;
}
