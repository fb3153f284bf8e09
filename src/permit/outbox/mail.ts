import type { Kysely } from 'kysely';
import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import { appendAudit } from '../audit/index.ts';
import { MACHINE } from '../people/actor.ts';
import { readPerson } from '../people/persons.ts';
import type { Vault } from '../people/vault.ts';
import type { Definition } from '../stages.ts';
import type { Claimed } from './claim.ts';
import { MOVED } from './topics.ts';

/** The receiver that stands for letters to applicants: an address that no webhook can have. */
const MAIL_URL = 'mailto:applicant';
const MAIL_ID = 'mail';

/** A letter in plain words. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Hands a letter over; rejects where the server did not take it. */
export type PostLetter = (letter: Letter) => Promise<void>;

export function isMail({ url }: Claimed): boolean {
  return url === MAIL_URL;
}

/**
 * Makes letters one of the outbox's receivers, so that they are written, tried again and given up like
 * events; where it was none, or was ended, the audit trail says that the service did so. Applicants hear of moves alone: whether a new plan means anything for their file an office
 * has to find, and then makes a move.
 */
export async function addMailReceiver(db: Kysely<Schema>, now: string): Promise<void> {
  const row = { id: MAIL_ID, url: MAIL_URL, secret: '', topics: JSON.stringify([MOVED]) };
  await db.transaction().execute(async (tx) => {
    const added = await tx
      .insertInto('webhooks')
      .values({ ...row, created_at: now, ended_at: null })
      .onConflict((c) =>
        c.column('id').doUpdateSet({ ended_at: null }).where('webhooks.ended_at', 'is not', null),
      )
      .returning('id')
      .executeTakeFirst();
    if (!added) return;
    await appendAudit(tx, {
      ...{ at: now, actor: MACHINE.id, role: MACHINE.roles[0]!, action: 'webhook.add' },
      ...{ entity: 'webhook', entityId: MAIL_ID, reason: null, before: null },
      after: { url: MAIL_URL, topics: [MOVED] },
    });
  });
}

export interface Mailer {
  readonly vault: Vault;
  readonly definition: Definition;
  readonly publicUrl: string;
  readonly post: PostLetter;
}

/**
 * Writes to the applicant of a file, where they gave an address and have not been erased; nobody to
 * write to is done as well as written. Problem: `mail.unsent`, to be tried again.
 */
export async function sendLetter(
  db: Kysely<Schema>,
  claimed: Claimed,
  { vault, definition, publicUrl, post }: Mailer,
): Promise<Result<null>> {
  const row = await db
    .selectFrom('applications')
    .select(['person_id', 'receipt', 'kind', 'stage'])
    .where('id', '=', claimed.file_id)
    .executeTakeFirst();
  if (!row) return ok(null);
  const person = await readPerson(db, vault, row.person_id);
  const to = person.ok ? person.value.applicant?.email : undefined;
  if (typeof to !== 'string') return ok(null);
  const { stage } = JSON.parse(claimed.payload) as { stage: string };
  const name = definition.kinds.get(row.kind)?.stages.get(stage)?.name ?? { id: stage, en: stage };
  const link = `${publicUrl}/track?receipt=${encodeURIComponent(row.receipt ?? '')}`;
  try {
    await post({
      to,
      subject: `Berkas ${row.receipt}: ${name.id}`,
      text: words(row.receipt, name, link),
    });
    return ok(null);
  } catch (error) {
    return fail(unsent(error));
  }
}

function words(receipt: string | null, name: { id: string; en: string }, link: string): string {
  return [
    `Berkas Anda ${receipt} sekarang pada tahap: ${name.id}.`,
    `Lihat perjalanannya dan apa yang perlu Anda lakukan: ${link}`,
    '',
    `Your file ${receipt} is now at the stage: ${name.en}.`,
    `See how far it has come and what you have to do: ${link}&lang=en`,
    '',
    'Si Pejuang - surat ini ditulis oleh sistem / written by the system',
    '',
  ].join('\n');
}

/** The server's words may repeat the address: only its code is told. */
function unsent(error: unknown): Problem {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  const reason = [code, responseCode].filter(Boolean).join(' ') || 'error';
  return problem(
    'mail.unsent',
    '',
    `Surel belum terkirim (${reason}).`,
    `The letter was not taken (${reason}).`,
  );
}
