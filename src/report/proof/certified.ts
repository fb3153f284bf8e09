import type { Result } from '../../base/problem.ts';

/**
 * Port for the state's certified signer (BSrE and the like): an outside service that places an
 * official's PAdES signature in a PDF. Si Pejuang has no such signature of its own and pretends none;
 * without a signer a report carries only the proof that it was made here. It is called last, on the
 * finished file with our line of signature in it, and appends to it, since a certified signature has to
 * cover the whole file.
 */
export interface CertifiedSigner {
  /** The file with the signature appended. Problems: the service's own, and where it cannot be reached. */
  sign(pdf: Uint8Array, about: CertifiedAbout): Promise<Result<Uint8Array>>;
  /** Whether a valid certified signature covers the whole file. Never throws. */
  covers(pdf: Uint8Array): Promise<boolean>;
}

export interface CertifiedAbout {
  readonly id: string;
  readonly code: string;
  readonly date: string;
  readonly language: 'id' | 'en';
}
