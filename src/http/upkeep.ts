import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { fail, problem } from '../base/problem.ts';
import type { Settings } from '../base/settings.ts';
import type { Database } from '../database/index.ts';
import type { Schema } from '../database/schema.ts';
import { keepMoving } from '../permit/applications/clock-moves.ts';
import { keepTelling } from '../permit/applications/plan-notices.ts';
import type { LoadedPlans } from '../permit/applications/plan-succession.ts';
import { type Sweep, sweepDocuments } from '../permit/applications/stray-documents.ts';
import { exportHead, headOfDay, headSigner, keptHeads } from '../permit/audit/index.ts';
import { documentStore } from '../permit/documents/document-store.ts';
import { loadDefinition } from '../permit/index.ts';
import { forgetAnswers } from '../permit/once.ts';
import {
  addMailReceiver,
  isMail,
  keepDelivering,
  type Mailer,
  networkList,
  POST_LIMITS,
  postWithin,
  resolveHost,
  type Send,
  sendLetter,
  sendWebhook,
} from '../permit/outbox/index.ts';
import { officeKey, openVault } from '../permit/people/index.ts';
import { dayInWita, timeInWita } from '../request/index.ts';
import { smtpPost } from './mail-post.ts';
import { openOffice } from './permit/open-office.ts';

/** Between two looks for events to deliver, and for what is done once a day. */
const DELIVERY_PAUSE_MS = 5_000;
const DAILY_PAUSE_MS = 600_000;

/** Between two looks for limits that are exceeded. */
const CLOCK_PAUSE_MS = 600_000;

/** Between two looks for plans that have changed: a version begins with a day, others come with a start. */
const PLANS_PAUSE_MS = 600_000;

/** How long the answer to a keyed request is kept. */
const ANSWERS_MS = 7 * 86_400_000;

/** How long a stop waits for a delivery that is under way; it is sent again later. */
const STOP_MS = 2_000;

/**
 * What a service does by itself while it runs: delivers events, makes the
 * moves that exceeded limits stand for where the table lets it, tells of files whose plan has changed,
 * keeps the head of the audit trail each day, forgets old answers, sweeps documents that nothing names.
 * Several services on one database may do so at once. What fails is told and tried again. Gives the
 * function that stops it.
 */
export function startUpkeep(
  database: Database,
  settings: Settings,
  plans: LoadedPlans,
  say: (line: string) => void,
): () => Promise<void> {
  const stop = new AbortController();
  const failed = onceEach(say);
  const work = Promise.all([
    deliver(database, settings, stop.signal, failed),
    keepDaily(database.ready, settings, stop.signal, failed),
    moveByClock(database, settings, stop.signal, failed),
    keepTelling(
      { open: database.ready, plans, now: () => new Date(), stop: stop.signal },
      PLANS_PAUSE_MS,
      failed,
    ),
  ]);
  return async () => {
    stop.abort();
    await Promise.race([work, sleep(STOP_MS)]);
  };
}

async function deliver(
  database: Database,
  settings: Settings,
  stop: AbortSignal,
  failed: (error: unknown) => void,
): Promise<void> {
  const mailer = await mailerOf(settings).catch((error: unknown) => {
    failed(error);
    return null;
  });
  let mailIsKnown = mailer === null;
  // The database may come later than the service.
  const open = async () => {
    const db = await database.ready();
    if (!mailIsKnown) await addMailReceiver(db, timeInWita(new Date()));
    mailIsKnown = true;
    return db;
  };
  const deliverer = { now: () => new Date(), send: senderOf(database, settings, mailer) };
  await keepDelivering(open, deliverer, DELIVERY_PAUSE_MS, stop, failed);
}

function senderOf(database: Database, { permit }: Settings, mailer: Mailer | null): Send {
  const outside = {
    resolve: resolveHost,
    post: postWithin(POST_LIMITS),
    networks: networkList(permit.webhookNetworks),
  };
  return async (claimed, now) =>
    mailer && isMail(claimed)
      ? sendLetter(await database.ready(), claimed, mailer)
      : sendWebhook(claimed, now, outside);
}

/** Null where no mail server is set. */
async function mailerOf({ permit, home, publicUrl }: Settings): Promise<Mailer | null> {
  if (permit.mail === null) return null;
  const [key, definition] = [await officeKey(permit.dataKey, home), loadDefinition()];
  if (!key.ok || !definition.ok) return null;
  const post = await smtpPost(permit.mail.url, permit.mail.from);
  return { vault: openVault(key.value), definition: definition.value, publicUrl, post };
}

/** Limits end with a day; whoever has the file sees the alarm meanwhile. */
async function moveByClock(
  database: Database,
  settings: Settings,
  stop: AbortSignal,
  failed: (error: unknown) => void,
): Promise<void> {
  const judge = () =>
    fail(problem('plans.unread', '', 'Jam tidak menelaah.', 'The clock judges nothing.'));
  const open = () => openOffice({ database, settings, judge, now: () => new Date() });
  await keepMoving(open, CLOCK_PAUSE_MS, stop, failed);
}

async function keepDaily(
  open: Database['ready'],
  settings: Settings,
  stop: AbortSignal,
  failed: (error: unknown) => void,
): Promise<void> {
  let swept = '';
  while (!stop.aborted) {
    const now = new Date();
    await open()
      .then((db) => daily(db, settings, now))
      .catch(failed);
    // At the start, and once a day.
    const day = dayInWita(now);
    if (swept !== day) {
      await open()
        .then((db) => sweep(db, settings, { now, stop }))
        .then(() => (swept = day))
        .catch(failed);
    }
    await sleep(DAILY_PAUSE_MS, undefined, { signal: stop, ref: false }).catch(() => {});
  }
}

/** What is done once a day; throws with a sentence where the key cannot be used. */
async function daily(db: Kysely<Schema>, settings: Settings, now: Date): Promise<void> {
  const old = timeInWita(new Date(now.getTime() - ANSWERS_MS));
  await db.transaction().execute((tx) => forgetAnswers(tx, old));
  const time = timeInWita(now);
  if (await headOfDay(settings.home, time)) return;
  const signer = await headSigner(settings, time);
  if (!signer.ok) throw new Error(signer.problems[0]!.message.en);
  await exportHead(db, settings.home, time, signer.value);
}

/** Takes away documents that nothing names; throws with a sentence where it must not. */
async function sweep(
  db: Kysely<Schema>,
  { home, permit }: Settings,
  when: Pick<Sweep, 'now' | 'stop'>,
): Promise<void> {
  const heads = await keptHeads(home);
  if (!heads.ok) throw new Error(heads.problems[0]!.message.en);
  const files = documentStore({ home, mostBytes: permit.documentLimit, scan: null });
  const swept = await sweepDocuments(db, files, { ...when, heads: heads.value });
  if (!swept.ok) throw new Error(swept.problems[0]!.message.en);
}

/** Tells of an error, but not again of the same one at every turn. */
function onceEach(say: (line: string) => void): (error: unknown) => void {
  let last = '';
  return (error) => {
    const { message, code } = error as Error & { code?: string };
    const reason = message || code || String(error);
    if (reason !== last) say(`Perawatan ditunda: ${reason} / upkeep postponed: ${reason}`);
    last = reason;
  };
}
