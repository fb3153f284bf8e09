import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { fail, ok, problem, type Result } from '../../base/problem.ts';

/** Public half of an Ed25519 key (RFC 8037), as a JWKS publishes it, with its period of use. */
export interface PublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly alg: 'EdDSA';
  readonly use: 'sig';
  /** ISO 8601 in WITA: when it was taken into use. */
  readonly notBefore: string;
  /** ISO 8601 in WITA; null while it is in use. Reports of a later date are not by its owner. */
  readonly retiredAt: string | null;
}

/** A set of public keys (RFC 7517). */
export interface Jwks {
  readonly keys: readonly PublicKey[];
}

/** The key that signs. */
export interface SigningKey {
  readonly kid: string;
  readonly key: KeyObject;
  /** Public half, 32 bytes in base64url. */
  readonly x: string;
}

/** Key id: the thumbprint of RFC 7638, whose members stand in the order of their names. */
export function keyId(x: string): string {
  return createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url');
}

/** A private Ed25519 key from the text of a JWK or of PKCS #8 PEM. Problems: `key.unreadable`, `key.kind`. */
export function readSigningKey(text: string, place: string): Result<SigningKey> {
  let key: KeyObject;
  try {
    const trimmed = text.trim();
    key = trimmed.startsWith('{')
      ? createPrivateKey({ key: JSON.parse(trimmed), format: 'jwk' })
      : createPrivateKey(trimmed);
  } catch {
    // The reason may repeat the text, which is secret.
    return fail(unreadable(place));
  }
  if (key.asymmetricKeyType !== 'ed25519') return fail(otherKind(place, key.asymmetricKeyType));
  return ok(signingKey(key));
}

/** A private key with its id. */
export function signingKey(key: KeyObject): SigningKey {
  const { x } = key.export({ format: 'jwk' });
  return { kid: keyId(x!), key, x: x! };
}

function unreadable(place: string) {
  return problem(
    'key.unreadable',
    place,
    `Kunci tanda tangan di ${place} tidak terbaca; yang diterima: kunci pribadi Ed25519 sebagai JWK atau PEM (PKCS #8).`,
    `The signing key at ${place} cannot be read; what is taken: a private Ed25519 key as JWK or PEM (PKCS #8).`,
  );
}

function otherKind(place: string, kind: string | undefined) {
  return problem(
    'key.kind',
    place,
    `Kunci tanda tangan di ${place} berjenis ${kind}; yang diterima hanya Ed25519.`,
    `The signing key at ${place} is of the kind ${kind}; only Ed25519 is taken.`,
  );
}

/** Reads a JWKS from outside: only Ed25519 keys whose id is their thumbprint. Problem: `jwks.invalid`. */
export function readJwks(text: string): Result<Jwks> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail(noJwks());
  }
  const keys = (value as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys)) return fail(noJwks());
  const read = keys.map(readPublicKey);
  if (read.some((k) => k === null)) return fail(noJwks());
  return ok({ keys: read as PublicKey[] });
}

function readPublicKey(value: unknown): PublicKey | null {
  const { kty, crv, x, kid, notBefore, retiredAt } = (value ?? {}) as Record<string, unknown>;
  if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string' || keyId(x) !== kid) return null;
  if (!isTime(notBefore) || (retiredAt !== null && !isTime(retiredAt))) return null;
  return publicKey(x, notBefore, retiredAt);
}

/** Times are compared as text, so that they must all be written alike. */
function isTime(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/.test(value);
}

/** A public key as it is published. */
export function publicKey(x: string, notBefore: string, retiredAt: string | null): PublicKey {
  const kid = keyId(x);
  return { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig', notBefore, retiredAt };
}

function noJwks() {
  return problem(
    'jwks.invalid',
    '',
    'Ini bukan daftar kunci Si Pejuang (JWKS, seperti di /.well-known/jwks.json): kunci Ed25519 dengan kid menurut RFC 7638, notBefore dan retiredAt.',
    'This is no list of keys of Si Pejuang (a JWKS, as at /.well-known/jwks.json): Ed25519 keys with the kid of RFC 7638, notBefore and retiredAt.',
  );
}
