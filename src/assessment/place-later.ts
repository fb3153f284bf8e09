import { isPlainlyOnePiece } from '../geometry/one-piece.ts';
import { connectedPieces } from '../geometry/polygons.ts';
import { areaOf, type Rings } from '../geometry/rings.ts';
import type { Place } from './place.ts';
import type { Site, SitePart } from './site.ts';

/** Ground of less may be nothing but rounding when it is cut, m². */
const SURE_M2 = 1;

/**
 * `remainderOf` where one part alone is not refused, as far as results need it: which rows speak there is
 * known without its outline, which is cut when something is measured. Null in all other cases. Numbers of parts.
 */
export function onlyRemainder(
  { parts }: Site,
  deciding: readonly number[],
  refused: readonly number[],
): Place | null {
  if (parts.length - refused.length !== 1) return null;
  const at = deciding.find((i) => !refused.includes(i));
  const part = at === undefined ? null : parts[at]!;
  return part && part.areaM2 >= SURE_M2 ? new PlaceOfOutline(part) : null;
}

class PlaceOfOutline implements Place {
  readonly scope = 'remainder';
  readonly unclear = null;
  readonly parts: Place['parts'];
  readonly #part: SitePart;
  #rings: Rings | null = null;

  constructor(part: SitePart) {
    this.#part = part;
    this.parts = [{ part, areaM2: part.areaM2 }];
  }

  /** The largest of its connected pieces. */
  get rings(): Rings {
    if (!this.#rings) {
      const outline = this.#part.outline();
      this.#rings = isPlainlyOnePiece(outline)
        ? outline
        : (connectedPieces([outline])[0] ?? outline);
    }
    return this.#rings;
  }

  get areaM2(): number {
    return areaOf(this.rings);
  }
}
