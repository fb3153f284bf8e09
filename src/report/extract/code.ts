/** Crockford's base 32: no I, L, O and U, so that nobody reads one sign for another. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;

/**
 * Short form of an id of at least 13 hexadecimal digits for people who type it: its first 50 bits in
 * Crockford's base 32, `XXXXX-XXXXX`.
 */
export function reportCode(id: string): string {
  let bits = BigInt(`0x${id.slice(0, 13)}`) >> 2n;
  let code = '';
  for (let i = 0; i < LENGTH; i++) {
    code = SIGNS[Number(bits & 31n)]! + code;
    bits >>= 5n;
  }
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}

/** A code as someone typed it (small letters, other gaps, O for 0, I or L for 1); null where it is none. */
export function readReportCode(typed: string): string | null {
  const plain = typed
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  const right = plain.length === LENGTH && [...plain].every((sign) => SIGNS.includes(sign));
  return right ? `${plain.slice(0, 5)}-${plain.slice(5)}` : null;
}
