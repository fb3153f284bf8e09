import type { BlockList } from 'node:net';
import type { FastifyReply } from 'fastify';
import type { Kysely } from 'kysely';
import type { Result } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import type { Office } from '../../permit/applications/office.ts';
import type { AccessTable, Oidc } from '../../permit/people/index.ts';
import type { PlainDocument } from '../../report/pdf/index.ts';
import type { KeyPlace } from '../../report/proof/index.ts';
import type { StreamLimits } from './streams.ts';

/** How often something may be asked from one address. */
export interface Limit {
  readonly max: number;
  readonly timeWindow: number;
}

/** What the routes of the permit work with. */
export interface PermitDoor {
  readonly db: () => Promise<Kysely<Schema>>;
  readonly now: () => Date;
  readonly publicUrl: string;
  /** Draws a document in another thread; null after a failure that was sent. */
  readonly draw: (reply: FastifyReply, content: PlainDocument) => Promise<Uint8Array | null>;
  /** Where the keys are that sign issued documents. */
  readonly keys: KeyPlace;
  readonly access: AccessTable;
  /** Ids of all roles that a user can have. */
  readonly roles: readonly string[];
  /** Null: no provider is set, people log in here. */
  readonly oidc: Oidc | null;
  readonly office: Office;
  /** Hashes of the plans in force today. Problem: `plans.loading`. */
  readonly planHashes: () => Result<readonly string[]>;
  /** Names of kelurahan in the plans in force today. */
  readonly kelurahan: () => readonly string[];
  /** Networks of our own in which receivers of webhooks may stand. */
  readonly webhookNetworks: BlockList;
  /** Largest document, bytes. */
  readonly documentLimit: number;
  readonly limits: {
    readonly login: Limit;
    readonly track: Limit;
    readonly streams: StreamLimits;
  };
}
