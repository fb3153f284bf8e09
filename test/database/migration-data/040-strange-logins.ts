import { fixture as before } from './039-work-holders.ts';
import type { Fixture } from './fixture.ts';

export const fixture: Fixture = {
  rows: before.rows,
  after: [{ sql: 'select count(*)::int as n from strange_logins', gives: [{ n: 0 }] }],
};
