import { sql } from 'kysely';
import type { Assessment } from '../../assessment/model.ts';
import { fail, ok, problem, type Result } from '../../base/problem.ts';
import { approvalKey, numberReads } from '../../database/approval-key.ts';
import { fileClock, type PermitFile } from '../file.ts';
import type { Outcome } from '../stages.ts';
import type { Loaded } from './application-row.ts';
import { noPart } from './approvable.ts';
import { dropGround, groundOf, keepGround } from './ground.ts';
import type { Office } from './office.ts';
import type { Papers } from './papers.ts';
import { newestSubmission, type Submission } from './submission.ts';
import type { Tx } from './transaction.ts';

/** What a building approval (PBG) takes over from the PKKPR (domain: PP 16/2021; OSS receiveLicenseKKPR). */
export interface ApprovalTerms {
  readonly number: string;
  readonly receipt: string;
  readonly outcome: string;
  readonly issuedOn: string;
  readonly validTo: string | null;
  readonly activities: readonly string[];
  readonly zones: readonly {
    readonly code: string;
    readonly plan: string;
    readonly areaM2: number;
  }[];
  readonly areaM2: number;
  /** The same on the ellipsoid. */
  readonly groundAreaM2: number;
  readonly limits: Assessment['limits'];
  /** Building lines by rule (gsb, jbs, jbb), m. */
  readonly lines: readonly { readonly rule: string; readonly limit: number | null }[];
  readonly conditions: Assessment['conditions'];
  /** Longitude, latitude. */
  readonly geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon | null;
  readonly plan: Assessment['plan'];
  readonly assessment: string;
}

/** The clock that an approval lives by. */
const VALIDITY = 'masa_berlaku';

const LINES = new Set(['gsb', 'jbs', 'jbb']);

/** The paper that gives an approval its number and date; the last of these that came. */
const NUMBERED = ['surat_keputusan', 'hasil_pemeriksaan'];

/**
 * Enters an issued approval into the ledger, with its ground and its share of each zone: what could be
 * approved where the outcome is partial, else the whole parcel. It rests on the submission that the file
 * was judged by. Problems: `approval.number` (taken), `approval.ground` (partial, but the assessment has
 * no part to approve).
 */
export async function issueApproval(
  office: Office,
  tx: Tx,
  { row, file }: Loaded,
  papers: Papers,
  now: string,
): Promise<Result<ApprovalTerms>> {
  const partial = outcomeOf(office, file).approves === 'part';
  const submission = (await newestSubmission(tx, row.id))!;
  const ground = await groundOf(tx, row.id, partial ? 'approvable' : 'asked');
  if (ground === null) return fail(noPart([]));
  const terms = termsOf(office, { row, file }, submission, ground.areaM2, papers, now);
  if (!(await enter(tx, row.id, terms))) return fail(taken(terms.number));
  await dropGround(tx, row.id);
  await keepGround(tx, row.id, 'approved', ground);
  return ok(terms);
}

function termsOf(
  office: Office,
  { row, file }: Loaded,
  submission: Submission,
  areaM2: number,
  papers: Papers,
  now: string,
): ApprovalTerms {
  const assessment = JSON.parse(submission.answer) as Assessment;
  const whole = JSON.parse(submission.geometry) as ApprovalTerms['geometry'];
  const outcome = outcomeOf(office, file);
  const partial = outcome.approves === 'part';
  const paper = NUMBERED.map((kind) => papers[kind]).find((p) => p !== undefined);
  const { limits, conditions, plan, findings } = assessment;
  return {
    number: String(paper?.number ?? row.receipt),
    receipt: row.receipt!,
    outcome: outcome.id,
    issuedOn: String(paper?.date ?? now.slice(0, 10)),
    validTo: validTo(office, file, now),
    activities: assessment.activities.map((a) => a.code),
    zones: zonesOf(assessment, partial),
    areaM2,
    groundAreaM2: partial
      ? (assessment.partial?.approvable.groundAreaM2 ?? areaM2)
      : assessment.parcel.groundAreaM2,
    limits,
    lines: findings.flatMap((f) => (LINES.has(f.rule) ? [{ rule: f.rule, limit: f.limit }] : [])),
    conditions,
    geometry: partial ? (assessment.partial?.approvable.geometry ?? null) : whole,
    plan,
    assessment: assessment.id,
  };
}

/** What was decided; where nobody had to decide, the first outcome that approves all. */
function outcomeOf({ definition: { outcomes } }: Office, file: PermitFile): Outcome {
  const decided = outcomes.get(file.outcome ?? '');
  return decided ?? [...outcomes.values()].find(({ approves }) => approves === 'all')!;
}

/** The last day of an approval, as its clock says; null where that can't be told. */
export function validTo(office: Office, file: PermitFile, now: string): string | null {
  const { parts } = fileClock(office.definition, file, now);
  const due = parts.find((p) => p.part === VALIDITY)?.due;
  return due?.known ? due.day : null;
}

/** Zones with their area; of a partial approval those parts that are not refused. */
function zonesOf({ zones, parts, findings }: Assessment, partial: boolean): ApprovalTerms['zones'] {
  if (!partial) return zones.map(({ code, plan, areaM2 }) => ({ code, plan, areaM2 }));
  const refused = new Set(findings.filter((f) => f.result === 'tidak').map((f) => f.scope));
  return zones.flatMap(({ code, plan }) => {
    const own = parts.filter((p) => p.zone === code && !refused.has(p.id));
    const areaM2 = own.reduce((sum, p) => sum + p.areaM2, 0);
    return areaM2 > 0 ? [{ code, plan, areaM2 }] : [];
  });
}

/** Whether another approval has a number that reads the same. Who takes one is waited for. */
async function isTaken(tx: Tx, number: string): Promise<boolean> {
  const key = approvalKey(sql.val(number));
  await sql`select pg_advisory_xact_lock(hashtextextended('approval ' || ${key}, 0))`.execute(tx);
  const found = await tx
    .selectFrom('approvals')
    .select('number')
    .where(numberReads('number', number))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

async function enter(tx: Tx, id: string, terms: ApprovalTerms): Promise<boolean> {
  if (await isTaken(tx, terms.number)) return false;
  const added = await tx
    .insertInto('approvals')
    .values({
      number: terms.number,
      application_id: id,
      issued_on: terms.issuedOn,
      valid_to: terms.validTo,
      status: 'in_force',
      outcome: terms.outcome,
      terms: JSON.stringify(terms),
    })
    .onConflict((c) => c.column('number').doNothing())
    .returning('number')
    .executeTakeFirst();
  if (!added) return false;
  const zones = terms.zones.flatMap(({ code, plan, areaM2 }) =>
    (terms.activities.length > 0 ? terms.activities : ['-']).map((activity) => ({
      application_id: id,
      plan_id: plan,
      zone: code,
      activity,
      area_m2: areaM2,
      in_force: true,
    })),
  );
  if (zones.length > 0) await tx.insertInto('approval_zones').values(zones).execute();
  return true;
}

/** Ends or extends an approval: what no longer holds is in nobody's way and fills no quota. */
export async function changeApproval(
  tx: Tx,
  id: string,
  change: {
    readonly status: 'in_force' | 'expired' | 'cancelled';
    readonly validTo?: string | null;
  },
): Promise<void> {
  const inForce = change.status === 'in_force';
  await tx
    .updateTable('approvals')
    .set({
      status: change.status,
      ...(change.validTo !== undefined && { valid_to: change.validTo }),
    })
    .where('application_id', '=', id)
    .execute();
  await tx
    .updateTable('approval_zones')
    .set({ in_force: inForce })
    .where('application_id', '=', id)
    .execute();
  if (!inForce) await dropGround(tx, id);
}

function taken(number: string) {
  return problem(
    'approval.number',
    '/papers',
    'Nomor ini sudah dipakai oleh persetujuan lain; besar kecilnya huruf dan spasi tidak membedakan.',
    'This number is taken by another approval; case and spaces make no difference.',
    number,
  );
}
