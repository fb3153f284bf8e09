import type { Kysely } from 'kysely';
import { fail, ok, problem, type Result } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import { appendAudit } from '../audit/index.ts';
import { nextNumber } from './application-row.ts';
import type { Call } from './call.ts';
import type { Office } from './office.ts';
import { holdFile, roleIn } from './on-file.ts';
import { allOrNothing } from './transaction.ts';

/** Longest note, characters. */
export const MOST_NOTE = 5000;

export interface Note {
  readonly n: number;
  readonly at: string;
  readonly actor: string;
  readonly role: string;
  readonly text: string;
}

/** Writes a note of one officer to the others. Problems: those of holdFile, `note.text`. */
export async function addNote(
  office: Office,
  { actor, now, keyed }: Call,
  id: string,
  text: string,
): Promise<Result<Note>> {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > MOST_NOTE) return fail(wrongText());
  return allOrNothing(await office.db(), keyed, async (tx) => {
    const held = await holdFile(office, tx, actor, id, 'note.add');
    if (!held.ok) return held;
    const n = await nextNumber(tx, 'application_notes', id);
    const note = {
      n,
      at: now,
      actor: actor.id,
      role: roleIn(office, actor, 'note.add', held.value.row),
      text: trimmed,
    };
    await tx
      .insertInto('application_notes')
      .values({ application_id: id, ...note })
      .execute();
    await appendAudit(tx, {
      at: now,
      actor: actor.id,
      role: note.role,
      action: 'note.add',
      entity: 'application',
      entityId: id,
      reason: null,
      before: null,
      after: { note: n },
    });
    return ok(note);
  });
}

export async function notesOf(db: Kysely<Schema>, id: string): Promise<Note[]> {
  return db
    .selectFrom('application_notes')
    .select(['n', 'at', 'actor', 'role', 'text'])
    .where('application_id', '=', id)
    .orderBy('n')
    .execute();
}

function wrongText() {
  return problem(
    'note.text',
    '/text',
    `Catatan terdiri atas 1 sampai ${MOST_NOTE} huruf.`,
    `A note has 1 to ${MOST_NOTE} characters.`,
  );
}
