import type { AuditTable } from '../../database/audit-tables.ts';
import { canonicalBytes, sha256 } from '../../report/proof/canonical.ts';

/** What is written down of a change. */
export interface AuditEntry {
  /** ISO 8601 in WITA. */
  readonly at: string;
  /** Id of who did it, and in which role. Never a name: a person may be erased, the trail may not. */
  readonly actor: string;
  readonly role: string;
  readonly action: string;
  readonly entity: string;
  readonly entityId: string;
  readonly reason: string | null;
  /** State of the thing before and after, as far as the action changes it; null where there is none. */
  readonly before: unknown;
  readonly after: unknown;
}

/** A place in the chain: whoever kept it can tell later whether the chain still runs through it. */
export interface ChainPlace {
  readonly seq: number;
  readonly hash: string;
}

/**
 * Hash of a row: SHA-256 over the canonical JSON (RFC 8785) of all its columns but the hash itself,
 * each as it stands in the table (`before` and `after` are texts), with the hash of the row before it.
 * The database computes the same when it appends (`audit_append`).
 */
export function hashOf(row: Omit<AuditTable, 'hash'>): string {
  const { seq, at, actor, role, action, entity, entity_id, reason, before, after } = row;
  const { prev_hash } = row;
  return `sha256:${sha256(
    bytesOf({ seq, at, actor, role, action, entity, entity_id, reason, before, after, prev_hash }),
  )}`;
}

/** The state of a thing as the trail keeps it: canonical JSON text. */
export function stateText(state: unknown): string | null {
  if (state === null || state === undefined) return null;
  const plain: unknown = JSON.parse(
    JSON.stringify(state, (_, value: unknown) =>
      typeof value === 'string' ? storable(value) : value,
    ),
  );
  return new TextDecoder().decode(bytesOf(plain));
}

/** What no database keeps as it is (half a character, the sign 0) would break the chain when it is read back. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}

function bytesOf(value: unknown): Uint8Array {
  const bytes = canonicalBytes(value);
  // All texts were made storable, and everything else is ours.
  if (!bytes.ok) throw new Error(bytes.problems[0]!.message.en);
  return bytes.value;
}
