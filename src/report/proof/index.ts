/** The proof that a report was made here: keys, signatures, verification. */
export { canonicalBytes, sha256 } from './canonical.ts';
export type { CertifiedAbout, CertifiedSigner } from './certified.ts';
export { DECISION_SCHEMA, type DecisionView, readDecision } from './decision.ts';
export { checkDetached, signDetached } from './jws.ts';
export { currentKey, type KeyPlace, publicKeys, rotateKey } from './key-store.ts';
export { type Jwks, type PublicKey, readJwks, type SigningKey } from './keys.ts';
export type { Recompute, Recomputed, Remade } from './recompute.ts';
export { type Proof, type SignedReport, signReport } from './signed-json.ts';
export { signPdf, splitSigned } from './signed-pdf.ts';
export { type Step, type Verification, type VerifyOptions, verifyReport } from './verify.ts';
export { type ReportView, reportView, type VerificationView, verificationView } from './view.ts';
