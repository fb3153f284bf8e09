import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkChain } from '../../src/permit/audit/index.ts';
import { onBoth } from '../database/databases.ts';
import { FORM, openOffice, type TestOffice } from './an-office.ts';
import { fileAt, type PreparedFile } from './files-at-stages.ts';

/** Who read what tells of a person stands in the trail; what they read does not. */
onBoth((place) => {
  let office: TestOffice;
  let file: PreparedFile;
  beforeAll(async () => {
    office = await openOffice(place);
    office.at('2026-02-02T09:00:00+08:00');
    file = await fileAt(office, 'periksa');
  });
  afterAll(() => office.close());

  interface Row {
    readonly actor: string;
    readonly role: string;
    readonly at: string;
    readonly after: string;
  }
  const reads = async () => {
    const trail = await office.ask('admin_data', { url: `/v1/audit?entity=${file.id}&limit=1000` });
    const rows = trail.body.rows as (Row & { action: string })[];
    return rows.filter((r) => r.action === 'personal.read');
  };
  const ask = (who: string, what: string) =>
    office.ask(who, { url: `/v1/applications/${file.id}${what}` });

  it('is written down of officers and of the counter that copies, by file and kind', async () => {
    office.at('2026-02-02T10:00:00+08:00');
    expect((await ask('loket', '')).body.personal).toBe(true);
    expect((await ask('kepala_dinas', `/documents/${file.documents.ktp}`)).status).toBe(200);
    expect((await ask('loket', '/person')).status).toBe(200);
    const rows = await reads();
    const told = rows.map(({ role, after }) => [role, JSON.parse(after)]);
    expect(told).toMatchObject([
      ['loket', { what: 'form' }],
      ['kepala_dinas', { what: 'document', kind: 'ktp', document: file.documents.ktp }],
      ['loket', { what: 'copy' }],
    ]);
    expect(told[0]![1].fields).toContain('/applicant/nik');
    expect(rows.every((r) => r.at === '2026-02-02T10:00:00+08:00')).toBe(true);
    const text = JSON.stringify(rows);
    for (const secret of [FORM.applicant.nik, FORM.applicant.name, FORM.applicant.phone]) {
      expect(text).not.toContain(secret);
    }
    expect(await checkChain(await office.database.ready())).toMatchObject({ ok: true });
  });

  it('is not of the person, of masked reads, of refusals, and of what tells of nobody', async () => {
    const before = await reads();
    for (const what of ['', '/person', `/documents/${file.documents.ktp}`]) {
      expect((await ask('pemohon', what)).status).toBe(200);
    }
    expect((await ask('pupr', '')).body.personal).toBe(false);
    expect((await ask('pupr', `/documents/${file.documents.ktp}`)).status).toBe(403);
    expect((await ask('pupr', `/documents/${file.documents.rencana_teknis}`)).status).toBe(200);
    expect(await reads()).toEqual(before);
  });

  it('is not handed out where it cannot be written down', async () => {
    const db = await office.database.ready();
    await sql`alter table audit rename to away`.execute(db);
    for (const what of ['', '/person', `/documents/${file.documents.ktp}`]) {
      const failed = await ask('loket', what);
      expect(failed.status).toBe(500);
      expect(JSON.stringify(failed.body)).not.toContain(FORM.applicant.nik);
    }
    await sql`alter table away rename to audit`.execute(db);
    expect((await ask('loket', '')).status).toBe(200);
  });
});
