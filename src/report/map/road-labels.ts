import type { Box } from '../../geometry/rings.ts';
import { INK } from './colors.ts';
import { textOp } from './marginalia.ts';
import type { Room } from './room.ts';
import type { Op } from './scene.ts';
import { textWidth } from './text-width.ts';

const SIZE_MM = 1.9;
/** A text lies on a stretch of road that bends no further away from it than this, mm. */
const BEND_MM = 0.7;
/** Places along a line are tried at this distance, mm. */
const STEP_MM = 3;

/** A text along the lines of one road (mm on paper) or above it, once, where they run straight enough; null if nowhere. */
export function alongLabel(
  lines: readonly (readonly number[])[],
  text: string,
  room: Room,
  liftMm: number,
): Op | null {
  const widthMm = textWidth(text, SIZE_MM, 'italic') + 1;
  // The middle of the letters lies on the line, or so far above it.
  const up = liftMm - SIZE_MM / 3;
  const longestFirst = lines
    .map((line) => new Way(line))
    .filter((way) => way.lengthMm >= widthMm)
    .sort((a, b) => b.lengthMm - a.lengthMm);
  for (const way of longestFirst) {
    for (const from of placesFromMiddle(way.lengthMm - widthMm)) {
      const place = way.straight(from, from + widthMm);
      if (place === null || !room.tryTake(place.boxes)) continue;
      return textOp(text, place.x + place.up[0] * up, place.y + place.up[1] * up, {
        sizeMm: SIZE_MM,
        anchor: 'middle',
        face: 'italic',
        turn: place.turn,
        color: INK.text,
        halo: INK.paper,
        haloMm: 0.35,
      });
    }
  }
  return null;
}

/** The middle first, then to both sides. */
function* placesFromMiddle(roomMm: number): Generator<number> {
  yield roomMm / 2;
  for (let off = STEP_MM; off <= roomMm / 2; off += STEP_MM) {
    yield roomMm / 2 - off;
    yield roomMm / 2 + off;
  }
}

interface Place {
  readonly x: number;
  readonly y: number;
  /** Degrees clockwise, so that the text is never upside down. */
  readonly turn: number;
  /** Upwards from the baseline, a unit vector. */
  readonly up: readonly [number, number];
  readonly boxes: readonly Box[];
}

/** A line that can be walked by its length. */
class Way {
  readonly #points: readonly number[];
  readonly #lengths: number[] = [0];

  constructor(points: readonly number[]) {
    this.#points = points;
    for (let i = 2; i < points.length; i += 2) {
      const step = Math.hypot(points[i]! - points[i - 2]!, points[i + 1]! - points[i - 1]!);
      this.#lengths.push(this.#lengths.at(-1)! + step);
    }
  }

  get lengthMm(): number {
    return this.#lengths.at(-1)!;
  }

  /** The stretch between two lengths, if all of it is near to the straight line between its ends. */
  straight(from: number, to: number): Place | null {
    const [ax, ay] = this.#at(from);
    const [bx, by] = this.#at(to);
    const length = Math.hypot(bx - ax, by - ay);
    if (length < 0.97 * (to - from)) return null;
    const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
    for (let i = 0; i < this.#lengths.length; i++) {
      if (this.#lengths[i]! <= from || this.#lengths[i]! >= to) continue;
      const off = (this.#points[2 * i]! - ax) * uy - (this.#points[2 * i + 1]! - ay) * ux;
      if (Math.abs(off) > BEND_MM) return null;
    }
    const flip = ux < -1e-9 || (Math.abs(ux) <= 1e-9 && uy > 0) ? -1 : 1;
    const turn = Math.round((Math.atan2(flip * uy, flip * ux) * 1800) / Math.PI) / 10 + 0;
    const up: [number, number] = [flip * uy, -flip * ux];
    return { x: (ax + bx) / 2, y: (ay + by) / 2, turn, up, boxes: chain(ax, ay, bx, by) };
  }

  #at(length: number): readonly [number, number] {
    let i = 1;
    while (i < this.#lengths.length - 1 && this.#lengths[i]! < length) i++;
    const step = this.#lengths[i]! - this.#lengths[i - 1]!;
    const t = step === 0 ? 0 : (length - this.#lengths[i - 1]!) / step;
    const [x, y] = [this.#points[2 * i - 2]!, this.#points[2 * i - 1]!];
    return [x + t * (this.#points[2 * i]! - x), y + t * (this.#points[2 * i + 1]! - y)];
  }
}

/** Small squares along the text, since turned boxes are not kept. */
function chain(ax: number, ay: number, bx: number, by: number): Box[] {
  const half = SIZE_MM * 0.5;
  const count = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / (2 * half)));
  return Array.from({ length: count }, (_, i): Box => {
    const t = (i + 0.5) / count;
    const [x, y] = [ax + t * (bx - ax), ay + t * (by - ay)];
    return [x - half, y - half, x + half, y + half];
  });
}
