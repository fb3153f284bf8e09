import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NO_PERMIT_SETTINGS } from '../../src/base/permit-settings.ts';
import { readSettings } from '../../src/base/settings.ts';
import { openDatabase } from '../../src/database/index.ts';
import { buildApp } from '../../src/http/app.ts';
import { startService } from '../../src/http/index.ts';
import { addPerson, openVault } from '../../src/permit/people/index.ts';
import { onBoth, onPostgres } from '../database/databases.ts';
import { SETTINGS } from '../http/an-app.ts';
import { storeOf } from '../request/a-store.ts';
import { FORM, openOffice, PARTIAL_REQUEST, type TestOffice } from './an-office.ts';

const DRAFT = { kind: 'pkkpr_berusaha', form: FORM, request: PARTIAL_REQUEST };
const OTHER = 'ab'.repeat(32);

/** Scar: under a wrong key the service started, and sealed what came next under it. */
onBoth((place) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(place);
  });
  afterAll(() => office.close());

  it('seals nothing under another key than that of the data that is there', async () => {
    const draft = { method: 'POST', url: '/v1/applications', payload: DRAFT } as const;
    expect((await office.ask('pemohon', draft)).status).toBe(201);
    const { database, home } = office;
    const permit = { ...NO_PERMIT_SETTINGS, dataKey: OTHER };
    const settings = { ...SETTINGS, home, permit };
    const app = buildApp({ settings, database, store: await storeOf('uji') });
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/session',
      payload: { login: 'pemohon', password: 'apa saja di sini' },
    });
    expect([answer.statusCode, answer.json().errors[0].code]).toEqual([503, 'vault.other_key']);
    // The plans need no key.
    expect((await app.inject('/v1/plans')).statusCode).toBe(200);
    await app.close();
    const persons = await (await database.ready()).selectFrom('persons').select('id').execute();
    expect(persons).toHaveLength(1);
  });
});

onPostgres((place) => {
  it('stops the start on a server whose data is under another key, and names both', async () => {
    const { url, home } = await place.fresh();
    const database = openDatabase({ url, home });
    const vault = openVault(Buffer.alloc(32, 1));
    const at = '2026-02-02T08:00:00+08:00';
    await addPerson(await database.ready(), vault, { applicant: { name: 'Uji' } }, at);
    await database.close();
    const read = readSettings({
      PORT: '0',
      SI_PEJUANG_HOME: mkdtempSync(join(tmpdir(), 'si-pejuang-key-')),
      SI_PEJUANG_PLANS: 'test/plans/uji',
      SI_PEJUANG_DATA_KEY: OTHER,
      DATABASE_URL: url!,
      LOG_LEVEL: 'silent',
    });
    if (!read.ok) throw new Error('settings');
    const service = await startService(read.value, () => {});
    const keys = [vault.keyId, openVault(Buffer.from(OTHER, 'hex')).keyId];
    await expect(service.ready).rejects.toThrow(new RegExp(keys.join('.*')));
    // Scar: who was about to change the key was told to go back to the former one, and of no other way.
    await expect(service.ready).rejects.toThrow('si-pejuang db rekey --from');
    await service.close();
    rmSync(read.value.home, { recursive: true });
  });
});
