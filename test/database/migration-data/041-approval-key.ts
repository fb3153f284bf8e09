import { fixture as before } from './040-strange-logins.ts';
import type { Fixture } from './fixture.ts';

export const fixture: Fixture = {
  rows: [
    ...before.rows,
    `insert into strange_logins (key, failed, changed_at) values ('k', 1, '2026-02-03T08:00:00+08:00')`,
    // Two that read the same were issued before: they stay as they are.
    `insert into approvals (number, application_id, issued_on, status, outcome, terms)
      select ' ' || lower(number), application_id, issued_on, status, outcome, terms from approvals`,
  ],
  after: [
    {
      sql: `select indexname from pg_indexes where indexname = 'approvals_by_key'`,
      gives: [{ indexname: 'approvals_by_key' }],
    },
  ],
};
