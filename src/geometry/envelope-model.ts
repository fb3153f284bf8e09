/** What an envelope is made of, and what it is. */
import type { EnvelopeEdge } from './envelope-edges.ts';
import type { Lines, Rings } from './rings.ts';

/** Further ground to take away: clean rings in m, wherever they lie. */
export interface TakenGround {
  readonly rings: Rings;
  readonly id: string;
}

/** Further ground to take away: all that is nearer to some lines than `reachM`. */
export interface TakenLines {
  readonly lines: Lines;
  readonly reachM: number;
  readonly id: string;
}

export interface Envelope {
  /**
   * Clean rings, m, each from its southernmost point on (of these the westernmost); empty if nothing is
   * left; several outer rings if it falls into pieces.
   */
  readonly rings: Rings;
  readonly areaM2: number;
  /** The rules that took ground, with the area that each would take alone, m²: strips, lines, other ground, each in the order given. */
  readonly shapedBy: readonly { readonly id: string; readonly removedM2: number }[];
  /** One for each point of `rings`, in their order: the edge that begins there. */
  readonly edges: readonly EnvelopeEdge[];
}
