import { canonicalClass, canonicalCode } from '../codes.ts';
import type { OverlayRow, Rules, SempadanRow, WithheldRow } from '../model.ts';

/**
 * The row that speaks for an overlay feature of a theme and (canonical) code: its own, else the
 * theme's `*`; null = unknown. A row that is withheld is never answered for by a wider one.
 */
export function overlayRow(rules: Rules, theme: string, code: string): OverlayRow | null {
  const rows = rules.overlays.filter((row) => row.theme === theme);
  const own = rows.find((row) => row.code === code);
  if (own) return own;
  const lost = withheldOf(rules, 'overlays').some(
    (row) => row.theme === theme && row.code === code,
  );
  return lost ? null : (rows.find((row) => row.code === '*') ?? null);
}

/**
 * The row that decides the strip of a water feature: the widest of all that fit its name and class
 * (of two as wide the one that forbids all, then the first by line), null where none fits or one that fits is withheld.
 */
export function sempadanRow(
  rules: Rules,
  theme: string,
  name: string | null,
  waterClass: string | null,
): SempadanRow | null {
  const fits = fitter(theme, name, waterClass);
  if (withheldOf(rules, 'sempadan').some(fits)) return null;
  let widest: SempadanRow | null = null;
  for (const row of rules.sempadan) {
    if (fits(row) && (!widest || outdoes(row, widest))) widest = row;
  }
  return widest;
}

function outdoes(row: SempadanRow, other: SempadanRow): boolean {
  if (row.distanceM !== other.distanceM) return row.distanceM > other.distanceM;
  return row.effect === 'forbid_all' && other.effect !== 'forbid_all';
}

/** Whether a row's pattern fits a feature; blank in the row fits all, what the feature lacks fits only blank. */
function fitter(theme: string, name: string | null, waterClass: string | null) {
  const ownName = canonicalCode(name ?? '');
  const ownClass = canonicalClass(waterClass ?? '');
  return (row: { theme: string; name: string; class: string }): boolean =>
    row.theme === theme &&
    (row.name === '' || canonicalCode(row.name) === ownName) &&
    (row.class === '' || row.class === ownClass);
}

function withheldOf(rules: Rules, table: WithheldRow['table']): readonly WithheldRow[] {
  return (rules.withheld ?? []).filter((row) => row.table === table);
}
