import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Bench } from './bench.ts';
import { shown, table } from './measure.ts';

/**
 * From `npm start` (its process, without npm itself) to the first answer of an assessment, with
 * snapshots in place; asked every few milliseconds from the first on. Beside it the least that any
 * such service takes: a Fastify of one route in the same runtime. Checked: the answer is one of the
 * demonstration plan.
 */
export const bench: Bench = {
  name: 'start',
  about: 'from the start of the process to the first answer, bare Fastify beside it',
  run,
};

const ROOT = join(import.meta.dirname, '..');
const MAIN = join(ROOT, 'src/cli/main.ts');
const STARTS = 7;
/** Pause between two questions, ms. */
const PAUSE_MS = 5;
/** No start takes longer, ms; the first one makes snapshots. */
const PATIENCE_MS = 300_000;

const BARE = `
import { fastify } from 'fastify';
const app = fastify();
app.post('/v1/assessments', async () => ({ plan: { id: 'kupang-rdtr' } }));
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
`;

const QUESTION = JSON.stringify({
  wkt: 'POLYGON((123.6 -10.17, 123.6003 -10.17, 123.6003 -10.1703, 123.6 -10.1703, 123.6 -10.17))',
  activity: { kbli: '47111' },
});

interface Start {
  readonly listeningMs: number;
  readonly answerMs: number;
  /** Of all threads of the process, until the first answer. */
  readonly cpuMs: number | null;
}

async function run(): Promise<unknown> {
  const home = mkdtempSync(join(tmpdir(), 'si-pejuang-bench-'));
  try {
    const service = [MAIN, 'serve'];
    const first = await start(service, home);
    const figures = {
      'from a snapshot': await starts(service, home),
      'bare Fastify': await starts(['--input-type=module', '--eval', BARE], home),
    };
    const lines = [['', 'first answer ms', 'min', 'max', 'cpu ms', 'listening ms']];
    for (const [name, row] of Object.entries(figures)) {
      const columns = [row.median, row.min, row.max, row.cpu, row.listening];
      lines.push([name, ...columns.map((v) => (v === null ? '-' : shown(v)))]);
    }
    console.log(table(lines));
    console.log(`without snapshots, the first start of all: ${shown(first.answerMs)} ms`);
    return { ...figures, firstOfAllMs: first.answerMs };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function starts(args: readonly string[], home: string) {
  const all: Start[] = [];
  for (let i = 0; i < STARTS; i++) all.push(await start(args, home));
  const middle = (list: number[]) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]!;
  const answers = all.map((s) => s.answerMs);
  const cpu = all.flatMap((s) => s.cpuMs ?? []);
  return {
    median: middle(answers),
    min: Math.min(...answers),
    max: Math.max(...answers),
    cpu: cpu.length > 0 ? middle(cpu) : null,
    listening: middle(all.map((s) => s.listeningMs)),
  };
}

async function start(args: readonly string[], home: string): Promise<Start> {
  const port = await freePort();
  const begin = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PORT: String(port), SI_PEJUANG_HOME: home, LOG_LEVEL: 'silent' },
  });
  try {
    let listeningMs = 0;
    for (;;) {
      const answer = await ask(port);
      const now = performance.now() - begin;
      if (answer !== null && listeningMs === 0) listeningMs = now;
      if (answer?.status === 200) {
        if (answer.plan !== 'kupang-rdtr') throw new Error(`answered for ${answer.plan}`);
        return { listeningMs, answerMs: now, cpuMs: cpuOf(child) };
      }
      if (now > PATIENCE_MS || child.exitCode !== null)
        throw new Error('the service did not start');
      await setTimeout(PAUSE_MS);
    }
  } finally {
    const ended = once(child, 'exit');
    // As its operators end it: what it keeps for the next start is written by then.
    if (child.exitCode === null && child.kill('SIGTERM')) await ended;
  }
}

async function ask(port: number): Promise<{ status: number; plan: string | undefined } | null> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/v1/assessments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: QUESTION,
    });
    const body = (await response.json()) as { plan?: { id?: string } };
    return { status: response.status, plan: body.plan?.id };
  } catch {
    return null;
  }
}

/** Where the system tells it (Linux: hundredths of a second, in user and system mode). */
function cpuOf({ pid }: ChildProcess): number | null {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return null;
  const fields = readFileSync(file, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
