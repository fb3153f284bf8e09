import { ASSESSMENTS } from './002-reports.ts';
import { REPORTS } from './010-audit.ts';
import { AUDIT } from './011-outbox.ts';
import { OUTBOX } from './012-idempotency.ts';
import { IDEMPOTENCY } from './020-people.ts';
import type { Fixture } from './fixture.ts';

export const PEOPLE = [
  `insert into users values ('u1', 'loket1', 'Maria', '["loket"]', 'scrypt$16$1$1$AA$AA', true, 0, null, null, null,
    true, '2026-02-01T08:00:00+08:00', '2026-02-01T08:00:00+08:00')`,
  `insert into sessions values ('h1', 'u1', '2026-02-01T08:00:00+08:00', '2026-02-01T08:00:00+08:00', '2026-02-02T08:00:00+08:00')`,
  `insert into api_keys values ('k1', '0123456789ab', 'h2', 'SIMBG', '["applications:read"]',
    '2026-02-01T08:00:00+08:00', 'u1', null, null, null)`,
  `insert into persons values ('p1', '00000000.AA', 'BB', null, null, '2026-02-01T08:00:00+08:00', null, null)`,
];

export const fixture: Fixture = {
  rows: [ASSESSMENTS, ...REPORTS, ...AUDIT, ...OUTBOX, IDEMPOTENCY, ...PEOPLE],
  after: [{ sql: 'select count(*) as n from applications', gives: [{ n: 0 }] }],
};
