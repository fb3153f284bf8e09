import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { FORMS, requestsOf } from './http-bodies.ts';
import { type Load, load } from './http-load.ts';
import { type Server, startServer } from './http-process.ts';
import { shown, table } from './measure.ts';

const CONNECTIONS = 64;
const TURNS = 3;
/** Replies before anything is counted: until then much of the service is interpreted. */
const WARM = 8000;
const PATH = '/v1/assessments';
/** The share of its highest rate at which the time of a request is told: above it, it is the queue's. */
const EASY = 0.5;
/** For the longest hold every so many-th parcel is asked so often; the least of its times counts. */
const PARCELS = 2000;
const EVERY = 4;
const REPEATS = 3;

/**
 * `POST /v1/assessments` with a parcel and an activity, beside a bare Fastify route that validates the
 * same bodies by the same schema and serialises replies to them by the same schema, and does nothing
 * else; and the same with ?keep=true, into the embedded database or that of DATABASE_URL. Each server is a process of its own;
 * this one asks, over 64 connections. No request comes twice. Checked: every reply of the service is a
 * 200 or 201 with an id. On a busy machine the processor's time of a reply tells more than its rate.
 */
export const bench: Bench = {
  name: 'http',
  about: `POST ${PATH} beside a bare route, ${CONNECTIONS} connections`,
  async run({ seconds }) {
    const home = mkdtempSync(join(tmpdir(), 'si-pejuang-http-'));
    try {
      return await measure(home, seconds);
    } finally {
      rmSync(home, { recursive: true });
    }
  },
};

/** A load with the processor's ms that a reply took the server. */
interface Row extends Load {
  readonly cpu: number;
}

type Turn = Readonly<Record<'bare' | 'service' | 'keep', Row>>;

async function measure(home: string, seconds: number): Promise<unknown> {
  const service = await startServer('service', home);
  const bare = await startServer('bare', home);
  try {
    const ask = {
      bare: asker(bare, requestsOf('use', PATH)),
      service: asker(service, requestsOf('use', PATH)),
      keep: asker(service, requestsOf('use', `${PATH}?keep=true`)),
    };
    await ask.keep(0, null, WARM / 8);
    await ask.service(0, null, WARM);
    await ask.bare(0, null, WARM);
    const turns: Turn[] = [];
    for (let t = 0; t < TURNS; t++) {
      const [b, s, k] = [
        await ask.bare(seconds, null),
        await ask.service(seconds, null),
        await ask.keep(seconds, null),
      ];
      turns.push({ bare: b, service: s, keep: k });
    }
    const middle = [...turns].sort((a, b) => ratio(a) - ratio(b))[TURNS >> 1]!;
    const easy = await ask.service(seconds, EASY * middle.service.perSecond);
    const easyBare = await ask.bare(seconds, EASY * middle.service.perSecond);
    const holds = await longestHolds(service);
    return print(turns, middle, easy, easyBare, holds);
  } finally {
    service.child.kill();
    bare.child.kill();
  }
}

function asker(server: Server, next: () => Buffer) {
  return async (seconds: number, rate: number | null, least = 0): Promise<Row> => {
    const before = await server.tell('cpu');
    const asking = { port: server.port, next, connections: CONNECTIONS, seconds, rate, least };
    const told = await load(asking);
    return { ...told, cpu: ((await server.tell('cpu')) - before) / told.replies };
  };
}

/**
 * Of each form, the longest turn of the server's event loop that one request takes, in ms. The least of
 * some repeats: the clock also tells of other processes.
 */
async function longestHolds(server: Server): Promise<Record<string, number>> {
  const { port } = server;
  const holds: Record<string, number> = {};
  for (const form of FORMS) {
    const next = requestsOf(form, PATH);
    holds[form] = 0;
    for (let i = 0; i < PARCELS; i++) {
      const request = next();
      if (i % EVERY > 0) continue;
      let least = Infinity;
      for (let r = 0; r < REPEATS; r++) {
        await server.tell('hold');
        await load({ port, next: () => request, connections: 1, seconds: 0, rate: null, least: 1 });
        least = Math.min(least, await server.tell('hold'));
      }
      holds[form] = Math.max(holds[form], least);
    }
  }
  return holds;
}

function print(
  turns: readonly Turn[],
  middle: Turn,
  easy: Row,
  easyBare: Row,
  holds: Record<string, number>,
): unknown {
  const half = `${EASY * 100} % of its rate`;
  const rows = { ...middle, [`service at ${half}`]: easy, 'bare at that rate': easyBare };
  const lines = [['', 'replies/s', 'p50 ms', 'p99 ms', 'largest ms', 'KB a reply', 'processor ms']];
  for (const [name, l] of Object.entries(rows)) {
    const figures = [l.perSecond, l.p50, l.p99, l.max, l.bytes / l.replies / 1000, l.cpu];
    lines.push([name, ...figures.map(shown)]);
  }
  console.log(table(lines));
  const shares = (share: (t: Turn) => number) =>
    turns.map((t) => `${shown(100 * share(t))} %`).join(', ');
  console.log(`service/bare: ${shares(ratio)}; by processor time ${shares(cpuRatio)}`);
  console.log(`keep/service: ${shares((t) => t.keep.perSecond / t.service.perSecond)}`);
  const held = Object.entries(holds).map(([form, ms]) => `${form} ${shown(ms)}`);
  console.log(`longest hold of the event loop by one request, ms: ${held.join(', ')}`);
  return { turns, easy, easyBare, holds, ratio: ratio(middle), cpuRatio: cpuRatio(middle) };
}

function ratio({ service, bare }: Turn): number {
  return service.perSecond / bare.perSecond;
}

function cpuRatio({ service, bare }: Turn): number {
  return bare.cpu / service.cpu;
}
