import Flatbush from 'flatbush';
import {
  type Box,
  boxOf,
  featureRings,
  joinRings,
  NO_RINGS,
  type Rings,
} from '../../geometry/rings.ts';
import type { ParcelRegister, PlanStack } from '../../plan/model.ts';
import { cutRings } from './cut.ts';

/** At smaller scales than this parcels are too small to be told apart. */
const SMALLEST_SCALE = 2500;

const trees = new WeakMap<ParcelRegister, Flatbush>();

/** Parcels of the first plan that has a register, where they meet the box, m; none at a small scale. */
export function registeredIn(stack: PlanStack, box: Box, scale: number): Rings {
  const register = stack.plans.find((p) => p.parcels !== null)?.parcels ?? null;
  if (register === null || register.number.length === 0 || scale > SMALLEST_SCALE) return NO_RINGS;
  const found = treeOf(register)
    .search(...box)
    .sort((a, b) => a - b);
  return joinRings(found.map((f) => cutRings(featureRings(register.features, f), box)));
}

function treeOf(register: ParcelRegister): Flatbush {
  let tree = trees.get(register);
  if (!tree) {
    tree = new Flatbush(register.number.length);
    for (let f = 0; f < register.number.length; f++) {
      tree.add(...boxOf(featureRings(register.features, f).xy));
    }
    tree.finish();
    trees.set(register, tree);
  }
  return tree;
}
