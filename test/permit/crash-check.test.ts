import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkDatabase } from '../../scripts/crashes/check-database.ts';
import { newJournal } from '../../scripts/crashes/journal.ts';
import { onBoth } from '../database/databases.ts';
import { move, openOffice, type TestOffice, upload } from './an-office.ts';
import { fileAt } from './files-at-stages.ts';
import { law } from './law.ts';

/** The crash run's own judge: what it calls whole and what it does not. */
onBoth((place) => {
  let office: TestOffice;
  let id = '';
  beforeAll(async () => {
    office = await openOffice(place);
    office.at('2026-02-02T09:00:00+08:00');
    const payload = { url: 'https://penerima.example/', topics: ['*'] };
    await office.ask('admin_data', { method: 'POST', url: '/v1/webhooks', payload });
    id = (await fileAt(office, 'terbit', '503/PKKPR/7/2026')).id;
  });
  afterAll(() => office.close());

  const judged = async () =>
    checkDatabase(await office.database.ready(), law, newJournal(), new Set());
  const go = async (who: string, name: string, more: object = {}) => {
    const done = await move(office, who, id, name, { reason: 'uji', ...more });
    expect([done.status, done.body.errors], name).toEqual([200, undefined]);
  };
  /** A building approval is begun and registered, with what its checklist asks for. */
  const register = async (day: string, floors: boolean) => {
    office.at(`${day}T09:00:00+08:00`);
    await go('pemohon', 'mulai_pbg');
    const view = (await office.ask('pemohon', { url: `/v1/applications/${id}` })).body;
    const asked = view.moves.find((m: { move: string }) => m.move === 'daftar_simbg').checklist;
    for (const { document, there } of asked) {
      if (!there) await upload(office, 'pemohon', id, document);
    }
    const papers = { nomor_simbg: { number: `PBG-${day}` } };
    await go('pemohon', 'daftar_simbg', { papers, facts: { tiga_lantai: floors } });
  };

  it('takes a file with two building approvals for whole, each with the facts of its own', async () => {
    await register('2026-02-03', true);
    await go('pemohon', 'hentikan_pbg');
    expect(await judged()).toEqual([]);
    office.at('2026-02-05T09:00:00+08:00');
    await go('pemohon', 'mulai_pbg');
    const { facts } = (await office.ask('pemohon', { url: `/v1/applications/${id}` })).body;
    expect(facts).not.toHaveProperty('tiga_lantai');
    expect(await judged()).toEqual([]);
    await go('pemohon', 'hentikan_pbg');
    await register('2026-02-06', false);
    expect(await judged()).toEqual([]);
  });

  it('finds facts that nobody told, and a place that no move leads to', async () => {
    const db = await office.database.ready();
    const change = (values: { facts?: string; stage?: string }) =>
      db.updateTable('applications').set(values).where('id', '=', id).returningAll().execute();
    const [{ facts, stage }] = (await db
      .selectFrom('applications')
      .select(['facts', 'stage'])
      .where('id', '=', id)
      .execute()) as [{ facts: string; stage: string }];
    await change({ facts: JSON.stringify({ ...JSON.parse(facts), badan_hukum: true }) });
    expect(await judged()).toEqual([expect.stringContaining('its moves at')]);
    await change({ facts, stage: 'pbg_konsultasi' });
    expect((await judged()).join()).toContain('stands at ["pbg_konsultasi"');
    await change({ stage });
    expect(await judged()).toEqual([]);
  });
});
