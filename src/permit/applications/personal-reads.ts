import { appendAudit } from '../audit/index.ts';
import { isOwnFile } from '../people/access.ts';
import type { Actor } from '../people/actor.ts';
import type { PersonalData } from '../people/persons.ts';
import type { ApplicationRow } from './application-row.ts';
import type { Office } from './office.ts';
import { roleIn } from './on-file.ts';

/** What of a person was read: never what it says. */
export type PersonalRead =
  | { readonly what: 'form' | 'copy'; readonly fields: readonly string[] }
  | { readonly what: 'document'; readonly kind: string; readonly document: string };

/** Who reads, when. */
export interface Reader {
  readonly actor: Actor;
  /** ISO 8601 in WITA. */
  readonly now: string;
}

type OfFile = Pick<ApplicationRow, 'id' | 'owner_id'>;

/**
 * Writes into the audit trail that somebody read personal data (UU 27/2022 Ps 31: who processes it keeps
 * a record), before it is handed out: what cannot be written down is not told. Who reads their own
 * leaves none.
 */
export async function recordRead(
  office: Office,
  { actor, now }: Reader,
  row: OfFile,
  action: string,
  read: PersonalRead,
): Promise<void> {
  if (isOwnFile(actor, { ownerId: row.owner_id })) return;
  const role = roleIn(office, actor, action, row);
  await (await office.db()).transaction().execute((tx) =>
    appendAudit(tx, {
      at: now,
      actor: actor.id,
      role,
      action: 'personal.read',
      entity: 'application',
      entityId: row.id,
      reason: null,
      before: null,
      after: read,
    }),
  );
}

/** Names of the answers that tell of a person, without the answers. */
export function namesOf(personal: PersonalData): string[] {
  return Object.entries(personal).flatMap(([section, answers]) =>
    Object.keys(answers).map((name) => `/${section}/${name}`),
  );
}
