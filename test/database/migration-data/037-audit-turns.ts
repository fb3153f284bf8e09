import { fixture as before } from './036-work-stage.ts';
import type { Fixture } from './fixture.ts';

export const fixture: Fixture = {
  rows: before.rows,
  after: [
    {
      sql: `select prosrc like '%pg_advisory_xact_lock%' as queues from pg_proc where proname = 'audit_append'`,
      gives: [{ queues: true }],
    },
    {
      sql: `select seq_ - (select max(seq) from audit) as after from audit_append('2026-02-01T08:00:00+08:00', 'u', 'loket', 'x', 'application', 'f1', null, null, null)`,
      gives: [{ after: 1 }],
    },
  ],
};
