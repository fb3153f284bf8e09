import { afterAll, beforeAll, expect, it } from 'vitest';
import { onBoth } from '../database/databases.ts';
import { openOffice, type TestOffice } from './an-office.ts';

onBoth((place) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(place);
  });
  afterAll(() => office.close());

  const change = (login: string, payload: object, who = 'admin_data') =>
    office.ask(who, { method: 'PATCH', url: `/v1/users/${login}`, payload });

  it.each([
    { active: false },
    { roles: ['loket'] },
    { active: false, roles: ['admin_data'] },
  ])('scar: the only administrator could shut himself out by %j', async (payload) => {
    const refused = await change('admin_data', payload);
    expect([refused.status, refused.body.errors[0].code]).toEqual([409, 'user.last']);
    expect(refused.body.errors[0].message.en).toContain('First give somebody else that role');
    expect((await office.ask('admin_data', { url: '/v1/users' })).status).toBe(200);
  });

  it('lets one of two go, and not both at once', async () => {
    expect((await change('lain', { roles: ['admin_data', 'loket'] })).status).toBe(200);
    const both = await Promise.all([
      change('admin_data', { active: false }),
      change('lain', { active: false }, 'lain'),
    ]);
    // Who is second finds the session ended, or nobody but himself left.
    expect(both.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
    const db = await office.database.ready();
    const left = await db
      .selectFrom('users')
      .select('login')
      .where('roles', 'like', '%admin_data%')
      .where('active', '=', true)
      .execute();
    expect(left).toHaveLength(1);
  });
});
