import type { Text } from '../../base/problem.ts';
import { checkExtract } from '../extract/check-extract.ts';
import type { Extract } from '../extract/model.ts';
import { canonicalBytes, parseCanonical, sha256 } from './canonical.ts';
import type { CertifiedSigner } from './certified.ts';
import { type DecisionView, readDecision } from './decision.ts';
import { checkDetached, type JwsCheck } from './jws.ts';
import type { Jwks, PublicKey } from './keys.ts';
import { compare, type Recompute, type Recomputed } from './recompute.ts';
import type { Proof } from './signed-json.ts';
import { embeddedFile, isPdf, splitSigned } from './signed-pdf.ts';
import { FINDINGS, type FindingCode, STEPS, type StepName } from './verify-words.ts';

/** One step of a verification. */
export interface Step {
  readonly name: StepName;
  readonly ok: boolean;
  /** Stable, for machines. */
  readonly code: FindingCode;
  readonly title: Text;
  readonly message: Text;
}

/** What a verification found. */
export interface Verification {
  /** Every step is good: made here and not changed since. */
  readonly genuine: boolean;
  readonly kind: 'json' | 'pdf' | null;
  readonly steps: readonly Step[];
  /** Key id of the signature over the report, where it is a known one. */
  readonly kid: string | null;
  /** The report, where its own signature holds, also in a PDF whose pages were changed. */
  readonly report: Extract | null;
  /** The issued decision, where the file is one and its own signature holds. */
  readonly decision: DecisionView | null;
  /** Null where nobody computed again. */
  readonly recomputed: Recomputed | null;
}

export interface VerifyOptions {
  readonly recompute?: Recompute;
  readonly certified?: Pick<CertifiedSigner, 'covers'>;
}

/**
 * Proves a report or an issued decision as a file, JSON or PDF, by public keys alone, and has a report made
 * again where `recompute` is given. Only the very bytes that were made are genuine. A value for any input; never throws.
 */
export async function verifyReport(
  bytes: Uint8Array,
  jwks: Jwks,
  { recompute, certified }: VerifyOptions = {},
): Promise<Verification> {
  const found = isPdf(bytes)
    ? await checkPdf(bytes, jwks, certified)
    : await checkData(bytes, jwks);
  const genuine = found.steps.every((s) => s.ok);
  const { report } = found;
  const recomputed = genuine && report && recompute ? await again(report, recompute) : null;
  return { ...found, genuine, recomputed };
}

type Found = Omit<Verification, 'genuine' | 'recomputed'>;

async function again(report: Extract, recompute: Recompute): Promise<Recomputed> {
  const remade = await recompute(report);
  if (remade.kind === 'made') return compare(report, remade.extract);
  return { outcome: 'not_done', reason: remade.reason };
}

async function checkData(bytes: Uint8Array, jwks: Jwks): Promise<Found> {
  if (!looksLikeJson(bytes)) {
    return { kind: null, steps: [bad('kind', 'kind_unknown')], ...NOTHING };
  }
  const { steps, ...found } = await checkSigned(bytes, jwks);
  return { kind: 'json', steps: [good('kind', 'kind_json'), ...steps], ...found };
}

/** Begins with a brace, perhaps after a byte order mark or white space. */
function looksLikeJson(bytes: Uint8Array): boolean {
  return /^(\u00ef\u00bb\u00bf)?\s*\{/.test(Buffer.from(bytes.subarray(0, 100)).toString('latin1'));
}

async function checkPdf(
  bytes: Uint8Array,
  jwks: Jwks,
  certified: VerifyOptions['certified'],
): Promise<Found> {
  const split = splitSigned(bytes);
  const steps = [good('kind', 'kind_pdf')];
  let pages: JwsCheck | null = null;
  if (split === null) steps.push(bad('line', 'line_missing'));
  else {
    steps.push(await checkEnd(bytes, split.rest, certified));
    pages = await checkDetached(split.jws, split.body, jwks);
    steps.push(pages.ok ? good('pages') : bad('pages', `jws_${pages.fault}`));
  }
  const file = embeddedFile(split?.body ?? bytes);
  if (file === null) {
    return { kind: 'pdf', steps: [...steps, bad('file', 'file_missing')], ...NOTHING };
  }
  const { steps: further, ...data } = await checkSigned(file, jwks);
  // A decision is signed once; its sheet is drawn whenever somebody asks, perhaps under a later key.
  const freeKey = data.kid === null || data.decision !== null;
  const sameKey = freeKey || !pages?.ok || pages.key.kid === data.kid;
  steps.push(sameKey ? good('file') : bad('file', 'file_other_key'), ...further);
  return { kind: 'pdf', steps, ...data };
}

/** What follows the line of signature: nothing, or a certified signature over all of it. */
async function checkEnd(
  bytes: Uint8Array,
  rest: Uint8Array,
  certified: VerifyOptions['certified'],
): Promise<Step> {
  if (rest.length === 0) return good('line');
  const covered = certified !== undefined && (await certified.covers(bytes));
  return covered ? good('line', 'line_certified') : bad('line', 'line_followed');
}

type Checked = Omit<Found, 'kind'>;

const NOTHING = { kid: null, report: null, decision: null } as const;

/** The steps of a file of signed data, up to the first that fails. */
async function checkSigned(bytes: Uint8Array, jwks: Jwks): Promise<Checked> {
  const stop = (steps: Step[], last: Step) => ({ steps: [...steps, last], ...NOTHING });
  const parsed = parseCanonical(bytes);
  if (parsed === null) return stop([], bad('form', formFault(bytes)));
  const { content, proof } = membersOf(parsed.value);
  const payload = canonicalBytes(content);
  if (proof === null || !payload.ok) return stop([], bad('form', 'form_members'));
  const steps = [good('form')];
  if (sha256(payload.value) !== proof.sha256) return stop(steps, bad('hash', 'hash_differs'));
  steps.push(good('hash'));
  if (proof.alg !== 'EdDSA') return stop(steps, bad('signature', 'jws_algorithm'));
  const jws = await checkDetached(proof.jws, payload.value, jwks);
  if (!jws.ok) return stop(steps, bad('signature', `jws_${jws.fault}`));
  if (jws.key.kid !== proof.kid) return stop(steps, bad('signature', 'jws_form'));
  steps.push(good('signature'));
  const decision = readDecision(content);
  const extract = decision === null ? checkExtract(content) : null;
  if (extract?.ok === false) return stop(steps, bad('schema', 'schema_differs'));
  const report = extract === null ? null : extract.value;
  steps.push(decision ? good('schema', 'schema_decision') : good('schema'));
  const expired = isExpired(report?.date ?? decision!.issuedOn, jws.key);
  steps.push(expired ? bad('period', 'key_expired') : good('period'));
  return { steps, kid: jws.key.kid, report, decision };
}

/** The two members of a signed report or decision; no proof where there are others, or of another kind. */
function membersOf(value: unknown): { content: unknown; proof: Proof | null } {
  const { report, decision, proof, ...more } = Object(value) as Record<string, unknown>;
  const content = report ?? decision;
  const one = report === undefined || decision === undefined;
  const { alg, kid, jws, sha256: hash, ...others } = Object(proof) as Record<string, unknown>;
  const extra = Object.keys(more).length + Object.keys(others).length;
  const texts = [alg, kid, jws, hash].every((t) => typeof t === 'string');
  const whole = extra === 0 && one && texts && typeof content === 'object' && content !== null;
  return { content, proof: whole ? (proof as Proof) : null };
}

/** Whether JSON was only written otherwise, which we refuse but tell. */
function formFault(bytes: Uint8Array): FindingCode {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return 'form_changed';
  } catch {
    return 'form_unreadable';
  }
}

/**
 * Whether a report is of a later day than its key's last. A report for a day before the key began is
 * good: one may ask for a day that is past.
 */
function isExpired(date: string, { retiredAt }: PublicKey): boolean {
  return retiredAt !== null && date > retiredAt.slice(0, 10);
}

function good(name: StepName, code: FindingCode = 'ok'): Step {
  return { name, ok: true, code, title: STEPS[name], message: FINDINGS[code] };
}

function bad(name: StepName, code: FindingCode): Step {
  return { name, ok: false, code, title: STEPS[name], message: FINDINGS[code] };
}
