import { buildCellIndex, type CellIndex } from '../geometry/cell-index.ts';
import { type Box, type FeatureSet, packFeatures, type Rings } from '../geometry/rings.ts';
import type { AreaLayer, PlanStack, PlanVersion } from '../plan/model.ts';
import { assess } from './assess.ts';
import type { Assessment, Proposal } from './model.ts';

/**
 * Asks the law of one zone without a place: a square parcel in the middle of ground that is nothing
 * but this zone, without roads, water, overlays and neighbours. So each rule that needs no place
 * answers here by the same code as on a real parcel; what needs one is unknown and for the caller to
 * leave out.
 */

/** Side of the ground, m: the largest parcel that may be asked of fits in it with room to spare. */
const SIDE_M = 2 ** 19;

interface Ground {
  readonly areas: FeatureSet;
  readonly index: CellIndex;
  readonly box: Box;
}

const grounds = new WeakMap<PlanVersion, Ground>();

/** Around the plan's middle, so that its CRS is at home there; made once, since only the code differs. */
function groundOf(plan: PlanVersion): Ground {
  let ground = grounds.get(plan);
  if (!ground) {
    const areas = packFeatures([squareAt(plan, SIDE_M)]);
    const [x, y] = middleOf(plan);
    const half = SIDE_M / 2;
    const box: Box = [x - half, y - half, x + half, y + half];
    ground = { areas, index: buildCellIndex(areas, { cellSize: SIDE_M / 4 }), box };
    grounds.set(plan, ground);
  }
  return ground;
}

function middleOf({ box }: PlanVersion): [number, number] {
  return [Math.round((box[0] + box[2]) / 2), Math.round((box[1] + box[3]) / 2)];
}

function squareAt(plan: PlanVersion, side: number): Rings {
  const [x, y] = middleOf(plan);
  const h = side / 2;
  const xy = Float64Array.of(x - h, y - h, x + h, y - h, x + h, y + h, x - h, y + h);
  return { xy, ends: Uint32Array.of(4) };
}

/** The plan alone, on ground that is all of one zone. */
function stackOfZone(plan: PlanVersion, code: string): PlanStack {
  const { areas, index, box } = groundOf(plan);
  const { layers, existingUses: _uses, ...rest } = plan;
  const zones = layers.find((l) => l.kind === 'zones');
  const layer: AreaLayer = {
    id: zones?.id ?? 'zones',
    kind: 'zones',
    theme: null,
    law: true,
    accuracyM: zones?.accuracyM ?? 0,
    first: 0,
    count: 1,
    code: [code],
    name: [null],
    group: [null],
    row: [-1],
  };
  const bare: PlanVersion = {
    ...rest,
    rules: { ...plan.rules, kkop: null },
    themes: [],
    areas,
    layers: [layer],
    index,
    roads: null,
    unruledWater: [],
    rasters: [],
    parcels: null,
    box,
    overlaps: [],
  };
  return {
    plans: [bare],
    themes: [],
    crs: plan.manifest.crs,
    pieces: areas,
    labelOf: Uint32Array.of(0),
    labels: [{ plan: 0, zone: code, claims: [code], below: [], forbids: [] }],
    index,
  };
}

/** What a parcel of `areaM2` would be answered if it lay in this zone and nothing else were there. */
export function tryZone(
  plan: PlanVersion,
  code: string,
  proposal: Proposal,
  areaM2: number,
  date: string,
): Assessment {
  const rings = squareAt(plan, Math.sqrt(areaM2));
  const crs = plan.manifest.crs;
  const parcel = { rings, groundAreaM2: areaM2, crs, crsAssumed: false };
  // The deed says what the parcel has: no plan may find them apart.
  const asked = { ...proposal, deedAreaM2: areaM2 };
  return assess(stackOfZone(plan, code), parcel, asked, { date, binding: false });
}
