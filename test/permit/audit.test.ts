import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Kysely, sql, type Transaction } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/database/index.ts';
import type { Schema } from '../../src/database/schema.ts';
import { hashOf, stateText } from '../../src/permit/audit/chain.ts';
import {
  type AuditEntry,
  appendAudit,
  type ChainPlace,
  checkChain,
  exportHead,
  headFiles,
  readHead,
} from '../../src/permit/audit/index.ts';
import { sha256 } from '../../src/report/proof/index.ts';
import { onBoth } from '../database/databases.ts';

const ENTRY: AuditEntry = {
  at: '2026-02-01T08:00:00+08:00',
  actor: 'u-budi',
  role: 'verifikator',
  action: 'tahap.selesai',
  entity: 'berkas',
  entityId: 'f1',
  reason: 'lengkap',
  before: { tahap: 'periksa' },
  after: { tahap: 'telaah', luasM2: 812.4 },
};

const START: ChainPlace = { seq: 0, hash: `sha256:${'0'.repeat(64)}` };

/** Appends, and asks at once where the entry is: so that the database has it before the transaction ends. */
async function appended(tx: Transaction<Schema>, entry: AuditEntry): Promise<ChainPlace> {
  await appendAudit(tx, entry);
  return tx.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirstOrThrow();
}

/** The row that follows `last` in the chain, as anyone could make it. */
function rowAfter(last: ChainPlace, entry: AuditEntry) {
  const { entityId, before, after, ...plain } = entry;
  const row = {
    ...plain,
    seq: last.seq + 1,
    entity_id: entityId,
    before: stateText(before),
    after: stateText(after),
    prev_hash: last.hash,
  };
  return { ...row, hash: hashOf(row) };
}

it('the hash of a row can be computed by anyone from its columns', () => {
  const row = rowAfter(START, ENTRY);
  const text = `{"action":"tahap.selesai","actor":"u-budi","after":"{\\"luasM2\\":812.4,\\"tahap\\":\\"telaah\\"}","at":"2026-02-01T08:00:00+08:00","before":"{\\"tahap\\":\\"periksa\\"}","entity":"berkas","entity_id":"f1","prev_hash":"sha256:${'0'.repeat(64)}","reason":"lengkap","role":"verifikator","seq":1}`;
  expect(row.hash).toBe(`sha256:${sha256(new TextEncoder().encode(text))}`);
});

it('every column counts', () => {
  const row = rowAfter(START, ENTRY);
  for (const [column, value] of Object.entries(row)) {
    if (column === 'hash') continue;
    const changed = { ...row, [column]: typeof value === 'number' ? value + 1 : `${value}x` };
    expect(hashOf(changed), column).not.toBe(row.hash);
  }
});

onBoth((place) => {
  let database: Database;
  let db: Kysely<Schema>;
  const append = (entry: Partial<AuditEntry> = {}) =>
    db.transaction().execute((tx) => appended(tx, { ...ENTRY, ...entry }));
  const problemOf = async (...known: ChainPlace[]) => {
    const checked = await checkChain(
      db,
      known.map((k) => ({ ...k, source: 'head.json' })),
    );
    return checked.ok ? null : `${checked.problems[0]?.code} ${checked.problems[0]?.pointer}`;
  };
  /** What who owns the database can do: the trigger does not stop them. */
  const tamper = async (...statements: string[]) => {
    await sql`alter table audit disable trigger user`.execute(db);
    for (const statement of statements) await sql.raw(statement).execute(db);
    await sql`alter table audit enable trigger user`.execute(db);
  };
  /** Writes the chain anew from a row on, so that it agrees with itself. */
  const computeAnew = async (from: number, change: Partial<AuditEntry>) => {
    const rows = await db.selectFrom('audit').selectAll().orderBy('seq').execute();
    await tamper(`delete from audit where seq >= ${from}`);
    let last: ChainPlace = rows[from - 2] ?? START;
    for (const row of rows.slice(from - 1)) {
      const { entity_id: entityId, seq, ...plain } = row;
      const entry = { ...plain, entityId, before: null, after: null };
      const { prev_hash: _, hash: __, ...clean } = entry;
      const anew = rowAfter(last, { ...clean, ...(seq === from ? change : {}) });
      await db.insertInto('audit').values(anew).execute();
      last = anew;
    }
    await db.updateTable('audit_head').set({ seq: last.seq, hash: last.hash }).execute();
  };

  beforeAll(async () => {
    database = openDatabase(await place.fresh());
    db = await database.ready();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await tamper('truncate audit');
    await db
      .updateTable('audit_head')
      .set({ ...START })
      .execute();
  });

  it('an empty trail is a right one', async () => {
    expect(await checkChain(db)).toMatchObject({ ok: true, value: START });
  });

  it('is written with the change, or not at all', async () => {
    const first = await append();
    const failed = db.transaction().execute(async (tx) => {
      await appended(tx, ENTRY);
      throw new Error('the change failed');
    });
    await expect(failed).rejects.toThrow('the change failed');
    expect(await checkChain(db)).toMatchObject({ ok: true, value: first });
  });

  it('has no branches and no gaps where 60 changes come at once, some of which fail', async () => {
    const runs = Array.from({ length: 60 }, (_, n) =>
      db.transaction().execute(async (tx) => {
        const at = await appended(tx, { ...ENTRY, entityId: `f${n}` });
        if (n % 5 === 0) throw new Error('failed');
        return at;
      }),
    );
    const done = (await Promise.allSettled(runs)).filter((r) => r.status === 'fulfilled');
    expect(done.map((r) => r.value.seq).sort((a, b) => a - b)).toEqual(done.map((_, n) => n + 1));
    expect(await checkChain(db)).toMatchObject({ ok: true, value: { seq: 48 } });
  });

  it('takes whatever people write', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.option(
          fc.dictionary(
            fc.string(),
            fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.constant(undefined)),
          ),
        ),
        async (reason, after) => {
          await append({ reason: `${reason}\ud800\u0000`, after });
        },
      ),
      { numRuns: 40 },
    );
    expect(await problemOf()).toBeNull();
  });

  it.each([
    ['update', "update audit set actor = 'x'"],
    ['delete', 'delete from audit'],
    ['truncate', 'truncate audit'],
  ])('refuses %s', async (name, statement) => {
    await append();
    const run = sql.raw(statement).execute(db);
    await expect(run).rejects.toThrow(new RegExp(`append-only: ${name} is refused`, 'i'));
  });

  describe('finds what was done to it', () => {
    let head: ChainPlace;
    beforeEach(async () => {
      for (let n = 1; n <= 5; n++) await append({ entityId: `f${n}` });
      head = (await db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst())!;
      await append({ entityId: 'f6' });
      expect(await problemOf(head)).toBeNull();
    });

    it('a changed row', async () => {
      await tamper("update audit set reason = 'lain' where seq = 3");
      expect(await problemOf()).toBe('audit.changed audit 3');
    });
    it('a changed row with its hash computed anew', async () => {
      const row = (await db
        .selectFrom('audit')
        .selectAll()
        .where('seq', '=', 3)
        .executeTakeFirst())!;
      const changed = hashOf({ ...row, actor: 'u-lain' });
      await tamper(`update audit set actor = 'u-lain', hash = '${changed}' where seq = 3`);
      expect(await problemOf()).toBe('audit.order audit 4');
    });
    it('a deleted row', async () => {
      await tamper('delete from audit where seq = 3');
      expect(await problemOf()).toBe('audit.missing audit 4');
    });
    it('a deleted row whose gap was closed', async () => {
      await tamper(
        'delete from audit where seq = 3',
        'update audit set seq = seq - 1 where seq = 4',
      );
      expect(await problemOf()).toBe('audit.changed audit 3');
    });
    it('the first row deleted', async () => {
      await tamper('delete from audit where seq = 1');
      expect(await problemOf()).toBe('audit.missing audit 2');
    });
    it('two rows swapped', async () => {
      await tamper(
        'update audit set seq = 99 where seq = 2',
        'update audit set seq = 2 where seq = 3',
        'update audit set seq = 3 where seq = 99',
      );
      expect(await problemOf()).toBe('audit.changed audit 2');
    });
    it('a cut tail', async () => {
      await tamper('delete from audit where seq = 6');
      expect(await problemOf()).toBe('audit.cut audit_head');
    });
    it('a cut tail that was covered up, by a head that was kept', async () => {
      await tamper('delete from audit where seq >= 5');
      const { seq, hash } = (await db
        .selectFrom('audit')
        .selectAll()
        .orderBy('seq', 'desc')
        .executeTakeFirst())!;
      await db.updateTable('audit_head').set({ seq, hash }).execute();
      expect(await problemOf()).toBeNull();
      expect(await problemOf(head)).toBe('audit.cut head.json');
    });
    it('a trail that was emptied, by a head that was kept', async () => {
      await tamper('truncate audit');
      await db
        .updateTable('audit_head')
        .set({ ...START })
        .execute();
      expect(await problemOf(head)).toBe('audit.cut head.json');
    });
    it('a chain computed anew, by a head that was kept', async () => {
      await computeAnew(4, { actor: 'u-lain' });
      expect(await problemOf()).toBeNull();
      expect(await problemOf(head)).toBe('audit.other head.json');
    });
    it('a chain computed anew behind the head that was kept: only a later one tells', async () => {
      const later = (await db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst())!;
      await computeAnew(6, { actor: 'u-lain' });
      expect(await problemOf(head)).toBeNull();
      expect(await problemOf(head, later)).toBe('audit.other head.json');
    });
  });
});

onBoth((place) => {
  const home = mkdtempSync(join(tmpdir(), 'si-pejuang-heads-'));
  afterAll(() => rmSync(home, { recursive: true }));
  const sign = async (bytes: Uint8Array) => sha256(bytes);
  const check = async (signature: string, bytes: Uint8Array) =>
    signature === sha256(bytes) ? null : 'wrong';

  it('a head is kept in a file that counts only with its signature', async () => {
    const database = openDatabase(await place.fresh());
    const db = await database.ready();
    await db.transaction().execute((tx) => appendAudit(tx, ENTRY));
    const { file } = await exportHead(db, home, '2026-02-01T09:00:00+08:00', sign);
    await exportHead(db, home, '2026-02-01T09:00:00+08:00', sign);
    expect(await headFiles(home)).toEqual([file]);
    const read = await readHead(file, check);
    expect(read.ok && (await checkChain(db, [read.value]))).toMatchObject({ ok: true });
    await database.close();

    writeFileSync(file, readFileSync(file, 'utf8').replace('"seq": 1', '"seq": 0'));
    expect(await readHead(file, check)).toMatchObject({
      problems: [{ code: 'audit.head_signature' }],
    });
    writeFileSync(file, '{}');
    expect(await readHead(file, check)).toMatchObject({
      problems: [{ code: 'audit.head_unreadable' }],
    });
  });
});
