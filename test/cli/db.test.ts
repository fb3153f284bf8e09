import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/index.ts';
import { appendAudit } from '../../src/permit/audit/index.ts';
import { addPerson, openVault } from '../../src/permit/people/index.ts';
import { embeddedPlace } from '../database/databases.ts';

const place = embeddedPlace();
const folder = mkdtempSync(join(tmpdir(), 'si-pejuang-db-cli-'));
const backup = join(folder, 'cadangan.gz');
let home: string;

function db(args: readonly string[], at = home) {
  const env = { ...process.env, SI_PEJUANG_HOME: at, DATABASE_URL: '' };
  const done = spawnSync(process.execPath, ['src/cli/main.ts', 'db', ...args], {
    encoding: 'utf8',
    env,
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

async function append(count: number): Promise<void> {
  const database = openDatabase({ url: null, home });
  const kysely = await database.ready();
  const entry = {
    at: '2026-02-01T08:00:00+08:00',
    actor: 'u1',
    role: 'r',
    action: 'a',
    entity: 'berkas',
  };
  for (let n = 0; n < count; n++) {
    await kysely
      .transaction()
      .execute((tx) =>
        appendAudit(tx, { ...entry, entityId: `f${n}`, reason: null, before: null, after: null }),
      );
  }
  await database.close();
}

beforeAll(async () => {
  home = (await place.bare()).home;
});
afterAll(() => rmSync(folder, { recursive: true }));

it('tells what there is where it is asked for nothing it knows', () => {
  expect(db(['vacuum'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('db migrate | check'),
  });
});

it('migrates', () => {
  expect(db(['migrate']).out).toContain('Dimigrasi / migrated: 001-assessments');
});

it('keeps heads of the trail and proves it against them', async () => {
  await append(3);
  expect(db(['head'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/audit\/.*-3\.json: 3 sha256:/),
  });
  await append(2);
  const checked = db(['check']);
  expect(checked).toMatchObject({ code: 0, err: '' });
  expect(checked.out).toContain('The audit trail is whole: 5 rows');
  expect(checked.out).toContain('it fits 1 heads');
  expect(checked.out).toContain('Documents: 0 files without a row');
});

it('backs up to a new file that only its owner may read, and restores it elsewhere', async () => {
  const made = db(['backup', backup]);
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(statSync(backup).mode & 0o777).toBe(0o600);
  expect(db(['backup', backup])).toMatchObject({
    code: 1,
    err: expect.stringContaining('file.exists'),
  });
  expect(readdirSync(folder)).toEqual(['cadangan.gz']);

  const other = await place.bare();
  const restored = db(['restore', backup], other.home);
  expect(restored).toMatchObject({ code: 0, err: '' });
  expect(restored.out).toContain('The audit trail is whole: 5 rows');
  expect(db(['restore', backup], other.home)).toMatchObject({
    code: 1,
    err: expect.stringContaining('restore.not_empty'),
  });
  expect(db(['restore', join(folder, 'none.gz')], other.home).err).toContain('file.missing');
});

it('finds a trail that was cut behind a head that was kept elsewhere', async () => {
  const heads = join(home, 'audit');
  const head = join(folder, 'head.json');
  writeFileSync(head, readFileSync(join(heads, readdirSync(heads)[0]!)));
  const other = await place.bare();
  // The same office's keys, another trail.
  spawnSync('cp', ['-r', join(home, 'keys'), other.home]);
  expect(db(['check', '--head', head], other.home)).toMatchObject({
    code: 1,
    err: expect.stringContaining('audit.cut'),
  });
  writeFileSync(head, readFileSync(head, 'utf8').replace('"seq": 3', '"seq": 0'));
  expect(db(['check', '--head', head]).err).toContain('audit.head_signature');
});

it('says who holds the database where it is in use', async () => {
  const script = `const { openDatabase } = await import(process.argv[1]);
    await openDatabase({ url: null, home: process.argv[2] }).ready(); console.log('open'); setInterval(() => {}, 1000);`;
  const source = new URL('../../src/database/index.ts', import.meta.url).href;
  const holder = spawn(process.execPath, ['-e', script, source, home]);
  await once(holder.stdout, 'data');
  expect(db(['check'])).toMatchObject({
    code: 1,
    err: expect.stringContaining(`in use by process ${holder.pid}`),
  });
  holder.kill('SIGKILL');
  await once(holder, 'exit');
});

it('takes a database over to a new office key, and writes down that it did', async () => {
  const at = mkdtempSync(join(tmpdir(), 'si-pejuang-rekey-'));
  cpSync(join((await place.fresh()).home, 'database'), join(at, 'database'), { recursive: true });
  expect(db(['rekey'], at)).toMatchObject({ code: 1, err: expect.stringContaining('--from') });
  const key = (name: string, byte: number) => {
    const file = join(folder, name);
    writeFileSync(file, `${Buffer.alloc(32, byte).toString('base64')}\n`);
    return file;
  };
  const former = key('lama.key', 1);
  const database = openDatabase({ url: null, home: at });
  const person = { applicant: { name: 'Uji' } };
  await addPerson(await database.ready(), openVault(Buffer.alloc(32, 1)), person, '2026-02-02');
  await database.close();
  expect(db(['rekey', '--from', join(folder, 'tiada.key')], at).err).toContain('tiada.key');
  const done = db(['rekey', '--from', former], at);
  expect([done.code, done.err]).toEqual([0, '']);
  expect(done.out).toMatch(/1 orang dipindahkan[\s\S]*1 people taken over/);
  const again = openDatabase({ url: null, home: at });
  const row = await (await again.ready())
    .selectFrom('audit')
    .select(['actor', 'role', 'action', 'before', 'after'])
    .executeTakeFirstOrThrow();
  await again.close();
  expect(row).toMatchObject({ role: 'terminal', action: 'data_key.change' });
  expect(row.actor).toMatch(/^terminal:./);
  expect(JSON.parse(row.before!)).toEqual({ key: openVault(Buffer.alloc(32, 1)).keyId });
  expect(JSON.parse(row.after!)).toMatchObject({ moved: 1, there: 0 });
  rmSync(at, { recursive: true });
}, 120_000);
