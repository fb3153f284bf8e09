import { ASSESSMENTS } from './002-reports.ts';
import { REPORTS } from './010-audit.ts';
import type { Fixture } from './fixture.ts';

const HASH = `sha256:${'1'.repeat(64)}`;

export const AUDIT = [
  `insert into audit values
  (1, '2026-02-01T08:00:00+08:00', 'budi', 'petugas', 'terima', 'berkas', 'f1', null, null, '{"tahap":"masuk"}', 'sha256:${'0'.repeat(64)}', '${HASH}')`,
  `update audit_head set seq = 1, hash = '${HASH}'`,
];

export const fixture: Fixture = {
  rows: [ASSESSMENTS, ...REPORTS, ...AUDIT],
  after: [
    { sql: 'select count(*) as n from outbox', gives: [{ n: 0 }] },
    { sql: 'select count(*) as n from deliveries', gives: [{ n: 0 }] },
    { sql: 'select seq from audit', gives: [{ seq: 1 }] },
  ],
};
