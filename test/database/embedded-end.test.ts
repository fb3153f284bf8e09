import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { findAssessment, keepAssessment, openDatabase } from '../../src/database/index.ts';
import { embeddedPlace } from './databases.ts';

const place = embeddedPlace();
const ROW = {
  id: 'a1',
  created_at: '2026-01-15T08:00:00+08:00',
  plan_id: null,
  plan_hash: null,
  date: '2026-01-15',
  engine: '0.1.0',
  verdict: null,
  request: '{}',
  answer: '{}',
  geojson: '{}',
};

it('an embedded database that gives up is opened anew, with all that was acknowledged', async () => {
  const options = await place.fresh();
  const database = openDatabase(options);
  const db = await database.ready();
  await keepAssessment(db, ROW);
  // The disk no longer takes its log.
  const log = join(options.home, 'database', 'pg_wal');
  renameSync(log, `${log}.away`);
  await expect(
    sql`select pg_switch_wal()`.execute(db).then(() => keepAssessment(db, { ...ROW, id: 'a2' })),
  ).rejects.toThrow();
  await expect(keepAssessment(db, { ...ROW, id: 'a3' })).rejects.toThrow();
  renameSync(`${log}.away`, log);
  while (database.state() === 'ready') await sleep(10);
  let again = await database.ready();
  while (again === db) {
    await sleep(10);
    again = await database.ready();
  }
  expect((await findAssessment(again, 'a1'))?.id).toBe('a1');
  await keepAssessment(again, { ...ROW, id: 'a4' });
  expect((await findAssessment(again, 'a4'))?.id).toBe('a4');
  await database.close();
});
