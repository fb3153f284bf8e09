import { ASSESSMENTS } from './002-reports.ts';
import { REPORTS } from './010-audit.ts';
import { AUDIT } from './011-outbox.ts';
import { OUTBOX } from './012-idempotency.ts';
import type { Fixture } from './fixture.ts';

export const IDEMPOTENCY = `insert into idempotency values
  ('budi', 'k-1', 'POST /v1/applications', 'sha256:00', 201, '{"id":"f1"}', '2026-02-01T08:00:00+08:00')`;

export const fixture: Fixture = {
  rows: [ASSESSMENTS, ...REPORTS, ...AUDIT, ...OUTBOX, IDEMPOTENCY],
  after: [{ sql: 'select count(*) as n from users', gives: [{ n: 0 }] }],
};
