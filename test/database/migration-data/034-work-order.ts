import { fixture as before } from './033-approval-document.ts';
import type { Fixture } from './fixture.ts';

export const fixture: Fixture = {
  rows: before.rows,
  after: [{ sql: `select role from work_items order by since`, gives: [{ role: 'pupr' }] }],
};
