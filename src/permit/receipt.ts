import { fail, ok, type Problem, problem, type Result } from '../base/problem.ts';

/**
 * Crockford's Base32 alphabet (https://www.crockford.com/base32.html): no I, L, O and U, and what
 * people write instead of 1 and 0 is read as such.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** How many random bytes make a number: 40 bits, eight characters. */
export const RECEIPT_BYTES = 5;
const LENGTH = 9;

/**
 * A receipt number, `7ZK-Q4M-2XC`: eight characters for five random bytes, and a check character of
 * the same alphabet. Other than five bytes are a bug of the caller's.
 *
 * The check: with characters as elements of GF(32), `c0 a^8 + c1 a^7 + … + c8 = 0`, `a` a root of the
 * primitive x^5 + x^2 + 1. As the weights are all different and none is zero, one wrong character
 * and any two that changed places are always found (a totally anti-symmetric quasigroup x + a y, H. M.
 * Damm, "Total anti-symmetrische Quasigruppen", 2004). Crockford's own check (modulo 37) needs five
 * more signs, ISO 7064 MOD 37,36 the look-alikes I, L and O.
 */
export function receiptNumber(bytes: Uint8Array): string {
  if (bytes.length !== RECEIPT_BYTES) throw new RangeError(`${bytes.length} bytes, not 5`);
  const bits = [...bytes].map((b) => b.toString(2).padStart(8, '0')).join('');
  const values = bits.match(/.{5}/g)!.map((five) => Number.parseInt(five, 2));
  return group([...values, checkOf(values)]);
}

/**
 * A receipt number as somebody typed it, in its one spelling. Lower case, O for 0, I and L for 1,
 * blanks and hyphens are taken. Problems: `receipt.character`, `receipt.length`, `receipt.check`.
 */
export function readReceipt(text: string): Result<string> {
  const plain = text.toUpperCase().replace(/[\s\p{Pd}_.]/gu, '');
  const typed = plain.replaceAll('O', '0').replace(/[IL]/g, '1');
  const strange = [...typed].find((sign) => !ALPHABET.includes(sign));
  if (strange !== undefined) {
    const id = `Tanda "${strange}" tidak dipakai dalam nomor resi.`;
    return fail(wrong('character', id, `A receipt number has no "${strange}".`, text));
  }
  if (typed.length !== LENGTH) {
    const id = `Nomor resi terdiri atas ${LENGTH} tanda; ini ${typed.length}.`;
    return fail(
      wrong('length', id, `A receipt number has ${LENGTH} characters, not ${typed.length}.`, text),
    );
  }
  const values = [...typed].map((sign) => ALPHABET.indexOf(sign));
  if (checkOf(values.slice(0, -1)) === values.at(-1)) return ok(group(values));
  const id = 'Nomor resi salah ketik: periksa lagi setiap tandanya.';
  return fail(
    wrong('check', id, 'The receipt number has a typing error: check every character.', text),
  );
}

/** The last character, whose weight is 1: the sum of the others by theirs (Horner's scheme). */
function checkOf(values: readonly number[]): number {
  return values.reduce((sum, value) => timesA(sum ^ value), 0);
}

/** Times `a` in GF(32): a^5 = a^2 + 1. */
function timesA(value: number): number {
  const shifted = value << 1;
  return shifted & 32 ? shifted ^ 0b100101 : shifted;
}

function group(values: readonly number[]): string {
  const signs = values.map((v) => ALPHABET[v]).join('');
  return `${signs.slice(0, 3)}-${signs.slice(3, 6)}-${signs.slice(6)}`;
}

function wrong(code: string, id: string, en: string, given: string): Problem {
  return problem(`receipt.${code}`, '', id, en, given);
}
