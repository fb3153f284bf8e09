import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/database/index.ts';
import { loadDeskTables } from '../../src/permit/applications/tables.ts';
import { type WorkQuery, workList } from '../../src/permit/applications/work-list.ts';
import { loadDefinition } from '../../src/permit/index.ts';
import type { AccessTable, Actor } from '../../src/permit/people/index.ts';
import { onBoth } from '../database/databases.ts';

const AT = '2026-02-02T08:00:00+08:00';
const ROLES = ['loket', 'pupr', 'pemohon'];
const ALL: WorkQuery = {
  ...{
    role: null,
    kind: null,
    stage: null,
    kelurahan: null,
    assigned: null,
    dueBy: null,
    sort: 'due',
  },
  ...{ limit: 50, cursor: null },
};

/** Forty files, held by one role or two, some of them due on the same day. */
const FILES = Array.from({ length: 40 }, (_, i) => ({
  id: `f${String((i * 17) % 40).padStart(2, '0')}`,
  due: `2026-03-0${1 + (i % 4)}`,
  owner: i % 3 === 0 ? 'u1' : 'u2',
  roles: i % 5 === 0 ? ['loket', 'pupr'] : [ROLES[i % 3]!],
}));

onBoth((place) => {
  let database: Database;
  let access: AccessTable;
  beforeAll(async () => {
    const definition = loadDefinition();
    const tables = definition.ok ? loadDeskTables(definition.value) : definition;
    if (!tables.ok) throw new Error(tables.problems[0]!.message.en);
    access = tables.value.access;
    database = openDatabase(await place.fresh());
    const db = await database.ready();
    await db.insertInto('persons').values({ id: 'p', sealed: '', created_at: AT }).execute();
    for (const { id, due, owner, roles } of FILES) {
      const texts = { tracks: '{}', facts: '{}', form: '{}', request: '{}' };
      const times = { created_at: AT, changed_at: AT, submitted_at: AT };
      const row = { id, kind: 'pbg', stage: 'pbg_verifikasi', version: 1, person_id: 'p' };
      await db
        .insertInto('applications')
        .values({ ...row, ...texts, ...times, owner_id: owner })
        .execute();
      const item = { application_id: id, due_on: due, stage: row.stage, kind: 'pbg', since: AT };
      await db
        .insertInto('work_items')
        .values(roles.map((role) => ({ ...item, role })))
        .execute();
    }
  });
  afterAll(() => database.close());

  const actorOf = (roles: string[]): Actor => ({
    ...{ kind: 'user', id: 'u1', name: 'Uji', roles, scopes: [] },
  });
  /** As it has to be: of applicants their own, of officers all but their own, by day, file and role. */
  const wanted = (roles: string[]) =>
    FILES.flatMap((f) =>
      f.roles
        .filter((role) => roles.includes(role) && (role === 'pemohon') === (f.owner === 'u1'))
        .map((role) => `${f.due} ${f.id} ${role}`),
    ).sort();

  it.each([
    [['loket']],
    [['pemohon']],
    [['loket', 'pemohon']],
    [['pupr', 'loket']],
    [['pemohon', 'pupr', 'loket']],
    [['fpr']],
  ])('gives all of %j in order, whatever the pages', async (roles) => {
    const db = await database.ready();
    for (const limit of [1, 7, 50]) {
      const found: string[] = [];
      for (let cursor: string | null = null; ; ) {
        const page = await workList(db, access, actorOf(roles), { ...ALL, limit, cursor });
        if (!page.ok) throw new Error(page.problems[0]!.message.en);
        found.push(...page.value.items.map((i) => `${i.dueOn} ${i.id} ${i.role}`));
        cursor = page.value.next;
        if (cursor === null) break;
      }
      expect(found).toEqual(wanted(roles));
    }
  });
});
