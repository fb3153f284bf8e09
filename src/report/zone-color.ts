import { canonicalCode } from '../plan/codes.ts';
import { nationalFile, nationalRows } from '../plan/national.ts';

/** `#ffdc00` by canonical code, of data/national/zone-colors.csv. */
const COLORS: ReadonlyMap<string, string> = new Map(
  nationalRows(nationalFile('zone-colors.csv')).map((row) => [
    canonicalCode(row.code ?? ''),
    hex([row.red, row.green, row.blue].map(Number)),
  ]),
);

/**
 * The official colour of a zone or sub-zone (Permen ATR 14/2021 Lampiran VII), `#ffdc00`: of the
 * longest code of the list that this one is or begins with (`SPU-3.1` has the colour of `SPU-3`);
 * null where the list has none.
 */
export function zoneColor(code: string): string | null {
  const steps = canonicalCode(code).split('-');
  for (let length = steps.length; length > 0; length--) {
    const color = COLORS.get(steps.slice(0, length).join('-'));
    if (color !== undefined) return color;
  }
  return null;
}

/** A colour as a plan's table of zones writes it: `255,220,0` or `#ffdc00`; null for anything else. */
export function readColor(text: string): string | null {
  const plain = text.trim().toLowerCase();
  if (/^#[0-9a-f]{6}$/.test(plain)) return plain;
  const parts = plain.split(/[\s,;]+/).map(Number);
  const right = parts.length === 3 && parts.every((v) => Number.isInteger(v) && v >= 0 && v <= 255);
  return right ? hex(parts) : null;
}

function hex(rgb: readonly number[]): string {
  return `#${rgb.map((v) => v.toString(16).padStart(2, '0')).join('')}`;
}
