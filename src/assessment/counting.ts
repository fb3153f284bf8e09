import type { IntensityRow } from '../plan/model.ts';
import type { Building, Proposal } from './model.ts';

/** How figures of a building count here, by what the rows of all zones concerned say. */
export interface Counting {
  /** Height of a floor in m, lowest and highest of the rows; null where one of them does not say. */
  readonly floorM: { readonly low: number; readonly high: number } | null;
  /** Shares of balconies and roofs that count as floor area: the largest of the rows, 1 where one does not say. */
  readonly balcony: number;
  readonly roof: number;
}

/** The counting of some rows; of several the strictest, in full where there is none. */
export function countingOf(rows: readonly IntensityRow[]): Counting {
  const heights = rows.flatMap((r) => r.floorHeightM ?? []);
  const all = heights.length === rows.length && rows.length > 0;
  const most = (factors: readonly (number | null)[]) =>
    factors.length === 0 ? 1 : Math.max(...factors.map((f) => f ?? 1));
  return {
    floorM: all ? { low: Math.min(...heights), high: Math.max(...heights) } : null,
    balcony: most(rows.map((r) => r.balconyFactor)),
    roof: most(rows.map((r) => r.roofFactor)),
  };
}

/**
 * A proposal with its figures as the table counts them: of height and floors the one that is missing from the
 * other (floors rounded up; what is missing both ways stays so), balconies and roofs added to the floor area.
 */
export function counted(proposal: Proposal, counting: Counting): Proposal {
  const one = (b: Building) => countedBuilding(b, counting);
  return {
    ...proposal,
    buildings: proposal.buildings.map(one),
    existing: proposal.existing.map(one),
  };
}

function countedBuilding(b: Building, { floorM, balcony, roof }: Counting): Building {
  const extra = balcony * (b.balconyM2 ?? 0) + roof * (b.roofM2 ?? 0);
  const { heightM, floors, grossFloorAreaM2 } = b;
  return {
    ...b,
    grossFloorAreaM2: grossFloorAreaM2 === null ? null : grossFloorAreaM2 + extra,
    heightM: heightM ?? (floorM === null || floors === null ? null : floors * floorM.high),
    floors: floors ?? (floorM === null || heightM === null ? null : floorsIn(heightM, floorM.low)),
  };
}

/** Floors of a height; a hair less before rounding up, so that 12 m in floors of 4 m are three. */
function floorsIn(heightM: number, floorM: number): number {
  return Math.ceil(heightM / floorM - 1e-6);
}
