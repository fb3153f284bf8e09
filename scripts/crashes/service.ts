import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');

/** How long a start may take on a busy machine, ms. */
const LONGEST_START_MS = 120_000;

/** Where a service lives: its environment, which every start and every command gets. */
export type Home = Readonly<Record<string, string>>;

export interface Service {
  readonly child: ChildProcess;
  readonly base: string;
  /** Settles with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** What it said so far, for the report of a violation. */
  readonly said: readonly string[];
}

/**
 * Starts `serve` as people do. Gives the service once its plans and its database are ready, or null where
 * it was killed after `killAfterMs`, before it was. Throws where it ends by itself.
 */
export async function start(home: Home, killAfterMs: number | null): Promise<Service | null> {
  const env = { ...process.env, ...home, PORT: '0', HOST: '127.0.0.1' };
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  const ready = Promise.withResolvers<string>();
  let base = '';
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      said.push(line);
      base ||= /http:\/\/[\d.:]+/.exec(line)?.[0] ?? '';
      if (line.includes('database ready')) ready.resolve(base);
    });
  }
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 0));
  });
  const killed = killAfterMs === null ? new Promise<null>(() => {}) : sleep(killAfterMs, null);
  const late = sleep(LONGEST_START_MS, 'late' as const, { ref: false });
  const first = await Promise.race([ready.promise.then(() => 'ready'), killed, ended, late]);
  if (first === 'ready') return { child, base, ended, said };
  child.kill('SIGKILL');
  await ended;
  if (first === null) return null;
  throw new Error(`the service did not start (${first}):\n${said.join('\n')}`);
}

export async function stop({ child, ended }: Service, signal: 'SIGKILL' | 'SIGTERM') {
  child.kill(signal);
  return ended;
}

/** Runs a command of the command line; gives its exit code and all that it printed. */
export function command(
  home: Home,
  argv: readonly string[],
  input = '',
): Promise<{ readonly code: number; readonly text: string }> {
  const child = spawn(process.execPath, [MAIN, ...argv], { env: { ...process.env, ...home } });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk;
    });
  }
  child.stdin.end(input);
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code: code ?? 1, text }));
  });
}
