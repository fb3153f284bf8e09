import { ASSESSMENTS } from './002-reports.ts';
import { REPORTS } from './010-audit.ts';
import { AUDIT } from './011-outbox.ts';
import type { Fixture } from './fixture.ts';

export const OUTBOX = [
  `insert into outbox values ('e1', 'berkas.tahap', 'f1', 1, '{}', '2026-02-01T08:00:00+08:00')`,
  `insert into webhooks values ('w1', 'https://contoh.id/', 'rahasia', '["*"]', '2026-02-01T08:00:00+08:00', null)`,
  `insert into deliveries values ('e1', 'w1', 'f1', 1, 'waiting', 2, 1770000000000, '500', null)`,
];

export const fixture: Fixture = {
  rows: [ASSESSMENTS, ...REPORTS, ...AUDIT, ...OUTBOX],
  after: [{ sql: 'select count(*) as n from idempotency', gives: [{ n: 0 }] }],
};
