import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { embeddedPlace } from '../database/databases.ts';
import {
  DOCUMENTS,
  FORM,
  move,
  openOffice,
  PARTIAL_REQUEST,
  type TestOffice,
} from './an-office.ts';
import { draft, fileAt } from './files-at-stages.ts';

/** Each was told in several rounds: the first fault hid those behind it. */
const place = embeddedPlace();
let office: TestOffice;
let own = '';
let sent = '';
beforeAll(async () => {
  office = await openOffice(place);
  office.at('2026-02-02T09:00:00+08:00');
  own = await draft(office);
  sent = (await fileAt(office, 'periksa')).id;
});
afterAll(() => office.close());

type Body = InjectOptions['payload'];
type Case = [string, string, () => string, Body, string[]];

it.each<Case>([
  [
    'pemohon',
    'POST',
    () => '/v1/applications',
    { kind: 'imb', form: [], request: 'x', facts: { a: 1 } },
    ['/facts/a', '/form', '/kind', '/request'],
  ],
  [
    'pemohon',
    'POST',
    () => '/v1/applications',
    { kind: 'pbg', form: { land: { needM2: -1 } }, request: { x: 1 }, jenis: 1 },
    ['/form/land/needM2', '/jenis', '/request/x'],
  ],
  [
    'pemohon',
    'PATCH',
    () => `/v1/applications/${own}`,
    { jenis: 1, form: { land: { needM2: -1 } }, facts: { a: 1 } },
    ['/facts/a', '/form/land/needM2', '/jenis'],
  ],
  [
    'admin_data',
    'POST',
    () => '/v1/users',
    { login: 'A B', name: '', roles: ['x'], password: '1' },
    ['/login', '/name', '/password', '/roles'],
  ],
  [
    'admin_data',
    'PATCH',
    () => '/v1/users/loket',
    { roles: [], active: 'ya', password: 'x' },
    ['/active', '/password', '/roles'],
  ],
  [
    'admin_data',
    'POST',
    () => '/v1/keys',
    { name: '', scopes: ['x'], expiresAt: 'besok' },
    ['/expiresAt', '/name', '/scopes'],
  ],
  [
    'admin_data',
    'POST',
    () => '/v1/webhooks',
    { url: 'ftp://x', topics: ['x'] },
    ['/topics', '/url'],
  ],
  [
    'pupr',
    'POST',
    () => `/v1/applications/${sent}/corrections`,
    { stated: { roadClass: 'zz', foo: 1 }, reason: '' },
    ['/reason', '/stated/foo', '/stated/roadClass'],
  ],
  [
    'loket',
    'POST',
    () => `/v1/applications/${sent}/moves`,
    { move: 'kembalikan', facts: 1, alasan: 'x' },
    ['/alasan', '/facts', '/reason'],
  ],
])('scar: %s %s %o was told its faults one by one', async (who, method, url, payload, pointers) => {
  const answer = await office.ask(who, { method: method as 'POST', url: url(), payload });
  const told = answer.body.errors.map((e: { pointer: string }) => e.pointer).sort();
  expect([answer.status, told]).toEqual([422, pointers]);
});

it('scar: the documents that a submission lacks were told in a second round only', async () => {
  const id = await draft(office, 'pemohon', false);
  const form = { applicant: { type: 'perorangan' }, project: { plansBuilding: 'no' } };
  await office.ask('pemohon', {
    method: 'PATCH',
    url: `/v1/applications/${id}`,
    payload: { form },
  });
  const answer = await move(office, 'pemohon', id, 'ajukan');
  const { errors } = answer.body as { errors: { code: string; given?: string; pointer: string }[] };
  expect(answer.status).toBe(422);
  expect(errors.some((e) => e.pointer === '/form/land/address')).toBe(true);
  expect(errors.some((e) => e.pointer === '/request/parcel')).toBe(true);
  const documents = errors.filter((e) => e.code === 'move.document').map((e) => e.given);
  expect(documents).toEqual(expect.arrayContaining(DOCUMENTS.slice(0, 6)));
  // What will be read from the rest of form and request is not asked for by name.
  expect(errors.filter((e) => e.code === 'move.fact')).toEqual([]);
});

it('scar: a draft took a question that no submission can take without a word', async () => {
  const ring = [
    [123.6, -10.17],
    [123.61, -10.17],
  ];
  const request = {
    parcel: { type: 'Polygon', coordinates: [ring] },
    activity: { kbli: '99999' },
    building: { floors: -2 },
  };
  const begun = await office.ask('pemohon', {
    method: 'POST',
    url: '/v1/applications',
    payload: { kind: 'pkkpr_berusaha', form: FORM, request },
  });
  expect(begun.status).toBe(201);
  const told = begun.body.warnings.map((w: { pointer: string }) => w.pointer.split('/')[2]);
  expect(new Set(told)).toEqual(new Set(['parcel', 'activity', 'building']));
  const save = (payload: object) =>
    office.ask('pemohon', {
      method: 'PATCH',
      url: `/v1/applications/${begun.body.id}`,
      payload,
    });
  // What is not there yet is no fault of a draft.
  expect((await save({ request: { activity: { code: 'MINIMARKET' } } })).body.warnings).toEqual([]);
  expect((await save({ request: PARTIAL_REQUEST })).body.warnings).toEqual([]);
  expect((await save({ form: FORM })).body.warnings).toEqual([]);
});
