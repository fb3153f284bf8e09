/**
 * On which side of the line a-b the point c lies: 1 left, -1 right, 0 exactly on it. Exact for all
 * finite coordinates. Plain arithmetic answers where its error bound allows (Shewchuk 1997, filter
 * A: (3 + 16 eps) eps, eps = 2^-53), whole numbers of any length do the rest.
 */
export function orientation(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
): -1 | 0 | 1 {
  const left = (ax - cx) * (by - cy);
  const right = (ay - cy) * (bx - cx);
  const det = left - right;
  const bound = 3.3306690738754716e-16 * (Math.abs(left) + Math.abs(right));
  if (det > bound) return 1;
  if (-det > bound) return -1;
  return exactOrientation([ax, ay, bx, by, cx, cy]);
}

/** A double is a whole number after enough doublings, and doubling is exact. */
function exactOrientation(values: readonly number[]): -1 | 0 | 1 {
  let scale = 1;
  while (!values.every((v) => Number.isInteger(v * scale))) scale *= 2 ** 32;
  const [ax, ay, bx, by, cx, cy] = values.map((v) => BigInt(v * scale));
  const det = (ax! - cx!) * (by! - cy!) - (ay! - cy!) * (bx! - cx!);
  if (det === 0n) return 0;
  return det > 0n ? 1 : -1;
}
