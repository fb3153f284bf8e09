import { areaOf, perimeterOf, type Rings } from '../../src/geometry/rings.ts';

/**
 * What an area may be off: 1e-9 of the parcel's, or 4 units in the last place of the coordinates
 * times the parcel's perimeter, if that is more. The coordinates' are those of the largest of the
 * pair, or of a cell's side where all lie nearer to the origin than that: no plan does, and the
 * index keeps them relative to their cell.
 */
export function allowed(polygon: Rings, parcel: Rings, cellSize: number): number {
  const ulp = ulpOf(Math.max(cellSize, largest(polygon.xy), largest(parcel.xy)));
  return Math.max(1e-9 * areaOf(parcel), 4 * ulp * perimeterOf(parcel));
}

function largest(numbers: Float64Array): number {
  let most = 0;
  for (const value of numbers) most = Math.max(most, Math.abs(value));
  return most;
}

function ulpOf(value: number): number {
  return 2 ** (Math.floor(Math.log2(value)) - 52);
}
