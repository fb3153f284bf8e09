import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { fail, ok, problem, type Result } from '../../base/problem.ts';

/**
 * The one text of a JSON value (RFC 8785: sorted keys, shortest numbers, no white space), in UTF-8.
 * Problem: `proof.not_json` for what has none, such as half of a surrogate pair.
 */
export function canonicalBytes(value: unknown): Result<Uint8Array> {
  try {
    return ok(new TextEncoder().encode(canonicalize(value) ?? 'null'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      problem(
        'proof.not_json',
        '',
        `Isi ini tidak punya bentuk baku RFC 8785: ${reason}.`,
        `This content has no canonical form (RFC 8785): ${reason}.`,
      ),
    );
  }
}

/** SHA-256 as lower-case hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * The value of bytes that are the canonical text of it and nothing else; null for any other bytes: a
 * byte order mark, white space, a key twice, what follows the end.
 */
export function parseCanonical(bytes: Uint8Array): { readonly value: unknown } | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    return canonicalize(value) === text ? { value } : null;
  } catch {
    return null;
  }
}
