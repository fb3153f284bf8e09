import { afterAll, beforeAll, expect, it } from 'vitest';
import { hiddenIn } from '../../src/base/hidden.ts';
import { onBoth } from '../database/databases.ts';
import { FORM, move, openOffice, type TestOffice } from './an-office.ts';
import { bodyOfMove, fileAt } from './files-at-stages.ts';

it.each([
  ['SAMA/1', null, null],
  ['Ku\u0301pang \u0e01\u0e33', null, null],
  ['peta 🗺️', null, null],
  [' dua\r\n\tbaris ', 'U+000D', null],
  ['\u200b', 'U+200B', 'U+200B'],
  ['a\u202eb', 'U+202E', 'U+202E'],
  ['a\u0007b', 'U+0007', 'U+0007'],
  ['a\u2028b', 'U+2028', 'U+2028'],
  ['\u3164', 'U+3164', 'U+3164'],
])('of %j one line and many show all but %s, %s', (text, one, many) => {
  expect([hiddenIn(text, 'one'), hiddenIn(text, 'many')]).toEqual([one, many]);
});

onBoth((place) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(place);
    office.at('2026-02-02T09:00:00+08:00');
  });
  afterAll(() => office.close());

  const told = (answer: {
    status: number;
    body: { errors?: { code: string; pointer: string }[] };
  }) => [answer.status, ...(answer.body.errors ?? []).map((e) => `${e.code} ${e.pointer}`)];
  const post = (who: string, url: string, payload: object) =>
    office.ask(who, { method: 'POST', url, payload });

  it('scar: a zero-width space was a name, and a reason', async () => {
    const applicant = { ...FORM.applicant, name: '\u200b', email: 'a\u200bb@contoh.id' };
    const form = { ...FORM, applicant, project: { ...FORM.project, description: 'a\nb\u202ec' } };
    const begun = await post('pemohon', '/v1/applications', { kind: 'pkkpr_berusaha', form });
    expect(told(begun)).toEqual([
      422,
      'form.value /form/applicant/name',
      'form.value /form/applicant/email',
      'form.value /form/project/description',
    ]);
    expect(begun.body.errors[0].message.en).toContain('U+200B');
    const file = await fileAt(office, 'periksa');
    for (const reason of ['\u200b', 'salah\u202e'])
      expect(told(await move(office, 'loket', file.id, 'kembalikan', { reason }))).toEqual([
        422,
        'text.hidden /reason',
      ]);
    const note = await post('loket', `/v1/applications/${file.id}/notes`, { text: '\u2060' });
    expect(told(note)[1]).toBe('text.hidden /text');
    const user = { login: 'tampak', name: 'Uji\u200b Coba', roles: ['loket'] };
    expect(told(await post('admin_data', '/v1/users', user))).toContain('text.hidden /name');
    // Texts of more than one line stay what they are.
    const lines = await move(office, 'loket', file.id, 'kembalikan', { reason: 'satu\ndua' });
    expect(lines.status).toBe(200);
  });

  it('scar: numbers of approvals that read the same were both issued', async () => {
    const issue = async (number: string) => {
      const { id } = await fileAt(office, 'penerbitan');
      return move(office, 'loket', id, 'terbitkan', bodyOfMove('terbitkan', number));
    };
    const number = 'SAMA/x';
    expect((await issue(number)).status).toBe(200);
    for (const same of [
      number,
      number.toLowerCase(),
      number.replace('/', '/ '),
      `${number}\u00a0Z`,
    ]) {
      const wanted = same.endsWith('Z') ? 200 : 409;
      expect([same, (await issue(same)).status]).toEqual([same, wanted]);
    }
    for (const hidden of [`${number}\u200b1`, `\u202e${number}2`, `${number}\n3`])
      expect(told(await issue(hidden))).toEqual([422, 'form.value /papers/surat_keputusan/number']);
  });

  it('issues one of two that take the same number at the same time', async () => {
    const ids = [(await fileAt(office, 'penerbitan')).id, (await fileAt(office, 'penerbitan')).id];
    const issued = await Promise.all(
      ids.map((id, i) =>
        move(office, 'loket', id, 'terbitkan', bodyOfMove('terbitkan', ['DUA/1', 'dua / 1'][i])),
      ),
    );
    expect(issued.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});
