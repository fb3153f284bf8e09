import type { Fixture } from './fixture.ts';

export const ASSESSMENTS = `insert into assessments values
  ('a1', '2026-01-15T08:00:00+08:00', 'kupang-rdtr', 'sha256:00', '2026-01-15', '0.1.0', 'sesuai', '{}', '{"b":1,  "a":"é"}', '{}'),
  ('a2', '2026-01-16T08:00:00+08:00', null, null, '2026-01-16', '0.1.0', null, '{}', '{}', '{}')`;

export const fixture: Fixture = {
  rows: [ASSESSMENTS],
  after: [{ sql: 'select count(*) as n from reports', gives: [{ n: 0 }] }],
};
