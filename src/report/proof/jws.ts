import { createPublicKey } from 'node:crypto';
import { FlattenedSign } from 'jose/jws/flattened/sign';
import { flattenedVerify } from 'jose/jws/flattened/verify';
import type { Jwks, PublicKey, SigningKey } from './keys.ts';

/**
 * Signs bytes: a compact JWS without its payload (RFC 7515 appendix F, RFC 7797 unencoded payload),
 * EdDSA over Ed25519, which gives the same signature every time.
 */
export async function signDetached(payload: Uint8Array, signer: SigningKey): Promise<string> {
  const header = headerOf(signer.kid);
  const jws = await new FlattenedSign(payload).setProtectedHeader(header).sign(signer.key);
  return `${jws.protected}..${jws.signature}`;
}

function headerOf(kid: string) {
  return { alg: 'EdDSA', b64: false, crit: ['b64'], kid };
}

/** What is wrong with a signature; `ok` with the key that made it. */
export type JwsCheck =
  | { readonly ok: true; readonly key: PublicKey }
  | { readonly ok: false; readonly fault: JwsFault; readonly kid: string | null };

/** `form`: no such JWS; `algorithm`: not EdDSA; `crit`: asks for extensions; `key`: unknown; `signature`: does not fit. */
export type JwsFault = 'form' | 'algorithm' | 'crit' | 'key' | 'signature';

const FORM = /^([A-Za-z0-9_-]{1,1000})\.\.([A-Za-z0-9_-]{86})$/;

/**
 * Checks a detached signature. Only our own header is taken, byte for byte: no other algorithm, no
 * key in the header, no extension, and one spelling of base64url, so that no bit is free.
 */
export async function checkDetached(
  jws: string,
  payload: Uint8Array,
  jwks: Jwks,
): Promise<JwsCheck> {
  const [, head = '', signature = ''] = FORM.exec(jws) ?? [];
  const header = headerIn(head);
  if (header === null) return { ok: false, fault: 'form', kid: null };
  const kid = typeof header.kid === 'string' ? header.kid : null;
  const refuse = (fault: JwsFault) => ({ ok: false, fault, kid }) as const;
  if (header.alg !== 'EdDSA') return refuse('algorithm');
  if (JSON.stringify(header.crit) !== '["b64"]') return refuse('crit');
  const key = jwks.keys.find((k) => k.kid === kid);
  if (!key) return refuse('key');
  const same = encoded(JSON.stringify(headerOf(key.kid))) === head;
  if (!same || !isPlainBase64(signature)) return refuse('form');
  return (await fits({ protected: head, payload, signature }, key))
    ? { ok: true, key }
    : refuse('signature');
}

function headerIn(head: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(head, 'base64url').toString('utf8'));
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64url');
}

/** Whether the unused bits at the end are zero. */
function isPlainBase64(text: string): boolean {
  return Buffer.from(text, 'base64url').toString('base64url') === text;
}

async function fits(
  jws: { protected: string; payload: Uint8Array; signature: string },
  { kty, crv, x }: PublicKey,
): Promise<boolean> {
  try {
    const key = createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
    await flattenedVerify(jws, key, { algorithms: ['EdDSA'] });
    return true;
  } catch {
    return false;
  }
}
