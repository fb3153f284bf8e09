import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSettings, type Settings } from '../../src/base/settings.ts';
import { type Service, StartFailure, startService } from '../../src/http/index.ts';
import { REQUEST } from './an-app.ts';

const home = mkdtempSync(join(tmpdir(), 'si-pejuang-serve-'));
const said: string[] = [];
let service: Service;

function settings(more: Record<string, string> = {}): Settings {
  const read = readSettings({
    PORT: '0',
    SI_PEJUANG_HOME: home,
    SI_PEJUANG_PLANS: 'test/plans/uji',
    SI_PEJUANG_REQUEST_TIMEOUT_MS: '10000',
    LOG_LEVEL: 'silent',
    ...more,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

beforeAll(async () => {
  service = await startService(settings(), (line) => said.push(line));
});
afterAll(async () => {
  await service.close();
  rmSync(home, { recursive: true });
});

it('listens before its plans are loaded, says what it does, then answers', async () => {
  const health = await (await fetch(`${service.address}/health`)).json();
  expect(health).toMatchObject({ status: 'ok' });
  await service.ready;
  const response = await fetch(`${service.address}/v1/assessments?keep=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(REQUEST),
  });
  expect(response.status).toBe(201);
  const kept = await fetch(service.address + response.headers.get('location'));
  expect(await kept.text()).toBe(await response.text());
  expect(said[0]).toContain('loading plans');
  expect(said.some((line) => line.includes('uji-rdtr'))).toBe(true);
});

it('answers bytes that are no HTTP, and one that never ends, with a problem', async () => {
  const { port } = new URL(service.address);
  const talk = (text: string) =>
    new Promise<string>((resolve) => {
      let answer = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
      socket.on('data', (bytes) => {
        answer += bytes;
      });
      socket.on('error', () => resolve(answer));
      socket.on('close', () => resolve(answer));
    });
  expect(await talk('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400[\s\S]*problem\+json/);
  const long = `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`;
  expect(await talk(long)).toMatch(/^HTTP\/1\.1 431[\s\S]*problem\+json/);
});

it('says why it cannot start', async () => {
  const { port } = new URL(service.address);
  await expect(startService(settings({ PORT: port }), () => {})).rejects.toThrow(StartFailure);
  await expect(startService(settings({ PORT: port }), () => {})).rejects.toThrow(/PORT/);
  const empty = await startService(
    settings({ SI_PEJUANG_PLANS: 'test/base', SI_PEJUANG_HOME: join(home, 'b') }),
    () => {},
  );
  await expect(empty.ready).rejects.toThrow(/SI_PEJUANG_PLANS/);
  await empty.close();
});

/** Sends a head, and the body once it may; gives all that came back. */
async function sendLarge(bytes: number, expects: boolean): Promise<string> {
  const { port } = new URL(service.address);
  const socket = connect(Number(port), '127.0.0.1');
  const { promise, resolve } = Promise.withResolvers<string>();
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk;
    if (heard.includes('HTTP/1.1 413') && heard.includes('body.too_large')) resolve(heard);
  });
  socket.on('error', (error) => resolve(`${heard}${error.message}`));
  socket.on('close', () => resolve(`${heard}closed`));
  const expect = expects ? 'expect: 100-continue\r\n' : '';
  socket.write(
    `POST /v1/assessments HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${expect}content-length: ${bytes}\r\n\r\n`,
  );
  if (!expects) {
    // Slowly enough that the answer comes while it still sends.
    for (let sent = 0; sent < bytes && socket.writable; sent += 1_000_000) {
      socket.write('x'.repeat(Math.min(1_000_000, bytes - sent)));
      await new Promise((next) => setTimeout(next, 20));
    }
  }
  const answer = await promise;
  socket.destroy();
  return answer;
}

it('scar: who sends too much hears so while sending, and before sending where that is asked first', async () => {
  for (let i = 0; i < 5; i++) {
    const answer = await sendLarge(90_000_000, false);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).not.toMatch(/closed|ECONN|EPIPE/);
  }
  expect(await sendLarge(90_000_000, true)).toMatch(/^HTTP\/1\.1 413 /);
});

it('goes on where the database of a server is down, and stops where its address is wrong', async () => {
  const lines: string[] = [];
  const start = (url: string) =>
    startService(settings({ DATABASE_URL: url }), (line) => lines.push(line));
  const down = await start('postgres://127.0.0.1:1/none');
  await down.ready;
  const response = await fetch(`${down.address}/v1/plans`);
  expect(response.status).toBe(200);
  expect(lines.some((line) => line.includes('DATABASE_URL'))).toBe(true);
  await down.close();
  const wrong = await start('postgres://u:secret@no-such-host.invalid/d');
  const failure: Error = await wrong.ready.then(
    () => new Error('it started'),
    (error) => error,
  );
  expect(failure).toBeInstanceOf(StartFailure);
  expect(failure.message).toContain('DATABASE_URL');
  expect(failure.message).not.toContain('secret');
  await wrong.close();
});

it('makes its key at the first start, and does not start with one that cannot be used', async () => {
  await service.ready;
  const response = await fetch(`${service.address}/.well-known/jwks.json`);
  const { keys } = (await response.json()) as { keys: object[] };
  expect(keys).toHaveLength(1);
  const bad = join(home, 'bad.pem');
  writeFileSync(bad, 'rahasia');
  const failing = await startService(settings({ SI_PEJUANG_SIGNING_KEY: bad }), () => {});
  await expect(failing.ready).rejects.toThrow(StartFailure);
  await expect(failing.ready).rejects.toThrow(/Ed25519/);
  await failing.close();
});
