import type { Kysely } from 'kysely';
import { fail, ok, problem, type Result } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import { newId } from './tokens.ts';
import type { Vault } from './vault.ts';

/** What is told of people in a form (UU 27/2022), by section and field; all of it is sealed at rest. */
export type PersonalData = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Numbers by which a person is found again. */
export interface PersonNumbers {
  readonly nik: string | null;
  readonly npwp: string | null;
}

/** Keeps personal data under a new key of the person's own; gives the person's id. */
export async function addPerson(
  db: Kysely<Schema>,
  vault: Vault,
  data: PersonalData,
  now: string,
): Promise<string> {
  const id = newId();
  const wrapped = vault.newKey();
  await db
    .insertInto('persons')
    .values({
      id,
      wrapped_key: wrapped,
      ...sealed(vault, wrapped, id, data),
      created_at: now,
      erased_at: null,
      erased_reason: null,
    })
    .execute();
  return id;
}

function sealed(vault: Vault, wrapped: string, id: string, data: PersonalData) {
  return {
    sealed: vault.seal(wrapped, contextOf(id), JSON.stringify(data)),
    ...indexes(vault, data),
  };
}

function indexes(vault: Vault, data: PersonalData) {
  const { nik, npwp } = numbersIn(data);
  return {
    nik_index: nik && vault.index('nik', nik),
    npwp_index: npwp && vault.index('npwp', npwp),
  };
}

/** A person's row under another office key: the own key wrapped anew, the numbers found by the new index. Problems: those of the vault. */
export function movedPerson(
  old: Vault,
  next: Vault,
  { id, wrapped, sealed: text }: { id: string; wrapped: string; sealed: string },
): Result<object> {
  const data = old.open(wrapped, contextOf(id), text);
  if (!data.ok) return data;
  const key = next.rewrap(wrapped, old);
  if (!key.ok) return key;
  return ok({ id, wrapped_key: key.value, ...indexes(next, JSON.parse(data.value)) });
}

/** The applicant's own numbers, digits only. */
function numbersIn(data: PersonalData): PersonNumbers {
  const digits = (name: string) =>
    String(data.applicant?.[name] ?? '').replaceAll(/\D/g, '') || null;
  return { nik: digits('nik'), npwp: digits('npwp') };
}

function contextOf(id: string): string {
  return `person/${id}`;
}

/** Puts other data in place of a person's. Problems: as readPerson. */
export async function changePerson(
  db: Kysely<Schema>,
  vault: Vault,
  id: string,
  data: PersonalData,
): Promise<Result<void>> {
  const key = await keyOfPerson(db, id);
  if (!key.ok) return key;
  const set = sealed(vault, key.value, id, data);
  await db.updateTable('persons').set(set).where('id', '=', id).execute();
  return ok(undefined);
}

/** Problems: `person.unknown`, `person.erased`, those of the vault. */
export async function readPerson(
  db: Kysely<Schema>,
  vault: Vault,
  id: string,
): Promise<Result<PersonalData>> {
  const row = await db
    .selectFrom('persons')
    .select(['wrapped_key', 'sealed', 'erased_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return fail(unknown(id));
  if (row.wrapped_key === null) return fail(erased(row.erased_at));
  const text = vault.open(row.wrapped_key, contextOf(id), row.sealed);
  return text.ok ? ok(JSON.parse(text.value) as PersonalData) : text;
}

async function keyOfPerson(db: Kysely<Schema>, id: string): Promise<Result<string>> {
  const row = await db
    .selectFrom('persons')
    .select(['wrapped_key', 'erased_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return fail(unknown(id));
  return row.wrapped_key === null ? fail(erased(row.erased_at)) : ok(row.wrapped_key);
}

/** People of one NIK or NPWP, however it is written. */
export async function personsOf(
  db: Kysely<Schema>,
  vault: Vault,
  kind: 'nik' | 'npwp',
  number: string,
): Promise<string[]> {
  const value = vault.index(kind, number.replaceAll(/\D/g, ''));
  const rows = await db
    .selectFrom('persons')
    .select('id')
    .where(`${kind}_index`, '=', value)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => row.id);
}

/**
 * Erases a person (UU 27/2022 Ps 8, 43): the key is destroyed, so that nothing sealed under it can be
 * read, here, in the audit chain or in a backup made later. Problems: `person.unknown`, `person.erased`.
 */
export async function erasePerson(
  db: Kysely<Schema>,
  id: string,
  reason: string,
  now: string,
): Promise<Result<void>> {
  const key = await keyOfPerson(db, id);
  if (!key.ok) return key;
  const set = {
    wrapped_key: null,
    nik_index: null,
    npwp_index: null,
    erased_at: now,
    erased_reason: reason,
  };
  await db.updateTable('persons').set(set).where('id', '=', id).execute();
  return ok(undefined);
}

function unknown(id: string) {
  return problem('person.unknown', '', 'Orang ini tidak tercatat.', 'There is no such person.', id);
}

function erased(at: string | null) {
  return problem(
    'person.erased',
    '',
    `Data pribadi ini telah dihapus menurut UU 27/2022 (${at}) dan tidak dapat dibaca lagi.`,
    `This personal data was erased under UU 27/2022 (${at}) and can't be read any more.`,
  );
}
