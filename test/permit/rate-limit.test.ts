import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_PERMIT_SETTINGS } from '../../src/base/permit-settings.ts';
import { embeddedPlace } from '../database/databases.ts';
import { openOffice, type TestOffice } from './an-office.ts';

/** Log-ins and receipts that one address may try in a minute. */
const LIMITS = { login: 20, track: 60 };

describe.each([
  ['without a proxy', []],
  ['behind a proxy that is trusted', ['127.0.0.1/32']],
] as const)('how often one may ask %s', (_, trustProxy) => {
  const place = embeddedPlace();
  const trusted = trustProxy.length > 0;
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(place, {
      settings: { permit: { ...NO_PERMIT_SETTINGS, trustProxy } },
    });
  });
  afterAll(() => office.close());

  const guess = (remoteAddress: string, forwarded?: string) =>
    office.app.inject({
      method: 'POST',
      url: '/v1/session',
      remoteAddress,
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
      // Lacks all: what is counted is that it was tried.
      payload: {},
    });
  const many = async (count: number, ask: (n: number) => ReturnType<typeof guess>) => {
    const statuses: number[] = [];
    for (let n = 0; n < count; n++) statuses.push((await ask(n)).statusCode);
    return statuses;
  };

  it('ends guesses of one address, and of that one alone', async () => {
    const all = await many(LIMITS.login, () => guess('198.51.100.1'));
    expect(new Set(all)).toEqual(new Set([422]));
    const more = await guess('198.51.100.1');
    expect(more.statusCode).toBe(429);
    expect(more.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(Number(more.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(more.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(more.json()).toMatchObject({ status: 429, errors: [{ code: 'too_many' }] });
    expect((await guess('198.51.100.2')).statusCode).toBe(422);
  });

  it(
    trusted ? 'counts those apart whom the proxy names' : 'counts no address that a caller made up',
    async () => {
      const statuses = await many(LIMITS.login + 1, (n) => guess('127.0.0.1', `203.0.113.${n}`));
      expect(statuses.at(-1)).toBe(trusted ? 422 : 429);
      if (!trusted) return;
      // One of them is one, and what it writes before its own address is not believed.
      const made = await many(LIMITS.login, (n) =>
        guess('127.0.0.1', `192.0.2.${n}, 203.0.113.99`),
      );
      expect(new Set(made)).toEqual(new Set([422]));
      expect((await guess('127.0.0.1', '203.0.113.99')).statusCode).toBe(429);
      // Who is no proxy cannot play one.
      const direct = await many(LIMITS.login + 1, (n) => guess('198.51.100.9', `203.0.113.${n}`));
      expect(direct.at(-1)).toBe(429);
    },
  );

  it.each([
    '/v1/track/000-000-000',
    '/track?receipt=000-000-000',
  ])('ends guesses of receipts: %s', async (url) => {
    const ask = () => office.app.inject({ url, remoteAddress: '198.51.100.3' });
    const statuses = await many(LIMITS.track, ask);
    expect(statuses).not.toContain(429);
    const more = await ask();
    expect(more.statusCode).toBe(429);
    expect(more.headers['retry-after']).toBeDefined();
    expect(more.json().errors[0].code).toBe('too_many');
  });
});
