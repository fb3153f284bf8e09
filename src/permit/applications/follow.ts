import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { timeInWita } from '../../request/date.ts';
import { isMoment } from '../day.ts';
import { actionToFollow } from '../outbox/index.ts';
import { may } from '../people/access.ts';
import type { Actor } from '../people/actor.ts';
import type { Office } from './office.ts';
import { targetOf } from './on-file.ts';

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

/** Rows of one look. */
const MOST = 500;
/** An event has the time at which its change began, and is seen when that ended: looks reach back so far. */
const LATE_MS = 60_000;

export function placeText({ at, id }: EventPlace): string {
  return `${at} ${id}`;
}

/** Null for what is none of ours. */
export function placeIn(text: string): EventPlace | null {
  const [, at = '', id = ''] = /^(\S+) ([0-9a-f-]*)$/.exec(text) ?? [];
  return isMoment(at) ? { at, id } : null;
}

/** Gives the events that came since the last look and that an actor may see now. */
export interface Follower {
  /** Where it stands: what comes next comes after. */
  readonly place: () => EventPlace;
  readonly look: (actor: Actor) => Promise<Followed[]>;
}

/**
 * Follows the events: from where somebody stood before (then those of the last minute may come twice, since
 * one that ended late may be among them), or from now on.
 */
export async function followEvents(
  db: Kysely<Schema>,
  { access }: Office,
  from: EventPlace | null,
): Promise<Follower> {
  let place = from ?? (await newestPlace(db));
  /** Times of events that were looked at, by id, as far back as a look reaches. */
  const seen = new Map<string, string>([[place.id, place.at]]);
  const reach = () => timeInWita(new Date(Date.parse(place.at) - LATE_MS));
  const take = async () => {
    const rows = await rowsFrom(db, reach(), [...seen.keys()]);
    for (const { id, created_at: at } of rows) {
      seen.set(id, at);
      if (at > place.at || (at === place.at && id > place.id)) place = { at, id };
    }
    const oldest = reach();
    for (const [id, at] of seen) if (at < oldest) seen.delete(id);
    return rows;
  };
  if (from === null) await take();
  const look = async (actor: Actor) =>
    (await take())
      .filter((r) => may(access, actor, actionToFollow(r.topic), targetOf(r)).ok)
      .map((r) => ({
        place: { at: r.created_at, id: r.id },
        topic: r.topic,
        data: JSON.stringify({
          id: r.id,
          file: r.file_id,
          data: JSON.parse(r.payload) as unknown,
        }),
      }));
  return { place: () => place, look };
}

function rowsFrom(db: Kysely<Schema>, at: string, seen: readonly string[]) {
  return db
    .selectFrom('outbox as o')
    .innerJoin('applications as a', 'a.id', 'o.file_id')
    .select(['o.id', 'o.topic', 'o.file_id', 'o.payload', 'o.created_at'])
    .select(['a.owner_id', 'a.stage', 'a.receipt'])
    .where('o.created_at', '>=', at)
    .where('o.id', 'not in', seen)
    .orderBy('o.created_at')
    .orderBy('o.id')
    .limit(MOST)
    .execute();
}

/** The end of what has happened so far. */
async function newestPlace(db: Kysely<Schema>): Promise<EventPlace> {
  const row = await db
    .selectFrom('outbox')
    .select(['created_at', 'id'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { at: row.created_at, id: row.id } : { at: '1970-01-01T08:00:00+08:00', id: '' };
}
