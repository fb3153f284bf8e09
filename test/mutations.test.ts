import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/**
 * A child process, since a broken engine is put in by a module hook. In two halves, so that both run at once.
 */
function run(part: string): Promise<{ code: number; said: string }> {
  const script = fileURLToPath(new URL('./mutations/run.ts', import.meta.url));
  return new Promise((done) => {
    execFile(
      process.execPath,
      ['--no-warnings', script, '--part', part],
      { maxBuffer: 1e8 },
      (error, stdout, stderr) => done({ code: error ? 1 : 0, said: stdout + stderr }),
    );
  });
}

describe('a rule that is broken on purpose', () => {
  it('is noticed by a case worked by hand', { timeout: 120_000 }, async () => {
    const halves = await Promise.all([run('1/2'), run('2/2')]);
    const missed = halves.flatMap(({ said }) =>
      said.split('\n').filter((line) => line.startsWith('NOT ')),
    );
    expect(missed).toEqual([]);
    expect(halves.map((half) => (half.code === 0 ? '' : half.said.slice(-2000)))).toEqual(['', '']);
  });
});
