import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBackup, writeBackup } from '../../src/database/backup/index.ts';
import { tablesOf } from '../../src/database/backup/tables.ts';
import { connectOnly, disconnect, type Opened } from '../../src/database/connection.ts';
import { MIGRATION_NAMES, migrate, migrationsOf } from '../../src/database/migrations.ts';
import type { Schema } from '../../src/database/schema.ts';
import { appendAudit, checkChain } from '../../src/permit/audit/index.ts';
import { embeddedPlace, onBoth, onPostgres, type Place } from './databases.ts';
import { fixture } from './migration-data/020-people.ts';

const AT = '2026-02-01T08:00:00+08:00';
const ODD = 'baris\nkedua\t"kutip" \\ \u2028 é 🏠 [1]';

/** Rows of every kind of value, and a chain of ten entries. */
async function fill(db: Kysely<Schema>): Promise<void> {
  for (const statement of fixture.rows.filter((r) => !r.includes('audit')))
    await sql.raw(statement).execute(db);
  await db
    .insertInto('assessments')
    .values({
      id: ODD,
      created_at: AT,
      plan_id: null,
      plan_hash: '',
      date: ODD,
      engine: '',
      verdict: null,
      request: '{}',
      answer: ODD,
      geojson: '',
    })
    .execute();
  await sql`insert into users values ('u1', 'budi', 'Budi', '[]', null, true, 0, null, null, null, false, ${AT}, ${AT})`.execute(
    db,
  );
  for (let n = 0; n < 10; n++) await append(db, `f${n}`);
}

const append = (db: Kysely<Schema>, entityId: string) =>
  db.transaction().execute((tx) =>
    appendAudit(tx, {
      at: AT,
      actor: 'u1',
      role: 'r',
      action: 'a',
      entity: 'berkas',
      entityId,
      reason: ODD,
      before: null,
      after: { luas: 0.1 + 0.2 },
    }),
  );

async function backupOf(db: Kysely<Schema>): Promise<Buffer> {
  const parts: Buffer[] = [];
  const out = new Writable({
    write(chunk: Buffer, _, done) {
      parts.push(chunk);
      done();
    },
  });
  await writeBackup(db, out, AT);
  return Buffer.concat(parts);
}

/** All rows of all tables as text. */
async function contentOf(db: Kysely<Schema>) {
  const content: Record<string, unknown[]> = {};
  for (const { name } of await tablesOf(db)) {
    content[name] = (
      await sql`select t::text as row from ${sql.table(name)} t order by 1`.execute(db)
    ).rows;
  }
  return content;
}

const opened: Opened[] = [];
afterAll(async () => {
  for (const one of opened) await disconnect(one);
});

async function openFresh(place: Place): Promise<Kysely<Schema>> {
  const one = await connectOnly(await place.bare());
  opened.push(one);
  return one.db;
}

/** Backups by the database that they were made in, for the other to read. */
const made = new Map<string, { bytes: Buffer; content: unknown }>();

onBoth((place) => {
  let bytes: Buffer;
  let empty: Kysely<Schema>;

  beforeAll(async () => {
    const db = await openFresh(place);
    await migrate(db);
    await fill(db);
    bytes = await backupOf(db);
    made.set(place.kind, { bytes, content: await contentOf(db) });
    empty = await openFresh(place);
  });

  it('lists every table, those referred to first', async () => {
    await migrate(empty);
    const names = (await tablesOf(empty)).map((t) => t.name);
    expect(names).toContain('applications');
    expect(names.indexOf('outbox')).toBeLessThan(names.indexOf('deliveries'));
    expect(names.indexOf('persons')).toBeLessThan(names.indexOf('applications'));
  });

  describe('a damaged backup is refused with what is wrong, and leaves nothing', () => {
    const refused = async (given: Buffer) => {
      const read = await readBackup(empty, Readable.from([given]));
      const counts = Object.entries(await contentOf(empty)).filter(([, rows]) => rows.length > 0);
      expect(counts.map(([name]) => name)).toEqual(['audit_head']);
      if (read.ok) throw new Error('was taken');
      return `${read.problems[0]!.code} ${read.problems[0]!.message.en}`;
    };
    const changed = (change: (text: string) => string) =>
      gzipSync(change(gunzipSync(bytes).toString()));

    it('cut off anywhere', async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1 }), async (at) => {
          expect(await refused(bytes.subarray(0, at))).toMatch(
            /^backup\.(damaged .*(cut off|ends)|format)/,
          );
        }),
        { numRuns: 15 },
      );
    });
    it('a byte changed anywhere that counts', async () => {
      // The first ten bytes are gzip's own header, whose time and system mean nothing; of the byte before
      // the trailer of eight, the bits behind the end of the last block are padding.
      const padding = bytes.length - 9;
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 10, max: bytes.length - 1 }),
          fc.integer({ min: 1, max: 255 }),
          async (at, by) => {
            fc.pre(at !== padding);
            const copy = Buffer.from(bytes);
            copy[at]! ^= by;
            expect(await refused(copy)).toMatch(/^backup\.(damaged|format)/);
          },
        ),
        { numRuns: 25 },
      );
    });
    it.each<[string, (text: string) => string, RegExp]>([
      [
        'a row changed',
        (t) => t.replace('kupang-rdtr', 'kupang-rdtx'),
        /line \d+ \(assessments: the check sum of its rows differs\)/,
      ],
      [
        'a row left out',
        (t) => t.replace(/\["a1".*\n/, ''),
        /assessments: \d+ rows instead of \d+/,
      ],
      [
        'a row twice',
        (t) => t.replace(/(\["a1".*\n)/, '$1$1'),
        /assessments: a row before this line was refused/,
      ],
      [
        'a table left out',
        (t) => t.replace(/\{"table":"outbox"[\s\S]*?\{"end":"outbox".*\n/, ''),
        /the table outbox should begin here/,
      ],
      [
        'other columns',
        (t) => t.replace('"columns":["id","created_at"', '"columns":["id","made_at"'),
        /assessments has the columns id, created_at/,
      ],
      [
        'another header',
        (t) => t.replace('"audit":10', '"audit":11'),
        /audit: 10 rows, the header names 11/,
      ],
      [
        'another time',
        (t) => t.replace(AT, '2027-02-01T08:00:00+08:00'),
        /check sum of the whole differs/,
      ],
      ['no end', (t) => t.replace(/\{"end":"backup".*\n/, ''), /the file ends too early/],
      ['more after its end', (t) => `${t}{}\n`, /has ended before/],
      ['no JSON', (t) => t.replace('{"table":"audit"', '{table:"audit"'), /the line is no JSON/],
    ])('%s', async (_, change, reason) => {
      expect(await refused(changed(change))).toMatch(reason);
    });
    it('something else', async () => {
      expect(await refused(gzipSync('hello\n'))).toBe(
        'backup.format This file is no backup of Si Pejuang.',
      );
      expect(await refused(Buffer.from('hello'))).toMatch(/^backup\.damaged .*cannot be unpacked/);
      expect(await refused(Buffer.alloc(0))).toMatch(/^backup\./);
    });
    it('a newer one', async () => {
      const newer = changed((t) => t.replace('"020-people"', '"020-people","999-tomorrow"'));
      expect(await refused(newer)).toMatch(/^backup\.newer .*999-tomorrow/);
    });
  });

  it('gives back the same rows and the same chain, and the same backup', async () => {
    const db = await openFresh(place);
    expect(await readBackup(db, Readable.from([bytes]))).toMatchObject({
      ok: true,
      value: { createdAt: AT },
    });
    expect(await contentOf(db)).toEqual(made.get(place.kind)?.content);
    expect(await checkChain(db)).toMatchObject({ ok: true, value: { seq: 10 } });
    expect(gunzipSync(await backupOf(db)).equals(gunzipSync(bytes))).toBe(true);
    await append(db, 'f11');
    expect(await checkChain(db)).toMatchObject({ ok: true, value: { seq: 11 } });

    const again = await readBackup(db, Readable.from([bytes]));
    expect(again).toMatchObject({ problems: [{ code: 'restore.not_empty' }] });
  });

  it('takes a backup of an older version, and brings it up', async () => {
    const old = await openFresh(place);
    await migrate(old, '010-audit');
    await append(old, 'f1');
    const db = await openFresh(place);
    expect(await readBackup(db, Readable.from([await backupOf(old)]))).toMatchObject({ ok: true });
    expect(await migrationsOf(db)).toEqual(MIGRATION_NAMES);
    expect(await checkChain(db)).toMatchObject({ ok: true, value: { seq: 1 } });
    const migrated = await openFresh(place);
    await migrate(migrated);
    expect(await readBackup(migrated, Readable.from([await backupOf(old)]))).toMatchObject({
      problems: [{ code: 'restore.newer_database' }],
    });
  });
});

onPostgres((postgres) => {
  const embedded = embeddedPlace();

  it.each([
    ['embedded', 'postgresql'],
    ['postgresql', 'embedded'],
  ])('goes from %s to %s, row for row', async (from, to) => {
    const { bytes, content } = made.get(from)!;
    const db = await openFresh(to === 'embedded' ? embedded : postgres);
    expect(await readBackup(db, Readable.from([bytes]))).toMatchObject({ ok: true });
    expect(await contentOf(db)).toEqual(content);
    expect(gunzipSync(await backupOf(db)).equals(gunzipSync(bytes))).toBe(true);
    expect(await checkChain(db)).toMatchObject({ ok: true, value: { seq: 10 } });
  });
});

onPostgres((place) => {
  const folder = mkdtempSync(join(tmpdir(), 'si-pejuang-backup-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is of one moment, while others write', async () => {
    const db = await openFresh(place);
    await migrate(db);
    let going = true;
    const writing = (async () => {
      for (let n = 0; going; n++) await append(db, `f${n}`);
    })();
    await append(db, 'first');
    for (let round = 0; round < 5; round++) {
      const file = join(folder, `${round}.gz`);
      writeFileSync(file, await backupOf(db));
      const text = gunzipSync(readFileSync(file)).toString();
      const end = /"end":"audit","rows":(\d+)/.exec(text);
      const head = /\{"table":"audit_head".*\n\["1","(\d+)"/.exec(text);
      expect(end?.[1]).toBe(head?.[1]);
    }
    going = false;
    await writing;
    const restored = await openFresh(place);
    expect(await readBackup(restored, createReadStream(join(folder, '4.gz')))).toMatchObject({
      ok: true,
    });
    expect(await checkChain(restored)).toMatchObject({ ok: true });
  });
});
