import { randomBytes, randomUUID } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import type { WebhookTable } from '../../database/outbox-tables.ts';
import type { Schema } from '../../database/schema.ts';
import { timeInWita } from '../../request/date.ts';
import { readTopics } from './topics.ts';

export type Receiver = Selectable<WebhookTable>;

/**
 * Takes in a receiver of events that happen from now on; its secret is made here and shown to it once.
 * Problems: `webhook.url`, `webhook.topics` (see `readTopics`).
 */
export async function addReceiver(
  db: Kysely<Schema>,
  url: string,
  topics: readonly string[],
  at: string,
): Promise<Result<Receiver>> {
  const problems = receiverProblems(url, topics);
  if (problems.length > 0) return fail(...problems);
  const receiver: Receiver = {
    id: randomUUID(),
    url,
    secret: randomBytes(32).toString('base64url'),
    topics: JSON.stringify(topics),
    created_at: at,
    ended_at: null,
  };
  await db.insertInto('webhooks').values(receiver).execute();
  return ok(receiver);
}

/** What is wrong with a new receiver, all at once; see addReceiver. */
export function receiverProblems(url: string, topics: readonly string[]): Problem[] {
  const wanted = readTopics(topics);
  const parsed = URL.parse(url);
  const sound = /^https?:$/.test(parsed?.protocol ?? '');
  const named = parsed?.username || parsed?.password;
  return [
    ...(sound ? [] : [noAddress(url)]),
    ...(named ? [noLogin()] : []),
    ...(wanted.ok ? [] : wanted.problems),
  ];
}

/** Its address for the audit trail, which is for ever: without what may be a secret (a query; of a receiver that is older than this rule also a user's name and password). */
export function addressTold(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function noAddress(url: string): Problem {
  const id = `"${url}" bukan alamat penerima; tulis https://….`;
  return problem('webhook.url', '/url', id, `"${url}" is no address; write https://….`, url);
}

/** It would be shown in lists, and sent to nobody: the signature is what proves a delivery. */
function noLogin(): Problem {
  return problem(
    'webhook.url',
    '/url',
    'Alamat penerima tidak boleh memuat nama dan kata sandi; kiriman dibuktikan dengan tanda tangannya.',
    'The address must have no user name and password in it; a delivery is proved by its signature.',
  );
}

/** Ends a receiver: what it has not got yet is left out. False where there is none, or it was ended before. */
export function endReceiver(db: Kysely<Schema>, id: string, at: string): Promise<boolean> {
  const end = async (tx: Kysely<Schema>) => {
    const { numUpdatedRows } = await tx
      .updateTable('webhooks')
      .set({ ended_at: at })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    await tx
      .updateTable('deliveries')
      .set({ state: 'skipped', ended_at: at })
      .where('webhook_id', '=', id)
      .where('state', 'in', ['waiting', 'dead'])
      .execute();
    return numUpdatedRows > 0n;
  };
  return db.isTransaction ? end(db) : db.transaction().execute(end);
}

/** A receiver as administrators see it, without its secret. */
export interface ReceiverView {
  readonly id: string;
  readonly url: string;
  readonly topics: readonly string[];
  readonly createdAt: string;
  readonly endedAt: string | null;
  /** Events that wait, and those that were given up. */
  readonly waiting: number;
  readonly dead: number;
  /** How the last attempt of those ended, where it failed. */
  readonly lastError: string | null;
  /** When the next of those that wait is tried; null where none is before somebody replays or skips. */
  readonly nextTryAt: string | null;
}

export async function listReceivers(db: Kysely<Schema>): Promise<ReceiverView[]> {
  const rows = await db
    .selectFrom('webhooks as w')
    .leftJoin('deliveries as d', (join) =>
      join.onRef('d.webhook_id', '=', 'w.id').on('d.state', 'in', ['waiting', 'sending', 'dead']),
    )
    .select(['w.id', 'w.url', 'w.topics', 'w.created_at', 'w.ended_at'])
    .select((e) => [
      e.fn.count<string>('d.event_id').filterWhere('d.state', '!=', 'dead').as('waiting'),
      e.fn.count<string>('d.event_id').filterWhere('d.state', '=', 'dead').as('dead'),
    ])
    .select([lastError.as('last_error'), nextTry.as('next_at')])
    .groupBy(['w.id', 'w.url', 'w.topics', 'w.created_at', 'w.ended_at'])
    .orderBy('w.created_at')
    .execute();
  return rows.map((r) => ({
    id: r.id,
    url: r.url,
    topics: JSON.parse(r.topics) as string[],
    createdAt: r.created_at,
    endedAt: r.ended_at,
    waiting: Number(r.waiting),
    dead: Number(r.dead),
    lastError: r.last_error,
    nextTryAt: r.next_at === null ? null : timeInWita(new Date(Number(r.next_at))),
  }));
}

/** Of the delivery that was tried most often. */
const lastError = sql<string | null>`(select l.last_error from deliveries l
  where l.webhook_id = w.id and l.state in ('waiting', 'sending', 'dead') and l.last_error is not null
  order by l.attempts desc, l.seq limit 1)`;

/** Only the earliest event of a file is tried: those behind it wait for that one. */
const nextTry = sql<string | null>`(select min(n.next_at) from deliveries n
  where n.webhook_id = w.id and n.state in ('waiting', 'sending') and not exists (
    select from deliveries e where e.webhook_id = n.webhook_id and e.file_id = n.file_id and e.seq < n.seq
      and e.state in ('waiting', 'sending', 'dead')))`;
