import { fixture as before } from './031-outbox-order.ts';
import type { Fixture } from './fixture.ts';

export const fixture: Fixture = {
  rows: before.rows,
  // Old rows have a column more, and nothing in it.
  after: [{ sql: 'select signed from approvals', gives: [{ signed: null }] }],
};
