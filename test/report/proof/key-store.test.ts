import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { currentKey, publicKeys, readJwks, rotateKey } from '../../../src/report/proof/index.ts';
import { aKey, keySet, SINCE } from './a-report.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'si-pejuang-keys-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const LATER = '2026-06-01T08:00:00+08:00';
const own = () => ({ home, given: null });
const key = async (time = SINCE, place: { home: string; given: string | null } = own()) => {
  const made = await currentKey(place, time);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.value.kid;
};
const keys = async () => {
  const read = await publicKeys(home);
  return read.ok ? read.value.keys : [];
};
const codes = async (result: ReturnType<typeof currentKey>) => {
  const done = await result;
  return done.ok ? [] : done.problems.map((p) => p.code);
};

describe('our own key', () => {
  it('is made once, readable by its owner only, and found again', async () => {
    expect(await keys()).toEqual([]);
    const kid = await key();
    expect(await key(LATER)).toBe(kid);
    expect(await keys()).toMatchObject([{ kid, notBefore: SINCE, retiredAt: null, alg: 'EdDSA' }]);
    const folder = join(home, 'keys');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const names = readdirSync(folder).sort();
    expect(names).toEqual(['1.json', `${kid}.jwk`].sort());
    for (const name of names) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  it('is one for processes that start at once', async () => {
    const script = `
      import { currentKey } from './src/report/proof/index.ts';
      const made = await currentKey({ home: process.argv[1], given: null }, '${SINCE}');
      process.stdout.write(made.value.kid);`;
    const run = promisify(execFile);
    const args = ['--input-type=module-typescript', '-e', script, home];
    const processes = Array.from({ length: 4 }, () => run(process.execPath, args));
    const kids = (await Promise.all(processes)).map((p) => p.stdout);
    expect(new Set(kids).size).toBe(1);
    const many = await Promise.all(Array.from({ length: 50 }, () => key()));
    expect(new Set([...many, ...kids]).size).toBe(1);
    expect(readdirSync(join(home, 'keys'))).toHaveLength(2);
  });

  it('rotates: the old one stays public with its end, and its private half is gone', async () => {
    const first = await key();
    const next = await rotateKey(own(), LATER);
    const second = next.ok ? next.value.kid : '';
    expect(second).not.toBe(first);
    expect(await key()).toBe(second);
    expect(await keys()).toMatchObject([
      { kid: first, notBefore: SINCE, retiredAt: LATER },
      { kid: second, notBefore: LATER, retiredAt: null },
    ]);
    expect(readdirSync(join(home, 'keys'))).not.toContain(`${first}.jwk`);
    expect(await codes(rotateKey(own(), SINCE))).toEqual(['key.clock']);
  });

  it('rotates once where two ask at once, and signs on meanwhile', async () => {
    await key();
    const all = [rotateKey(own(), LATER), rotateKey(own(), LATER), key(), key()];
    const settled = await Promise.allSettled(all);
    expect(settled.map((s) => s.status)).toEqual(Array(4).fill('fulfilled'));
    const kid = await key();
    const known = await keys();
    expect(known.at(-1)?.kid).toBe(kid);
    expect(known.filter((k) => k.retiredAt === null)).toHaveLength(1);
  });

  it('that is lost or broken is told, and a new one can be made', async () => {
    const kid = await key();
    rmSync(join(home, 'keys', `${kid}.jwk`));
    expect(await codes(currentKey(own(), LATER))).toEqual(['key.folder']);
    expect((await rotateKey(own(), LATER)).ok).toBe(true);
    writeFileSync(join(home, 'keys', '2.json'), '{');
    expect(await codes(currentKey(own(), LATER))).toEqual(['key.folder']);
    expect((await publicKeys(home)).ok).toBe(false);
  });

  it('says where its folder cannot be written', async () => {
    // A file in its place stops the superuser, too; rights would not.
    writeFileSync(join(home, 'keys'), '');
    expect(await codes(currentKey(own(), SINCE))).toEqual(['key.folder']);
  });
});

describe('a key that is given', () => {
  const file = (name: string, text: string) => {
    const path = join(home, name);
    writeFileSync(path, text);
    return path;
  };
  const pem = (n: number) => aKey(n).key.export({ format: 'pem', type: 'pkcs8' }).toString();
  const jwk = (n: number) => JSON.stringify(aKey(n).key.export({ format: 'jwk' }));

  it('is read as PEM or JWK, recorded, and retires the one before', async () => {
    const given = file('key', pem(1));
    expect(await key(SINCE, { home, given })).toBe(aKey(1).kid);
    file('key', jwk(1));
    expect(await key(LATER, { home, given })).toBe(aKey(1).kid);
    file('key', jwk(2));
    expect(await key(LATER, { home, given })).toBe(aKey(2).kid);
    expect(await keys()).toEqual(keySet([1, SINCE], [2, LATER]).keys);
    file('key', jwk(1));
    expect(await codes(currentKey({ home, given }, LATER))).toEqual(['key.retired']);
    expect(await codes(rotateKey({ home, given }, LATER))).toEqual(['key.given']);
  });

  it('of another kind, or unreadable, is refused without repeating it', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const secret = rsa.export({ format: 'pem', type: 'pkcs8' }).toString();
    const at = (text: string) => currentKey({ home, given: file('key', text) }, SINCE);
    expect(await codes(at(secret))).toEqual(['key.kind']);
    expect(await codes(at('rahasia'))).toEqual(['key.unreadable']);
    expect(JSON.stringify(await at('{"rahasia":1}'))).not.toContain('"rahasia"');
    const { x } = aKey(1);
    expect(await codes(at(JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x })))).toEqual([
      'key.unreadable',
    ]);
    expect(await codes(currentKey({ home, given: join(home, 'absent') }, SINCE))).toEqual([
      'key.folder',
    ]);
  });
});

describe('a list of public keys', () => {
  it('is read as it is published', () => {
    const set = keySet([1, SINCE], [2, LATER]);
    const read = readJwks(JSON.stringify(set));
    expect(read.ok && read.value).toEqual(set);
  });

  it.each<[string, unknown]>([
    ['no list', {}],
    ['null', null],
    ['an RSA key', { keys: [{ ...keySet([1, SINCE]).keys[0], kty: 'RSA' }] }],
    ['another kid', { keys: [{ ...keySet([1, SINCE]).keys[0], kid: 'x' }] }],
    ['a key that is no text', { keys: [{ ...keySet([1, SINCE]).keys[0], x: 1 }] }],
    ['no period', { keys: [{ ...keySet([1, SINCE]).keys[0], notBefore: undefined }] }],
    [
      'a time of another zone',
      { keys: [{ ...keySet([1, SINCE]).keys[0], retiredAt: '2026-06-01T00:00:00Z' }] },
    ],
  ])('%s is none', (_what, value) => {
    const read = readJwks(JSON.stringify(value));
    expect(read.ok ? [] : read.problems.map((p) => p.code)).toEqual(['jwks.invalid']);
  });
});
