import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDefinition } from '../../src/permit/load.ts';
import { onBoth } from '../database/databases.ts';
import { move, openOffice, type TestOffice } from './an-office.ts';
import { bodyOfMove, fileAt } from './files-at-stages.ts';
import { changed, real } from './tables.ts';

onBoth((place) => {
  let office: TestOffice;
  let id: string;
  beforeAll(async () => {
    office = await openOffice(place);
    office.at('2026-02-02T09:00:00+08:00');
    id = (await fileAt(office, 'periksa')).id;
  });
  afterAll(() => office.close());

  const go = async (who: string, name: string) => {
    const done = await move(office, who, id, name, bodyOfMove(name));
    expect(done.status, JSON.stringify(done.body)).toBe(200);
  };
  /** Roles in whose list the file is. */
  const listed = async () => {
    const found: string[] = [];
    for (const who of ['pemohon', 'loket', 'pupr', 'kantor_pertanahan', 'fpr', 'kepala_dinas']) {
      const { body } = await office.ask(who, { url: '/v1/work' });
      if (body.items.some((item: { id: string }) => item.id === id)) found.push(who);
    }
    return found;
  };

  it('scar: who moves a file on did not find it in the work list', async () => {
    await go('loket', 'nyatakan_lengkap');
    expect(await listed()).toEqual(['loket', 'kantor_pertanahan']);
    await go('kantor_pertanahan', 'terbitkan_sps');
    expect(await listed()).toEqual(['pemohon', 'loket', 'kantor_pertanahan']);
    await go('loket', 'catat_bayar');
    // The counter has it not, but acts if the Land Office says nothing.
    expect(await listed()).toEqual(['loket', 'pupr', 'kantor_pertanahan']);
  });

  it('scar: a file of which both tracks had ended was in nobody’s work list', async () => {
    await go('pupr', 'selesaikan_telaah');
    await go('fpr', 'beri_pertimbangan');
    expect(await listed()).toEqual(['loket', 'kantor_pertanahan']);
    await go('kantor_pertanahan', 'terbitkan_pertek');
    expect(await listed()).toEqual(['pupr']);
    await go('pupr', 'naikkan');
    expect(await listed()).toEqual(['kepala_dinas']);
  });
});

describe('scar: tables loaded in which nobody holds a file that only they can move on', () => {
  const swap = (from: string, to: string) => (text: string) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  };
  it.each([
    ['stages.csv', 'issued,kantor_pertanahan;loket,', 'issued,kantor_pertanahan,', ['loket']],
    ['stages.csv', 'the decision,kepala_dinas,', 'the decision,pupr,', ['kepala_dinas']],
    ['stages.csv', 'the forum,fpr,', 'the forum,,', ['fpr']],
    // Where each move on needs a reason, these are the ordinary ones.
    [
      'stages.csv',
      'PBG: objection under review,kepala_dinas',
      'PBG: objection,loket',
      ['kepala_dinas'],
    ],
    [
      'moves.csv',
      'menunggu_bayar,penilaian,kantor_pertanahan;loket;sistem',
      'menunggu_bayar,penilaian,sistem',
      ['menunggu_bayar'],
    ],
    // A further holder takes nothing from anybody.
    ['stages.csv', 'To be issued,loket,', 'To be issued,loket;kepala_dinas,', []],
  ])('%s: %s -> %s', (file, from, to, wanted) => {
    const read = loadDefinition(changed(real, file, swap(from, to)));
    const problems = read.ok ? [] : read.problems;
    expect(problems.map((p) => [p.code, p.given])).toEqual(
      wanted.map((given) => ['permit.holder', given]),
    );
  });
});
