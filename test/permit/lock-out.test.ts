import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { onBoth } from '../database/databases.ts';
import { openOffice, PASSWORD, type TestOffice } from './an-office.ts';

onBoth((place) => {
  let office: TestOffice;
  let asked = 0;
  beforeAll(async () => {
    office = await openOffice(place);
  });
  afterAll(() => office.close());

  /** From an address of its own: how often one address may ask is not the question here. */
  const guess = async (login: string, password = 'salah salah salah') => {
    asked++;
    const answer = await office.app.inject({
      method: 'POST',
      url: '/v1/session',
      remoteAddress: `10.1.${asked >> 8}.${asked & 255}`,
      payload: { login, password },
    });
    const { errors } = answer.json();
    return [
      answer.statusCode,
      errors?.[0].code,
      errors?.[0].message.en.replace(/\d{2}:\d{2}/g, ''),
    ];
  };
  const change = (payload: object) =>
    office.ask('admin_data', { method: 'PATCH', url: '/v1/users/fpr', payload });

  it('scar: only names that exist were locked, so that they could be told from others', async () => {
    for (let i = 0; i < 7; i++) {
      expect(await guess('tiada.orang')).toEqual(await guess('pupr'));
    }
    expect((await guess('Tiada.Orang '))[0]).toBe(429);
    expect((await guess('orang.lain'))[0]).toBe(401);
    const db = await office.database.ready();
    const kept = JSON.stringify(await db.selectFrom('strange_logins').selectAll().execute());
    expect(kept).not.toContain('tiada');
  });

  it('scar: an account that was closed was not locked, either', async () => {
    await change({ active: false });
    for (let i = 0; i < 4; i++) expect((await guess('fpr', PASSWORD))[0]).toBe(401);
    expect((await guess('fpr', PASSWORD))[0]).toBe(429);
    await change({ active: true });
    expect((await guess('fpr', PASSWORD))[0]).toBe(200);
  });

  it('scar: an administrator could not open what wrong passwords had locked', async () => {
    for (let i = 0; i < 5; i++) await guess('fpr');
    expect((await guess('fpr', PASSWORD))[0]).toBe(429);
    const { body } = await office.ask('admin_data', { url: '/v1/users' });
    const fpr = body.users.find(({ login }: { login: string }) => login === 'fpr');
    expect(fpr.lockedUntil).not.toBeNull();
    const opened = await change({ active: true });
    expect([opened.status, opened.body.lockedUntil]).toEqual([200, null]);
    expect((await guess('fpr', PASSWORD))[0]).toBe(200);
  });

  it('keeps no more than ten thousand names that nobody has', async () => {
    const db = await office.database.ready();
    const rows = Array.from({ length: 10_000 }, (_, i) => ({
      ...{ key: `k${i}`, failed: 1, locked_until: null },
      changed_at: `2020-01-01T00:00:00+08:00`,
    }));
    for (let i = 0; i < rows.length; i += 1000) {
      await db
        .insertInto('strange_logins')
        .values(rows.slice(i, i + 1000))
        .execute();
    }
    await guess('satu.lagi');
    const { n } = await db
      .selectFrom('strange_logins')
      .select((e) => e.fn.countAll<string>().as('n'))
      .executeTakeFirstOrThrow();
    expect(Number(n)).toBe(10_000);
    expect((await guess('tiada.orang'))[0]).toBe(429);
  });

  it('scar: the command line neither showed a lock nor opened it', async () => {
    const { url, home } = await place.fresh();
    const run = async (...args: string[]) => {
      const env = { ...process.env, SI_PEJUANG_HOME: home, ...(url && { DATABASE_URL: url }) };
      return promisify(execFile)(process.execPath, ['src/cli/main.ts', 'user', ...args], { env });
    };
    // Another home for the embedded database is this test's own: nobody else has it open.
    await run('add', 'maria', '--name', 'Maria', '--role', 'loket');
    const { openDatabase } = await import('../../src/database/index.ts');
    const database = openDatabase({ url, home });
    await (await database.ready())
      .updateTable('users')
      .set({ failed: 5, locked_until: '2999-01-01T00:00:00+08:00' })
      .execute();
    await database.close();
    expect((await run('list')).stdout).toContain('locked until 2999-01-01T00:00:00+08:00');
    expect((await run('open', 'maria')).stdout).toContain('must change');
    expect((await run('list')).stdout).not.toContain('2999');
    // Scar: who made or opened accounts at the terminal left no trace.
    const after = openDatabase({ url, home });
    const trail = await (await after.ready())
      .selectFrom('audit')
      .select(['actor', 'role', 'action', 'before', 'after'])
      .orderBy('seq')
      .execute();
    await after.close();
    expect(trail.map((row) => [row.role, row.action])).toEqual([
      ['terminal', 'user.add'],
      ['terminal', 'user.change'],
    ]);
    expect(trail[0]!.actor).toMatch(/^terminal:./);
    expect(JSON.parse(trail[0]!.after!)).toMatchObject({ roles: ['loket'], active: true });
    expect(JSON.parse(trail[1]!.before!)).toMatchObject({
      lockedUntil: '2999-01-01T00:00:00+08:00',
    });
    expect(JSON.parse(trail[1]!.after!)).toMatchObject({ lockedUntil: null });
    expect(JSON.stringify(trail)).not.toMatch(/maria/i);
  });
});
