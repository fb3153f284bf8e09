import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { ok } from '../../src/base/problem.ts';
import { type Database, openDatabase } from '../../src/database/index.ts';
import { holdContent } from '../../src/permit/applications/content.ts';
import {
  lostDocuments,
  SAFE_AGE_MS,
  strayDocuments,
  sweepDocuments,
} from '../../src/permit/applications/stray-documents.ts';
import { appendAudit, type KnownPlace } from '../../src/permit/audit/index.ts';
import { type DocumentStore, documentStore } from '../../src/permit/documents/document-store.ts';
import { onBoth } from '../database/databases.ts';
import { PDF } from './an-office.ts';

const AT = '2026-02-01T08:00:00+08:00';
const TOMORROW = () => new Date(Date.now() + SAFE_AGE_MS + 60_000);
const homes: string[] = [];
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true });
});

onBoth((place) => {
  let database: Database;
  let home: string;
  const opened = async () => {
    database = openDatabase(await place.fresh());
    home = mkdtempSync(join(tmpdir(), 'si-pejuang-strays-'));
    homes.push(home);
    const files = documentStore({ home, mostBytes: 1000, scan: null });
    const db = await database.ready();
    await db.insertInto('persons').values({ id: 'p', sealed: '', created_at: AT }).execute();
    const texts = { tracks: '{}', facts: '{}', form: '{}', request: '{}' };
    const row = { id: 'a1', kind: 'pbg', stage: 'pbg_verifikasi', version: 1, person_id: 'p' };
    await db
      .insertInto('applications')
      .values({ ...row, ...texts, created_at: AT, changed_at: AT, owner_id: 'u1' })
      .execute();
    return { db, files };
  };
  afterEach(() => database.close());
  const bytes = async function* (text: string) {
    yield Buffer.concat([PDF, Buffer.from(text)]);
  };
  /** A file in its place whose row never came, as after a crash. */
  const orphan = async (files: DocumentStore, text: string) => {
    const put = await files.put(bytes(text), async (kept, settle) => {
      await settle();
      return ok(kept.sha256);
    });
    if (!put.ok) throw new Error('not kept');
    return put.value;
  };
  const addRow = async (tx: Awaited<ReturnType<Database['ready']>>, sha256: string) => {
    const row = { id: sha256.slice(0, 8), application_id: 'a1', kind: 'ktp', sha256, size: 1 };
    const rest = { media_type: 'application/pdf', at: AT, actor: 'u1', role: 'pemohon' };
    await tx
      .insertInto('application_documents')
      .values({ ...row, ...rest })
      .execute();
  };
  const sweep = (
    db: Awaited<ReturnType<Database['ready']>>,
    files: DocumentStore,
    now = TOMORROW(),
    heads: KnownPlace[] = [],
  ) => sweepDocuments(db, files, { now, heads });

  it('a file whose row never came goes once it is old, and none that a row names', async () => {
    const { db, files } = await opened();
    const [stray, named] = [await orphan(files, 'a'), await orphan(files, 'b')];
    await addRow(db, named);
    expect(await sweep(db, files, new Date())).toMatchObject({ value: 0 });
    expect(await files.settledAt(stray)).not.toBeNull();
    const told = await Array.fromAsync(strayDocuments(db, files, TOMORROW()));
    expect(told).toEqual([stray]);
    expect(await sweep(db, files)).toMatchObject({ value: 1 });
    expect(await files.settledAt(stray)).toBeNull();
    expect(await files.settledAt(named)).not.toBeNull();
    expect(await lostDocuments(db, files)).toBe(0);
    await files.drop(named);
    expect(await lostDocuments(db, files)).toBe(1);
  });

  it('a file that comes in while it is swept stays, however old its like is', async () => {
    const { db, files } = await opened();
    const old = await orphan(files, 'c');
    let swept: ReturnType<typeof sweep> | null = null;
    await files.put(bytes('c'), (kept, settle) =>
      db.transaction().execute(async (tx) => {
        await holdContent(tx, kept.sha256);
        await settle();
        swept = sweep(db, files);
        await new Promise((done) => setTimeout(done, 200));
        await addRow(tx, kept.sha256);
        return ok(kept.sha256);
      }),
    );
    expect(await swept).toMatchObject({ value: 0 });
    expect(await files.settledAt(old)).not.toBeNull();
  });

  it('an upload that was cut off goes, one under way stays', async () => {
    const { db, files } = await opened();
    const folder = join(home, 'documents');
    mkdirSync(join(folder, '.new-abc'), { recursive: true });
    writeFileSync(join(folder, '.new-abc', 'file'), PDF);
    await sweep(db, files, new Date());
    expect(existsSync(join(folder, '.new-abc', 'file'))).toBe(true);
    await sweep(db, files);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('where most files are stray the database is not theirs (a store restored without its heads): nothing goes', async () => {
    const { db, files } = await opened();
    const names = Array.from({ length: 21 }, (_, i) => `many ${i}`);
    const strays = [];
    for (const name of names) strays.push(await orphan(files, name));
    const told = await sweep(db, files);
    expect(told.ok ? [] : told.problems.map((p) => p.code)).toEqual(['documents.mostly_stray']);
    expect(await Array.fromAsync(files.hashes())).toHaveLength(21);
    for (const sha256 of strays.slice(0, 11)) await addRow(db, sha256);
    expect(await sweep(db, files)).toMatchObject({ value: 10 });
  });

  it('a database that the files do not belong to sweeps nothing', async () => {
    const { db, files } = await opened();
    const stray = await orphan(files, 'd');
    await db.transaction().execute((tx) =>
      appendAudit(tx, {
        ...{ at: AT, actor: 'u1', role: 'r', action: 'a', entity: 'berkas', entityId: 'f1' },
        ...{ reason: null, before: null, after: null },
      }),
    );
    const { seq, hash } = await db.selectFrom('audit_head').selectAll().executeTakeFirstOrThrow();
    const head = { seq, hash, source: 'head.json' };
    for (const other of [
      { ...head, seq: seq + 1 },
      { ...head, hash: `sha256:${'0'.repeat(64)}` },
    ]) {
      const refused = await sweep(db, files, TOMORROW(), [head, other]);
      expect(refused).toMatchObject({ problems: [{ code: 'documents.other_database' }] });
    }
    expect(await files.settledAt(stray)).not.toBeNull();
    expect(await sweep(db, files, TOMORROW(), [head])).toMatchObject({ value: 1 });
  });
});
