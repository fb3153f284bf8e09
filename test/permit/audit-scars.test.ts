import { afterAll, beforeAll, expect, it } from 'vitest';
import { addMailReceiver, endReceiver } from '../../src/permit/outbox/index.ts';
import { addUser, userOfIdentity } from '../../src/permit/people/index.ts';
import { onBoth } from '../database/databases.ts';
import { openOffice, ROLES, type TestOffice } from './an-office.ts';
import { fileAt } from './files-at-stages.ts';

const AT = '2026-02-02T08:00:00+08:00';

/** What the audit trail did not tell, or told twice. */
onBoth((place) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(place);
  });
  afterAll(() => office.close());

  const db = () => office.database.ready();

  /** Rows of an action about one thing, in their order. */
  async function trail(action: string, id: string) {
    const rows = await (await db())
      .selectFrom('audit')
      .select(['actor', 'role', 'before', 'after'])
      .where('action', '=', action)
      .where('entity_id', '=', id)
      .orderBy('seq')
      .execute();
    const read = (text: string | null) => (text === null ? null : JSON.parse(text));
    return rows.map((row) => ({ ...row, before: read(row.before), after: read(row.after) }));
  }

  it('scar: a change of a user did not tell what was before', async () => {
    const user = { login: 'jejak', name: 'Jejak', roles: ['loket'] };
    const added = await addUser(await db(), user, ROLES, AT);
    if (!added.ok) throw new Error('not added');
    const { id } = added.value;
    const until = '2999-01-01T00:00:00+08:00';
    const lock = { failed: 5, locked_until: until };
    await (await db()).updateTable('users').set(lock).where('id', '=', id).execute();
    const change = (payload: object) =>
      office.ask('admin_data', { method: 'PATCH', url: '/v1/users/jejak', payload });
    expect((await change({ roles: ['pupr'] })).body).toMatchObject({ id, roles: ['pupr'] });
    await change({ active: true });
    const rows = await trail('user.change', id);
    const open = { roles: ['pupr'], active: true, lockedUntil: null };
    const locked = { ...open, lockedUntil: until };
    expect(rows.map(({ before, after }) => [before, after])).toEqual([
      [
        { ...locked, roles: ['loket'] },
        { ...locked, password: false },
      ],
      [locked, { ...open, password: false }],
    ]);
  });

  it('scar: who had a file before it was given to another stood nowhere', async () => {
    const { id } = await fileAt(office, 'periksa');
    const give = async (login: string | null) => {
      const payload = { role: 'loket', login };
      const url = `/v1/applications/${id}/assignment`;
      return (await office.ask('loket', { method: 'POST', url, payload })).body;
    };
    const { assignedTo } = await give('loket');
    expect(await give(null)).toMatchObject({ assignedTo: null });
    const [held, free] = [assignedTo, null].map((to) => ({ id, role: 'loket', assignedTo: to }));
    const rows = await trail('assign', id);
    expect(rows.map(({ before, after }) => [before, after])).toEqual([
      [free, held],
      [held, free],
    ]);
  });

  it('scar: two first log-ins at once of one person were told as two new users', async () => {
    const identity = { issuer: 'https://masuk.example', subject: 's-1', name: 'Uji', email: null };
    const four = [1, 2, 3, 4].map(async () => userOfIdentity(await db(), identity, 'pemohon', AT));
    const users = await Promise.all(four);
    const ids = new Set(users.map((user) => (user.ok ? user.value.id : null)));
    expect(ids.size).toBe(1);
    expect(await trail('user.add', [...ids][0]!)).toHaveLength(1);
  });

  it('scar: a secret in the address of a receiver was kept in the trail for ever', async () => {
    const url = 'https://simbg.example/terima?token=rahasia';
    const payload = { url, topics: ['*'] };
    const added = await office.ask('admin_data', { method: 'POST', url: '/v1/webhooks', payload });
    expect(added.status).toBe(200);
    expect(await trail('webhook.add', added.body.id)).toMatchObject([
      { after: { url: 'https://simbg.example/terima', topics: ['*'] } },
    ]);
  });

  it('scar: letters that were ended began again at the next start, and nothing told of it', async () => {
    const start = async () => addMailReceiver(await db(), AT);
    await start();
    await start();
    expect(await trail('webhook.add', 'mail')).toHaveLength(1);
    expect(await endReceiver(await db(), 'mail', AT)).toBe(true);
    await start();
    expect(await trail('webhook.add', 'mail')).toMatchObject([
      { actor: 'machine', role: 'sistem' },
      { actor: 'machine', role: 'sistem' },
    ]);
  });
});
