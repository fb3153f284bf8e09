import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SOURCE = fileURLToPath(new URL('../../src/database/folder-lock.ts', import.meta.url));
const HOLDER = `
  const { lockFolder } = await import(${JSON.stringify(SOURCE)});
  try {
    await lockFolder(process.argv[1]);
    console.log('held');
    setInterval(() => {}, 1000);
  } catch (error) {
    console.log('refused: ' + error.message);
  }
`;

let folder: string;
let children: ChildProcess[];

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'si-pejuang-lock-')), 'database');
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(join(folder, '..'), { recursive: true });
});

/** A process that asks for the lock, and what it says. */
async function ask(): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [said] = (await once(child.stdout!, 'data')) as [Buffer];
  return { child, said: said.toString().trim() };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('the lock of an embedded database, between real processes', () => {
  it('refuses the second with a sentence that names the first', async () => {
    const first = await ask();
    expect(first.said).toBe('held');
    const second = await ask();
    expect(second.said).toContain(`in use by process ${first.child.pid}; stop that one`);
  });

  it('is taken over from a process that was killed', async () => {
    const first = await ask();
    await kill(first.child);
    expect((await ask()).said).toBe('held');
  });

  it.runIf(process.platform === 'linux')(
    'is taken over where the number of the killed process has gone to another one',
    async () => {
      const first = await ask();
      await kill(first.child);
      const lock = readFileSync(`${folder}.lock`, 'utf8');
      const other = spawn('sleep', ['60']);
      children.push(other);
      writeFileSync(`${folder}.lock`, lock.replace(/^\d+/, String(other.pid)));
      expect((await ask()).said).toBe('held');
    },
  );

  it('respects a lock of an earlier version, which holds the number only', async () => {
    const other = spawn('sleep', ['60']);
    children.push(other);
    writeFileSync(`${folder}.lock`, String(other.pid));
    expect((await ask()).said).toContain(`in use by process ${other.pid}`);
  });

  it('goes to one only where eight ask at once for the lock of a dead one', async () => {
    await kill((await ask()).child);
    const asked = await Promise.all(Array.from({ length: 8 }, ask));
    expect(asked.filter(({ said }) => said === 'held')).toHaveLength(1);
  });
});
