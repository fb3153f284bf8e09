import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/database/index.ts';
import type { Schema } from '../../src/database/schema.ts';
import { claimDue, LEASE_MS } from '../../src/permit/outbox/claim.ts';
import {
  addReceiver,
  appendEvent,
  deliverDue,
  endReceiver,
  listReceivers,
  networkList,
  postWithin,
  replayDead,
  type Send,
  sendWebhook,
  skipDead,
} from '../../src/permit/outbox/index.ts';
import { pauseAfter } from '../../src/permit/outbox/schedule.ts';
import { settle } from '../../src/permit/outbox/settle.ts';
import { timeInWita } from '../../src/request/index.ts';
import { onBoth, onPostgres } from '../database/databases.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-02-01T08:00:00+08:00');

describe('the pauses between attempts', () => {
  it('grow, stay near an hour, and end after three days and more', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        let [sum, attempts] = [0, 1];
        for (let pause = pauseAfter(id, 1); pause !== null; pause = pauseAfter(id, ++attempts)) {
          const plain = Math.min(10_000 * 2 ** (attempts - 1), HOUR);
          expect(Math.abs(pause - plain)).toBeLessThanOrEqual(plain * 0.2 + 1);
          sum += pause;
        }
        expect(sum).toBeGreaterThan(72 * HOUR);
        expect(sum).toBeLessThan(80 * HOUR);
      }),
      { numRuns: 50 },
    );
  });

  it('are the same for the same delivery, and others for others', () => {
    expect(pauseAfter('a', 5)).toBe(pauseAfter('a', 5));
    expect(new Set(['a', 'b', 'c', 'd'].map((id) => pauseAfter(id, 5))).size).toBe(4);
  });
});

/** A receiver on this machine: notes what it gets and answers as told. */
interface Got {
  readonly id: string;
  readonly file: string;
  readonly seq: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}
type Answer = (got: Got, response: http.ServerResponse) => void;

const status =
  (code: number, headers = {}): Answer =>
  (_, response) => {
    response.writeHead(code, headers).end('answer');
  };

let server: http.Server;
let url: string;
let got: Got[] = [];
let answer: Answer = status(200);
const taken: Got[] = [];

beforeAll(async () => {
  server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { id, file, seq } = JSON.parse(body) as Got;
      const one = { id, file, seq, headers: request.headers, body };
      got.push(one);
      response.on('finish', () => response.statusCode === 200 && taken.push(one));
      answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  got = [];
  taken.length = 0;
  answer = status(200);
});

const networks = networkList(['127.0.0.0/8']);
const resolve = async (host: string) => [{ address: host, family: 4 }];
const outside = { resolve, post: postWithin({ timeoutMs: 300, answerBytes: 1000 }), networks };

/** A clock that stands, and goes on where it is told to. */
function deliverer(clock: { now: number }) {
  return {
    now: () => new Date(clock.now),
    send: (...given: [Parameters<typeof sendWebhook>[0], Date]) => sendWebhook(...given, outside),
  };
}

onBoth((place) => {
  let database: Database;
  let db: Kysely<Schema>;
  let receiver: string;
  const emit = (fileId: string, payload: unknown = {}, topic = 'berkas.tahap') =>
    db
      .transaction()
      .execute((tx) =>
        appendEvent(tx, { topic, fileId, payload, at: timeInWita(new Date(START)) }),
      );
  const states = async () =>
    Object.fromEntries(
      (
        await db
          .selectFrom('deliveries')
          .select(({ fn }) => ['state', fn.countAll<number>().as('n')])
          .groupBy('state')
          .execute()
      ).map(({ state, n }) => [state, n]),
    );

  beforeAll(async () => {
    database = openDatabase(await place.fresh());
    db = await database.ready();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    for (const table of ['deliveries', 'outbox', 'webhooks'] as const)
      await db.deleteFrom(table).execute();
    const added = await addReceiver(db, url, ['*'], timeInWita(new Date(START)));
    if (!added.ok) throw new Error('receiver');
    receiver = added.value.id;
  });

  it('is written with the change, or not at all', async () => {
    await emit('f1');
    const failed = db.transaction().execute(async (tx) => {
      await appendEvent(tx, {
        topic: 't',
        fileId: 'f1',
        payload: 1,
        at: '2026-02-01T08:00:00+08:00',
      });
      throw new Error('the change failed');
    });
    await expect(failed).rejects.toThrow('the change failed');
    expect(await db.selectFrom('outbox').select('seq').execute()).toEqual([{ seq: 1 }]);
  });

  it('numbers the events of a file without gaps where they come at once', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, n) => emit(`f${n % 3}`)));
    const rows = await db
      .selectFrom('outbox')
      .select(['file_id', 'seq'])
      .orderBy('file_id')
      .orderBy('seq')
      .execute();
    expect(rows).toEqual(
      ['f0', 'f1', 'f2'].flatMap((file_id) =>
        Array.from({ length: 10 }, (_, n) => ({ file_id, seq: n + 1 })),
      ),
    );
  });

  it('sends each event once to a receiver that is well, in order, signed', async () => {
    for (let n = 1; n <= 4; n++)
      for (const file of ['f1', 'f2']) await emit(file, { langkah: n, teks: 'é' });
    expect(await deliverDue(db, deliverer({ now: START }))).toBe(8);
    for (const file of ['f1', 'f2'])
      expect(got.filter((g) => g.file === file).map((g) => g.seq)).toEqual([1, 2, 3, 4]);
    const { secret } = await db.selectFrom('webhooks').select('secret').executeTakeFirstOrThrow();
    for (const { headers, body, id } of got) {
      const seconds = START / 1000;
      const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
      expect(headers['si-pejuang-signature']).toBe(`t=${seconds},v1=${mac}`);
      expect(headers['si-pejuang-event']).toBe(id);
    }
    expect(JSON.parse(got[0]!.body)).toMatchObject({
      topic: 'berkas.tahap',
      createdAt: '2026-02-01T08:00:00+08:00',
      data: { langkah: 1, teks: 'é' },
    });
    expect(await states()).toEqual({ done: 8 });
  });

  it('sends only topics that were asked for, and nothing more once it was ended', async () => {
    await addReceiver(db, url, ['application.moved'], timeInWita(new Date(START)));
    await emit('f1', {}, 'berkas.tahap');
    await emit('f1', {}, 'application.moved');
    expect(await states()).toEqual({ waiting: 3 });
    expect(await endReceiver(db, receiver, timeInWita(new Date(START)))).toBe(true);
    expect(await endReceiver(db, receiver, timeInWita(new Date(START)))).toBe(false);
    await emit('f1', {}, 'berkas.tahap');
    expect(await deliverDue(db, deliverer({ now: START }))).toBe(1);
    expect(await states()).toEqual({ done: 1, skipped: 2 });
  });

  it('loses nothing and keeps the order where the receiver is down for a day, then ill', async () => {
    for (let n = 1; n <= 5; n++) for (const file of ['f1', 'f2', 'f3']) await emit(file);
    const clock = { now: START };
    answer = (_, response) => response.socket?.destroy();
    for (; clock.now < START + 24 * HOUR; clock.now += HOUR / 2)
      await deliverDue(db, deliverer(clock));
    expect(taken).toEqual([]);
    // Back, but every second attempt fails: 500, a redirect, silence.
    let turn = 0;
    answer = (one, response) => {
      const kind = turn++ % 4;
      if (kind === 1) status(500)(one, response);
      else if (kind === 3) status(302, { location: url })(one, response);
      else status(200)(one, response);
    };
    for (let round = 0; round < 30; round++, clock.now += HOUR / 2)
      await deliverDue(db, deliverer(clock));
    for (const file of ['f1', 'f2', 'f3']) {
      expect(taken.filter((g) => g.file === file).map((g) => g.seq)).toEqual([1, 2, 3, 4, 5]);
    }
    expect(await states()).toEqual({ done: 15 });
  });

  it('waits no longer than it may for one that is slow, and sends again', async () => {
    await emit('f1');
    const clock = { now: START };
    answer = () => {};
    await deliverDue(db, deliverer(clock));
    const { state, last_error } = await db
      .selectFrom('deliveries')
      .selectAll()
      .executeTakeFirstOrThrow();
    expect({ state, last_error }).toEqual({
      state: 'waiting',
      last_error: expect.stringMatching(/did not answer properly/),
    });
    answer = status(200);
    clock.now += HOUR;
    await deliverDue(db, deliverer(clock));
    expect(got.map((g) => g.id)).toEqual([got[0]!.id, got[0]!.id]);
    expect(await states()).toEqual({ done: 1 });
  });

  it('does not follow a redirect, nor read an answer without end', async () => {
    await emit('f1');
    await emit('f2');
    answer = (one, response) => {
      if (one.file === 'f1') status(302, { location: url })(one, response);
      else response.writeHead(200).end('x'.repeat(100_000));
    };
    await deliverDue(db, deliverer({ now: START }));
    expect(got).toHaveLength(2);
    expect(await states()).toEqual({ waiting: 2 });
  });

  it('gives up in the end, holds back what comes after, and goes on when told to', async () => {
    await emit('f1');
    await emit('f1');
    await emit('f2');
    const clock = { now: START };
    answer = (one, response) => status(one.file === 'f1' ? 410 : 200)(one, response);
    for (; clock.now < START + 130 * HOUR; clock.now += HOUR / 2)
      await deliverDue(db, deliverer(clock));
    expect(await states()).toEqual({ dead: 1, waiting: 1, done: 1 });
    expect(got.filter((g) => g.file === 'f1').every((g) => g.seq === 1)).toBe(true);

    expect(await replayDead(db, receiver, new Date(clock.now))).toBe(1);
    answer = status(200);
    await deliverDue(db, deliverer(clock));
    expect(taken.filter((g) => g.file === 'f1').map((g) => g.seq)).toEqual([1, 2]);
    expect(await states()).toEqual({ done: 3 });
  });

  it('goes past one that was given up where somebody skips it', async () => {
    const first = await emit('f1');
    await emit('f1');
    await db
      .updateTable('deliveries')
      .set({ state: 'dead' })
      .where('event_id', '=', first)
      .execute();
    await deliverDue(db, deliverer({ now: START }));
    expect(got).toEqual([]);
    expect(await listReceivers(db)).toMatchObject([{ id: receiver, waiting: 1, dead: 1 }]);
    expect(await skipDead(db, receiver, timeInWita(new Date(START)))).toBe(1);
    await deliverDue(db, deliverer({ now: START }));
    expect(got.map((g) => g.seq)).toEqual([2]);
  });

  it('counts an attempt that breaks the sender, and goes on with the others', async () => {
    for (const file of ['f1', 'f2', 'f3']) await emit(file);
    const send: Send = async ({ file_id }) => {
      if (file_id === 'f2') throw new Error('broken');
      return { ok: true, value: null, notes: [] };
    };
    await deliverDue(db, { now: () => new Date(START), send });
    expect(await states()).toEqual({ done: 2, waiting: 1 });
    const { last_error } = await db
      .selectFrom('deliveries')
      .select('last_error')
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow();
    expect(last_error).toBe('Error: broken');
  });

  it('takes over from a worker that died, whose late word then counts for nothing', async () => {
    await emit('f1');
    const [lost] = await claimDue(db, START, 10);
    expect(await claimDue(db, START + LEASE_MS - 1, 10)).toEqual([]);
    const [again] = await claimDue(db, START + LEASE_MS, 10);
    expect(again).toMatchObject({ event_id: lost!.event_id, attempts: 2 });
    await settle(db, lost!, null, new Date(START), 'late');
    expect(await states()).toEqual({ sending: 1 });
  });
});

onPostgres((place) => {
  it('gives each event to one of eight workers only, in the order of its file', async () => {
    const options = await place.fresh();
    const databases = Array.from({ length: 8 }, () => openDatabase(options));
    const all = await Promise.all(databases.map((d) => d.ready()));
    const at = timeInWita(new Date(START));
    await addReceiver(all[0]!, 'https://contoh.id', ['*'], at);
    for (let n = 0; n < 120; n++) {
      await all[0]!
        .transaction()
        .execute((tx) => appendEvent(tx, { topic: 't', fileId: `f${n % 20}`, payload: n, at }));
    }
    const sent: { file: string; seq: number }[] = [];
    const send = async (c: { file_id: string; seq: number }) => {
      sent.push({ file: c.file_id, seq: c.seq });
      return { ok: true as const, value: null, notes: [] };
    };
    const work = async (db: Kysely<Schema>) => {
      for (let idle = 0; idle < 3; ) {
        idle = (await deliverDue(db, { now: () => new Date(START), send })) === 0 ? idle + 1 : 0;
      }
    };
    await Promise.all(all.map(work));
    expect(sent).toHaveLength(120);
    for (let f = 0; f < 20; f++) {
      expect(sent.filter((s) => s.file === `f${f}`).map((s) => s.seq)).toEqual([1, 2, 3, 4, 5, 6]);
    }
    await Promise.all(databases.map((d) => d.close()));
  });
});
