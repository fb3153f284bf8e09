import type { FeatureSet } from './rings.ts';

/** Placeholder shape; the kernel's own file fills it in. */
export interface CellIndex {
  readonly featureCount: number;
}

export function buildCellIndex(_features: FeatureSet): CellIndex {
  throw new Error('being built');
}
