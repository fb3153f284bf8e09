import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { ok } from '../../src/base/problem.ts';
import { type DocumentStore, documentStore } from '../../src/permit/documents/document-store.ts';
import { DOCUMENT_KINDS, kindOf } from '../../src/permit/documents/kind.ts';
import { clamScan } from '../../src/permit/documents/virus-scan.ts';

const home = mkdtempSync(join(tmpdir(), 'si-pejuang-documents-'));
afterAll(() => rmSync(home, { recursive: true }));

const PDF = Buffer.from('%PDF-1.7\nisi berkas\n%%EOF\n');

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Takes a document in and keeps it. */
function keep(store: DocumentStore, bytes: AsyncIterable<Uint8Array>) {
  return store.put(bytes, async (kept, settle) => {
    await settle();
    return ok(kept);
  });
}

function codes(result: Awaited<ReturnType<typeof keep>>): string[] {
  return result.ok ? [] : result.problems.map((p) => p.code);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('the document store', () => {
  const store = documentStore({ home, mostBytes: 1000, scan: null });

  it('keeps a document once, by its hash, however it comes in pieces', async () => {
    const [one, two] = [await keep(store, pieces(PDF, 3)), await keep(store, pieces(PDF, 1000))];
    expect(one).toEqual(two);
    expect(one).toMatchObject({ value: { size: PDF.length, mediaType: 'application/pdf' } });
    expect(filesIn(home)).toHaveLength(1);
    const { sha256 } = (one as { value: { sha256: string } }).value;
    const read = await store.read(sha256);
    if (!read?.ok) throw new Error('not there');
    expect(await buffer(read.value)).toEqual(PDF);
    expect(statSync(filesIn(home)[0]!).mode & 0o777).toBe(0o600);
  });

  it('refuses what is empty, too large or of another kind, and leaves nothing behind', async () => {
    const before = filesIn(home);
    expect(codes(await keep(store, pieces(Buffer.alloc(0), 1)))).toEqual(['document.empty']);
    const large = Buffer.concat([PDF, Buffer.alloc(1000)]);
    expect(codes(await keep(store, pieces(large, 64)))).toEqual(['document.large']);
    for (const text of ['<html><script>', '#!/bin/sh\n', 'MZ\u0090', '%PD', ' %PDF-1.7'])
      expect(codes(await keep(store, pieces(Buffer.from(text), 2)))).toEqual(['document.kind']);
    expect(filesIn(home)).toEqual(before);
  });

  it('tells a file that was changed in the store before giving a byte of it', async () => {
    const put = await keep(store, pieces(Buffer.concat([PDF, Buffer.from('lain')]), 10));
    if (!put.ok) throw new Error('not kept');
    const { sha256 } = put.value;
    appendFileSync(join(home, 'documents', sha256.slice(0, 2), sha256.slice(2)), 'x');
    const read = await store.read(sha256);
    expect(read?.ok === false && read.problems[0]!.code).toBe('document.changed');
  });

  it('takes nothing but hashes for names', async () => {
    for (const name of ['../../etc/passwd', '', 'a'.repeat(63), `${'a'.repeat(63)}G`])
      expect(await store.read(name)).toBeNull();
    await store.drop('../../etc/passwd');
  });

  it('drops for good', async () => {
    const put = await keep(store, pieces(Buffer.concat([PDF, Buffer.from('buang')]), 10));
    if (!put.ok) throw new Error('not kept');
    await store.drop(put.value.sha256);
    expect(await store.read(put.value.sha256)).toBeNull();
  });
});

describe('kinds of documents', () => {
  it('are told by their first bytes', () => {
    for (const kind of DOCUMENT_KINDS) {
      const head = Buffer.alloc(16);
      for (const { at, bytes } of kind.magic) head.set(bytes, at);
      expect(kindOf(head)).toBe(kind);
    }
  });
});

/** A daemon that reads INSTREAM as clamd does, and finds what the test hides. */
async function fakeClam(
  answer: (bytes: Buffer) => string,
): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => {
    let all = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      all = Buffer.concat([all, bytes]);
      const body = bodyOf(all);
      if (body) socket.end(`${answer(body)}\0`);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, port: (server.address() as { port: number }).port };
}

function bodyOf(all: Buffer): Buffer | null {
  const head = 'zINSTREAM\0';
  if (all.subarray(0, head.length).toString('latin1') !== head) return null;
  const parts: Buffer[] = [];
  for (let at = head.length; at + 4 <= all.length; ) {
    const length = all.readUInt32BE(at);
    if (length === 0) return Buffer.concat(parts);
    parts.push(all.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}

describe('a scanner', () => {
  const scanned = async (answer: (bytes: Buffer) => string) => {
    const { server, port } = await fakeClam(answer);
    const scan = clamScan({ host: '127.0.0.1', port });
    const store = documentStore({ home: join(home, 'scanned'), mostBytes: 1_000_000, scan });
    const body = Buffer.concat([PDF, Buffer.alloc(300_000, 'x')]);
    const put = await keep(store, pieces(body, 4096));
    server.close();
    return { put, body };
  };

  it('sees every byte and lets a clean document pass', async () => {
    let seen: Uint8Array = Buffer.alloc(0);
    const { put, body } = await scanned((bytes) => {
      seen = bytes;
      return 'stream: OK';
    });
    expect(codes(put)).toEqual([]);
    expect(body.equals(seen)).toBe(true);
  });

  it('refuses what it finds, what it does not understand, and when it is not there', async () => {
    const found = await scanned(() => 'stream: Eicar-Test-Signature FOUND');
    expect(codes(found.put)).toEqual(['document.infected']);
    const error = await scanned(() => 'INSTREAM size limit exceeded. ERROR');
    expect(codes(error.put)).toEqual(['document.unscanned']);
    const scan = clamScan({ host: '127.0.0.1', port: 1 });
    const store = documentStore({ home: join(home, 'scanned'), mostBytes: 1000, scan });
    expect(codes(await keep(store, pieces(PDF, 9)))).toEqual(['document.unscanned']);
  });
});
