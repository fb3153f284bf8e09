import type { Box } from '../../geometry/rings.ts';
import { INK } from './colors.ts';
import { LabelField } from './label-field.ts';
import { textOp } from './marginalia.ts';
import type { Room } from './room.ts';
import type { Color, Op, TextOp } from './scene.ts';
import { textWidth } from './text-width.ts';

/** A region with what is written on it. */
export interface Region {
  readonly rings: readonly (readonly number[])[];
  /** Empty: nothing is written, but other regions' texts keep off. */
  readonly text: string;
  readonly face: TextOp['face'];
  readonly color: Color;
  /** Tried one after the other, mm. */
  readonly sizes: readonly number[];
  /** On its first patch with room only; left out: on all. */
  readonly once?: true;
}

/** Patches smaller than this get no text, mm². */
const SMALLEST_MM2 = 12;

/**
 * A text on each visible patch of each region, as far inside as there is room, and wholly inside.
 * Larger patches choose first; what finds no room is left out (the legend tells the colour). Places are
 * tried at steps of `cellMm`.
 */
export function regionLabels(
  window: Box,
  regions: readonly Region[],
  room: Room,
  cellMm: number,
): Op[] {
  if (regions.every((r) => r.text === '')) return [];
  const field = new LabelField(
    window,
    regions.map((r) => r.rings),
    cellMm,
  );
  const order = field.patches
    .map((patch, number) => ({ patch, number }))
    .filter(({ patch }) => patch.areaMm2 >= SMALLEST_MM2 && regions[patch.region]!.text !== '')
    .sort((a, b) => b.patch.areaMm2 - a.patch.areaMm2 || a.number - b.number);
  const named = new Set<number>();
  return order.flatMap(({ patch, number }) => {
    const region = regions[patch.region]!;
    if (region.once && named.has(patch.region)) return [];
    const text = placed(field, number, patch.innermost, region, room);
    if (text) named.add(patch.region);
    return text ?? [];
  });
}

function placed(
  field: LabelField,
  patch: number,
  cells: Uint32Array,
  region: Region,
  room: Room,
): Op | null {
  for (const sizeMm of region.sizes) {
    const half = textWidth(region.text, sizeMm, region.face) / 2 + 0.3;
    const height = sizeMm * 0.45;
    for (const cell of cells) {
      const [x, y] = field.middle(cell);
      const box = [x - half, y - height, x + half, y + height] as const;
      if (!field.isWithin(box, patch) || !room.tryTake([box])) continue;
      return textOp(region.text, x, y + sizeMm * 0.33, {
        sizeMm,
        anchor: 'middle',
        face: region.face,
        color: region.color,
        halo: INK.paper,
        haloMm: 0.4,
      });
    }
  }
  return null;
}
