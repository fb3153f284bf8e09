import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFiles, unzip } from '../../src/formats/files.ts';
import { makeZip } from './make-zip.ts';

const text = (value: string) => Buffer.from(value);
const codeOf = async (zip: Uint8Array, limits = {}) => {
  const result = await unzip(zip, limits);
  return result.ok ? 'ok' : result.problems[0]!.code;
};

describe('unzip', () => {
  it('gives the files and leaves out folders and system files', async () => {
    const zip = makeZip([
      { name: 'a/', content: text('') },
      { name: 'a/b.txt', content: text('satu') },
      { name: 'c.txt', content: text('dua'), stored: true },
      { name: './d.txt', content: text('tiga') },
      { name: '__MACOSX/a/._b.txt', content: text('x') },
      { name: 'a/.DS_Store', content: text('x') },
    ]);
    const result = await unzip(zip);
    expect(result.ok && [...result.value].map(([n, b]) => [n, Buffer.from(b).toString()])).toEqual([
      ['a/b.txt', 'satu'],
      ['c.txt', 'dua'],
      ['d.txt', 'tiga'],
    ]);
  });

  it.each([
    ['climbing', makeZip([{ name: '../x', content: text('x') }]), 'zip.path'],
    ['climbing within', makeZip([{ name: 'a/../../x', content: text('x') }]), 'zip.path'],
    ['absolute', makeZip([{ name: '/etc/x', content: text('x') }]), 'zip.path'],
    ['drive letter', makeZip([{ name: 'C:/x', content: text('x') }]), 'zip.path'],
    ['backslashes', makeZip([{ name: '..\\x', content: text('x') }]), 'zip.path'],
    ['encrypted', makeZip([{ name: 'x', content: text('x'), flags: 1 }]), 'zip.encrypted'],
    ['other method', makeZip([{ name: 'x', content: text('x'), method: 14 }]), 'zip.method'],
    ['wrong checksum', makeZip([{ name: 'x', content: text('x'), crc: 1 }]), 'zip.unreadable'],
    [
      'same name twice',
      makeZip([
        { name: 'x', content: text('x') },
        { name: 'x', content: text('y') },
      ]),
      'zip.duplicate',
    ],
    ['no zip', text('not a zip'), 'zip.unreadable'],
    ['empty', new Uint8Array(0), 'zip.unreadable'],
    ['bomb', makeZip([{ name: 'x', content: Buffer.alloc(5_000_000) }]), 'zip.bomb'],
    [
      'bomb that states a small size',
      makeZip([{ name: 'x', content: Buffer.alloc(5_000_000), statedSize: 10 }]),
      'zip.bomb',
    ],
  ])('refuses: %s', async (_, zip, code) => expect(await codeOf(zip)).toBe(code));

  it('refuses a bomb of many parts, and too many entries', async () => {
    const parts = Array.from({ length: 20 }, (_, i) => ({
      name: `${i}`,
      content: Buffer.alloc(100_000),
    }));
    expect(await codeOf(makeZip(parts))).toBe('zip.bomb');
    expect(await codeOf(makeZip(parts), { maxEntries: 10, maxRatio: 1e9 })).toBe('zip.entries');
    expect(await codeOf(makeZip(parts), { maxBytes: 1_000_000, maxRatio: 1e9 })).toBe('zip.bomb');
    expect(await codeOf(makeZip(parts), { maxRatio: 1e9 })).toBe('ok');
  });

  it('refuses every cut of a zip and never throws', async () => {
    const zip = makeZip([
      { name: 'a.txt', content: text('satu dua tiga') },
      { name: 'b.txt', content: text('empat') },
    ]);
    for (let end = 0; end < zip.length; end++) {
      expect(await codeOf(zip.subarray(0, end))).toBe('zip.unreadable');
    }
  });

  it('never throws on a flipped byte', async () => {
    const zip = makeZip([{ name: 'a.txt', content: text('satu dua tiga') }]);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(zip.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const bad = Uint8Array.from(zip);
          bad[at]! ^= flip;
          const result = await unzip(bad);
          if (result.ok)
            for (const content of result.value.values()) expect(content.length).toBeLessThan(100);
        },
      ),
    );
  });
});

describe('openFiles', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'formats-'));
    await mkdir(join(folder, 'sub'));
    await writeFile(join(folder, 'a.shp'), 'shp');
    await writeFile(join(folder, 'a.DBF'), 'dbf');
    await writeFile(join(folder, 'ab.shp'), 'other');
    await writeFile(join(folder, 'sub', 'c.txt'), 'c');
    await writeFile(join(folder, '.hidden'), 'x');
    await writeFile(join(folder, 'z.zip'), makeZip([{ name: 'in.txt', content: text('in') }]));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const names = async (path: string) => {
    const result = await openFiles(path);
    return result.ok ? [...result.value.keys()] : result.problems[0]!.code;
  };

  it('opens a folder with its sub-folders, sorted', async () => {
    expect(await names(folder)).toEqual(['a.DBF', 'a.shp', 'ab.shp', 'sub/c.txt', 'z.zip']);
    expect(await names(`${folder}/`)).toEqual(['a.DBF', 'a.shp', 'ab.shp', 'sub/c.txt', 'z.zip']);
  });
  it('opens a file with its siblings', async () => {
    expect(await names(join(folder, 'a.shp'))).toEqual(['a.DBF', 'a.shp']);
  });
  it('opens a zip', async () => expect(await names(join(folder, 'z.zip'))).toEqual(['in.txt']));
  it('says what is absent', async () =>
    expect(await names(join(folder, 'no'))).toBe('files.absent'));
  it('keeps to its limits', async () => {
    const result = await openFiles(folder, { maxBytes: 5 });
    expect(result.ok ? '' : result.problems[0]!.code).toBe('files.too_large');
  });
});
