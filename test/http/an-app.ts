import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { NO_PERMIT_SETTINGS } from '../../src/base/permit-settings.ts';
import { type Database, openDatabase } from '../../src/database/index.ts';
import { type AppOptions, buildApp } from '../../src/http/index.ts';
import { copyEmbedded } from '../database/databases.ts';
import { storeOf } from '../request/a-store.ts';

export const SETTINGS = {
  bodyLimit: 8_388_608,
  requestTimeoutMs: 5000,
  logLevel: 'silent',
  home: join(tmpdir(), 'si-pejuang-unused'),
  publicUrl: 'https://pejuang.example',
  signingKey: null,
  permit: NO_PERMIT_SETTINGS,
} as const;

/** 15 January 2026, 09:30 in WITA. */
export const NOW = new Date('2026-01-15T01:30:00Z');

export interface TestApp {
  readonly app: FastifyInstance;
  readonly database: Database;
  readonly close: () => Promise<void>;
}

/** An app on the plans of test/plans, with an embedded database of its own. */
export async function openApp(more: Partial<AppOptions> = {}): Promise<TestApp> {
  const home = mkdtempSync(join(tmpdir(), 'si-pejuang-http-'));
  await copyEmbedded(home);
  const database = openDatabase({ url: null, home });
  const store = more.store ?? (await storeOf('uji', 'uji-draft'));
  const app = buildApp({
    settings: { ...SETTINGS, home },
    now: () => NOW,
    ...more,
    store,
    database,
  });
  await app.ready();
  const close = async () => {
    await app.close();
    await database.close();
    rmSync(home, { recursive: true });
  };
  return { app, database, close };
}

export { REQUEST } from './a-request.ts';
