import { type Box, boxOf } from '../../geometry/rings.ts';

/** Steps of the scales that people draw maps at: 1:100, 1:125, 1:200, 1:250, 1:500, 1:1.000, ... */
const STEPS = [1, 1.25, 2, 2.5, 5];
/** Overviews may have more, since they must fit and nobody measures on them. */
const OVERVIEW_STEPS = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8];
const FINEST = 50;

/**
 * The largest round scale (its denominator) at which the ground's box fills at most `share` of a window
 * of `widthMm` x `heightMm` in either direction; never larger than 1:50.
 */
export function roundScale(
  ground: Box,
  { widthMm, heightMm }: { readonly widthMm: number; readonly heightMm: number },
  share: number,
  steps: 'plan' | 'overview' = 'plan',
): number {
  const needed = Math.max(
    (1000 * (ground[2] - ground[0])) / (share * widthMm),
    (1000 * (ground[3] - ground[1])) / (share * heightMm),
    FINEST,
  );
  const list = steps === 'plan' ? STEPS : OVERVIEW_STEPS;
  for (let power = 10; ; power *= 10) {
    const step = list.find((s) => s * power >= needed);
    if (step !== undefined) return step * power;
  }
}

/** A round length (1, 2 or 5 times a power of ten), the largest that is not over `limit`. */
export function roundLength(limit: number): number {
  const power = 10 ** Math.floor(Math.log10(limit));
  const step = [5, 2, 1].find((s) => s * power <= limit);
  return (step ?? 1) * power;
}

/** Middle of the box about some coordinates. */
export function middleOf(xy: Float64Array): [number, number] {
  const [minX, minY, maxX, maxY] = boxOf(xy);
  return [(minX + maxX) / 2, (minY + maxY) / 2];
}
