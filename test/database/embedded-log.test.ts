import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { connectOnly, disconnect } from '../../src/database/connection.ts';
import { embeddedPlace } from './databases.ts';

const place = embeddedPlace();

it('an embedded database that is never closed keeps its log small', async () => {
  const opened = await connectOnly(await place.bare());
  await sql`create table large (text text storage external)`.execute(opened.db);
  for (let round = 0; round < 6; round++) {
    // 16 MB, as much as one file of the log.
    await sql`insert into large select repeat('x', 1000000) from generate_series(1, 16)`.execute(
      opened.db,
    );
    for (let n = 0; n < 60; n++) await sql`select 1`.execute(opened.db);
  }
  const { rows } = await sql`select count(*) as files from pg_ls_waldir()`.execute(opened.db);
  expect((rows[0] as { files: number }).files).toBeLessThanOrEqual(5);
  await disconnect(opened);
});
