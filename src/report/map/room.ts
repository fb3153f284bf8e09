import type { Box } from '../../geometry/rings.ts';

/** Places on paper that texts have taken, so that no two lie over each other. */
export class Room {
  readonly #window: Box;
  readonly #taken: Box[] = [];

  /** Texts keep inside the window: left, top, right, bottom, mm. */
  constructor(window: Box) {
    this.#window = window;
  }

  isFree(box: Box): boolean {
    const [left, top, right, bottom] = this.#window;
    if (box[0] < left || box[1] < top || box[2] > right || box[3] > bottom) return false;
    return !this.#taken.some(
      (t) => t[0] < box[2] && box[0] < t[2] && t[1] < box[3] && box[1] < t[3],
    );
  }

  take(box: Box): void {
    this.#taken.push(box);
  }

  /** Takes all boxes if all are free. */
  tryTake(boxes: readonly Box[]): boolean {
    if (!boxes.every((box) => this.isFree(box))) return false;
    this.#taken.push(...boxes);
    return true;
  }
}
