import type { BlockList } from 'node:net';
import type { Kysely } from 'kysely';
import { fail, ok, problem, type Result } from '../../base/problem.ts';
import { readSettings } from '../../base/settings.ts';
import { migrate } from '../../database/migrations.ts';
import type { Schema } from '../../database/schema.ts';
import { audited } from '../../permit/applications/audited.ts';
import type { Tx } from '../../permit/applications/transaction.ts';
import {
  addReceiver,
  addressTold,
  endReceiver,
  listReceivers,
  networkList,
  type ReceiverView,
  replayDead,
  skipDead,
  TOPICS,
  whyUnserved,
} from '../../permit/outbox/index.ts';
import { type Command, type ParsedArgs, readArgs, refuse } from '../command.ts';
import { helpOf } from '../help.ts';
import { terminalCall } from '../terminal-call.ts';
import { withDatabase } from '../with-database.ts';

const OPTIONS = { topics: { type: 'string' } } as const;

/** `webhook add|list|end|replay|skip`: who is told of events. */
export const webhookCommand: Command = {
  name: 'webhook',
  usage: 'webhook add URL [--topics A,B] | list | end ID | replay ID | skip ID',
  summary: { id: 'penerima kabar perubahan berkas', en: 'who is told of events' },
  details: {
    id: [
      'add URL        penerima baru untuk kejadian sejak sekarang; rahasianya ditunjukkan sekali ini saja',
      `--topics A,B   hanya topik ini (semua bila tidak disebut); yang ada: ${TOPICS.join(', ')}`,
      '               http:// dan alamat pribadi dilayani hanya bila layanan punya SI_PEJUANG_WEBHOOK_NETWORKS untuknya',
      'list           para penerima, dengan yang masih harus dikirim dan yang sudah tidak dicoba lagi',
      'end ID         tidak mengirim apa-apa lagi kepadanya',
      'replay ID      mencoba lagi yang tadinya menyerah, beserta kejadian berikutnya dari berkas yang sama',
      'skip ID        melewati yang tadinya menyerah, sehingga kejadian berikutnya dari berkas yang sama berlanjut',
      'kode keluar    0 selesai, 1 tidak selesai',
    ].join('\n'),
    en: [
      'add URL        a new receiver of events from now on; its secret is shown this once',
      `--topics A,B   only these topics (all if left out); there are: ${TOPICS.join(', ')}`,
      '               http:// and private addresses are served only if the service has SI_PEJUANG_WEBHOOK_NETWORKS for them',
      'list           receivers, with what is still to be delivered and what was given up',
      'end ID         sends it nothing more',
      'replay ID      tries again what was given up, and with it the later events of the same files',
      'skip ID        leaves out what was given up, so that the later events of the same files go on',
      'exit code      0 done, 1 not done',
    ].join('\n'),
  },
  run,
};

type Work = (
  db: Kysely<Schema>,
  given: string,
  args: ParsedArgs,
  networks: BlockList,
) => Promise<Result<string>>;

const WORK: Readonly<Record<string, Work>> = { add, list, end, replay, skip };

async function run(argv: readonly string[]): Promise<number> {
  const args = readArgs(argv, OPTIONS);
  if (!args.ok) return refuse(args.problems);
  const [name = '', given = '', ...more] = args.value.files;
  const work = Object.hasOwn(WORK, name) ? WORK[name]! : null;
  if (work === null || more.length > 0 || (given === '') !== (name === 'list')) {
    process.stderr.write(helpOf(webhookCommand));
    return 1;
  }
  const settings = readSettings(process.env);
  if (!settings.ok) return refuse(settings.problems);
  const done = await withDatabase(settings.value, async ({ db }) => {
    await migrate(db);
    const networks = networkList(settings.value.permit.webhookNetworks);
    return work(db, given, args.value, networks);
  });
  if (!done.ok) return refuse(done.problems);
  process.stdout.write(`${done.value}\n`);
  return 0;
}

/** A change of receivers with its row in the audit trail. */
function noted<T extends object>(
  db: Kysely<Schema>,
  action: string,
  work: (tx: Tx, now: string) => Promise<Result<T>>,
  told: (value: T) => { readonly id: string },
): Promise<Result<T>> {
  const call = terminalCall();
  const change = { action, entity: 'webhook' } as const;
  return audited({ db: async () => db }, call, change, (tx) => work(tx, call.now), told);
}

async function add(
  db: Kysely<Schema>,
  url: string,
  args: ParsedArgs,
  networks: BlockList,
): Promise<Result<string>> {
  const given = args.values.topics;
  const wanted = typeof given === 'string' ? given.split(',').map((t) => t.trim()) : ['*'];
  const topics = wanted.filter((t) => t !== '');
  const added = await noted(
    db,
    'webhook.add',
    (tx, now) => addReceiver(tx, url, topics, now),
    ({ id }) => ({ id, url: addressTold(url), topics }),
  );
  if (!added.ok) return added;
  const { id, secret } = added.value;
  const said = `id      ${id}\nsecret  ${secret}\nRahasia ini tidak ditampilkan lagi / not shown again`;
  const unserved = whyUnserved(url, networks);
  return ok(unserved ? `${said}\n${unserved.message.id} / ${unserved.message.en}` : said);
}

async function list(db: Kysely<Schema>): Promise<Result<string>> {
  const receivers = await listReceivers(db);
  return ok(receivers.map(line).join('\n') || 'Belum ada penerima / no receivers yet');
}

function line(receiver: ReceiverView): string {
  const { id, url, topics, dead, endedAt } = receiver;
  const state = endedAt === null ? '' : `  diakhiri / ended ${endedAt}`;
  return `${id}  ${url}  ${topics.join(',')}  ${waitingOf(receiver)}, gagal / given up ${dead}${state}`;
}

/** How many wait, for when, and why. */
function waitingOf({ waiting, nextTryAt, lastError }: ReceiverView): string {
  const next = nextTryAt === null ? '' : `, dicoba / tried ${nextTryAt}`;
  const why = lastError === null ? '' : ` (${lastError})`;
  return `menunggu / waiting ${waiting}${next}${why}`;
}

async function end(db: Kysely<Schema>, id: string): Promise<Result<string>> {
  const ended = await noted(
    db,
    'webhook.end',
    async (tx, now) => ((await endReceiver(tx, id, now)) ? ok({ id }) : fail(unknownReceiver(id))),
    (value) => value,
  );
  return ended.ok ? ok('Diakhiri / ended') : ended;
}

async function replay(db: Kysely<Schema>, id: string): Promise<Result<string>> {
  const before = await receiverOf(db, id);
  if (!before) return fail(unknownReceiver(id));
  const again = await noted(
    db,
    'webhook.replay',
    async (tx) => ok({ id, events: await replayDead(tx, id, new Date()) }),
    (value) => value,
  );
  if (!again.ok) return again;
  return ok(`Dicoba lagi / tried again: ${again.value.events}; ${waitingOf(before)}`);
}

async function skip(db: Kysely<Schema>, id: string): Promise<Result<string>> {
  if (!(await receiverOf(db, id))) return fail(unknownReceiver(id));
  const left = await noted(
    db,
    'webhook.skip',
    async (tx, now) => ok({ id, events: await skipDead(tx, id, now) }),
    (value) => value,
  );
  return left.ok ? ok(`Dilewati / left out: ${left.value.events}`) : left;
}

/** One that was ended has nothing left to be sent. */
async function receiverOf(db: Kysely<Schema>, id: string): Promise<ReceiverView | undefined> {
  return (await listReceivers(db)).find((r) => r.id === id && r.endedAt === null);
}

function unknownReceiver(id: string) {
  return problem(
    'webhook.unknown',
    '',
    'Tidak ada penerima dengan id ini yang masih aktif.',
    'There is no receiver of this id that was not ended.',
    id,
  );
}
