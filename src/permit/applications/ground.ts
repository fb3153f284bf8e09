import type { ExpressionBuilder, Kysely } from 'kysely';
import { later } from '../../database/held-statements.ts';
import type { Schema } from '../../database/schema.ts';
import { intersectRings } from '../../geometry/outline.ts';
import { areaOf, type Box, boxOf, type Rings } from '../../geometry/rings.ts';
import type { Ground } from './office.ts';
import type { Tx } from './transaction.ts';

/** Cells of the smallest level, m; each level doubles it. */
const CELL_M = 64;
const MOST_LEVEL = 24;
/** Less than this is the noise of two surveys of one border, m². */
const LEAST_OVERLAP_M2 = 0.01;

/** Ground of another file that lies on this one. */
export interface Overlap {
  readonly applicationId: string;
  readonly receipt: string | null;
  readonly stage: string;
  /** `asked`, or `approved` where it was issued. */
  readonly what: string;
  readonly areaM2: number;
  /** Of the ground that was asked about. */
  readonly share: number;
}

export type GroundKind = 'asked' | 'approvable' | 'approved';

/**
 * Keeps a file's ground, in one statement; only what others may overlap has cells. What was there as the
 * same kind must have been dropped.
 */
export async function keepGround(
  tx: Tx,
  id: string,
  what: GroundKind,
  ground: Ground,
): Promise<void> {
  const box = boxOf(ground.rings.xy);
  const parcel = {
    application_id: id,
    what,
    crs: ground.crs,
    rings: ringsText(ground.rings),
    area_m2: ground.areaM2,
    min_x: box[0],
    min_y: box[1],
    max_x: box[2],
    max_y: box[3],
  };
  if (what === 'approvable') {
    return later(tx, tx.insertInto('parcels').values(parcel));
  }
  const level = levelOf(box);
  const cells = cellsOf(box, level).map(([ix, iy]) => ({
    level,
    ix,
    iy,
    application_id: id,
    what,
  }));
  const both = tx
    .with('parcel', (db) => db.insertInto('parcels').values(parcel))
    .insertInto('parcel_cells')
    .values(cells);
  await later(tx, both);
}

/** A file that ended stands in nobody's way. */
export async function dropGround(tx: Tx, id: string, what?: GroundKind): Promise<void> {
  for (const table of ['parcel_cells', 'parcels'] as const) {
    let query = tx.deleteFrom(table).where('application_id', '=', id);
    if (what) query = query.where('what', '=', what);
    await later(tx, query);
  }
}

/** Ground that was kept; null where there is none of that kind. */
export async function groundOf(
  db: Kysely<Schema>,
  id: string,
  what: GroundKind,
): Promise<Ground | null> {
  const row = await db
    .selectFrom('parcels')
    .select(['crs', 'rings', 'area_m2'])
    .where('application_id', '=', id)
    .where('what', '=', what)
    .executeTakeFirst();
  return row ? { crs: row.crs, rings: ringsIn(row.rings), areaM2: row.area_m2 } : null;
}

/** The level at which a box reaches four cells at most. */
function levelOf([minX, minY, maxX, maxY]: Box): number {
  const size = Math.max(maxX - minX, maxY - minY, CELL_M);
  return Math.min(MOST_LEVEL, Math.ceil(Math.log2(size / CELL_M)));
}

function rangeOf([minX, minY, maxX, maxY]: Box, level: number) {
  const size = CELL_M * 2 ** level;
  const cell = (value: number) => Math.floor(value / size);
  return { x0: cell(minX), x1: cell(maxX), y0: cell(minY), y1: cell(maxY) };
}

function cellsOf(box: Box, level: number): [number, number][] {
  const { x0, x1, y0, y1 } = rangeOf(box, level);
  const cells: [number, number][] = [];
  for (let ix = x0; ix <= x1; ix++) for (let iy = y0; iy <= y1; iy++) cells.push([ix, iy]);
  return cells;
}

/**
 * Other files, open or issued, whose ground lies on this one, with the common area in m², largest
 * first: found by cells and boxes, measured exactly. Ground in another CRS is not compared.
 */
export async function overlapsWith(
  db: Kysely<Schema>,
  id: string | null,
  ground: Ground,
): Promise<Overlap[]> {
  const box = boxOf(ground.rings.xy);
  const rows = await candidates(db, id, box, ground.crs);
  const overlaps = rows.flatMap((row) => {
    const areaM2 = areaOf(intersectRings(ground.rings, ringsIn(row.rings)));
    if (areaM2 < LEAST_OVERLAP_M2) return [];
    const { application_id: applicationId, receipt, stage, what } = row;
    return [{ applicationId, receipt, stage, what, areaM2, share: areaM2 / ground.areaM2 }];
  });
  return overlaps.sort(
    (a, b) => b.areaM2 - a.areaM2 || (a.applicationId < b.applicationId ? -1 : 1),
  );
}

async function candidates(db: Kysely<Schema>, id: string | null, box: Box, crs: string) {
  const [minX, minY, maxX, maxY] = box;
  return db
    .selectFrom('parcels')
    .innerJoin('applications', 'applications.id', 'parcels.application_id')
    .select(['parcels.application_id', 'what', 'rings', 'receipt', 'stage'])
    .where('parcels.crs', '=', crs)
    .where('parcels.application_id', '!=', id ?? '')
    .where('parcels.what', '!=', 'approvable')
    .where('parcels.application_id', 'in', (e) => inCells(e, box))
    .where('min_x', '<=', maxX)
    .where('max_x', '>=', minX)
    .where('min_y', '<=', maxY)
    .where('max_y', '>=', minY)
    .execute();
}

/** Files with a cell that the box reaches, at any level: a parcel is at one level, a box at all. */
function inCells(e: ExpressionBuilder<Schema, 'parcels'>, box: Box) {
  return e
    .selectFrom('parcel_cells as c')
    .select('c.application_id')
    .where((c) =>
      c.or(
        Array.from({ length: MOST_LEVEL + 1 }, (_, level) => {
          const { x0, x1, y0, y1 } = rangeOf(box, level);
          return c.and([
            c('c.level', '=', level),
            c.between('c.ix', x0, x1),
            c.between('c.iy', y0, y1),
          ]);
        }),
      ),
    );
}

function ringsText({ xy, ends }: Rings): string {
  return JSON.stringify({ xy: [...xy], ends: [...ends] });
}

function ringsIn(text: string): Rings {
  const { xy, ends } = JSON.parse(text) as { xy: number[]; ends: number[] };
  return { xy: Float64Array.from(xy), ends: Uint32Array.from(ends) };
}
