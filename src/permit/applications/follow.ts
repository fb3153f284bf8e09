import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { may } from '../people/access.ts';
import type { Actor } from '../people/actor.ts';
import type { Office } from './office.ts';

/** Where somebody who follows the events stands: time and id of the last one. */
export interface EventPlace {
  readonly at: string;
  readonly id: string;
}

export interface Followed {
  readonly place: EventPlace;
  readonly topic: string;
  /** One line of JSON. */
  readonly data: string;
}

const MOST = 500;

export function placeText({ at, id }: EventPlace): string {
  return `${at} ${id}`;
}

/** Null for what is none of ours. */
export function placeIn(text: string): EventPlace | null {
  const [, at, id] = /^(\d{4}-[\dT:+-]+) ([0-9a-f-]*)$/.exec(text) ?? [];
  return at === undefined ? null : { at, id: id! };
}

/** The end of what has happened so far. */
export async function newestPlace(db: Kysely<Schema>): Promise<EventPlace> {
  const row = await db
    .selectFrom('outbox')
    .select(['created_at', 'id'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { at: row.created_at, id: row.id } : { at: '1970-01-01T00:00:00+08:00', id: '' };
}

/** Events after a place that the actor may see: of own files, and of all that their roles read. */
export async function eventsAfter(
  db: Kysely<Schema>,
  { access }: Office,
  actor: Actor,
  { at, id }: EventPlace,
): Promise<Followed[]> {
  const rows = await db
    .selectFrom('outbox as o')
    .innerJoin('applications as a', 'a.id', 'o.file_id')
    .select(['o.id', 'o.topic', 'o.file_id', 'o.payload', 'o.created_at', 'a.owner_id', 'a.stage'])
    .where((e) => e(e.refTuple('o.created_at', 'o.id'), '>', e.tuple(at, id)))
    .orderBy('o.created_at')
    .orderBy('o.id')
    .limit(MOST)
    .execute();
  return rows
    .filter(
      (r) => may(access, actor, 'application.read', { ownerId: r.owner_id, stage: r.stage }).ok,
    )
    .map((r) => ({
      place: { at: r.created_at, id: r.id },
      topic: r.topic,
      data: JSON.stringify({ id: r.id, file: r.file_id, data: JSON.parse(r.payload) as unknown }),
    }));
}
