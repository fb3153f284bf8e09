import type { Kysely } from 'kysely';
import { type Problem, problem } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import type { Vault } from './vault.ts';

/** The database's personal data is sealed under another office key: sealing more under this one would split it. */
export class OtherOfficeKey extends Error {
  readonly problem: Problem;

  constructor(inUse: string, given: string) {
    const told = otherKey(inUse, given);
    super(`${told.message.id} / ${told.message.en}`);
    this.problem = told;
  }
}

/** Rejects with OtherOfficeKey where anybody's data there is sealed under another key than this vault's. */
export async function checkKeyInUse(db: Kysely<Schema>, vault: Vault): Promise<void> {
  const row = await db
    .selectFrom('persons')
    .select('wrapped_key')
    .where('wrapped_key', 'is not', null)
    .where('wrapped_key', 'not like', `${vault.keyId}.%`)
    .limit(1)
    .executeTakeFirst();
  const inUse = row?.wrapped_key?.split('.')[0] ?? vault.keyId;
  if (inUse !== vault.keyId) throw new OtherOfficeKey(inUse, vault.keyId);
}

/** A database that is given out only once the key is known to be that of its data. */
export function underKey(
  open: () => Promise<Kysely<Schema>>,
  vault: Vault,
): () => Promise<Kysely<Schema>> {
  let known: Kysely<Schema> | null = null;
  return async () => {
    const db = await open();
    if (db !== known) {
      await checkKeyInUse(db, vault);
      known = db;
    }
    return db;
  };
}

function otherKey(inUse: string, given: string): Problem {
  return problem(
    'vault.other_key',
    'SI_PEJUANG_DATA_KEY',
    `Data pribadi di basis data ini disegel dengan kunci kantor ${inUse}, sedangkan SI_PEJUANG_DATA_KEY (atau keys/data.key) adalah kunci ${given}. Pasang kunci ${inUse}, atau alihkan datanya: si-pejuang db rekey --from BERKAS_KUNCI_${inUse}.`,
    `Personal data in this database is sealed under the office key ${inUse}, but SI_PEJUANG_DATA_KEY (or keys/data.key) is the key ${given}. Set the key ${inUse}, or take the data over: si-pejuang db rekey --from FILE_OF_KEY_${inUse}.`,
    given,
  );
}
