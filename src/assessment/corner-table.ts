import { crsByCode, transformer, WGS84 } from '../formats/crs.ts';
import type { Rings } from '../geometry/rings.ts';
import type { CornerRow } from './model.ts';

/** Metres of the plan to degrees, to 1e-9 (a tenth of a millimetre). */
export function lonLatOf(crs: string): (xy: Float64Array) => Float64Array {
  const metric = crsByCode(crs);
  if (!metric.ok) return (xy) => xy;
  const transform = transformer(metric.value, WGS84);
  return (xy) => {
    const lonLat = transform(xy);
    for (let i = 0; i < lonLat.length; i++) lonLat[i] = round(lonLat[i]!, 9);
    return lonLat;
  };
}

/** Corners of rings in a metric CRS, ring by ring, as a PKKPR lists them: longitude first, degrees and metres. */
export function cornerTable(rings: Rings, crs: string): CornerRow[] {
  const lonLat = lonLatOf(crs)(rings.xy);
  const rows: CornerRow[] = [];
  let start = 0;
  rings.ends.forEach((end, ring) => {
    for (let i = start; i < end; i++) {
      const x = rings.xy[2 * i]!;
      const y = rings.xy[2 * i + 1]!;
      const lon = lonLat[2 * i]!;
      const lat = lonLat[2 * i + 1]!;
      rows.push({
        number: rows.length + 1,
        ring,
        lon,
        lat,
        bujur: dms(lon, 'BT', 'BB'),
        lintang: dms(lat, 'LU', 'LS'),
        x: round(x, 3),
        y: round(y, 3),
      });
    }
    start = end;
  });
  return rows;
}

/** 123°36'00,000" BT: to a thousandth of a second, 3 cm. */
export function dms(degrees: number, positive: string, negative: string): string {
  const thousandths = Math.round(Math.abs(degrees) * 3_600_000);
  const d = Math.floor(thousandths / 3_600_000);
  const m = Math.floor((thousandths % 3_600_000) / 60_000);
  const s = (thousandths % 60_000) / 1000;
  const two = (n: number) => String(n).padStart(2, '0');
  const seconds = s.toFixed(3).padStart(6, '0').replace('.', ',');
  return `${d}°${two(m)}'${seconds}" ${degrees < 0 ? negative : positive}`;
}

/** As `Number(value.toFixed(digits))` says: where the product is not near a half, its rounding can't be another. */
function round(value: number, digits: number): number {
  const power = 10 ** digits;
  const scaled = value * power;
  const whole = Math.round(scaled);
  const sure = Math.abs(scaled) < 1e14 && Math.abs(Math.abs(scaled - whole) - 0.5) > 0.05;
  return sure ? whole / power : Number(value.toFixed(digits));
}
