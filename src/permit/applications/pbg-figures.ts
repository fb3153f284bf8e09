import { metres, squareMetres } from '../../assessment/wording.ts';
import { type Problem, problem } from '../../base/problem.ts';
import { figureProblems } from '../../request/index.ts';
import type { ApprovalTerms } from './approvals.ts';
import type { PlannedBuilding } from './pbg-check.ts';

/** Areas that are given to the square metre, or measured on the map and on the ground. */
const SLACK_M2 = 1;
const SLACK_SHARE = 0.001;
const DISTANCES = ['gsbM', 'jbsM', 'jbbM'] as const;

/**
 * What of a planned building cannot be, by itself or on the ground that was approved: a figure that no building
 * has would be "kept" by every limit from below. Problems, under `/building`: those of a request for an
 * assessment (`figures.contradict`, `building.height`, ...), `building.larger_than_parcel`, `building.distance`.
 */
export function impossibleFigures(building: PlannedBuilding, terms: ApprovalTerms): Problem[] {
  const { gsbM, jbsM, jbbM, ...figures } = building;
  return [
    ...figureProblems(figures, '/building'),
    ...largerThanGround(building, terms),
    ...beyondGround(building, terms),
  ];
}

function largerThanGround(building: PlannedBuilding, terms: ApprovalTerms): Problem[] {
  const ground = Math.max(terms.areaM2, terms.groundAreaM2);
  const most = ground + Math.max(SLACK_M2, SLACK_SHARE * ground);
  const { footprintM2 = 0, greenM2 = 0 } = building;
  const whole = squareMetres(ground);
  const larger = (['footprintM2', 'greenM2'] as const).flatMap((field) => {
    const area = building[field] ?? 0;
    if (area <= most) return [];
    const given = squareMetres(area);
    return problem(
      'building.larger_than_parcel',
      `/building/${field}`,
      `"${field}" ${given.id} lebih luas daripada tanah yang disetujui (${whole.id}); beri angka untuk tanah itu saja.`,
      `"${field}" is ${given.en}, more than the ground that was approved (${whole.en}); give the figure of that ground alone.`,
      area,
    );
  });
  if (larger.length > 0 || footprintM2 + greenM2 <= most) return larger;
  const [g, f] = [squareMetres(greenM2), squareMetres(footprintM2)];
  const together = problem(
    'figures.contradict',
    '/building/greenM2',
    `Luas hijau ${g.id} dan tapak ${f.id} bersama-sama lebih luas daripada tanah yang disetujui (${whole.id}).`,
    `Green ${g.en} and footprint ${f.en} are together more than the ground that was approved (${whole.en}).`,
    greenM2,
  );
  return [together];
}

/** No building keeps a distance that is longer than its ground. */
function beyondGround(building: PlannedBuilding, { geometry }: ApprovalTerms): Problem[] {
  const most = geometry === null ? Infinity : lengthOf(geometry);
  return DISTANCES.flatMap((field) => {
    const given = building[field] ?? 0;
    if (given <= most) return [];
    const [m, l] = [metres(given), metres(most)];
    return problem(
      'building.distance',
      `/building/${field}`,
      `"${field}" ${m.id} lebih jauh daripada panjang tanah yang disetujui (${l.id}).`,
      `"${field}" is ${m.en}, farther than the approved ground is long (${l.en}).`,
      given,
    );
  });
}

/** Metres of a degree of latitude at most, and of longitude at the equator (WGS 84). */
const LATITUDE_M = 111_694;
const LONGITUDE_M = 111_320;

/** Diagonal of its box in metres, never too short: longitude, latitude. */
function lengthOf(geometry: NonNullable<ApprovalTerms['geometry']>): number {
  const { type, coordinates } = geometry;
  const points = (type === 'Polygon' ? [coordinates] : coordinates).flat(2);
  const span = (axis: 0 | 1) => {
    const all = points.map((point) => point[axis]!);
    return all.reduce((a, b) => Math.max(a, b)) - all.reduce((a, b) => Math.min(a, b));
  };
  return Math.hypot(span(0) * LONGITUDE_M, span(1) * LATITUDE_M);
}
