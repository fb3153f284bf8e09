import type { Fixture } from './fixture.ts';

export const fixture: Fixture = {
  rows: [],
  after: [{ sql: 'select count(*) as n from assessments', gives: [{ n: 0 }] }],
};
