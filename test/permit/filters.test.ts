import { afterAll, beforeAll, expect, it } from 'vitest';
import { embeddedPlace } from '../database/databases.ts';
import { openOffice, type TestOffice } from './an-office.ts';
import { fileAt } from './files-at-stages.ts';

/** A filter that nobody knows is told with those that there are; it never gives an empty list. */
const place = embeddedPlace();
let office: TestOffice;
beforeAll(async () => {
  office = await openOffice(place);
  await fileAt(office, 'periksa');
});
afterAll(() => office.close());

it.each([
  ['loket', '/v1/work?stage=xx', '?stage', 'periksa'],
  ['loket', '/v1/work?stage=pertek_proses', '?stage', 'penilaian'],
  ['loket', '/v1/work?kind=pbg&stage=periksa', '?stage', 'pbg_verifikasi'],
  ['loket', '/v1/work?kind=pkkpr', '?kind', 'pkkpr_berusaha'],
  ['loket', '/v1/work?sort=duedate', '?sort', 'due or since'],
  ['loket', '/v1/work?assigned=you', '?assigned', 'me or nobody'],
  ['loket', '/v1/work?due_by=2026-02-30', '?due_by', '2026-01-31'],
  ['loket', '/v1/work?kelurahan=Atlantis', '?kelurahan', 'Kelurahan Uji'],
  ['loket', '/v1/work?limit=0', '?limit', '1 to 200'],
  ['loket', '/v1/work?stages=periksa', '?stages', 'due_by'],
  ['pemohon', '/v1/applications?stage=draf', '?stage', 'limit, cursor'],
  ['pemohon', '/v1/session?a=1', '?a', 'none'],
  ['pupr', '/v1/work/touched-by-plans?page=2', '?page', 'limit, cursor'],
  ['kepala_dinas', '/v1/statistics?by=kecamatan', '?by', 'kind or kelurahan'],
  ['kepala_dinas', '/v1/statistics?format=xml', '?format', 'json or csv'],
  ['kepala_dinas', '/v1/statistics?format=csv&table=all', '?table', 'volumes or durations'],
  ['kepala_dinas', '/v1/statistics?table=durations', '?table', 'with format=csv only'],
  ['kepala_dinas', '/v1/statistics?from=kemarin', '?from', '2026-01-31'],
  ['kepala_dinas', '/v1/statistics?from=2026-02-01&to=2026-01-01', '?to', '2026-02-01'],
  ['kepala_dinas', '/v1/statistics?year=2026', '?year', 'from, to, by, format'],
  ['admin_data', '/v1/audit?after=x', '?after', 'a whole number'],
  ['admin_data', '/v1/users?role=loket', '?role', 'none'],
  ['admin_data', '/v1/webhooks?topic=x', '?topic', 'none'],
])('%s %s is refused and told what would do', async (who, url, pointer, known) => {
  const { status, body } = await office.ask(who, { url });
  expect([status, body.errors?.[0].pointer]).toEqual([400, pointer]);
  expect(body.errors[0].message.en).toContain(known);
});

it('filters that are known are taken, also where nothing is there today', async () => {
  const found = async (url: string) => {
    const { status, body } = await office.ask('loket', { url });
    return [status, body.items?.length];
  };
  expect(await found('/v1/work?stage=periksa&kind=pkkpr_berusaha')).toEqual([200, 1]);
  expect(await found('/v1/work?kelurahan=Kelurahan%20Uji&sort=since')).toEqual([200, 1]);
  expect(await found('/v1/work?kelurahan=Kelurahan%20Uji&kind=pbg')).toEqual([200, 0]);
  expect(await found('/v1/work?stage=penerbitan')).toEqual([200, 0]);
});

it('a receiver of webhooks that is not there has nothing to send again', async () => {
  const url = '/v1/webhooks/tiada/replay';
  const { status, body } = await office.ask('admin_data', { method: 'POST', url });
  expect([status, body.errors?.[0].code]).toEqual([404, 'webhook.unknown']);
});
