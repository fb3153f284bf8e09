import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Bench } from './bench.ts';
import { shown, table } from './measure.ts';

const CONNECTIONS = 64;
const TURNS = 3;
const SERVER = join(import.meta.dirname, 'http-server.ts');

/**
 * `POST /v1/assessments` with a parcel and an activity, beside a bare Fastify route that validates the
 * same bodies by the same schema and serialises the same replies by the same schema, and does nothing
 * else. Each server is a process of its own; this one asks, over 64 connections. Checked: every reply of
 * the service is a 200 with an id and a verdict.
 */
export const bench: Bench = {
  name: 'http',
  about: `POST /v1/assessments beside a bare route, ${CONNECTIONS} connections`,
  async run({ seconds }) {
    const home = mkdtempSync(join(tmpdir(), 'si-pejuang-http-'));
    try {
      return await measure(home, seconds);
    } finally {
      rmSync(home, { recursive: true });
    }
  },
};

async function measure(home: string, seconds: number): Promise<unknown> {
  const bodies = requestBodies();
  const service = await startServer('service', home);
  const bare = await startServer('bare', home);
  const turns: { service: Load; bare: Load }[] = [];
  try {
    await load(service.port, bodies, 2);
    await load(bare.port, bodies, 2);
    for (let t = 0; t < TURNS; t++) {
      const one = await load(service.port, bodies, seconds);
      turns.push({ service: one, bare: await load(bare.port, bodies, seconds) });
    }
  } finally {
    service.child.kill();
    bare.child.kill();
  }
  return print(turns);
}

function print(turns: readonly { service: Load; bare: Load }[]): unknown {
  const middle = [...turns].sort((a, b) => ratio(a) - ratio(b))[TURNS >> 1]!;
  const lines = [['', 'replies/s', 'p50 ms', 'p99 ms', 'largest ms', 'KB a reply']];
  for (const [name, l] of Object.entries(middle)) {
    lines.push([
      name,
      ...[l.perSecond, l.p50, l.p99, l.max, l.bytes / l.replies / 1000].map(shown),
    ]);
  }
  console.log(table(lines));
  console.log(
    `the service gives ${turns.map((t) => `${shown(100 * ratio(t))} %`).join(', ')} of the bare route's replies`,
  );
  return { turns, ratio: ratio(middle) };
}

function ratio({ service, bare }: { service: Load; bare: Load }): number {
  return service.perSecond / bare.perSecond;
}

/** Bodies of the demonstration plan's parcels, each with its activity. */
function requestBodies(): Buffer[] {
  const rows = parse(readFileSync('data/kupang/persil.csv'), { columns: true, bom: true }) as {
    readonly [column: string]: string;
  }[];
  return rows.flatMap((row) => {
    const points = /\(\((.*?)\)/.exec(row.wkt!)![1]!.split(',');
    const ring = points.map((point) => point.trim().split(/\s+/).map(Number));
    if (isWide(ring)) return [];
    const parcel = { type: 'Polygon', coordinates: [ring] };
    const activity = row.kegiatan ? { code: row.kegiatan } : { kbli: row.kbli };
    const body = JSON.stringify({ parcel, activity });
    const head = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}`;
    return [Buffer.from(`POST /v1/assessments HTTP/1.1\r\nhost: bench\r\n${head}\r\n\r\n${body}`)];
  });
}

/** Some 100 m: what may be larger than a hectare is answered by another thread, and no usual lot. */
const WIDE_DEGREES = 0.0009;

function isWide(ring: readonly (readonly number[])[]): boolean {
  return [0, 1].some((axis) => {
    const values = ring.map((point) => point[axis]!);
    return Math.max(...values) - Math.min(...values) > WIDE_DEGREES;
  });
}

interface Server {
  readonly child: ChildProcess;
  readonly port: number;
}

function startServer(kind: 'service' | 'bare', home: string): Promise<Server> {
  const env = { ...process.env, SI_PEJUANG_HOME: home };
  const child = fork(SERVER, [kind], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('message', (port) => resolve({ child, port: port as number }));
    child.once('exit', (code) => reject(new Error(`the ${kind} server ended with ${code}`)));
  });
}

interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly replies: number;
  readonly bytes: number;
}

/** Asks over all connections for some seconds, each the next as soon as its reply is whole. */
async function load(port: number, bodies: readonly Buffer[], seconds: number): Promise<Load> {
  const times: number[] = [];
  let bytes = 0;
  let next = 0;
  const start = performance.now();
  const end = start + 1000 * seconds;
  const one = async () => {
    const line = await Connection.open(port);
    while (performance.now() < end) {
      const asked = performance.now();
      const size = await line.ask(bodies[next++ % bodies.length]!);
      bytes += size;
      times.push(performance.now() - asked);
    }
    line.close();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
  const took = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))]!;
  const replies = times.length;
  return { perSecond: replies / took, p50: at(0.5), p99: at(0.99), max: at(1), replies, bytes };
}

/** One kept-alive connection, one request at a time; as little work as a client can do. */
class Connection {
  readonly #socket: Socket;
  #held: Buffer[] = [];
  #size = 0;
  #wanted = -1;
  #done: (bytes: number) => void = () => {};
  #fail: (error: Error) => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(error));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new Connection(socket)));
      socket.setNoDelay(true);
      socket.once('error', reject);
    });
  }

  ask(request: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#done = resolve;
      this.#fail = reject;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#held.push(chunk);
    this.#size += chunk.length;
    if (this.#wanted < 0) {
      const head = Buffer.concat(this.#held);
      const body = head.indexOf('\r\n\r\n');
      if (body < 0) return;
      const text = head.toString('latin1', 0, body);
      const start = head.toString('latin1', body + 4, body + 8);
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
      if (!text.startsWith('HTTP/1.1 200') || start !== '{"id' || !(length > 0)) {
        this.#fail(new Error(head.toString().slice(0, 500)));
        return;
      }
      this.#wanted = body + 4 + length;
    }
    if (this.#size < this.#wanted) return;
    const size = this.#size;
    this.#held = [];
    this.#size = 0;
    this.#wanted = -1;
    this.#done(size);
  }
}
