import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const TOKEN_BYTES = 32;

/** An unguessable token of 256 bits for a cookie or key. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** An unguessable name for a row. */
export function newId(): string {
  return randomBytes(16).toString('hex');
}

/** What is kept of a token: it has 256 bits, so that a plain hash can't be turned back. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Compares without telling by its time how much was right. */
export function sameText(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
