import { isDeepStrictEqual } from 'node:util';
import { fail, ok, type Problem, type Result, together } from '../../base/problem.ts';
import { later } from '../../database/held-statements.ts';
import { sha256 } from '../../report/proof/index.ts';
import { appendAudit } from '../audit/index.ts';
import { dayOf } from '../day.ts';
import { kindOf, stageOf } from '../file.ts';
import { whyIllegal } from '../legal-moves.ts';
import { appendEvent, MOVED } from '../outbox/index.ts';
import { isOwnFile, may } from '../people/access.ts';
import type { Actor } from '../people/actor.ts';
import { newId } from '../people/tokens.ts';
import { receiptNumber } from '../receipt.ts';
import type { MoveRule } from '../stages.ts';
import { lacking, transition } from '../transition.ts';
import { type ApplicationRow, type Loaded, nextNumber, saveMoved } from './application-row.ts';
import { whyNoPart } from './approvable.ts';
import { changeApproval, issueApproval, validTo } from './approvals.ts';
import type { Call } from './call.ts';
import { dropUnnamed } from './content.ts';
import { undersaid } from './decision.ts';
import { readFacts } from './draft.ts';
import { dropApplication } from './drop.ts';
import { dropGround } from './ground.ts';
import { kindsOfDocuments } from './named-documents.ts';
import type { Office } from './office.ts';
import { holdFile, rolesOn, targetOf } from './on-file.ts';
import { checkPapers, type Papers, papersTaken, pointedAtPapers, type Taken } from './papers.ts';
import { staleApplication } from './refusals.ts';
import { judgedOn } from './request-day.ts';
import {
  factsSoFar,
  keepSubmission,
  placeOfRegistration,
  rowOfSubmission,
  type Whole,
  wholeRegistration,
  wholeSubmission,
} from './submission.ts';
import { allOrNothing, type Tx } from './transaction.ts';
import { handOver } from './work.ts';

/** A move as it is asked for. */
export interface MoveRequest {
  readonly move: string;
  readonly reason?: string;
  readonly facts?: Readonly<Record<string, boolean>>;
  /** What comes with it, by the kind of document. */
  readonly papers?: unknown;
  /** Ids of uploaded documents that come with it. */
  readonly documents?: readonly string[];
  /** The version that was read; null: whatever it is now. */
  readonly version: number | null;
  /** What is wrong with the body by itself: told beside all else. */
  readonly faults?: readonly Problem[];
}

/** Everything that one move works on, inside its transaction. */
interface Step {
  readonly office: Office;
  readonly tx: Tx;
  readonly actor: Actor;
  readonly role: string;
  readonly loaded: Loaded;
  readonly rule: MoveRule | undefined;
  readonly effect: string | undefined;
  readonly given: MoveRequest;
  readonly takes: Taken;
  readonly papers: Papers;
  readonly documents: readonly string[];
  readonly now: string;
  /** Contents to be dropped once all is done, where no other file has them. */
  readonly gone: string[];
}

/** What a move brings in: a submission, and facts that are read from the file itself. */
interface Brought {
  readonly whole: Whole | null;
  readonly facts: Readonly<Record<string, boolean>>;
}

export interface MoveDone {
  readonly id: string;
  readonly version: number;
  readonly stage: string;
}

/**
 * Makes one move of a file, with all that it brings about, or nothing of it. Problems:
 * `application.unknown`, `application.changed`, those of access, papers, documents, submission and
 * decision, and those of transition, which list the legal moves.
 */
export async function makeMove(
  office: Office,
  { actor, now, keyed }: Call,
  id: string,
  given: MoveRequest,
): Promise<Result<MoveDone>> {
  const gone: string[] = [];
  const done = await allOrNothing(await office.db(), keyed, async (tx) => {
    const held = await holdFile(office, tx, actor, id, 'application.move');
    if (!held.ok) return held;
    const step = await prepare(office, tx, actor, held.value, given, now);
    const made = step.ok ? await take({ ...step.value, gone }) : step;
    return withFaults(made, given.faults ?? []);
  });
  if (done.ok) await dropUnnamed(office, gone);
  return done;
}

/** Who may not make it, or comes too late, is told so first. */
function withFaults(made: Result<MoveDone>, faults: readonly Problem[]): Result<MoveDone> {
  if (faults.length === 0) return made;
  if (made.ok) return fail(...faults);
  const rest = together(faults, made.problems).slice(faults.length);
  return fail(...rest, ...faults);
}

async function prepare(
  office: Office,
  tx: Tx,
  actor: Actor,
  loaded: Loaded,
  given: MoveRequest,
  now: string,
): Promise<Result<Omit<Step, 'gone'>>> {
  const { row, file } = loaded;
  if (given.version !== null && given.version !== row.version) {
    return fail(staleApplication(row.version, given.version));
  }
  const rule = kindOf(office.definition, file).moves.get(given.move);
  const role = roleFor(office, actor, rule, row);
  const target = targetOf(row);
  const allowed = may(office.access, { ...actor, roles: [role] }, 'application.move', target);
  if (!allowed.ok) return allowed;
  // Before what it brings: whose move it is not learns nothing of what the submission lacks.
  const illegal = whyIllegal(office.definition, file, given.move, role, now);
  if (illegal || !rule) return fail(illegal!);
  const takes = papersTaken(office, kindOf(office.definition, file), rule, role);
  const papers = checkPapers(office.papers, takes, given.papers, {
    hari_ini: dayOf(now),
    diajukan: row.submitted_at && dayOf(row.submitted_at),
  });
  const documents = await kindsOfDocuments(office, tx, loaded, given.documents ?? []);
  const problems = [papers, documents].flatMap((r) => (r.ok ? [] : r.problems));
  readFacts(office, given.facts ?? {}, problems);
  if (!papers.ok || !documents.ok || problems.length > 0) return fail(...problems);
  return ok({
    office,
    tx,
    actor,
    role,
    loaded,
    rule,
    effect: office.effects.get(given.move),
    given,
    takes,
    papers: papers.value,
    documents: [...documents.value, ...Object.keys(papers.value)],
    now,
  });
}

/** The role that somebody acts in: one that the move is for, of those that they have on this file. */
function roleFor(
  { access }: Office,
  actor: Actor,
  rule: MoveRule | undefined,
  row: ApplicationRow,
): string {
  const own = isOwnFile(actor, { ownerId: row.owner_id });
  // On a file of one's own an office is told of, too: so that it is refused by name.
  const roles = [...rolesOn(access, actor, row), ...(own ? actor.roles : [])];
  return roles.find((role) => rule?.roles.includes(role)) ?? roles[0] ?? 'publik';
}

async function take(step: Step): Promise<Result<MoveDone>> {
  const { office, tx, loaded, rule, effect, given, role, actor, now } = step;
  const brought = await broughtBy(step);
  if (!brought.ok) return fail(...brought.problems, ...(await lackingBeside(step)));
  const { whole } = brought.value;
  const facts = { ...given.facts, ...brought.value.facts };
  const move = { id: given.move, documents: step.documents, facts, ...reasonOf(given) };
  const moved = transition(office.definition, loaded.file, move, { role, id: actor.id }, now);
  if (!moved.ok) return fail(...pointedAtPapers(office.papers, step.takes, moved.problems));
  const partless = rule ? await whyNoPart(office, tx, loaded, { rule, effect, now }) : null;
  if (partless) return fail(partless);
  if (rule?.outcome && (effect === 'decide' || effect === 'issue')) {
    const undone = undersaid(office, loaded.row, rule, step);
    if (undone.length > 0) return fail(...undone);
  }
  if (effect === 'drop') return dropDraft(step);
  const row = await saveMoved(tx, loaded, moved.value.file, await rowChange(step, whole), now);
  const after = { row, file: moved.value.file };
  await keepPapers(step);
  if (whole) {
    await keepSubmission(tx, loaded, whole, { move: given.move, because: null, now });
  }
  const done = await carryOut(step, after);
  if (!done.ok) return done;
  await handOver(tx, office, row, after.file, now);
  await record(step, after);
  return ok({ id: row.id, version: row.version, stage: row.stage });
}

function reasonOf({ reason }: MoveRequest) {
  return reason === undefined ? {} : { reason };
}

/** Of a move that submits: the whole submission, judged; of one that registers, its form. */
async function broughtBy({ office, tx, loaded, effect, now }: Step): Promise<Result<Brought>> {
  if (effect === 'submit') {
    const whole = await wholeSubmission(office, tx, loaded, now.slice(0, 10));
    return whole.ok ? ok({ whole: whole.value, facts: whole.value.facts }) : whole;
  }
  // A PKKPR that goes on to its PBG was submitted long ago.
  if (effect !== 'register' || loaded.row.submitted_at !== null)
    return ok({ whole: null, facts: {} });
  const facts = await wholeRegistration(office, tx, loaded, now.slice(0, 10));
  return facts.ok ? ok({ whole: null, facts: facts.value }) : facts;
}

/** What a submission that is not whole lacks besides; facts that are still to be read from it are not asked for. */
async function lackingBeside(step: Step): Promise<Problem[]> {
  const { office, tx, loaded, given, role, actor, now, documents } = step;
  const facts = { ...given.facts, ...(await factsSoFar(office, tx, loaded)) };
  const move = { id: given.move, documents, facts, ...reasonOf(given) };
  const read = new Set(office.factSources.map(({ fact }) => `/facts/${fact}`));
  const lacks = lacking(office.definition, loaded.file, move, { role, id: actor.id }, now);
  return lacks.filter(({ pointer }) => !read.has(pointer));
}

async function rowChange(
  { tx, loaded, effect, now }: Step,
  whole: Whole | null,
): Promise<Partial<ApplicationRow>> {
  if (!whole && effect !== 'register') return {};
  const { row } = loaded;
  const judged = () => judgedOn(JSON.parse(row.request) as Record<string, unknown>, dayOf(now));
  const registered = !whole && row.submitted_at === null;
  return {
    ...(whole && { ...rowOfSubmission(whole), request: JSON.stringify(judged()) }),
    ...(registered && (await placeOfRegistration(tx, row))),
    receipt: row.receipt ?? receiptNumber(Buffer.from(newId(), 'hex').subarray(0, 5)),
    submitted_at: row.submitted_at ?? now,
  };
}

async function keepPapers(step: Step): Promise<void> {
  const { tx, loaded, papers, actor, now } = step;
  // Most moves bring none: nothing has to be numbered then.
  if (Object.keys(papers).length === 0) return;
  const { id } = loaded.row;
  const role = recordedRole(step);
  let n = await nextNumber(tx, 'application_papers', id);
  for (const [kind, body] of Object.entries(papers)) {
    const row = { application_id: id, n, kind, at: now, actor: actor.id, role };
    const values = { ...row, body: JSON.stringify(body) };
    await later(tx, tx.insertInto('application_papers').values(values));
    n++;
  }
}

/** What a move does beside moving. */
async function carryOut(step: Step, after: Loaded): Promise<Result<unknown>> {
  const { office, tx, effect, papers, now } = step;
  const { row, file } = after;
  if (effect === 'issue') return issueApproval(office, tx, after, papers, now);
  if (effect === 'extend') {
    await changeApproval(tx, row.id, { status: 'in_force', validTo: validTo(office, file, now) });
  }
  if (effect === 'expire') await changeApproval(tx, row.id, { status: 'expired' });
  if (effect === 'cancel') await changeApproval(tx, row.id, { status: 'cancelled' });
  const final = stageOf(kindOf(office.definition, file), file).type === 'final';
  if (final) {
    // What was approved stays in the ledger until it ends itself.
    await dropGround(tx, row.id, 'asked');
    await dropGround(tx, row.id, 'approvable');
    await later(tx, tx.updateTable('applications').set({ ended_at: now }).where('id', '=', row.id));
  }
  return ok(null);
}

async function dropDraft(step: Step): Promise<Result<MoveDone>> {
  const { tx, loaded, rule, actor, now, gone } = step;
  const { row } = loaded;
  gone.push(...(await dropApplication(tx, row)));
  await appendAudit(tx, {
    at: now,
    actor: actor.id,
    role: recordedRole(step),
    action: 'application.drop',
    entity: 'application',
    entityId: row.id,
    reason: null,
    before: { kind: row.kind, stage: row.stage },
    after: null,
  });
  return ok({ id: row.id, version: row.version, stage: rule?.to ?? row.stage });
}

/** Who did it, for the trail: a system stays one, also where it acts for an applicant. */
function recordedRole({ actor, role }: Step): string {
  return actor.kind === 'system' ? actor.roles[0]! : role;
}

/** The role that a system acted in for somebody. */
function actedAs(step: Step) {
  return recordedRole(step) === step.role ? {} : { actedAs: step.role };
}

/** What was entered, by its hash: the texts may hold personal data, and the trail is for ever. */
function hashesOf(papers: Papers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(papers).map(([kind, body]) => [
      kind,
      `sha256:${sha256(new TextEncoder().encode(JSON.stringify(body)))}`,
    ]),
  );
}

/** Out to those who follow (nothing personal, no coordinates), and last into the chain of what was done. */
async function record(step: Step, after: Loaded) {
  const { tx, loaded, actor, given, papers, now } = step;
  // What was told, or is asked anew, decides what a move needs: the trail says it, as of a saved draft.
  const told = !isDeepStrictEqual(loaded.file.facts, after.file.facts);
  const view = ({ row, file }: Loaded) => ({
    stage: row.stage,
    tracks: file.tracks,
    outcome: file.outcome,
    version: row.version,
    assessment: row.assessment_id,
    ...(told && { facts: file.facts }),
  });
  const { id, receipt, kind, stage, outcome } = after.row;
  if (receipt !== null) {
    const payload = { receipt, kind, move: given.move, stage, outcome, at: now };
    await appendEvent(tx, { topic: MOVED, fileId: id, payload, at: now });
  }
  await appendAudit(tx, {
    at: now,
    actor: actor.id,
    role: recordedRole(step),
    action: given.move,
    entity: 'application',
    entityId: id,
    reason: given.reason?.trim() || null,
    before: view(loaded),
    after: { ...view(after), papers: hashesOf(papers), ...actedAs(step) },
  });
}
