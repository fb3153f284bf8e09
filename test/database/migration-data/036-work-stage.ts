import { fixture as before } from './035-work-place.ts';
import type { Fixture } from './fixture.ts';

export const fixture: Fixture = {
  rows: before.rows,
  after: [
    {
      sql: `select indexname from pg_indexes where tablename = 'work_items' and indexdef like '%(role, stage, due_on, application_id)%'`,
      gives: [{ indexname: 'work_by_stage' }],
    },
  ],
};
