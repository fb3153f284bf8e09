import { fixture as before } from './034-work-order.ts';
import type { Fixture } from './fixture.ts';

export const fixture: Fixture = {
  rows: before.rows,
  after: [
    { sql: `select role from work_items where kelurahan is null`, gives: [{ role: 'pupr' }] },
  ],
};
