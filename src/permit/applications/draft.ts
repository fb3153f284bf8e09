import {
  fail,
  ok,
  type Problem,
  problem,
  type Result,
  together,
  under,
} from '../../base/problem.ts';
import { sha256 } from '../../report/proof/index.ts';
import { REQUEST_FIELDS } from '../../request/index.ts';
import { appendAudit } from '../audit/index.ts';
import { newFile } from '../file.ts';
import { type CheckedForm, checkForm } from '../form/check.ts';
import { may } from '../people/access.ts';
import type { Actor } from '../people/actor.ts';
import { addPerson, changePerson } from '../people/persons.ts';
import { newId } from '../people/tokens.ts';

import type { ApplicationRow } from './application-row.ts';
import type { Call } from './call.ts';
import type { Office } from './office.ts';
import { approvalOf } from './pbg-check.ts';
import { staleApplication } from './refusals.ts';
import { dayWarnings } from './request-day.ts';
import { holdOpen } from './still-open.ts';
import { allOrNothing, type Tx } from './transaction.ts';

/** What an applicant writes; all of it may be incomplete until it is submitted. */
export interface DraftBody {
  readonly kind?: unknown;
  readonly form?: unknown;
  readonly request?: unknown;
  readonly facts?: unknown;
}

export interface Saved {
  readonly id: string;
  readonly version: number;
  /** What no submission could take of the question that was saved now; what it lacks is no fault yet. */
  readonly warnings: readonly Problem[];
}

type Plain = Readonly<Record<string, unknown>>;

interface ReadDraft {
  readonly form: CheckedForm;
  readonly request: Plain;
  readonly facts: Readonly<Record<string, boolean>>;
}

/**
 * Begins a file. Problems: `access.denied`; all at once `faults` (of the body's outline), `kind.unknown`
 * (with those that there are), and those of the form as far as it is filled in.
 */
export async function createDraft(
  office: Office,
  call: Call,
  body: DraftBody,
  faults: readonly Problem[] = [],
): Promise<Result<Saved>> {
  const { actor, now } = call;
  const allowed = may(office.access, actor, 'application.create', null);
  if (!allowed.ok) return allowed;
  const kind = office.definition.kinds.get(String(body.kind));
  const read = readDraft(office, kind?.id ?? null, body);
  const problems = [
    ...(kind ? [] : [unknownKind(office, body.kind)]),
    ...(read.ok ? [] : read.problems),
  ];
  if (!kind || !read.ok || faults.length > 0) return fail(...together(faults, problems));
  return allOrNothing(await office.db(), call.keyed, async (tx) => {
    const { form, request, facts } = read.value;
    const personId = await addPerson(tx, office.vault, form.personal, now);
    const file = newFile(kind, facts);
    const row: ApplicationRow = {
      ...EMPTY,
      id: newId(),
      kind: kind.id,
      stage: file.stage,
      tracks: JSON.stringify(file.tracks),
      facts: JSON.stringify(facts),
      owner_id: actor.id,
      person_id: personId,
      form: JSON.stringify(form.plain),
      request: JSON.stringify(request),
      created_at: now,
      changed_at: now,
    };
    await tx.insertInto('applications').values(row).execute();
    await auditSave(tx, actor, row, null, 'application.create', now);
    return ok({ id: row.id, version: row.version, warnings: warningsOf(office, body, now) });
  });
}

const EMPTY = {
  receipt: null,
  outcome: null,
  version: 1,
  assessment_id: null,
  verdict: null,
  plan_hash: null,
  kelurahan: null,
  kecamatan: null,
  area_m2: null,
  submitted_at: null,
  ended_at: null,
} as const;

/**
 * Puts other answers in place of a file's, while it is in its applicant's hands. What is left out stays
 * as it is. Problems: `application.unknown`, `application.changed`, `application.issued` (form and request
 * rest with what was issued), `application.ended`, `access.denied`, `faults` and those of the form.
 */
export async function saveDraft(
  office: Office,
  call: Call,
  id: string,
  body: DraftBody,
  version: number | null,
  faults: readonly Problem[] = [],
): Promise<Result<Saved>> {
  const { actor } = call;
  return allOrNothing(await office.db(), call.keyed, async (tx) => {
    const held = await holdOpen(office, tx, actor, id, 'application.save');
    if (!held.ok) return held;
    const { row } = held.value;
    if (version !== null && version !== row.version)
      return fail(staleApplication(row.version, version));
    const read = readDraft(office, row.kind, body);
    if (!read.ok || faults.length > 0)
      return fail(...together(faults, read.ok ? [] : read.problems));
    const changes = body.form !== undefined || body.request !== undefined;
    if (changes && (await approvalOf(tx, id))) return fail(issuedAlready());
    return write(office, tx, call, row, body, read.value);
  });
}

async function write(
  office: Office,
  tx: Tx,
  { actor, now }: Call,
  row: ApplicationRow,
  body: DraftBody,
  { form, request, facts }: ReadDraft,
): Promise<Result<Saved>> {
  if (body.form !== undefined) {
    const changed = await changePerson(tx, office.vault, row.person_id, form.personal);
    if (!changed.ok) return changed;
  }
  const old = JSON.parse(row.facts) as Readonly<Record<string, boolean>>;
  const next = await tx
    .updateTable('applications')
    .set({
      version: row.version + 1,
      changed_at: now,
      ...(body.form !== undefined && { form: JSON.stringify(form.plain) }),
      ...(body.request !== undefined && { request: JSON.stringify(request) }),
      ...(body.facts !== undefined && { facts: JSON.stringify({ ...old, ...facts }) }),
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await auditSave(tx, actor, next, row, 'application.save', now);
  return ok({ id: row.id, version: next.version, warnings: warningsOf(office, body, now) });
}

/** Drafts are saved as they are; a parcel that is none, say, is told of while its applicant is at it. */
function warningsOf({ readRequest }: Office, { request }: DraftBody, now: string): Problem[] {
  const given = request as Plain | null | undefined;
  if (!given || Object.keys(given).length === 0) return [];
  const faults = readRequest(given, now.slice(0, 10));
  return under('/request', [
    ...faults.filter(({ pointer }) => Object.hasOwn(given, topOf(pointer))),
    ...dayWarnings(given),
  ]);
}

const topOf = (pointer: string) => pointer.split('/')[1] ?? '';

/** What was written, as far as it can be read; of no known kind (null) the form is not looked into. */
function readDraft(office: Office, kind: string | null, body: DraftBody): Result<ReadDraft> {
  const problems: Problem[] = [];
  const object = (name: 'form' | 'request' | 'facts'): Plain => {
    const value = body[name] ?? {};
    if (typeof value === 'object' && !Array.isArray(value)) return value as Plain;
    problems.push(noObject(name));
    return {};
  };
  const sections = object('form');
  const form =
    kind === null ? ok({ plain: {}, personal: {} }) : checkForm(office.form, kind, sections, false);
  const facts = readFacts(office, object('facts'), problems);
  const request = object('request');
  // Kept in the clear: what no assessment asks for has no place there.
  for (const name of Object.keys(request)) {
    if (!(REQUEST_FIELDS as readonly string[]).includes(name)) problems.push(strangeField(name));
  }
  if (!form.ok) problems.push(...under('/form', form.problems));
  if (!form.ok || problems.length > 0) return fail(...problems);
  return ok({ form: form.value, request, facts });
}

/** Facts as somebody states them. Problem: `fact.unknown` (under `/facts`), added to `problems`. */
export function readFacts(
  office: Office,
  given: Plain,
  problems: Problem[],
): Record<string, boolean> {
  const facts: Record<string, boolean> = {};
  for (const [name, value] of Object.entries(given)) {
    const known = office.definition.facts.has(name);
    if (known && typeof value === 'boolean') facts[name] = value;
    else problems.push(wrongFact(name, value, [...office.definition.facts.keys()]));
  }
  return facts;
}

function wrongFact(name: string, value: unknown, known: readonly string[]): Problem {
  const list = known.join(', ');
  return problem(
    'fact.unknown',
    `/facts/${name.slice(0, 60)}`,
    `Keadaan bernilai true atau false, dan salah satu dari: ${list}.`,
    `A fact is true or false, and one of: ${list}.`,
    value,
  );
}

function strangeField(name: string): Problem {
  const list = REQUEST_FIELDS.join(', ');
  return problem(
    'field.unknown',
    `/request/${name.slice(0, 60)}`,
    `Kolom ini tidak dikenal di sini. Yang dikenal: ${list}.`,
    `This field is not known here. Known are ${list}.`,
  );
}

function issuedAlready(): Problem {
  return problem(
    'application.issued',
    '',
    'PKKPR berkas ini sudah terbit: pemohon, lahan, dan rencananya tidak dapat diubah lagi di sini.',
    'The PKKPR of this file was issued: its applicant, land and plans can no longer be changed here.',
  );
}

function noObject(name: string): Problem {
  return problem(
    'type',
    `/${name}`,
    `"${name}" harus berupa objek JSON.`,
    `"${name}" must be a JSON object.`,
  );
}

function unknownKind({ definition }: Office, given: unknown): Problem {
  const list = [...definition.kinds.keys()].join(', ');
  return problem(
    'kind.unknown',
    '/kind',
    `Jenis permohonan harus salah satu dari: ${list}.`,
    `The kind of application must be one of: ${list}.`,
    given,
  );
}

/** A draft that is dropped leaves nothing, and the trail is for ever: it has the hashes of what was written. */
const hashOf = (text: string) => `sha256:${sha256(new TextEncoder().encode(text))}`;

/** That and what changed, without saying what was written. */
async function auditSave(
  tx: Tx,
  actor: Actor,
  next: ApplicationRow,
  before: ApplicationRow | null,
  action: string,
  now: string,
): Promise<void> {
  const view = ({ kind, stage, version, form, request, facts }: ApplicationRow) => ({
    kind,
    stage,
    version,
    form: hashOf(form),
    request: hashOf(request),
    facts: JSON.parse(facts) as unknown,
  });
  await appendAudit(tx, {
    at: now,
    actor: actor.id,
    role: actor.roles[0] ?? 'publik',
    action,
    entity: 'application',
    entityId: next.id,
    reason: null,
    before: before && view(before),
    after: view(next),
  });
}
