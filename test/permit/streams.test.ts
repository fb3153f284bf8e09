import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NO_PERMIT_SETTINGS } from '../../src/base/permit-settings.ts';
import { embeddedPlace } from '../database/databases.ts';
import { openOffice, PASSWORD, type TestOffice } from './an-office.ts';

/** How many streams of events stay open, and when they end. */
const place = embeddedPlace();
let office: TestOffice;
let address = '';
beforeAll(async () => {
  const permit = { ...NO_PERMIT_SETTINGS, streams: { all: 3, each: 2 } };
  office = await openOffice(place, { settings: { permit } });
  address = await office.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => office.close());

const logIn = async (login: string) => {
  const payload = { login, password: PASSWORD };
  const answer = await office.app.inject({ method: 'POST', url: '/v1/session', payload });
  return String(answer.headers['set-cookie']).split(';')[0]!;
};

async function follow(cookie: string) {
  const stop = new AbortController();
  const options = { headers: { cookie }, signal: stop.signal };
  const answer = await fetch(`${address}/v1/events`, options);
  const body = answer.status === 200 ? null : await answer.json();
  return { answer, body, stop: () => stop.abort() };
}

/** Asks until there is room: that somebody has gone is seen a moment later. */
async function followSoon(cookie: string) {
  for (let left = 100; ; left--) {
    const stream = await follow(cookie);
    if (stream.answer.status === 200 || left === 0) return stream;
    await sleep(20);
  }
}

it('a user has so many streams, all users together so many more; who goes makes room', async () => {
  const [loket, pupr] = [await logIn('loket'), await logIn('pupr')];
  const [one, two] = [await follow(loket), await follow(loket)];
  expect([one.answer.status, two.answer.status]).toEqual([200, 200]);
  const third = await follow(loket);
  expect(third.answer.status).toBe(429);
  expect(third.answer.headers.get('retry-after')).toBe('30');
  expect(third.body).toMatchObject({ errors: [{ code: 'streams.own' }] });
  const other = await follow(pupr);
  expect(other.answer.status).toBe(200);
  expect((await follow(pupr)).body).toMatchObject({ errors: [{ code: 'streams.all' }] });
  one.stop();
  const again = await followSoon(pupr);
  expect(again.answer.status).toBe(200);
  for (const stream of [two, other, again]) stream.stop();
});

it('who goes while it is looked up who asks is not counted for ever', async () => {
  const cookie = await logIn('loket');
  const { port } = new URL(address);
  for (let i = 0; i < 6; i++) {
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`GET /v1/events HTTP/1.1\r\nhost: a\r\ncookie: ${cookie}\r\n\r\n`);
    setImmediate(() => socket.resetAndDestroy());
    await once(socket, 'close');
  }
  const stream = await followSoon(cookie);
  expect(stream.answer.status).toBe(200);
  stream.stop();
});

it('a stream ends with its session', async () => {
  const cookie = await logIn('fpr');
  const { answer } = await followSoon(cookie);
  const headers = { cookie, 'sec-fetch-site': 'same-origin' };
  await office.app.inject({ method: 'DELETE', url: '/v1/session', headers });
  // It does not resolve while the stream is open.
  expect(await answer.text()).toContain('event: open');
});

it('streams do not hold up a stop of the service', async () => {
  const { answer } = await followSoon(await logIn('loket'));
  const ended = answer.text().catch(() => 'ended');
  await office.app.close();
  expect(await ended).toContain('e');
});
