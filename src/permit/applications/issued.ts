import type { Kysely } from 'kysely';
import { ok, type Result } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import {
  canonicalBytes,
  DECISION_SCHEMA,
  type SigningKey,
  sha256,
  signDetached,
} from '../../report/proof/index.ts';
import { broughtRightly } from './application-row.ts';
import type { ApprovalTerms } from './approvals.ts';
import type { Office } from './office.ts';
import type { Approval } from './pbg-check.ts';

/** Papers whose numbers a decision cites, in the order of the way. */
const CITED = ['pertek', 'pertimbangan_fpr', 'surat_keputusan', 'hasil_pemeriksaan'];

type Law = Pick<Office, 'effects' | 'definition'>;

/** The issued document: the decision and the assessment that it rests on, by its hash. No personal data. */
export interface IssuedDecision {
  readonly schema: typeof DECISION_SCHEMA;
  readonly kind: 'keputusan';
  readonly number: string;
  readonly receipt: string;
  readonly outcome: string;
  readonly issuedOn: string;
  readonly validTo: string | null;
  /** Why it was decided so, where somebody had to say. */
  readonly reason: string | null;
  /** Number, date and signatory of what it cites. */
  readonly papers: readonly { readonly kind: string; readonly body: unknown }[];
  readonly terms: ApprovalTerms;
  readonly assessment: {
    readonly id: string;
    readonly verdict: string | null;
    readonly sha256: string;
  };
}

/**
 * The issued document as canonical JSON with a detached signature, made at the first question and kept:
 * a later key signs nothing again. Problem: `proof.not_json`.
 */
export async function issuedDocument(
  db: Kysely<Schema>,
  law: Law,
  approval: Approval,
  signer: SigningKey,
): Promise<Result<string>> {
  if (approval.signed !== null) return ok(approval.signed);
  const decision = await decisionOf(db, law, approval);
  const bytes = canonicalBytes(decision);
  if (!bytes.ok) return bytes;
  const jws = await signDetached(bytes.value, signer);
  const proof = { alg: 'EdDSA', jws, kid: signer.kid, sha256: sha256(bytes.value) };
  const text = new TextDecoder().decode(bytes.value);
  const signed = `{"decision":${text},"proof":${JSON.stringify(proof)}}`;
  await db
    .updateTable('approvals')
    .set({ signed })
    .where('number', '=', approval.number)
    .where('signed', 'is', null)
    .execute();
  const kept = await db
    .selectFrom('approvals')
    .select('signed')
    .where('number', '=', approval.number)
    .executeTakeFirstOrThrow();
  return ok(kept.signed!);
}

async function decisionOf(
  db: Kysely<Schema>,
  { effects, definition }: Law,
  approval: Approval,
): Promise<IssuedDecision> {
  const { application_id: id, terms } = approval;
  // Whoever asks first, and whenever: what it was issued on, not what came later.
  const { submission, at } = await basisOf(db, approval, movesThat(effects, 'issue'));
  const papers = await db
    .selectFrom('application_papers')
    .select(['kind', 'body', 'role'])
    .where('application_id', '=', id)
    .where('kind', 'in', CITED)
    .where('at', '<=', at)
    .orderBy('n')
    .execute();
  const decided = await db
    .selectFrom('application_events')
    .select('reason')
    .where('application_id', '=', id)
    .where('event', 'in', movesThat(effects, 'decide'))
    .where('at', '<=', at)
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    schema: DECISION_SCHEMA,
    kind: 'keputusan',
    number: terms.number,
    receipt: terms.receipt,
    outcome: terms.outcome,
    issuedOn: terms.issuedOn,
    validTo: terms.validTo,
    reason: decided?.reason ?? null,
    // Entered before the table was asked who brings what, one may be of another hand.
    papers: papers
      .filter(({ kind, role }) => broughtRightly(definition, kind, role))
      .map(({ kind, body }) => ({ kind, body: JSON.parse(body) as unknown })),
    terms,
    assessment: {
      id: submission.assessment_id,
      verdict: submission.verdict,
      sha256: sha256(new TextEncoder().encode(submission.answer)),
    },
  };
}

function movesThat(effects: Office['effects'], effect: string): string[] {
  return [...effects].filter(([, does]) => does === effect).map(([move]) => move);
}

/** The submission that an approval rests on, and when it was issued: the first move that did so. */
async function basisOf(
  db: Kysely<Schema>,
  { application_id: id, terms }: Approval,
  issuing: readonly string[],
) {
  const submission = await db
    .selectFrom('submissions')
    .select(['assessment_id', 'verdict', 'answer'])
    .where('application_id', '=', id)
    .where('assessment_id', '=', terms.assessment)
    .orderBy('n')
    .limit(1)
    .executeTakeFirstOrThrow();
  const { at } = await db
    .selectFrom('application_events')
    .select('at')
    .where('application_id', '=', id)
    .where('event', 'in', issuing)
    .orderBy('n')
    .limit(1)
    .executeTakeFirstOrThrow();
  return { submission, at };
}
