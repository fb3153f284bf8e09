import { ok, type Result } from '../../base/problem.ts';
import type { Extract } from '../extract/model.ts';
import { canonicalBytes, sha256 } from './canonical.ts';
import { signDetached } from './jws.ts';
import type { SigningKey } from './keys.ts';

/** The proof beside a report: a detached JWS over the report's canonical bytes, and their hash. */
export interface Proof {
  readonly alg: 'EdDSA';
  readonly jws: string;
  readonly kid: string;
  /** SHA-256 of the report's canonical bytes, hexadecimal. */
  readonly sha256: string;
}

/** A report as a file: the canonical JSON text of this. */
export interface SignedReport {
  readonly report: Extract;
  readonly proof: Proof;
}

/**
 * The signed report as the bytes of its file. The same extract and key give the same bytes, in every
 * process. Problem: `proof.not_json`.
 */
export async function signReport(report: Extract, signer: SigningKey): Promise<Result<Uint8Array>> {
  const payload = canonicalBytes(report);
  if (!payload.ok) return payload;
  const jws = await signDetached(payload.value, signer);
  const proof: Proof = { alg: 'EdDSA', jws, kid: signer.kid, sha256: sha256(payload.value) };
  // Canonical text of the whole: names in their order, and the report's bytes are there already.
  const head = new TextEncoder().encode(`{"proof":${JSON.stringify(proof)},"report":`);
  return ok(Buffer.concat([head, payload.value, new TextEncoder().encode('}')]));
}
