import { buildCellIndex } from '../../src/geometry/cell-index.ts';
import { createOverlay, type Overlay } from '../../src/geometry/overlay.ts';
import { packFeatures, type Rings } from '../../src/geometry/rings.ts';

/** The kernels that can be tried, each over an index of the polygons of a group. */
export const KERNELS: Readonly<
  Record<string, (polygons: readonly Rings[], cellSize: number) => Overlay>
> = {
  ts: (polygons, cellSize) => createOverlay(buildCellIndex(packFeatures(polygons), { cellSize })),
};

/** Common areas of a parcel with each of `count` features, 0 for those not met. */
export function areasOf(overlay: Overlay, parcel: Rings, count: number): Float64Array {
  const areas = new Float64Array(count);
  const hits = overlay.query(parcel);
  for (let i = 0; i < hits; i++) areas[overlay.ids[i]!] = overlay.areas[i]!;
  return areas;
}
