import { afterAll, beforeAll, expect, it } from 'vitest';
import { NO_PERMIT_SETTINGS } from '../../src/base/permit-settings.ts';
import { claimDue } from '../../src/permit/outbox/claim.ts';
import { settle } from '../../src/permit/outbox/settle.ts';
import { onBoth } from '../database/databases.ts';
import { openOffice, type TestOffice } from './an-office.ts';
import { fileAt } from './files-at-stages.ts';

onBoth((place) => {
  let office: TestOffice;
  beforeAll(async () => {
    const permit = { ...NO_PERMIT_SETTINGS, webhookNetworks: ['10.1.0.0/16'] };
    office = await openOffice(place, { settings: { permit } });
  });
  afterAll(() => office.close());

  const ask = (method: 'GET' | 'POST' | 'DELETE', path = '', payload?: object) =>
    office.ask('admin_data', {
      method,
      url: `/v1/webhooks${path}`,
      ...(payload && { payload }),
    });

  it.each([
    ['https://169.254.169.254/x', ['webhook.address']],
    ['http://127.0.0.1:9000/', ['webhook.address']],
    ['http://localhost:9000/', ['webhook.address']],
    ['https://[::1]/', ['webhook.address']],
    ['http://1.1.1.1/', ['webhook.url']],
    ['https://1.1.1.1/', []],
    ['http://10.1.2.3/', []],
    // Looked up only when something is sent: it may stand in our own network.
    ['http://intranet/', []],
    ['https://contoh.id/', []],
  ])('scar: %s was taken in without a word, and never served', async (url, wanted) => {
    const { status, body } = await ask('POST', '', { url, topics: ['*'] });
    const codes = body.warnings.map((w: { code: string }) => w.code);
    expect([status, codes]).toEqual([200, wanted]);
    await ask('DELETE', `/${body.id}`);
  });

  it('scar: neither the list nor a replay said why an event waits', async () => {
    const { body } = await ask('POST', '', { url: 'https://contoh.id/', topics: ['*'] });
    await fileAt(office, 'periksa');
    const db = await office.database.ready();
    const now = new Date();
    const claimed = await claimDue(db, now.getTime(), 10);
    expect(claimed).toHaveLength(1);
    await settle(db, claimed[0]!, 'The host contoh.id cannot be found.', now, '-');
    const listed = (await ask('GET')).body.webhooks.find((w: { id: string }) => w.id === body.id);
    const why = 'The host contoh.id cannot be found.';
    expect(listed).toMatchObject({ waiting: 2, dead: 0, lastError: why });
    expect(Date.parse(listed.nextTryAt) - now.getTime()).toBeGreaterThan(6_000);
    expect(Date.parse(listed.nextTryAt) - now.getTime()).toBeLessThan(13_000);
    const replayed = await ask('POST', `/${body.id}/replay`);
    expect(replayed.body).toMatchObject({ replayed: 0, waiting: 2, lastError: why });
    expect(replayed.body.nextTryAt).toBe(listed.nextTryAt);
  });
});
