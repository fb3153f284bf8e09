import { sql, type Transaction } from 'kysely';
import { fail, ok, problem, type Result } from '../../base/problem.ts';
import { APPLICATION } from '../../database/connection.ts';
import type { Schema } from '../../database/schema.ts';
import { movedPerson } from './persons.ts';
import type { Vault } from './vault.ts';

/** People that are read and written in one question. */
const AT_ONCE = 1000;

/** What became of the people of a database. */
export interface Rekeyed {
  /** Taken over to the new key. */
  readonly moved: number;
  /** Under it before. */
  readonly there: number;
}

/**
 * Takes everybody's key, and the numbers by which people are found, over from an office key to another; what
 * is sealed under the people's own keys stays as it is. All of it or nothing, as the transaction ends: nobody
 * is added or changed meanwhile. Done again it finds nothing to do. Problems: `vault.key` of somebody who is
 * under neither key, `vault.damaged`, `data_key.same`, `data_key.in_use` while another process of ours is connected.
 */
export async function rekeyPersons(
  tx: Transaction<Schema>,
  old: Vault,
  next: Vault,
): Promise<Result<Rekeyed>> {
  if (old.keyId === next.keyId) return fail(sameKey(next.keyId));
  await sql`lock table persons in exclusive mode`.execute(tx);
  const others = await servicesConnected(tx);
  if (others > 0) return fail(inUse(others));
  let [moved, there] = [0, 0];
  for (let after = ''; ; ) {
    const rows = await tx
      .selectFrom('persons')
      .select(['id', 'wrapped_key', 'sealed'])
      .where('wrapped_key', 'is not', null)
      .where('id', '>', after)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute();
    const former = rows.filter((row) => !row.wrapped_key!.startsWith(`${next.keyId}.`));
    const changed: object[] = [];
    for (const { id, wrapped_key: wrapped, sealed } of former) {
      const person = movedPerson(old, next, { id, wrapped: wrapped!, sealed });
      if (!person.ok) return person;
      changed.push(person.value);
    }
    if (changed.length > 0) await write(tx, changed);
    moved += changed.length;
    there += rows.length - changed.length;
    if (rows.length < AT_ONCE) break;
    after = rows.at(-1)!.id;
  }
  // Names that nobody has are kept by the former key's hash: who guesses begins anew.
  await tx.deleteFrom('strange_logins').execute();
  return ok({ moved, there });
}

/** Other processes of ours: one that runs on would seal what comes next under the former key. */
async function servicesConnected(tx: Transaction<Schema>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(distinct application_name)::int as n
    from pg_stat_activity
    where datname = current_database() and application_name like ${`${APPLICATION}-%`}
      and application_name <> current_setting('application_name')`.execute(tx);
  return rows[0]!.n;
}

async function write(tx: Transaction<Schema>, persons: readonly object[]): Promise<void> {
  await sql`update persons p
    set wrapped_key = n.wrapped_key, nik_index = n.nik_index, npwp_index = n.npwp_index
    from json_populate_recordset(null::persons, ${JSON.stringify(persons)}::json) n
    where p.id = n.id`.execute(tx);
}

function inUse(others: number) {
  return problem(
    'data_key.in_use',
    '',
    `${others} layanan lain masih tersambung ke basis data ini dan akan menyegel dengan kunci lama. Hentikan dahulu semuanya; tidak ada yang diubah.`,
    `${others} other services are connected to this database and would seal under the former key. Stop them all first; nothing was changed.`,
  );
}

function sameKey(id: string) {
  return problem(
    'data_key.same',
    'SI_PEJUANG_DATA_KEY',
    `Kunci lama dan kunci baru sama (${id}). Atur SI_PEJUANG_DATA_KEY (atau keys/data.key) ke kunci yang baru; --from menunjuk berkas kunci yang lama.`,
    `The former and the new key are the same (${id}). Set SI_PEJUANG_DATA_KEY (or keys/data.key) to the new one; --from names the file of the former.`,
    id,
  );
}
