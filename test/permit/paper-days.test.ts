import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPapers, type Taken } from '../../src/permit/applications/papers.ts';
import { readFields } from '../../src/permit/form/fields.ts';
import { embeddedPlace } from '../database/databases.ts';
import { move, openOffice, type TestOffice } from './an-office.ts';
import { fileAt } from './files-at-stages.ts';

describe('the day on a paper', () => {
  const place = embeddedPlace();
  let office: TestOffice;
  let id: string;
  beforeAll(async () => {
    office = await openOffice(place);
    office.at('2026-02-02T09:00:00+08:00');
    ({ id } = await fileAt(office, 'periksa'));
    await move(office, 'loket', id, 'nyatakan_lengkap');
  });
  afterAll(() => office.close());

  const order = (date: string) =>
    move(office, 'loket', id, 'terbitkan_sps', {
      papers: { sps: { number: 'SPS-1', amountIdr: 250_000, date } },
    });

  it('is not to come, and not before what it answers was submitted', async () => {
    // 00:30 of the 5th in WITA, where it is still the 4th elsewhere.
    office.at('2026-02-04T16:30:00Z');
    for (const [date, told] of [
      ['2026-02-06', '2026-02-05'],
      ['2026-02-01', '2026-02-02'],
      ['2062-02-05', '2026-02-05'],
    ] as const) {
      const refused = await order(date);
      expect(refused.status).toBe(422);
      expect(refused.body.errors).toMatchObject([
        { code: 'form.day', pointer: '/papers/sps/date', given: date },
      ]);
      expect(refused.body.errors[0].message.id).toContain(told);
    }
    expect((await order('2026-02-05')).body.stage).toBe('menunggu_bayar');
  });

  it('may be older where an office may have spoken before: a consideration for the same land', async () => {
    const bukti_bayar = { number: 'NTPN-1', date: '2026-02-05' };
    await move(office, 'loket', id, 'catat_bayar', { papers: { bukti_bayar } });
    const pertek = { number: 'P-1', date: '2026-01-10', result: 'sesuai' };
    const given = await move(office, 'kantor_pertanahan', id, 'terbitkan_pertek', {
      papers: { pertek },
    });
    expect(given.status).toBe(200);
  });

  it('is bounded by words of the table, of which others are told', () => {
    const row = { field: '/sps/date', label_id: 'tanggal', label_en: 'day', type: 'date' };
    const more = { kinds: '*', required: '*', legal_basis: 'PP', min: 'kemarin', max: 'hari_ini' };
    const read = readFields([{ ...row, ...more }], []);
    expect(read.ok ? [] : read.problems.map((p) => p.pointer)).toEqual([
      'form.csv line 2, column min',
    ]);
    const fields = readFields([{ ...row, ...more, min: 'diajukan' }], []);
    if (!fields.ok) throw new Error('unread');
    // A draft was not submitted yet: nothing is measured by that day.
    const takes = { papers: ['sps'] } as unknown as Taken;
    const days = { hari_ini: '2026-02-05', diajukan: null };
    expect(checkPapers(fields.value, takes, { sps: { date: '2020-01-01' } }, days).ok).toBe(true);
  });
});
