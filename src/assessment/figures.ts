import { areaOf } from '../geometry/rings.ts';
import type { Building, Proposal } from './model.ts';
import type { Site } from './site.ts';

/** A figure of the buildings: its value, or the field that the request lacks. */
export type Figure =
  | { readonly value: number; readonly missing?: undefined; readonly lacks?: string }
  | { readonly value: null; readonly missing: string };

/** Whether an undrawn building has room in the envelope; null = unknown; or the field that would tell its size. */
export interface Fit {
  readonly has: boolean | null;
  readonly missing: string | null;
}

type BuildingKey = keyof Omit<Building, 'footprint'>;

/**
 * Figures of what is proposed, added up or the largest taken. Existing buildings count with the
 * proposed one where areas are added (law of the verdict, point 8).
 */
export class BuildingFigures {
  readonly #site: Site;
  readonly #proposal: Proposal;
  readonly #onGround: boolean;

  /** `onGround`: drawn areas are converted to the ellipsoid, so that they compare with stated m². */
  constructor(site: Site, proposal: Proposal, onGround: boolean) {
    this.#site = site;
    this.#proposal = proposal;
    this.#onGround = onGround;
  }

  /** Sum in m² over proposed and existing buildings. */
  total(key: BuildingKey): Figure {
    const proposed = this.#each('building', this.#proposal.buildings, key);
    const existing = this.#each('existing', this.#proposal.existing, key);
    return combine([...proposed, ...existing], (a, b) => a + b);
  }

  /** Sum in m² over the proposed buildings alone. */
  proposed(key: BuildingKey): Figure {
    return combine(this.#each('building', this.#proposal.buildings, key), (a, b) => a + b);
  }

  /** The largest over proposed and existing buildings: what stands there already counts, and has to be told. */
  largest(key: BuildingKey): Figure {
    const proposed = this.#each('building', this.#proposal.buildings, key);
    const existing = this.#each('existing', this.#proposal.existing, key);
    return combine([...proposed, ...existing], larger);
  }

  /** Sum over the proposed buildings that say it; `lacks` names the first that does not, since there may be more. */
  atLeast(key: BuildingKey): Figure {
    const said = this.#proposal.buildings.flatMap((b) => b[key] ?? []);
    if (said.length === 0) return { value: null, missing: this.#pointer('building', 0, key) };
    const value = said.reduce((a, b) => a + b, 0);
    const silent = this.#proposal.buildings.findIndex((b) => (b[key] ?? null) === null);
    return silent < 0 ? { value } : { value, lacks: this.#pointer('building', silent, key) };
  }

  /** Floors below ground: none where there is no basement area. */
  basementFloors(): Figure {
    const floors = (root: 'building' | 'existing', list: readonly Building[]) =>
      list.map((b, i): Figure => {
        if (b.basementFloors === null && b.basementM2 === 0) return { value: 0 };
        return this.#figure(root, b, i, 'basementFloors');
      });
    const { buildings, existing } = this.#proposal;
    return combine([...floors('building', buildings), ...floors('existing', existing)], larger);
  }

  #each(root: 'building' | 'existing', list: readonly Building[], key: BuildingKey): Figure[] {
    return list.map((b, i) => this.#figure(root, b, i, key));
  }

  #figure(root: 'building' | 'existing', b: Building, i: number, key: BuildingKey): Figure {
    const stated = b[key] ?? null;
    if (stated !== null) return { value: stated };
    if (key === 'footprintM2' && b.footprint) {
      return { value: areaOf(b.footprint) * (this.#onGround ? this.#site.groundScale : 1) };
    }
    return { value: null, missing: this.#pointer(root, i, key) };
  }

  #pointer(root: 'building' | 'existing', i: number, key: string): string {
    const single = root === 'building' && !this.#proposal.buildingIsList;
    return single ? `/building/${key}` : `/${root}/${i}/${key}`;
  }
}

const larger = (a: number, b: number): number => Math.max(a, b);

function combine(figures: readonly Figure[], join: (a: number, b: number) => number): Figure {
  const missing = figures.find((f) => f.value === null);
  if (missing) return missing;
  const values = figures.map((f) => f.value!);
  return { value: values.length === 0 ? 0 : values.reduce((a, b) => join(a, b)) };
}
