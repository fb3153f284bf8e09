import type { KeyedRequest } from '../once.ts';
import type { Actor } from '../people/actor.ts';

/** Who asks for a change, when, and by which key, so that asking again does no harm. */
export interface Call {
  readonly actor: Actor;
  /** ISO 8601 in WITA. */
  readonly now: string;
  /** Null: the request carries no key. */
  readonly keyed: KeyedRequest | null;
}
