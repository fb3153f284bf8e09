/**
 * Codes as people write them, made equal. Real services mix `SPU 3.3` and `SPU-3.3` for one zone
 * (domain.md 4.4), so every code is canonicalised when it is read, in layers and tables alike.
 */

/** Spaces of any kind, dots, hyphens and the dashes that word processors put in their place. */
const SEPARATORS = /[\s.\u00ad\u2010-\u2015\u2212\u200b\ufeff-]+/gu;

/**
 * Upper case, runs of spaces, dots and hyphens become one hyphen, none at the ends:
 * `SPU 3.3` -> `SPU-3-3`, `R.2` -> `R-2`. An underscore is a letter like others: it joins the parts
 * of composed keys such as `PS_K01B`, which must not meet a zone's code. Idempotent.
 */
export function canonicalCode(raw: string): string {
  return raw.toUpperCase().replace(SEPARATORS, '-').replace(/^-|-$/g, '');
}

/** As canonicalCode, underscores equal too: names that people type in a request (`ukl_upl` = `UKL-UPL`). */
export function looseCode(raw: string): string {
  return canonicalCode(raw.replaceAll('_', '-'));
}

const NONE = new Set(['', 'TIDAK-ADA', '<NULL>', 'NULL']);

/**
 * True for what real layers write where there is none of a thing: `Tidak Ada`, `-`, `<Null>`, blank
 * and null. Everything else is a value, also 0; a column that is missing is no matter of this
 * function: that is unknown, never none.
 */
export function isNone(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'string' && NONE.has(canonicalCode(value));
}

/**
 * Class of a road or water as both tables and layers are compared by: lower case, single spaces,
 * a leading `jalan` dropped: `Jalan Kolektor Primer` -> `kolektor primer`. Idempotent.
 */
export function canonicalClass(raw: string): string {
  const plain = raw.toLowerCase().replace(SEPARATORS, ' ').trim();
  return plain.replace(/^(?:jalan )+(?=.)/, '');
}

/** Order by UTF-16 code units: the same on every machine, whatever its language. */
export function compareCodes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
