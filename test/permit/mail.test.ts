import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDefinition } from '../../src/permit/index.ts';
import {
  addMailReceiver,
  deliverDue,
  isMail,
  type Letter,
  sendLetter,
} from '../../src/permit/outbox/index.ts';
import { officeKey, openVault } from '../../src/permit/people/index.ts';
import { embeddedPlace } from '../database/databases.ts';
import {
  DOCUMENTS,
  FORM,
  move,
  openOffice,
  PARTIAL_REQUEST,
  type TestOffice,
  upload,
} from './an-office.ts';

describe('letters to applicants', () => {
  const place = embeddedPlace();
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(place);
  });
  afterAll(() => office.close());

  it('are written in plain words for each move, tried again while the server is away, and to nobody erased', async () => {
    const db = await office.database.ready();
    await addMailReceiver(db, '2026-02-01T08:00:00+08:00');
    await addMailReceiver(db, '2026-02-01T08:00:00+08:00');
    const definition = loadDefinition();
    const key = await officeKey(null, office.home);
    if (!definition.ok || !key.ok) throw new Error('no tables or key');
    const letters: Letter[] = [];
    let away = true;
    const mailer = {
      vault: openVault(key.value),
      definition: definition.value,
      publicUrl: 'https://pejuang.example',
      post: async (letter: Letter) => {
        if (away) throw Object.assign(new Error(`no ${letter.to}`), { code: 'ECONNREFUSED' });
        letters.push(letter);
      },
    };
    let now = new Date('2026-02-02T01:00:00Z');
    const deliver = () =>
      deliverDue(db, {
        now: () => now,
        send: async (claimed) => {
          expect(isMail(claimed)).toBe(true);
          return sendLetter(db, claimed, mailer);
        },
      });
    const payload = { kind: 'pkkpr_berusaha', form: FORM, request: PARTIAL_REQUEST };
    const begun = await office.ask('pemohon', { method: 'POST', url: '/v1/applications', payload });
    const { id } = begun.body;
    for (const kind of DOCUMENTS) await upload(office, 'pemohon', id, kind);
    await move(office, 'pemohon', id, 'ajukan');
    await move(office, 'loket', id, 'mulai_periksa');
    await deliver();
    expect(letters).toEqual([]);
    const waiting = await db
      .selectFrom('deliveries')
      .select(['state', 'last_error'])
      .orderBy('seq')
      .execute();
    expect(waiting[0]).toMatchObject({ state: 'waiting' });
    expect(waiting[0]!.last_error).toContain('ECONNREFUSED');
    expect(waiting[0]!.last_error).not.toContain('maria@');
    away = false;
    now = new Date('2026-02-03T01:00:00Z');
    await deliver();
    expect(letters.map((l) => l.to)).toEqual(['maria@contoh.id', 'maria@contoh.id']);
    expect(letters[1]!.subject).toMatch(/^Berkas [0-9A-Z-]{11}: Pemeriksaan kelengkapan$/);
    expect(letters[1]!.text).toContain('https://pejuang.example/track?receipt=');
    expect(letters[1]!.text).not.toMatch(/Maria|5371016304900001|Jl\. /);
    await move(office, 'pemohon', id, 'tarik', { reason: 'batal' });
    const url = `/v1/applications/${id}/person/erasure`;
    await office.ask('pemohon', { method: 'POST', url, payload: { reason: 'diminta' } });
    now = new Date('2026-02-04T01:00:00Z');
    await deliver();
    expect(letters).toHaveLength(2);
    const left = await db
      .selectFrom('deliveries')
      .select('state')
      .where('state', '!=', 'done')
      .execute();
    expect(left).toEqual([]);
  });
});
