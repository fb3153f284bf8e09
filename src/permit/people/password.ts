import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { type Problem, problem } from '../../base/problem.ts';

/**
 * Cost of one guess: OWASP's "Password Storage Cheat Sheet" gives N = 2^15, r = 8, p = 3 as one of its
 * equal choices for scrypt; it takes 32 MB, which a small office's machine has.
 */
const COST = { N: 32_768, r: 8, p: 3 } as const;
const MOST_MEMORY = 64 * 1024 * 1024;
const KEY_BYTES = 32;
const SALT_BYTES = 16;

/** Lengths that a password may have; a limit above keeps a long text from costing time. */
export const PASSWORD_LENGTH = { min: 12, max: 200 } as const;

interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** A password as it is kept: `scrypt$N$r$p$salt$hash`, so that a later cost can stand beside it. */
export async function hashPassword(password: string, cost: Cost = COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, cost);
  const { N, r, p } = cost;
  return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/**
 * Whether it is the kept password. Without a kept one (no such user) it costs the same time, so that
 * nobody learns from the clock which log-in names exist; the answer is then no.
 */
export async function verifyPassword(kept: string | null, given: string): Promise<boolean> {
  const parts = (kept ?? NOBODY).split('$');
  const [N, r, p] = parts.slice(1, 4).map(Number);
  const [salt, hash] = parts.slice(4).map((part) => Buffer.from(part, 'base64url'));
  const derived = await derive(given.slice(0, PASSWORD_LENGTH.max), salt!, { N: N!, r: r!, p: p! });
  return derived.length === hash!.length && timingSafeEqual(derived, hash!) && kept !== null;
}

/** Same cost, and a hash that no password gives. */
const NOBODY = [
  'scrypt',
  COST.N,
  COST.r,
  COST.p,
  Buffer.alloc(SALT_BYTES).toString('base64url'),
  Buffer.alloc(KEY_BYTES).toString('base64url'),
].join('$');

function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  // The same password typed on another keyboard may be other code points.
  const text = password.normalize('NFKC');
  return new Promise((resolve, reject) => {
    scrypt(text, salt, KEY_BYTES, { ...cost, maxmem: MOST_MEMORY }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/**
 * What is wrong with a new password: `password.short`, `password.long`, `password.login`,
 * `password.plain`. By NIST SP 800-63B §5.1.1.2: length counts, rules of composition do not.
 */
export function passwordProblems(password: string, login: string, pointer: string): Problem[] {
  const text = password.normalize('NFKC');
  const { min, max } = PASSWORD_LENGTH;
  if ([...text].length < min) {
    return [
      problem(
        'password.short',
        pointer,
        `Kata sandi sedikitnya ${min} huruf; beberapa kata yang mudah diingat sudah baik.`,
        `A password has at least ${min} characters; a few words that are easy to remember do well.`,
      ),
    ];
  }
  if (text.length > max) {
    return [
      problem(
        'password.long',
        pointer,
        `Kata sandi paling panjang ${max} huruf.`,
        `A password has at most ${max} characters.`,
      ),
    ];
  }
  return [...tooEasy(text.toLowerCase(), login.toLowerCase(), pointer)];
}

/** Few different signs, a row of the keyboard or the log-in itself are the first that is tried. */
function tooEasy(text: string, login: string, pointer: string): Problem[] {
  if (login !== '' && text.includes(login)) {
    return [
      problem(
        'password.login',
        pointer,
        'Kata sandi tidak boleh memuat nama masuk.',
        'A password must not hold the log-in name.',
      ),
    ];
  }
  const plain = new Set(text).size < 5 || ROWS.some((row) => row.includes(text));
  if (!plain) return [];
  return [
    problem(
      'password.plain',
      pointer,
      'Kata sandi ini terlalu mudah ditebak: terlalu sedikit huruf yang berbeda, atau urutan biasa.',
      'This password is too easy to guess: too few different characters, or a common sequence.',
    ),
  ];
}

const ROWS = ['1234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm'].map((row) =>
  row.repeat(4),
);
