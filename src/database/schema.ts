import type { AuditTables } from './audit-tables.ts';
import type { IdempotencyTables } from './idempotency-tables.ts';
import type { OutboxTables } from './outbox-tables.ts';
import type { PeopleTables } from './people-tables.ts';
import type { PermitTables } from './permit-tables.ts';
import type { ReportTables } from './reports-tables.ts';

/** Tables as Kysely sees them; `migrations.ts` makes them. */
export interface Schema
  extends ReportTables,
    PeopleTables,
    AuditTables,
    OutboxTables,
    IdempotencyTables,
    PermitTables {
  assessments: AssessmentTable;
}

/** Kept assessments. Written once and never changed: the id is made from the content. */
export interface AssessmentTable {
  id: string;
  /** ISO 8601 in WITA. */
  created_at: string;
  plan_id: string | null;
  plan_hash: string | null;
  date: string;
  engine: string;
  verdict: string | null;
  /** Canonical request, JSON text. */
  request: string;
  /** The answer's exact bytes, kept as text so that nothing reorders or reformats them. */
  answer: string;
  /**
   * The same as GeoJSON up to its member `assessment`, whose value is the answer; made when it was kept:
   * the plan may be gone when somebody asks.
   */
  geojson: string;
}
