import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../scripts/try-crashes.ts', import.meta.url));
const KILLS = 3;

/** The service as a process, killed while clients write; a hundred kills are tried by hand. */
describe('a service that is killed while people work', () => {
  const law = (database: string) => async () => {
    const argv = [SCRIPT, '--database', database, '--kills', String(KILLS), '--seed', '7'];
    const { stdout } = await promisify(execFile)(process.execPath, argv);
    expect(stdout.match(/^kill \d+/gm)).toHaveLength(KILLS);
    expect(stdout).toMatch(/[1-9]\d* writes acknowledged/);
    expect(stdout).toMatch(/violations: 0\n$/);
  };
  it('has all that it acknowledged, and nothing half done (embedded)', law('embedded'), 300_000);
  it.runIf(process.env.SI_PEJUANG_TEST_DATABASE_URL)(
    'has all that it acknowledged, and nothing half done (PostgreSQL)',
    law('postgresql'),
    300_000,
  );
});
