/** Small plane geometry for drawing the invented city. Points in m. */
import type { Point } from './project.ts';
import { dice } from './random.ts';

/** Even-odd test of a point against nested rings. */
export function inside(x: number, y: number, rings: readonly (readonly Point[])[]): boolean {
  let odd = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i]!;
      const [bx, by] = ring[j]!;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
    }
  }
  return odd;
}

/** Distance of a point from a line through points. */
export function distanceToLine(x: number, y: number, line: readonly Point[]): number {
  let least = Infinity;
  for (let i = 1; i < line.length; i++) {
    const [ax, ay] = line[i - 1]!;
    const [bx, by] = line[i]!;
    const dx = bx - ax;
    const dy = by - ay;
    const length = dx * dx + dy * dy;
    const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
    least = Math.min(least, Math.hypot(x - ax - t * dx, y - ay - t * dy));
  }
  return least;
}

/** A winding line through waypoints: midpoints are pushed aside again and again (`bend` of the length). */
export function wind(
  points: readonly Point[],
  bend: number,
  finest: number,
  name: string,
): Point[] {
  const luck = dice(`wind/${name}`);
  let line = [...points];
  for (;;) {
    const finer: Point[] = [line[0]!];
    let split = false;
    for (let i = 1; i < line.length; i++) {
      const [ax, ay] = line[i - 1]!;
      const [bx, by] = line[i]!;
      if (Math.hypot(bx - ax, by - ay) > finest) {
        const push = bend * (2 * luck.next() - 1);
        finer.push([(ax + bx) / 2 - push * (by - ay), (ay + by) / 2 + push * (bx - ax)]);
        split = true;
      }
      finer.push([bx, by]);
    }
    line = finer;
    if (!split) return line.map(([x, y]) => [round(x), round(y)]);
  }
}

/** On a grid of 1/1024 m: metres that binary numbers hold exactly. */
export function round(v: number): number {
  return Math.round(v * 1024) / 1024;
}

/** Points along a line, `step` m apart, with the direction there. */
export function* walk(
  line: readonly Point[],
  step: number,
): Generator<{ x: number; y: number; dx: number; dy: number }> {
  let carry = 0;
  for (let i = 1; i < line.length; i++) {
    const [ax, ay] = line[i - 1]!;
    const [bx, by] = line[i]!;
    const length = Math.hypot(bx - ax, by - ay);
    if (length === 0) continue;
    const dx = (bx - ax) / length;
    const dy = (by - ay) / length;
    for (; carry < length; carry += step) {
      yield { x: ax + dx * carry, y: ay + dy * carry, dx, dy };
    }
    carry -= length;
  }
}

/** Length of a line in m. */
export function lengthOf(line: readonly Point[]): number {
  let sum = 0;
  for (let i = 1; i < line.length; i++) {
    sum += Math.hypot(line[i]![0] - line[i - 1]![0], line[i]![1] - line[i - 1]![1]);
  }
  return sum;
}

/** Signed area of a ring that is not closed. */
export function ringArea(ring: readonly Point[]): number {
  let twice = 0;
  const [x0, y0] = ring[0]!;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    twice += (ring[j]![0] - x0) * (ring[i]![1] - y0) - (ring[i]![0] - x0) * (ring[j]![1] - y0);
  }
  return twice / 2;
}

/** Circle as a ring of n corners, anticlockwise. */
export function circle(x: number, y: number, radius: number, corners: number): Point[] {
  return Array.from({ length: corners }, (_, k): Point => {
    const angle = (2 * Math.PI * k) / corners;
    return [round(x + radius * Math.cos(angle)), round(y + radius * Math.sin(angle))];
  });
}
