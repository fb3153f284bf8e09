import { once } from 'node:events';
import { existsSync, mkdirSync, utimesSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { NO_PERMIT_SETTINGS } from '../../src/base/permit-settings.ts';
import { readSettings } from '../../src/base/settings.ts';
import { openDatabase } from '../../src/database/index.ts';
import { startUpkeep } from '../../src/http/upkeep.ts';
import { appendAudit, headChecker, headFiles, readHead } from '../../src/permit/audit/index.ts';
import { addReceiver, appendEvent } from '../../src/permit/outbox/index.ts';
import { embeddedPlace } from '../database/databases.ts';

const place = embeddedPlace();
const NO_PLANS = { plans: [], failed: [] };
const AT = '2026-02-01T08:00:00+08:00';

it('a running service delivers events, keeps the head of the audit trail, signed by its key, and sweeps', async () => {
  const { home } = await place.fresh();
  const read = readSettings({ SI_PEJUANG_HOME: home });
  if (!read.ok) throw new Error('settings');
  const settings = {
    ...read.value,
    permit: { ...NO_PERMIT_SETTINGS, webhookNetworks: ['127.0.0.1'] },
  };
  const server = http.createServer((_, response) => response.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const requested = once(server, 'request');

  const database = openDatabase({ url: null, home });
  const db = await database.ready();
  await addReceiver(db, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, ['*'], AT);
  await db.transaction().execute(async (tx) => {
    await appendEvent(tx, { topic: 'berkas.tahap', fileId: 'f1', payload: {}, at: AT });
    const entry = { at: AT, actor: 'u1', role: 'r', action: 'a', entity: 'berkas', entityId: 'f1' };
    await appendAudit(tx, { ...entry, reason: null, before: null, after: null });
  });
  const cutOff = join(home, 'documents', '.new-terputus');
  mkdirSync(cutOff, { recursive: true });
  utimesSync(cutOff, 1, 1);
  const said: string[] = [];
  const stop = startUpkeep(database, settings, NO_PLANS, (line) => said.push(line));
  const [request] = (await requested) as [http.IncomingMessage];
  expect(request.headers['si-pejuang-signature']).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);

  let files: string[] = [];
  while (files.length === 0) {
    await sleep(20);
    files = await headFiles(home);
  }
  const checker = await headChecker(home);
  expect(checker.ok && (await readHead(files[0]!, checker.value))).toMatchObject({
    ok: true,
    value: { seq: 1 },
  });
  while (existsSync(cutOff)) await sleep(20);
  await stop();
  await database.close();
  server.close();
  expect(said).toEqual([]);
});

it('a database that is down at the start is told once, and tried again', async () => {
  const { home } = await place.fresh();
  const read = readSettings({ SI_PEJUANG_HOME: home });
  if (!read.ok) throw new Error('settings');
  const mail = { url: 'smtp://127.0.0.1:1', from: 'si-pejuang@contoh.id' };
  const settings = { ...read.value, permit: { ...NO_PERMIT_SETTINGS, mail } };
  const database = openDatabase({ url: 'postgres://127.0.0.1:1/none', home });
  const told = Promise.withResolvers<string>();
  const said: string[] = [];
  const stop = startUpkeep(database, settings, NO_PLANS, (line) => {
    said.push(line);
    told.resolve(line);
  });
  expect(await told.promise).toContain('upkeep postponed');
  await stop();
  await database.close();
  expect(said).toHaveLength(1);
});
