import { ASSESSMENTS } from './002-reports.ts';
import type { Fixture } from './fixture.ts';

export const REPORTS = [
  `insert into reports values
  ('a1', 'A1B2', '2026-01-15T08:00:00+08:00', '2026-01-15', '0.1.0', '[]', '{"signed":1}', 'k1', null, null),
  ('a2', 'C3D4', '2026-01-16T08:00:00+08:00', '2026-01-16', '0.1.0', '[]', '{}', 'k1', '2026-01-17T08:00:00+08:00', 'salah')`,
  `insert into report_files values ('a1', 'id', 'application/pdf', '2026-01-15T08:00:00+08:00', 'k1', '\\x00ff10')`,
];

export const fixture: Fixture = {
  rows: [ASSESSMENTS, ...REPORTS],
  after: [
    { sql: 'select count(*) as n from audit', gives: [{ n: 0 }] },
    {
      sql: 'select id, seq, hash from audit_head',
      gives: [{ id: 1, seq: 0, hash: `sha256:${'0'.repeat(64)}` }],
    },
  ],
};
