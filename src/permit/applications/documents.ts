import type { Readable } from 'node:stream';
import { fail, ok, problem, type Result } from '../../base/problem.ts';
import { appendAudit } from '../audit/index.ts';
import type { KeptDocument } from '../documents/document-store.ts';
import type { Actor } from '../people/actor.ts';
import { newId } from '../people/tokens.ts';
import { type DocumentKind, mayBring } from '../stages.ts';
import { takesOf, wordsOfTakes } from '../takes.ts';
import type { ApplicationRow } from './application-row.ts';
import type { Call } from './call.ts';
import { holdContent } from './content.ts';
import type { Office } from './office.ts';
import { readable, rolesOn } from './on-file.ts';
import { type Reader, recordRead } from './personal-reads.ts';
import { staleApplication } from './refusals.ts';
import { bringable, holdOpen, type Where } from './still-open.ts';
import { allOrNothing, type Tx } from './transaction.ts';

export interface DocumentView {
  readonly id: string;
  readonly kind: string;
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
}

/** What comes in: its kind, and the file's version that was read (null: whatever it is now). */
export interface DocumentAsked {
  readonly kind: string;
  readonly version: number | null;
}

/**
 * Adds a document to a file; a submitted one has another version from then on, so that nobody decides
 * about what they have not seen. Problems: `application.unknown`, `application.changed`, `application.ended`,
 * `access.denied`, `document.type` (not a kind of document that there is), `access.document` (not theirs to
 * bring: an applicant's minutes are no consultation), `document.stage` (not while the file is with the
 * offices), those of the store (size, kind by content, scan).
 */
export async function addDocument(
  office: Office,
  { actor, now, keyed }: Call,
  id: string,
  { kind, version }: DocumentAsked,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Result<DocumentView>> {
  // Before a byte is taken in: strangers must not fill the disk.
  const allowed = await bringable(office, actor, id, 'document.add');
  if (!allowed.ok) return allowed;
  if (!office.definition.documents.has(kind)) return fail(noKind(office, kind));
  const role = bringerOf(office, actor, kind, allowed.value);
  if (!role.ok) return role;
  const untaken = whyNotHere(office, allowed.value, kind, role.value);
  if (untaken) return fail(untaken);
  const db = await office.db();
  return office.documents.put(bytes, (kept, settle) => {
    const request = { kind, sha256: kept.sha256 };
    return allOrNothing(db, keyed && { ...keyed, request }, (tx) =>
      enter(office, tx, { actor, now }, { id, kind, version, role: role.value, kept, settle }),
    );
  });
}

/** The role that it is brought in: one of theirs on this file that may bring such a document. */
function bringerOf(
  { access, definition }: Office,
  actor: Actor,
  kind: string,
  row: Where,
): Result<string> {
  const roles = rolesOn(access, actor, row, 'document.add');
  const role = roles.find((r) => mayBring(definition, kind, r));
  if (role === undefined) return fail(notTheirs(definition.documents.get(kind)!, roles));
  return ok(role);
}

/** Why an applicant's document is not taken where a submitted file stands; offices bring theirs as they come. */
function whyNotHere({ definition }: Office, row: Where, kind: string, role: string) {
  const { staff, machine } = definition.roles.get(role)!;
  if (row.receipt === null || staff || machine) return null;
  const place = { ...row, tracks: JSON.parse(row.tracks) as Record<string, string> };
  const takes = takesOf(definition, place, role);
  if (takes.kinds?.includes(kind) ?? true) return null;
  const { name } = definition.kinds.get(row.kind)!.stages.get(row.stage)!;
  const document = definition.documents.get(kind)!.name;
  const words = wordsOfTakes(definition, takes);
  return problem(
    'document.stage',
    '?kind',
    `"${document.id}" tidak diterima dari pemohon pada tahap "${name.id}". ${words.id}`,
    `"${document.en}" is not taken from the applicant at the stage "${name.en}". ${words.en}`,
    kind,
  );
}

function notTheirs({ id, name, bringers }: DocumentKind, roles: readonly string[]) {
  const [from, own] = [bringers.join(', '), roles.join(', ') || '-'];
  return problem(
    'access.document',
    '?kind',
    `"${name.id}" (${id}) hanya dari: ${from}; Anda pada berkas ini: ${own}.`,
    `"${name.en}" (${id}) comes only from: ${from}; on this file you are: ${own}.`,
    id,
  );
}

interface Incoming {
  readonly id: string;
  readonly kind: string;
  readonly version: number | null;
  readonly role: string;
  readonly kept: KeptDocument;
  readonly settle: () => Promise<void>;
}

/** While bytes came in, the file may have been moved or dropped: who may add to it is asked again. */
async function enter(
  office: Office,
  tx: Tx,
  { actor, now }: Pick<Call, 'actor' | 'now'>,
  { id, kind, version, role, kept, settle }: Incoming,
): Promise<Result<DocumentView>> {
  const held = await holdOpen(office, tx, actor, id, 'document.add');
  if (!held.ok) return held;
  const { row: file } = held.value;
  if (version !== null && version !== file.version)
    return fail(staleApplication(file.version, version));
  const untaken = whyNotHere(office, file, kind, role);
  if (untaken) return fail(untaken);
  const { sha256, size, mediaType } = kept;
  await holdContent(tx, sha256);
  await settle();
  const row = { id: newId(), application_id: id, kind, sha256, size, media_type: mediaType };
  const by = actor.kind === 'system' ? actor.roles[0]! : role;
  await tx
    .insertInto('application_documents')
    .values({ ...row, at: now, actor: actor.id, role: by })
    .execute();
  const next = await raise(tx, file, now);
  await appendAudit(tx, {
    at: now,
    actor: actor.id,
    role: by,
    action: 'document.add',
    entity: 'application',
    entityId: id,
    reason: null,
    before: next === file.version ? null : { version: file.version },
    after: { document: row.id, kind, sha256, size, version: next },
  });
  return ok({ id: row.id, kind, sha256, size, mediaType });
}

/** A submitted file is another one with one more document; a draft is its applicant's alone. */
async function raise(tx: Tx, { id, receipt, version }: ApplicationRow, now: string) {
  if (receipt === null) return version;
  const change = { version: version + 1, changed_at: now };
  await tx.updateTable('applications').set(change).where('id', '=', id).execute();
  return change.version;
}

/**
 * A document's bytes with what it is; personal papers are for those alone who see personal data, and that
 * others than the person read them is recorded. Problems
 * as of addDocument, and `document.unknown`, `document.changed`.
 */
export async function readDocument(
  office: Office,
  { actor, now }: Reader,
  id: string,
  documentId: string,
): Promise<Result<{ readonly view: DocumentView; readonly bytes: Readable }>> {
  const allowed = await readable(office, actor, id, 'document.read');
  if (!allowed.ok) return allowed;
  const row = await (await office.db())
    .selectFrom('application_documents as d')
    .innerJoin('applications as a', 'a.id', 'd.application_id')
    .selectAll('d')
    .select('a.owner_id')
    .where('d.application_id', '=', id)
    .where('d.id', '=', documentId)
    .executeTakeFirst();
  const personal = office.definition.documents.get(row?.kind ?? '')?.personal ?? false;
  if (personal) {
    // Who sees a number masked must not read it off the card.
    const clear = await readable(office, actor, id, 'application.personal');
    if (!clear.ok) return clear;
  }
  const bytes = row ? await office.documents.read(row.sha256) : null;
  if (!row || bytes === null) return fail(noDocument(documentId));
  if (!bytes.ok) return bytes;
  const { kind, sha256, media_type: mediaType } = row;
  if (personal) {
    const read = { what: 'document', kind, document: row.id } as const;
    const file = { id, owner_id: row.owner_id };
    await recordRead(office, { actor, now }, file, 'application.personal', read).catch(
      (error: unknown) => {
        bytes.value.destroy();
        throw error;
      },
    );
  }
  const view = { id: row.id, kind, sha256, size: Number(row.size), mediaType };
  return ok({ view, bytes: bytes.value });
}

function noKind({ definition }: Office, kind: string) {
  const list = [...definition.documents.keys()].join(', ');
  return problem(
    'document.type',
    '?kind',
    `Jenis dokumen harus salah satu dari: ${list}.`,
    `The kind of document must be one of: ${list}.`,
    kind,
  );
}

function noDocument(id: string) {
  return problem(
    'document.unknown',
    '',
    'Dokumen ini tidak ada.',
    'There is no such document.',
    id,
  );
}
