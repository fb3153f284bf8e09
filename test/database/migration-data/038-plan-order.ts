import { fixture as before } from './036-work-stage.ts';
import type { Fixture } from './fixture.ts';

export const fixture: Fixture = {
  rows: before.rows,
  after: [
    {
      sql: `select indexname from pg_indexes where tablename = 'applications' and indexdef like '%(plan_hash%' order by 1`,
      gives: [{ indexname: 'applications_open_of_plan' }],
    },
  ],
};
