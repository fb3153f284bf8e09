import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/database/index.ts';
import {
  addApiKey,
  addPerson,
  addUser,
  type Clock,
  changeOwnPassword,
  changePerson,
  changeUser,
  endSession,
  erasePerson,
  logIn as logInBy,
  openSession,
  openVault,
  personsOf,
  readPerson,
  revokeApiKey,
  rotateApiKey,
  systemOfKey,
  userOfIdentity,
  userOfSession,
} from '../../src/permit/people/index.ts';
import { hashPassword } from '../../src/permit/people/password.ts';
import { onBoth } from '../database/databases.ts';

const ROLES = ['pemohon', 'loket', 'pupr'];
const START = Date.UTC(2026, 0, 15, 1, 30);

/** The clock of the test, minutes after the start. */
function at(minutes: number): Clock {
  const text = (m: number) =>
    `${new Date(START + (m + 480) * 60_000).toISOString().slice(0, 19)}+08:00`;
  return { now: text(minutes), later: (m) => text(minutes + m) };
}

const VAULT = openVault(new Uint8Array(32));
const logIn = (db: Parameters<typeof logInBy>[0], login: string, password: string, clock: Clock) =>
  logInBy(db, login, password, clock, VAULT);

const CHEAP = { N: 16, r: 1, p: 1 };
const PASSWORD = 'pasar oeba pagi hari';

function codes(result: {
  readonly ok: boolean;
  readonly problems?: readonly { readonly code: string }[];
}): string[] {
  return result.ok ? [] : result.problems!.map((p) => p.code);
}

onBoth((place) => {
  let database: Database;
  beforeAll(async () => {
    database = openDatabase(await place.fresh());
  });
  afterAll(() => database.close());
  const db = () => database.ready();
  // Guesses of the real cost would take most of the time of these tests.
  const add = async (login: string) => {
    const added = await addUser(
      await db(),
      { login, name: 'Maria', roles: ['loket'] },
      ROLES,
      at(0).now,
    );
    if (!added.ok) throw new Error(codes(added).join());
    const set = { password_hash: await hashPassword(PASSWORD, CHEAP), must_change: true };
    await (await db()).updateTable('users').set(set).where('login', '=', login).execute();
    return added.value;
  };

  it('has a first password of the real cost changed at the first log-in', async () => {
    const user = { login: 'awal', name: 'Maria', roles: ['loket'], password: PASSWORD };
    const added = await addUser(await db(), user, ROLES, at(0).now);
    expect(added.ok && added.value.mustChange).toBe(true);
    expect(await logIn(await db(), 'awal', PASSWORD, at(0))).toMatchObject({
      value: { mustChange: true },
    });
    const { password_hash } = await (await db())
      .selectFrom('users')
      .select('password_hash')
      .where('login', '=', 'awal')
      .executeTakeFirstOrThrow();
    expect(password_hash).toMatch(/^scrypt\$32768\$8\$3\$/);
  });

  it('tells everything that is wrong with a new user at once', async () => {
    const user = { login: 'A b', name: ' ', roles: ['raja'], password: 'pendek' };
    expect(codes(await addUser(await db(), user, ROLES, at(0).now))).toEqual([
      'user.login',
      'user.name',
      'user.roles',
      'password.short',
    ]);
  });

  it('gives a log-in name once', async () => {
    await add('satu');
    const again = { login: ' SATU ', name: 'Lain', roles: ['loket'], password: PASSWORD };
    expect(codes(await addUser(await db(), again, ROLES, at(0).now))).toEqual(['user.login_taken']);
  });

  it('lets in by the right password only, and reads the same for a wrong name', async () => {
    await add('masuk');
    expect(codes(await logIn(await db(), 'masuk', PASSWORD, at(0)))).toEqual([]);
    const wrong = await logIn(await db(), 'masuk', `${PASSWORD}!`, at(0));
    const nobody = await logIn(await db(), 'tidak-ada', PASSWORD, at(0));
    expect(codes(wrong)).toEqual(['login.refused']);
    expect(nobody).toEqual(wrong);
  });

  it('locks after five wrong passwords, longer each time, and opens by itself', async () => {
    await add('kunci');
    const guess = async (minutes: number) =>
      codes(await logIn(await db(), 'kunci', 'salah salah salah', at(minutes)));
    for (let i = 0; i < 4; i++) expect(await guess(0)).toEqual(['login.refused']);
    expect(await guess(0)).toEqual(['login.locked']);
    expect(codes(await logIn(await db(), 'kunci', PASSWORD, at(4)))).toEqual(['login.locked']);
    expect(await guess(6)).toEqual(['login.locked']);
    // The sixth doubles: ten minutes from then.
    expect(codes(await logIn(await db(), 'kunci', PASSWORD, at(15)))).toEqual(['login.locked']);
    expect(codes(await logIn(await db(), 'kunci', PASSWORD, at(17)))).toEqual([]);
    expect(await guess(18)).toEqual(['login.refused']);
  });

  it('counts guesses side by side, each of them', async () => {
    await add('serentak');
    const guesses = Array.from({ length: 12 }, async () =>
      codes(await logIn(await db(), 'serentak', 'salah salah salah', at(0))),
    );
    await Promise.all(guesses);
    const { failed } = await (await db())
      .selectFrom('users')
      .select('failed')
      .where('login', '=', 'serentak')
      .executeTakeFirstOrThrow();
    expect(failed).toBeGreaterThanOrEqual(5);
    expect(codes(await logIn(await db(), 'serentak', PASSWORD, at(1)))).toEqual(['login.locked']);
  });

  it('has a first password changed, which ends every session', async () => {
    const user = await add('ganti');
    const token = await openSession(await db(), user, at(0));
    const next = 'kain tenun ikat sabu';
    const same = { old: PASSWORD, next: PASSWORD };
    expect(codes(await changeOwnPassword(await db(), 'ganti', same, at(1)))).toEqual([
      'password.same',
    ]);
    const changed = await changeOwnPassword(await db(), 'ganti', { old: PASSWORD, next }, at(1));
    expect(changed.ok && changed.value.mustChange).toBe(false);
    expect(await userOfSession(await db(), token, at(2))).toBeNull();
    expect(codes(await logIn(await db(), 'ganti', PASSWORD, at(2)))).toEqual(['login.refused']);
    expect(codes(await logIn(await db(), 'ganti', next, at(2)))).toEqual([]);
  });

  it('keeps a session while it is used, for a day at most, and none of a closed account', async () => {
    const user = await add('sesi');
    const token = await openSession(await db(), user, at(0));
    for (let hour = 1; hour < 24; hour += 6)
      expect((await userOfSession(await db(), token, at(hour * 60)))?.id).toBe(user.id);
    expect(await userOfSession(await db(), token, at(24 * 60))).toBeNull();
    const idle = await openSession(await db(), user, at(0));
    expect(await userOfSession(await db(), idle, at(8 * 60 + 1))).toBeNull();
    const open = await openSession(await db(), user, at(0));
    await endSession(await db(), open);
    expect(await userOfSession(await db(), open, at(1))).toBeNull();
    const last = await openSession(await db(), user, at(0));
    await changeUser(await db(), 'sesi', { active: false }, ROLES, at(1).now);
    expect(await userOfSession(await db(), last, at(2))).toBeNull();
    expect(codes(await logIn(await db(), 'sesi', PASSWORD, at(2)))).toEqual(['login.refused']);
  });

  it('ends the oldest of more than ten sessions', async () => {
    const user = await add('banyak');
    const tokens: string[] = [];
    for (let i = 0; i < 12; i++) tokens.push(await openSession(await db(), user, at(i)));
    const live = await Promise.all(
      tokens.map(async (token) => (await userOfSession(await db(), token, at(13))) !== null),
    );
    expect(live).toEqual([false, false, ...Array(10).fill(true)]);
  });

  it('knows a system by its key, until it is revoked, rotated out or over', async () => {
    const scopes = ['applications:read'];
    const given = { name: 'SIMBG', scopes, expiresAt: at(5000).now };
    const made = await addApiKey(await db(), given, scopes, 'admin', at(0).now);
    if (!made.ok) throw new Error(codes(made).join());
    const { key, text } = made.value;
    expect(await systemOfKey(await db(), text, at(1).now)).toMatchObject({
      kind: 'system',
      scopes,
      roles: ['sistem'],
    });
    for (const wrong of [`${text}x`, text.slice(0, -1), text.replace(/.$/, '!'), '', 'sp_'])
      expect(await systemOfKey(await db(), wrong, at(1).now)).toBeNull();
    const other = `${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`;
    expect(await systemOfKey(await db(), other, at(1).now)).toBeNull();
    const next = await rotateApiKey(await db(), key.prefix, 'admin', at(10));
    if (!next.ok) throw new Error(codes(next).join());
    expect(await systemOfKey(await db(), text, at(11).now)).not.toBeNull();
    expect(await systemOfKey(await db(), text, at(10 + 24 * 60).now)).toBeNull();
    expect(await systemOfKey(await db(), next.value.text, at(11).now)).not.toBeNull();
    await revokeApiKey(await db(), next.value.key.prefix, at(20).now);
    expect(await systemOfKey(await db(), next.value.text, at(21).now)).toBeNull();
    const rows = await (await db()).selectFrom('api_keys').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(text.slice('sp_'.length + 13));
  });

  it('binds an identity once, and gives a stranger the least role', async () => {
    const identity = { issuer: 'https://sso', subject: 'a', name: 'Ana', email: 'ana@kota.id' };
    await addUser(
      await db(),
      { login: 'ana@kota.id', name: 'Ana', roles: ['pupr'] },
      ROLES,
      at(0).now,
    );
    const first = await userOfIdentity(await db(), identity, 'pemohon', at(0).now);
    expect(first.ok && first.value.roles).toEqual(['pupr']);
    const thief = { ...identity, subject: 'b' };
    const second = await userOfIdentity(await db(), thief, 'pemohon', at(0).now);
    expect(second.ok && second.value.roles).toEqual(['pemohon']);
    const unverified = { ...identity, subject: 'c', email: null };
    const both = await Promise.all(
      [1, 2].map(async () => userOfIdentity(await db(), unverified, 'pemohon', at(0).now)),
    );
    expect(new Set(both.map((r) => r.ok && r.value.id)).size).toBe(1);
    await changeUser(await db(), 'ana@kota.id', { active: false }, ROLES, at(1).now);
    expect(codes(await userOfIdentity(await db(), identity, 'pemohon', at(2).now))).toEqual([
      'oidc.closed',
    ]);
  });

  it('does not bind an account that has a password to an e-mail somebody proves elsewhere', async () => {
    await add('lokal@kota.id');
    const identity = { issuer: 'https://sso', subject: 'z', name: 'Z', email: 'lokal@kota.id' };
    const user = await userOfIdentity(await db(), identity, 'pemohon', at(0).now);
    expect(user.ok && user.value.roles).toEqual(['pemohon']);
  });

  it('keeps personal data sealed, finds it by number, and erases it for good', async () => {
    const vault = openVault(randomBytes(32));
    const data = {
      applicant: { name: 'Maria Ndolu', nik: '5371012304900001', phone: '081234567890' },
    };
    const id = await addPerson(await db(), vault, data, at(0).now);
    const backup = await (await db())
      .selectFrom('persons')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(JSON.stringify(backup)).not.toMatch(/Maria|5371012304900001|0812/);
    expect(await readPerson(await db(), vault, id)).toMatchObject({ ok: true, value: data });
    expect(await personsOf(await db(), vault, 'nik', '5371 0123 0490 0001')).toEqual([id]);
    const other = { applicant: { ...data.applicant, nik: '5371 0123 0490 0002' } };
    await changePerson(await db(), vault, id, other);
    expect(await personsOf(await db(), vault, 'nik', '5371012304900001')).toEqual([]);
    expect(codes(await erasePerson(await db(), id, 'diminta', at(1).now))).toEqual([]);
    expect(codes(await readPerson(await db(), vault, id))).toEqual(['person.erased']);
    expect(await personsOf(await db(), vault, 'nik', '5371012304900002')).toEqual([]);
    expect(codes(await erasePerson(await db(), id, 'lagi', at(2).now))).toEqual(['person.erased']);
  });
});

describe('the vault', () => {
  it('opens only under its own keys and in its own place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, n) => {
        const vault = openVault(new Uint8Array(32).fill(7));
        const wrapped = vault.newKey();
        const sealed = vault.seal(wrapped, 'a', text);
        expect(vault.open(wrapped, 'a', sealed)).toMatchObject({ ok: true, value: text });
        expect(codes(vault.open(wrapped, 'b', sealed))).toEqual(['vault.damaged']);
        expect(codes(vault.open(vault.newKey(), 'a', sealed))).toEqual(['vault.damaged']);
        const bytes = Buffer.from(sealed, 'base64url');
        bytes[n % bytes.length]! ^= 1 << (n % 8);
        expect(codes(vault.open(wrapped, 'a', bytes.toString('base64url')))).toEqual([
          'vault.damaged',
        ]);
      }),
    );
  });

  it('tells another office key by name, and takes a key over to a new one', () => {
    const [old, next] = [1, 2].map((n) => openVault(new Uint8Array(32).fill(n)));
    const wrapped = old!.newKey();
    const sealed = old!.seal(wrapped, 'a', 'rahasia');
    expect(codes(next!.open(wrapped, 'a', sealed))).toEqual(['vault.key']);
    const moved = next!.rewrap(wrapped, old!);
    expect(moved.ok && next!.open(moved.value, 'a', sealed)).toMatchObject({ value: 'rahasia' });
  });
});
