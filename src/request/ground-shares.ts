import type { Building } from '../assessment/model.ts';
import { squareMetres } from '../assessment/wording.ts';
import { areaOf } from '../geometry/rings.ts';
import { type Ground, largestArea } from './building.ts';
import type { Problems } from './problems.ts';

/** Areas that are given to the square metre add up to more than the parcel by rounding alone. */
const SLACK_M2 = 1;
const SLACK_SHARE = 0.001;

/**
 * `figures.contradict` where the green of the proposal and the footprints of all buildings together
 * have more ground than the parcel: open green lies beside buildings, not under them. A single figure
 * that is larger than the parcel is told elsewhere and not again. `at`: where the green was given.
 */
export function tellGroundShares(
  buildings: readonly Building[],
  existing: readonly Building[],
  at: string,
  ground: Ground,
  problems: Problems,
): void {
  const green = sum(buildings.map((b) => b.greenM2 ?? 0));
  const covered = sum(buildings.map(coveredBy));
  const standing = sum(existing.map(coveredBy));
  const parcel = largestArea(ground);
  const total = green + covered + standing;
  if (green === 0 || total <= parcel + Math.max(SLACK_M2, SLACK_SHARE * parcel)) return;
  if (problems.has('building.larger_than_parcel')) return;
  const [g, c, s] = [squareMetres(green), squareMetres(covered), squareMetres(standing)];
  const [all, whole] = [squareMetres(total), squareMetres(parcel)];
  const [plusId, plusEn] =
    standing > 0
      ? [
          ` dan bangunan yang ada ("existing") ${s.id}`,
          ` and existing buildings ("existing") ${s.en}`,
        ]
      : ['', ''];
  problems.add(
    'figures.contradict',
    at,
    `Luas hijau ("greenM2") ${g.id}, tapak ("footprintM2") ${c.id}${plusId} bersama-sama ${all.id}, lebih luas daripada bidangnya (${whole.id}). Perbaiki salah satunya: hijau paling luas sisa tanah di luar tapak.`,
    `Green ("greenM2") ${g.en}, footprint ("footprintM2") ${c.en}${plusEn} are ${all.en} together, more than the parcel has (${whole.en}). Correct one of them: green is at most the ground beside the footprints.`,
    green,
  );
}

/** Ground that a building covers, m²: its figure, else its drawing; 0 where nothing is told. */
function coveredBy(b: Building): number {
  return b.footprintM2 ?? (b.footprint ? areaOf(b.footprint) : 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
