/** The two kernels as one, so that every law and every scar is tried on both. */
import { expect } from 'vitest';
import type { CellIndex } from '../../src/geometry/cell-index.ts';
import { type BatchOverlay, type Hits, noHits } from '../../src/geometry/overlay-types.ts';
import { TypeScriptOverlay } from '../../src/geometry/overlay-typescript.ts';
import { createWasmOverlay } from '../../src/geometry/overlay-wasm.ts';
import type { FeatureSet, Rings } from '../../src/geometry/rings.ts';

/**
 * An overlay that asks the kernel in TypeScript, the one in WebAssembly, and both for many parcels
 * at once, and expects the same features with the same areas, to the last bit. WebAssembly has to
 * run: a test that falls back would try one kernel twice.
 */
export function bothKernels(index: CellIndex): BatchOverlay {
  return new BothKernels(index);
}

class BothKernels implements BatchOverlay {
  private readonly reference: BatchOverlay;
  private readonly wasm: BatchOverlay;
  private readonly many = [noHits(), noHits()] as const;

  constructor(index: CellIndex) {
    const wasm = createWasmOverlay(index);
    if (wasm === null) throw new Error('WebAssembly does not run here');
    this.reference = new TypeScriptOverlay(index);
    this.wasm = wasm;
  }

  get ids(): Uint32Array {
    return this.reference.ids;
  }

  get areas(): Float64Array {
    return this.reference.areas;
  }

  query(parcel: Rings): number {
    const alone = found(this.wasm, this.wasm.query(parcel));
    this.queryMany(twice(parcel), this.many[0]);
    const count = this.reference.query(parcel);
    const expected = found(this.reference, count);
    expect(alone).toEqual(expected);
    expect(among(this.many[0], 0)).toEqual(expected);
    expect(among(this.many[0], 1)).toEqual(expected);
    return count;
  }

  queryMany(parcels: FeatureSet, hits: Hits, from?: number, to?: number, after = 0): void {
    this.reference.queryMany(parcels, hits, from, to, after);
    this.wasm.queryMany(parcels, this.many[1], from, to, after);
    const count = after + (to ?? parcels.featureEnds.length) - (from ?? 0);
    for (let i = 0; i < count; i++) expect(among(this.many[1], i)).toEqual(among(hits, i));
  }
}

/** Feature and area of each hit. */
type Found = [number, number][];

function found(overlay: BatchOverlay, count: number): Found {
  return Array.from({ length: count }, (_, i) => [overlay.ids[i]!, overlay.areas[i]!]);
}

function among({ ends, ids, areas }: Hits, i: number): Found {
  const start = i === 0 ? 0 : ends[i - 1]!;
  return Array.from({ length: ends[i]! - start }, (_, k) => [ids[start + k]!, areas[start + k]!]);
}

function twice({ xy, ends }: Rings): FeatureSet {
  const points = xy.length / 2;
  return {
    xy: Float64Array.of(...xy, ...xy),
    ringEnds: Uint32Array.of(...ends, ...ends.map((end) => end + points)),
    featureEnds: Uint32Array.of(ends.length, 2 * ends.length),
  };
}
