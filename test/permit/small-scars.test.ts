import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { embeddedPlace } from '../database/databases.ts';
import { move, openOffice, PASSWORD, type TestOffice } from './an-office.ts';
import { fileAt } from './files-at-stages.ts';

const place = embeddedPlace();
let office: TestOffice;
let id = '';
beforeAll(async () => {
  office = await openOffice(place);
  office.at('2026-02-02T09:00:00+08:00');
  id = (await fileAt(office, 'periksa')).id;
});
afterAll(() => office.close());

const post = (who: string | null, url: string, payload: object) =>
  office.ask(who, { method: 'POST', url, payload });
const told = (answer: Awaited<ReturnType<typeof post>>) => [
  answer.status,
  ...answer.body.errors.map((e: { code: string; pointer: string }) => `${e.code} ${e.pointer}`),
];

it.each([
  '/login/oidc',
  '/login/oidc/callback?code=x',
])('scar: %s was nothing at this address where no provider is set', async (url) => {
  const answer = await office.ask(null, { url });
  expect(told(answer)).toEqual([404, 'oidc.unset ']);
  expect(answer.body.errors[0].message.en).toContain('SI_PEJUANG_OIDC_ISSUER');
});

it('scar: a wrong old password said that nobody is logged in', async () => {
  const change = (old: string, next: string) => post('pupr', '/v1/session/password', { old, next });
  expect(told(await change('salah salah salah', 'kain tenun ikat sabu'))).toEqual([
    422,
    'password.old /old',
  ]);
  expect(told(await change('salah salah salah', 'pendek'))).toEqual([
    422,
    'password.old /old',
    'password.short /next',
  ]);
  // Guesses at the old one are counted as those of a log-in are.
  for (let i = 0; i < 2; i++) await change('salah salah salah', 'kain tenun ikat sabu');
  expect((await change(PASSWORD.slice(1), 'kain tenun ikat sabu')).status).toBe(429);
});

it('scar: one message took notes of 10000 characters, another of 5000', async () => {
  const note = (text: string) => post('loket', `/v1/applications/${id}/notes`, { text });
  for (const length of [5001, 10_001]) {
    const answer = await note('x'.repeat(length));
    expect(told(answer)).toEqual([422, 'type /text']);
    expect(answer.body.errors[0].message.en).toContain('at most 5000 characters');
  }
  expect(told(await note(' '))).toEqual([422, 'note.text /text']);
  expect((await note('x'.repeat(5000))).status).toBe(200);
});

it('scar: half of a character was kept', async () => {
  const answer = await office.ask('loket', {
    method: 'POST',
    url: `/v1/applications/${id}/notes`,
    headers: { 'content-type': 'application/json' },
    payload: '{"text":"a\\ud800b"}',
  });
  expect(told(answer)).toEqual([400, 'text.surrogate ']);
  const whole = await post('loket', `/v1/applications/${id}/notes`, { text: 'peta 🗺' });
  expect(whole.body.text).toBe('peta 🗺');
});

it('scar: an id that is none of the stream’s was taken for none at all', async () => {
  const headers = { 'last-event-id': 'kemarin' };
  expect(told(await office.ask('loket', { url: '/v1/events', headers }))).toEqual([
    400,
    'events.place ',
  ]);
});

it('scar: the README named four of six scopes', async () => {
  const readme = readFileSync('README.md', 'utf8');
  const answer = await post('admin_data', '/v1/keys', { name: 'x', scopes: ['x'] });
  const { en } = answer.body.errors[0].message as { en: string };
  const scopes = en.match(/\w+:\w+/g)!;
  expect(scopes).toHaveLength(6);
  for (const scope of scopes) expect(readme).toContain(`\`${scope}\``);
});

it('scar: a downloaded document had a name without an ending', async () => {
  const { documents } = (await office.ask('loket', { url: `/v1/applications/${id}` })).body;
  const [one] = documents as { id: string; kind: string; sha256: string }[];
  const got = await office.ask('loket', { url: `/v1/applications/${id}/documents/${one!.id}` });
  expect(got.headers['content-disposition']).toBe(
    `attachment; filename="${one!.kind}-${one!.sha256.slice(0, 8)}.pdf"`,
  );
});

it('scar: who decides had no last day, although the whole has one', async () => {
  const file = await fileAt(office, 'keputusan');
  const read = await office.ask('pupr', { url: `/v1/applications/${file.id}` });
  const whole = read.body.clock.parts.find((p: { part: string }) => p.part === 'keseluruhan');
  const { items } = (await office.ask('kepala_dinas', { url: '/v1/work?limit=100' })).body;
  const item = items.find((i: { id: string }) => i.id === file.id);
  expect(item.dueOn).toMatch(/^2026-\d\d-\d\d$/);
  expect(item.dueOn).toBe(whole.due.day);
});

it('scar: an empty body of an application was told to send a parcel', async () => {
  const answer = await office.ask('pemohon', {
    method: 'POST',
    url: '/v1/applications',
    headers: { 'content-type': 'application/json' },
    payload: '',
  });
  expect(told(answer)).toEqual([400, 'json.missing ']);
  expect(answer.body.errors[0].message.en).toBe(
    'The body is empty. Send a JSON object, such as {"kind": …}; its fields: kind, form, request, facts.',
  );
});

it('scar: a stay of a second was 0.000011574 days long', async () => {
  office.at('2026-02-02T09:00:01+08:00');
  await move(office, 'loket', id, 'nyatakan_lengkap');
  const at = '/v1/statistics?by=kind';
  const { durations } = (await office.ask('kepala_dinas', { url: at })).body;
  const days = durations.flatMap((d: { medianDays: number; p90Days: number }) => [
    d.medianDays,
    d.p90Days,
  ]) as number[];
  expect(days.length).toBeGreaterThan(0);
  for (const n of days) expect(String(n)).toMatch(/^\d+(\.\d{1,2})?$/);
  const csv = await office.ask('kepala_dinas', { url: `${at}&format=csv&table=durations` });
  expect(csv.body).not.toMatch(/\.\d{3}/);
});

it('scar: erasing whose file is under way was answered as a fault of the request', async () => {
  const erase = await post('pemohon', `/v1/applications/${id}/person/erasure`, { reason: 'minta' });
  expect(told(erase)).toEqual([409, 'person.open ']);
});
