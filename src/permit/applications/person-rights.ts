import type { ExpressionBuilder } from 'kysely';
import { fail, ok, type Problem, problem, type Result, type Text } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import { appendAudit } from '../audit/index.ts';
import { kindOf, stageOf } from '../file.ts';
import { erasePerson, type PersonalData, readPerson } from '../people/persons.ts';
import type { ApplicationRow } from './application-row.ts';
import type { Call } from './call.ts';
import { dropUnnamed } from './content.ts';
import type { Office } from './office.ts';
import { holdFile, readable, roleIn } from './on-file.ts';
import { impersonal, personalIn, type Sections } from './person-view.ts';
import { namesOf, type Reader, recordRead } from './personal-reads.ts';
import { noApplication } from './refusals.ts';
import { allOrNothing, type Tx } from './transaction.ts';

/** A copy of what is kept of a person. */
export interface PersonCopy {
  readonly application: string;
  readonly personal: PersonalData;
  /** Documents that the person gave, by kind and hash. */
  readonly documents: readonly {
    readonly id: string;
    readonly kind: string;
    readonly sha256: string;
  }[];
}

/** What erasing left, and why: the law of archives and of the decision itself. */
export interface Erased {
  readonly application: string;
  readonly kept: readonly { readonly what: Text; readonly why: Text }[];
}

/** What must be kept after an erasure, and for what reason. */
const KEPT = [
  {
    what: {
      id: 'tanah, hasil telaah, dan keputusan berkas',
      en: 'ground, assessment and decision of the file',
    },
    why: {
      id: 'UU 43/2009 (kearsipan); tanpa data pribadi',
      en: 'UU 43/2009 (archives); no personal data',
    },
  },
  {
    what: {
      id: 'alasan langkah, catatan antarpetugas, dan isi surat, sebagaimana ditulis',
      en: 'reasons of moves, notes among officers and texts of papers, as they were written',
    },
    why: {
      id: 'UU 43/2009 (kearsipan); penulisnya diminta tidak menyebut nama siapa pun',
      en: 'UU 43/2009 (archives); whoever writes them is told to name nobody in them',
    },
  },
  {
    what: { id: 'jejak audit menurut id', en: 'audit trail by ids' },
    why: {
      id: 'UU 30/2014; id itu tidak menunjuk siapa pun setelah kuncinya dimusnahkan',
      en: 'UU 30/2014; the ids lead to nobody once the key is destroyed',
    },
  },
] as const;

/**
 * A copy of what is kept of a person; that somebody else had it made is recorded. Problems:
 * `application.unknown`, `access.denied`, `person.erased`.
 */
export async function exportPersonOf(
  office: Office,
  { actor, now }: Reader,
  id: string,
): Promise<Result<PersonCopy>> {
  const allowed = await readable(office, actor, id, 'person.export');
  if (!allowed.ok) return allowed;
  const db = await office.db();
  const row = await db
    .selectFrom('applications')
    .select(['owner_id', 'person_id', 'form'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return fail(noApplication());
  const sealed = await readPerson(db, office.vault, row.person_id);
  if (!sealed.ok) return sealed;
  const personal = personalIn(office.form, JSON.parse(row.form) as Sections, sealed.value);
  const documents = await db
    .selectFrom('application_documents')
    .select(['id', 'kind', 'sha256'])
    .where('application_id', '=', id)
    .where(givenBy(office, row.owner_id))
    .orderBy('at')
    .execute();
  const read = { what: 'copy', fields: namesOf(personal) } as const;
  await recordRead(office, { actor, now }, { id, owner_id: row.owner_id }, 'person.export', read);
  return ok({ application: id, personal, documents });
}

/**
 * Erases the applicant of a file (UU 27/2022 Ps 8): the key of the personal data is destroyed, and the
 * documents that the applicant gave are taken away. Problems: those of holdFile, `person.open` (a file
 * that is under way needs to know its applicant), `person.erased`.
 */
export async function erasePersonOf(
  office: Office,
  { actor, now, keyed }: Call,
  id: string,
  reason: string,
): Promise<Result<Erased>> {
  const gone: string[] = [];
  const erased = await allOrNothing(await office.db(), keyed, async (tx) => {
    const held = await holdFile(office, tx, actor, id, 'person.erase');
    if (!held.ok) return held;
    const { row, file } = held.value;
    const stage = stageOf(kindOf(office.definition, file), file);
    const draft = row.submitted_at === null;
    if (stage.type !== 'final' && !draft) return fail(stillOpen(stage.name.id, stage.name.en));
    const done = await erasePerson(tx, row.person_id, reason, now);
    if (!done.ok) return done;
    await stripForms(office, tx, row);
    const documents = await tx
      .deleteFrom('application_documents')
      .where('application_id', '=', id)
      .where(givenBy(office, row.owner_id))
      .returning('sha256')
      .execute();
    gone.push(...documents.map(({ sha256 }) => sha256));
    await appendAudit(tx, {
      at: now,
      actor: actor.id,
      role: roleIn(office, actor, 'person.erase', row),
      action: 'person.erase',
      entity: 'person',
      entityId: row.person_id,
      reason,
      before: null,
      after: { application: id, documents: documents.length },
    });
    return ok({ application: id, kept: [...KEPT] });
  });
  if (erased.ok) await dropUnnamed(office, gone);
  return erased;
}

/**
 * Takes out of what is kept in the clear whatever form.csv calls personal: of a file that was begun before
 * it did. Its submissions keep the rest.
 */
async function stripForms({ form: fields }: Office, tx: Tx, { id, form }: ApplicationRow) {
  const strip = (text: string) => JSON.stringify(impersonal(fields, JSON.parse(text) as Sections));
  await tx
    .updateTable('applications')
    .set({ form: strip(form) })
    .where('id', '=', id)
    .execute();
  const kept = await tx
    .selectFrom('submissions')
    .select(['n', 'form'])
    .where('application_id', '=', id)
    .execute();
  for (const { n, form: text } of kept) {
    await tx
      .updateTable('submissions')
      .set({ form: strip(text) })
      .where('application_id', '=', id)
      .where('n', '=', n)
      .execute();
  }
}

/**
 * Documents of the applicant: whatever the owner of the file sent, and kinds that an applicant makes,
 * also where the counter or a system sent them for the applicant.
 */
function givenBy({ definition }: Office, ownerId: string) {
  const kinds = [...definition.documents.values()]
    .filter(({ from }) => from === 'pemohon')
    .map(({ id }) => id);
  return (e: ExpressionBuilder<Schema, 'application_documents'>) =>
    e.or([e('actor', '=', ownerId), e('kind', 'in', kinds)]);
}

function stillOpen(id: string, en: string): Problem {
  return problem(
    'person.open',
    '',
    `Berkas ini masih berjalan (${id}); data pemohon diperlukan sampai selesai atau ditarik.`,
    `This file is under way (${en}); its applicant's data is needed until it ends or is withdrawn.`,
  );
}
