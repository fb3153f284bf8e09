import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { openInThread } from '../../src/database/embedded-client.ts';
import { embeddedPlace } from './databases.ts';

const CHILD = fileURLToPath(new URL('./power-cut-child.ts', import.meta.url));

function writeAndCut(folder: string, left: string, seed: number): Promise<number> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [CHILD, folder, left, String(seed)], (error, out, err) => {
      if (error?.signal === 'SIGKILL' && /^\d+\n$/.test(out)) resolve(Number(out));
      else reject(new Error(`${error?.message} ${err}`));
    });
  });
}

describe.runIf(process.platform === 'linux')('an embedded database after a power cut', () => {
  const place = embeddedPlace();
  const lefts = mkdtempSync(join(tmpdir(), 'si-pejuang-cut-'));
  afterAll(() => rmSync(lefts, { recursive: true }));

  it.each([
    1, 2, 3,
  ])('has every write that was acknowledged, and nothing else (seed %i)', async (seed) => {
    const { home } = await place.bare();
    const left = join(lefts, String(seed));
    const acknowledged = await writeAndCut(join(home, 'database'), left, seed);
    const pool = await openInThread(left, 60_000);
    const client = await pool.connect();
    const ask = async (sql: string) => (await client.query(sql, [])).rows;
    expect(await ask('select count(*) as n, max(n) as last from written')).toEqual([
      { n: acknowledged, last: acknowledged - 1 },
    ]);
    expect(
      await ask("select count(*) as n from written where n % 7 = 0 and text <> 'changed'"),
    ).toEqual([{ n: 0 }]);
    // By the index as by the table.
    await ask('set enable_seqscan = off');
    expect(await ask('select n from written order by n')).toHaveLength(acknowledged);
    client.release();
    await pool.end();
  });
});
