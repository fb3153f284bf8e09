import { afterAll, beforeAll, expect, it } from 'vitest';
import { embeddedPlace } from '../database/databases.ts';
import {
  DOCUMENTS,
  move,
  openOffice,
  PARTIAL_REQUEST,
  type TestOffice,
  upload,
} from './an-office.ts';
import { draft } from './files-at-stages.ts';

const place = embeddedPlace();
let office: TestOffice;
beforeAll(async () => {
  office = await openOffice(place);
  office.at('2026-02-02T09:00:00+08:00');
});
afterAll(() => office.close());

const save = (id: string, date: unknown) =>
  office.ask('pemohon', {
    method: 'PATCH',
    url: `/v1/applications/${id}`,
    payload: { request: { ...PARTIAL_REQUEST, date } },
  });
const requestOf = async (id: string) =>
  (await office.ask('pemohon', { url: `/v1/applications/${id}` })).body.request;

it.each([
  ['2199-01-01', ['date.unused']],
  ['0000-00-00', ['date.unused', 'date.invalid']],
  [20260101, ['date.unused', 'date.invalid']],
  [null, []],
])('scar: a draft that names the day %s was kept without a word', async (date, codes) => {
  const saved = await save(await draft(office), date);
  expect(saved.status).toBe(200);
  expect(saved.body.warnings.map((w: { code: string }) => w.code)).toEqual(codes);
  for (const { pointer } of saved.body.warnings) expect(pointer).toBe('/request/date');
});

it('scar: a file that was judged today said another day', async () => {
  const id = await draft(office);
  for (const kind of DOCUMENTS) await upload(office, 'pemohon', id, kind);
  await save(id, '0000-00-00');
  expect((await move(office, 'pemohon', id, 'ajukan')).status).toBe(200);
  expect(await requestOf(id)).toEqual({ ...PARTIAL_REQUEST, date: '2026-02-02' });
  office.at('2026-02-03T09:00:00+08:00');
  const again = await office.ask('pupr', {
    method: 'POST',
    url: `/v1/applications/${id}/recheck`,
    payload: {},
  });
  expect(again.status).toBe(200);
  expect((await requestOf(id)).date).toBe('2026-02-03');
  office.at('2026-02-02T09:00:00+08:00');
});
