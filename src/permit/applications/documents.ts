import type { Readable } from 'node:stream';
import { fail, ok, problem, type Result } from '../../base/problem.ts';
import { appendAudit } from '../audit/index.ts';
import { may } from '../people/access.ts';
import type { Actor } from '../people/actor.ts';
import { newId } from '../people/tokens.ts';
import { loadApplication, lockApplication } from './application-row.ts';
import type { Call } from './call.ts';
import type { Office } from './office.ts';
import { noApplication } from './refusals.ts';
import { allOrNothing } from './transaction.ts';

export interface DocumentView {
  readonly id: string;
  readonly kind: string;
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
}

/**
 * Adds a document to a file. Problems: `application.unknown`, `access.denied`, `document.type` (not a
 * kind of document that there is), those of the store (size, kind by content, scan).
 */
export async function addDocument(
  office: Office,
  { actor, now, keyed }: Call,
  id: string,
  kind: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Result<DocumentView>> {
  const allowed = await mayOn(office, actor, id, 'document.add');
  if (!allowed.ok) return allowed;
  if (!office.definition.documents.has(kind)) return fail(noKind(office, kind));
  const kept = await office.documents.put(bytes);
  if (!kept.ok) return kept;
  const request = { kind, sha256: kept.value.sha256 };
  return allOrNothing(await office.db(), keyed && { ...keyed, request }, async (tx) => {
    // Held, so that the file is not dropped meanwhile.
    if (!(await lockApplication(tx, id))) return fail(noApplication());
    const { sha256, size, mediaType } = kept.value;
    const row = { id: newId(), application_id: id, kind, sha256, size, media_type: mediaType };
    const role = actor.roles[0] ?? 'publik';
    await tx
      .insertInto('application_documents')
      .values({ ...row, at: now, actor: actor.id, role })
      .execute();
    await appendAudit(tx, {
      at: now,
      actor: actor.id,
      role,
      action: 'document.add',
      entity: 'application',
      entityId: id,
      reason: null,
      before: null,
      after: { document: row.id, kind, sha256, size },
    });
    return ok({ id: row.id, kind, sha256, size, mediaType });
  });
}

/** A document's bytes with what it is; problems as of addDocument, and `document.unknown`, `document.changed`. */
export async function readDocument(
  office: Office,
  actor: Actor,
  id: string,
  documentId: string,
): Promise<Result<{ readonly view: DocumentView; readonly bytes: Readable }>> {
  const allowed = await mayOn(office, actor, id, 'document.read');
  if (!allowed.ok) return allowed;
  const row = await (await office.db())
    .selectFrom('application_documents')
    .selectAll()
    .where('application_id', '=', id)
    .where('id', '=', documentId)
    .executeTakeFirst();
  const bytes = row ? await office.documents.read(row.sha256) : null;
  if (!row || bytes === null) return fail(noDocument(documentId));
  if (!bytes.ok) return bytes;
  const { kind, sha256, media_type: mediaType } = row;
  const view = { id: row.id, kind, sha256, size: Number(row.size), mediaType };
  return ok({ view, bytes: bytes.value });
}

async function mayOn(
  office: Office,
  actor: Actor,
  id: string,
  action: string,
): Promise<Result<void>> {
  const loaded = await loadApplication(await office.db(), id);
  if (!loaded) return fail(noApplication());
  const target = { ownerId: loaded.row.owner_id, stage: loaded.row.stage };
  if (!may(office.access, actor, 'application.read', target).ok) return fail(noApplication());
  return may(office.access, actor, action, target);
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
