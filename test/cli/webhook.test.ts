import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { openDatabase } from '../../src/database/index.ts';
import { embeddedPlace } from '../database/databases.ts';

const place = embeddedPlace();

it('takes receivers in, lists them without their secrets, ends them, and writes down who did', async () => {
  const { home } = await place.fresh();
  const webhook = (...args: string[]) => {
    const env = { ...process.env, SI_PEJUANG_HOME: home, DATABASE_URL: '' };
    const done = spawnSync(process.execPath, ['src/cli/main.ts', 'webhook', ...args], {
      encoding: 'utf8',
      env,
    });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };
  const added = webhook(
    'add',
    'https://sodamolek.example/hook',
    '--topics',
    'application.moved, *',
  );
  const [, id = '', secret = ''] = /id +(\S+)\nsecret +(\S{43})\n/.exec(added.out) ?? [];
  expect(added).toMatchObject({ code: 0, err: '' });
  const listed = webhook('list').out;
  expect(listed).toContain(
    `${id}  https://sodamolek.example/hook  application.moved,*  menunggu / waiting 0`,
  );
  expect(listed).not.toContain(secret);
  const inside = webhook('add', 'http://10.0.0.7/hook').out;
  expect(inside).toContain('SI_PEJUANG_WEBHOOK_NETWORKS');
  expect(added.out).not.toContain('SI_PEJUANG_WEBHOOK_NETWORKS');
  expect(webhook('add', 'https://x.example', '--topics', 'berkas'), 'waits for nothing').toEqual({
    code: 1,
    out: '',
    err: expect.stringContaining('There is no topic "berkas". There are: application.moved'),
  });
  // Scar: a password in the address was shown in the list.
  const login = webhook('add', 'https://user:rahasia@x.example/');
  expect(login).toMatchObject({ code: 1, err: expect.stringContaining('webhook.url') });
  expect(login.err).not.toContain('rahasia');
  expect(webhook('end', id)).toMatchObject({ code: 0 });
  expect(webhook('end', id)).toMatchObject({
    code: 1,
    err: expect.stringContaining('webhook.unknown'),
  });
  // scar: of an id that is not there both said 0, and were done.
  for (const verb of ['skip', 'replay']) {
    expect(webhook(verb, 'nope')).toMatchObject({
      code: 1,
      err: expect.stringContaining('webhook.unknown'),
    });
  }
  for (const verb of ['replay', 'skip']) {
    const [, other = ''] = /id +(\S+)/.exec(inside) ?? [];
    expect(webhook(verb, other)).toMatchObject({ code: 0 });
  }
  const database = openDatabase({ url: null, home });
  const trail = await (await database.ready())
    .selectFrom('audit')
    .select(['action', 'role', 'after'])
    .orderBy('seq')
    .execute();
  await database.close();
  const done = ['add', 'add', 'end', 'replay', 'skip'];
  expect(trail.map((row) => row.action)).toEqual(done.map((verb) => `webhook.${verb}`));
  expect(trail.every((row) => row.role === 'terminal')).toBe(true);
  expect(JSON.stringify(trail)).not.toContain(secret);
}, 180_000);
