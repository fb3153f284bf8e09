import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** Answers of all cases, one hash a line, from a process of its own. */
function answersOf(seed: number): Promise<string[]> {
  const script = fileURLToPath(new URL('./same-bytes-child.ts', import.meta.url));
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      ['--no-warnings', script, String(seed)],
      { maxBuffer: 1e8 },
      (error, stdout, stderr) =>
        error ? fail(new Error(stderr.slice(-2000))) : done(stdout.trim().split('\n')),
    );
  });
}

describe('the same request', () => {
  test('gives the same bytes in another process, and from files and features in another order', {
    timeout: 120_000,
  }, async () => {
    const [first, again, shuffled] = await Promise.all([answersOf(0), answersOf(0), answersOf(7)]);
    expect(first!.length).toBeGreaterThan(100);
    expect(again).toEqual(first);
    expect(shuffled).toEqual(first);
  });
});
