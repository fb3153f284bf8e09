import type { CellIndex } from '../geometry/cell-index.ts';
import { createOverlay, type Overlay } from '../geometry/overlay.ts';
import type { Rings } from '../geometry/rings.ts';
import type { AreaLayer, PlanVersion } from '../plan/model.ts';

/** Less than this is noise of the cut, not ground. */
export const NOISE_M2 = 1e-3;

/** A zone or overlay that the parcel meets, by code, with the common area in m² on the map. */
export interface Met {
  readonly plan: PlanVersion;
  readonly layer: AreaLayer;
  readonly code: string;
  readonly name: string | null;
  readonly group: string | null;
  readonly areaM2: number;
  readonly key: MetKey;
}

const overlays = new WeakMap<CellIndex, Overlay>();

/** One query object per index, kept: it owns reusable buffers. */
export function overlayOf(index: CellIndex): Overlay {
  let overlay = overlays.get(index);
  if (!overlay) {
    overlay = createOverlay(index);
    overlays.set(index, overlay);
  }
  return overlay;
}

/** A zone or overlay that features of one layer share: what sums go under. */
interface MetKey {
  /** Its place among the keys of its plan. */
  readonly number: number;
  readonly layer: AreaLayer;
  /** Place of the layer in the plan. */
  readonly rank: number;
  readonly code: string;
}

interface MetKeys {
  /** Number in `keys` of every feature of the plan. */
  readonly keyOf: Uint32Array;
  readonly keys: readonly MetKey[];
}

const keysHeld = new WeakMap<PlanVersion, MetKeys>();

/** Features by what their areas are summed under: layer and code, and for admin the name; worked out once. */
function metKeys(plan: PlanVersion): MetKeys {
  const ready = keysHeld.get(plan);
  if (ready) return ready;
  const keys: MetKey[] = [];
  const numbers = new Map<string, number>();
  const keyOf = new Uint32Array(plan.areas.featureEnds.length);
  plan.layers.forEach((layer, rank) => {
    for (let at = 0; at < layer.count; at++) {
      const code = layer.code[at]!;
      const name = `${rank}|${code}|${layer.kind === 'admin' ? layer.name[at]! : ''}`;
      let number = numbers.get(name);
      if (number === undefined) {
        number = keys.length;
        keys.push({ number, layer, rank, code });
        numbers.set(name, number);
      }
      keyOf[layer.first + at] = number;
    }
  });
  const made = { keyOf, keys };
  keysHeld.set(plan, made);
  return made;
}

interface MetSum extends Met {
  areaM2: number;
  name: string | null;
  group: string | null;
}

/** What a parcel meets of plans, plan by plan and layer by layer, largest first. */
export function metIn(plans: readonly PlanVersion[], parcel: Rings): Met[] {
  const met: Met[] = [];
  for (const plan of plans) {
    const sums = sumsIn(plan, parcel);
    for (const sum of sums) if (sums.length === 1 || sum.areaM2 > NOISE_M2) met.push(sum);
  }
  return met;
}

function sumsIn(plan: PlanVersion, parcel: Rings): MetSum[] {
  const { keyOf, keys } = metKeys(plan);
  const overlay = overlayOf(plan.index);
  const count = overlay.query(parcel);
  const sums: MetSum[] = [];
  for (let i = 0; i < count; i++) {
    const id = overlay.ids[i]!;
    const key = keys[keyOf[id]!]!;
    const { layer, code } = key;
    const at = id - layer.first;
    const name = layer.name[at]!;
    const group = layer.kind === 'admin' ? layer.group[at]! : null;
    const held = heldIn(sums, key);
    if (held) {
      held.areaM2 += overlay.areas[i]!;
      held.name = name;
      held.group = group;
    } else sums.push({ plan, layer, code, name, group, areaM2: overlay.areas[i]!, key });
  }
  return inPlace(sums);
}

/** Sorted each into its place: they are few, and most of them stand right. */
function inPlace(sums: MetSum[]): MetSum[] {
  for (let i = 1; i < sums.length; i++) {
    const sum = sums[i]!;
    let j = i;
    for (; j > 0 && inOrder(sum, sums[j - 1]!) < 0; j--) sums[j] = sums[j - 1]!;
    sums[j] = sum;
  }
  return sums;
}

function heldIn(sums: readonly MetSum[], key: MetKey): MetSum | null {
  for (const sum of sums) if (sum.key === key) return sum;
  return null;
}

function inOrder(a: MetSum, b: MetSum): number {
  return a.key.rank - b.key.rank || largerFirst(a, b) || (a.code < b.code ? -1 : 1);
}

/** Areas nearer to each other than this are equal: their order must not hang on rounding, m². */
const EQUAL_M2 = 1e-6;

/** By area, the larger first; 0 for areas that are equal but for rounding. */
export function largerFirst(
  a: { readonly areaM2: number },
  b: { readonly areaM2: number },
): number {
  return Math.round(b.areaM2 / EQUAL_M2) - Math.round(a.areaM2 / EQUAL_M2);
}
