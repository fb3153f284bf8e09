import { areaOf, type Box, boxOf, featureRings } from '../geometry/rings.ts';
import type { Forbid, PlanStack } from '../plan/model.ts';
import { overlayOf } from './site.ts';

/** One zone polygon of a plan and what its ground is, m² on the map. */
export interface ZoneGround {
  /** Number of the areal feature in its plan. */
  readonly feature: number;
  readonly code: string;
  readonly name: string | null;
  readonly block: string | null;
  readonly box: Box;
  readonly areaM2: number;
  /** Ground that is this zone's alone and where nothing forbids. */
  readonly freeM2: number;
  /** Where all is forbidden, and where at least buildings are. */
  readonly forbidsAllM2: number;
  readonly forbidsM2: number;
  /** Claimed by another zone too, and not forbidden. */
  readonly contestedM2: number;
  /** Ground of each forbidding rule; two of them may hold on the same. */
  readonly forbids: ReadonlyMap<Forbid, number>;
}

const grounds = new WeakMap<PlanStack, readonly ZoneGround[]>();

/**
 * The zone polygons of a stack's first plan, each measured against the stack's pieces: exact areas,
 * no outline is simplified. Only what this plan itself forbids is told. It depends on the stack alone
 * and is kept with it.
 */
export function zoneGrounds(stack: PlanStack): readonly ZoneGround[] {
  const known = grounds.get(stack);
  if (known) return known;
  const list: ZoneGround[] = [];
  for (const layer of stack.plans[0]!.layers) {
    if (layer.kind !== 'zones' || !layer.law) continue;
    for (let i = 0; i < layer.count; i++) {
      const block = layer.group[i] ?? null;
      const head = { code: layer.code[i]!, name: layer.name[i] ?? null, block };
      list.push({ ...head, ...measure(stack, layer.first + i) });
    }
  }
  grounds.set(stack, list);
  return list;
}

function measure(stack: PlanStack, feature: number) {
  const rings = featureRings(stack.plans[0]!.areas, feature);
  const overlay = overlayOf(stack.index);
  const count = overlay.query(rings);
  const forbids = new Map<Forbid, number>();
  const sums = { freeM2: 0, forbidsAllM2: 0, forbidsM2: 0, contestedM2: 0 };
  for (let i = 0; i < count; i++) {
    const label = stack.labels[stack.labelOf[overlay.ids[i]!]!]!;
    const areaM2 = overlay.areas[i]!;
    if (label.plan !== 0) continue;
    const own = label.forbids.filter((f) => f.plan === 0);
    if (own.some((f) => f.effect === 'forbid_all')) sums.forbidsAllM2 += areaM2;
    if (own.length > 0) sums.forbidsM2 += areaM2;
    else if (label.claims.length > 1) sums.contestedM2 += areaM2;
    else sums.freeM2 += areaM2;
    for (const f of own) forbids.set(f, (forbids.get(f) ?? 0) + areaM2);
  }
  return { feature, box: boxOf(rings.xy), areaM2: areaOf(rings), forbids, ...sums };
}
