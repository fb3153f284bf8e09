import type { IntensityRow } from '../model.ts';
import type { OpenTable } from './open.ts';

/** Size class of a row: parcel area in [from, to), m²; null = open. */
export type RowTier = Pick<IntensityRow, 'parcelFromM2' | 'parcelToM2'>;

/** Whether a parcel of this area (m², rounded to 0.01 as areas are compared) lies in a row's size class. */
export function holdsArea(tier: RowTier, areaM2: number): boolean {
  const area = Math.round(areaM2 * 100) / 100;
  return area >= (tier.parcelFromM2 ?? 0) && area < (tier.parcelToM2 ?? Infinity);
}

/** Whether some parcel area lies in both size classes. */
export function tiersMeet(a: RowTier, b: RowTier): boolean {
  const from = Math.max(a.parcelFromM2 ?? 0, b.parcelFromM2 ?? 0);
  const to = Math.min(a.parcelToM2 ?? Infinity, b.parcelToM2 ?? Infinity);
  return from < to;
}

/** Rows of one class that answer for one parcel, and yet are no alternatives of each other. */
export function clash(a: IntensityRow, b: IntensityRow): boolean {
  if (a.roadClass !== b.roadClass || !tiersMeet(a, b)) return false;
  return a.alternative === b.alternative || a.alternative === '' || b.alternative === '';
}

/** Notes `tier_gap`: parcel areas that no row of a class holds, though some do. */
export function tellGaps(table: OpenTable, zone: string, rows: readonly IntensityRow[]): void {
  for (const roadClass of new Set(rows.map((r) => r.roadClass))) {
    const own = rows.filter((r) => r.roadClass === roadClass);
    const gaps = gapsOf(own).map(([from, to]) => `${from}..${to === Infinity ? '' : to} m²`);
    if (gaps.length === 0) continue;
    const name = roadClass === '' ? zone : `${zone} / ${roadClass}`;
    const list = gaps.join(', ');
    table.tell(
      'tier_gap',
      own[0]!.line,
      `Tidak ada baris ${name} untuk luas persil ${list}; di sana tidak diketahui.`,
      `No row of ${name} for parcels of ${list}; there it is unknown.`,
    );
  }
}

function gapsOf(rows: readonly RowTier[]): [number, number][] {
  const sorted = rows
    .map((r): [number, number] => [r.parcelFromM2 ?? 0, r.parcelToM2 ?? Infinity])
    .sort((a, b) => a[0] - b[0]);
  const gaps: [number, number][] = [];
  let reached = 0;
  for (const [from, to] of sorted) {
    if (from > reached) gaps.push([reached, from]);
    reached = Math.max(reached, to);
  }
  return reached === Infinity ? gaps : [...gaps, [reached, Infinity]];
}

/**
 * Notes `overlapping_tiers`: rows of a zone and road class whose sizes overlap, or a row without an alternative
 * beside one with. Where both hold, nothing is known.
 */
export function tellTiers(table: OpenTable, zone: string, rows: readonly IntensityRow[]): void {
  const usable = rows.filter((row) => !row.lost);
  for (const [i, a] of usable.entries()) {
    const b = usable.slice(i + 1).find((other) => clash(a, other));
    if (!b) continue;
    table.tell(
      'overlapping_tiers',
      b.line,
      `Baris ${a.line} dan ${b.line} untuk ${zone} sama-sama berlaku untuk sebagian luas persil; di sana tidak diketahui.`,
      `Lines ${a.line} and ${b.line} for ${zone} both hold for some parcel areas; there it is unknown.`,
    );
  }
}
