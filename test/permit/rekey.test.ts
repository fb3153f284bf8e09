import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/database/index.ts';
import { openDatabase } from '../../src/database/index.ts';
import {
  addPerson,
  changePerson,
  checkKeyInUse,
  erasePerson,
  openVault,
  personsOf,
  readPerson,
  rekeyPersons,
} from '../../src/permit/people/index.ts';
import { onBoth, onPostgres } from '../database/databases.ts';

const AT = '2026-02-02T08:00:00+08:00';
const [old, next, third] = [1, 2, 3].map((n) => openVault(Buffer.alloc(32, n)));
const nikOf = (n: number) => String(5371010101900000 + n);
const dataOf = (n: number) => ({ applicant: { name: `Orang ${n}`, nik: nikOf(n) } });

onBoth((place) => {
  let database: Database;
  beforeAll(async () => {
    database = openDatabase(await place.fresh());
  });
  afterAll(() => database.close());

  const rekey = async (from = old!, to = next!) => {
    const db = await database.ready();
    return db.transaction().execute((tx) => rekeyPersons(tx, from, to));
  };

  it('everybody is read and found under the new office key, and under the former no more', async () => {
    const db = await database.ready();
    const people = 1500;
    const ids: string[] = [];
    for (let n = 0; n < people; n++) ids.push(await addPerson(db, old!, dataOf(n), AT));
    await erasePerson(db, ids[7]!, 'diminta', AT);
    expect(await rekey()).toMatchObject({ ok: true, value: { moved: people - 1, there: 0 } });
    for (const n of [0, 999, 1000, 1499]) {
      expect(await readPerson(db, next!, ids[n]!)).toMatchObject({ ok: true, value: dataOf(n) });
      expect(await personsOf(db, next!, 'nik', nikOf(n))).toEqual([ids[n]]);
      expect(await personsOf(db, old!, 'nik', nikOf(n))).toEqual([]);
      expect(await readPerson(db, old!, ids[n]!)).toMatchObject({ ok: false });
    }
    expect(await personsOf(db, next!, 'nik', nikOf(7))).toEqual([]);
    expect(await rekey()).toMatchObject({ ok: true, value: { moved: 0, there: people - 1 } });
    await checkKeyInUse(db, next!);
    await expect(checkKeyInUse(db, old!)).rejects.toThrow(next!.keyId);
  }, 120_000);

  it('scar: one person under another key than the others was seen by chance only', async () => {
    const db = await database.ready();
    const stray = await addPerson(db, old!, dataOf(9999), AT);
    await expect(checkKeyInUse(db, next!)).rejects.toThrow(old!.keyId);
    expect(await rekey()).toMatchObject({ value: { moved: 1 } });
    await checkKeyInUse(db, next!);
    expect(await readPerson(db, next!, stray)).toMatchObject({ ok: true, value: dataOf(9999) });
  });

  it('scar: a service that ran on under the former key wrote the sealed keys of people into its log', async () => {
    const db = await database.ready();
    const id = await addPerson(db, next!, dataOf(8888), AT);
    const change = changePerson(db, old!, id, dataOf(1));
    await expect(change).rejects.toThrow(`sealed under the office key ${next!.keyId}`);
    await expect(change).rejects.not.toThrow(`${next!.keyId}.`);
  });

  it('refuses what neither key opens, and the same key twice', async () => {
    const refused = await rekey(third!, openVault(Buffer.alloc(32, 4)));
    expect(refused).toMatchObject({ ok: false, problems: [{ code: 'vault.key' }] });
    expect(await rekey(next!, next!)).toMatchObject({ problems: [{ code: 'data_key.same' }] });
  });
});

onPostgres((place) => {
  it('scar: was done while a service ran, which went on sealing under the former key', async () => {
    const options = await place.fresh();
    const service = openDatabase(options);
    const db = await service.ready();
    await addPerson(db, old!, dataOf(1), AT);
    const { rekey: taken, code } = await inOwnProcess(options.url!);
    expect([taken, code]).toEqual([false, 'data_key.in_use']);
    await checkKeyInUse(db, old!);
    await service.close();
    expect(await inOwnProcess(options.url!)).toEqual({ rekey: true, code: null });
  });
});

/** As the command does it: another process than the service. */
async function inOwnProcess(url: string) {
  const at = mkdtempSync(join(tmpdir(), 'si-pejuang-rekey-'));
  const from = join(at, 'former.key');
  writeFileSync(from, Buffer.alloc(32, 1).toString('hex'));
  const env = {
    ...process.env,
    ...{ SI_PEJUANG_HOME: at, DATABASE_URL: url },
    SI_PEJUANG_DATA_KEY: Buffer.alloc(32, 2).toString('hex'),
  };
  const argv = ['src/cli/main.ts', 'db', 'rekey', '--from', from];
  const done = spawnSync(process.execPath, argv, { env, encoding: 'utf8' });
  rmSync(at, { recursive: true });
  return { rekey: done.status === 0, code: /data_key\.\w+/.exec(done.stderr)?.[0] ?? null };
}
