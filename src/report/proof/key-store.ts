import { generateKeyPairSync } from 'node:crypto';
import { chmod, link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, problem, type Result } from '../../base/problem.ts';
import {
  type Jwks,
  keyId,
  type PublicKey,
  publicKey,
  readSigningKey,
  type SigningKey,
  signingKey,
} from './keys.ts';

/**
 * Keys live in `HOME/keys` (0700): `1.json`, `2.json`, … are the public halves in the order in which they
 * were taken into use, each made once and never changed; a key retires when the next one begins.
 * `KID.jwk` (0600) is the private half of the last, unless a setting names it.
 */
export interface KeyPlace {
  readonly home: string;
  /** Path of a private key that somebody else keeps; null: we keep our own. */
  readonly given: string | null;
}

/** What stands in a numbered file. */
interface KeyRecord {
  readonly x: string;
  readonly notBefore: string;
}

interface NumberedKey extends KeyRecord {
  readonly n: number;
}

/**
 * The key that signs; made and recorded where there is none yet, `time` (ISO 8601 in WITA) being when it
 * is taken into use. Processes that start at once agree on one. Problems: `key.unreadable`, `key.kind`,
 * `key.retired`, `key.folder`.
 */
export async function currentKey(place: KeyPlace, time: string): Promise<Result<SigningKey>> {
  return onDisk(place.home, async () => {
    if (place.given !== null) return givenKey(place.given, place.home, time);
    if ((await readRecords(place.home)).length === 0) await takeIntoUse(place.home, 1, time);
    return lastKey(place.home);
  });
}

/**
 * Makes the next key and retires the last, whose private half is removed: nothing is signed by it any
 * more, and what it signed stays genuine. Problems: `key.given` where a setting names the key,
 * `key.rotated` where another process was first.
 */
export async function rotateKey(place: KeyPlace, time: string): Promise<Result<SigningKey>> {
  return onDisk(place.home, async () => {
    if (place.given !== null) return fail(isGiven(place.given));
    const last = (await readRecords(place.home)).at(-1);
    if (last && time < last.notBefore) return fail(clockBehind(last.notBefore));
    if (!(await takeIntoUse(place.home, (last?.n ?? 0) + 1, time))) return fail(wasRotated());
    if (last) await rm(privatePath(place.home, last.x), { force: true });
    return lastKey(place.home);
  });
}

/** All keys that ever signed here, oldest first; empty where there are none yet. Problem: `key.folder`. */
export async function publicKeys(home: string): Promise<Result<Jwks>> {
  return onDisk(home, async () => {
    const records = await readRecords(home);
    const keys = records.map(({ x, notBefore }, i): PublicKey => {
      return publicKey(x, notBefore, records[i + 1]?.notBefore ?? null);
    });
    return ok({ keys });
  });
}

async function onDisk<T>(home: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // What is no fault of the disk is one of ours.
    if (code === undefined && !(error instanceof SyntaxError)) throw error;
    return fail(noFolder(folderOf(home), code ?? 'JSON'));
  }
}

async function givenKey(path: string, home: string, time: string): Promise<Result<SigningKey>> {
  const key = readSigningKey(await readFile(path, 'utf8'), path);
  if (!key.ok) return key;
  const records = await readRecords(home);
  const last = records.at(-1);
  if (last?.x === key.value.x) return key;
  if (records.some((r) => r.x === key.value.x)) return fail(isRetired(path, key.value.kid));
  await makeFolder(home);
  const record: KeyRecord = { x: key.value.x, notBefore: time };
  const first = await writeOnce(recordPath(home, (last?.n ?? 0) + 1), record);
  // Another process recorded one meanwhile: this same one, as a rule.
  return first ? key : givenKey(path, home, time);
}

/** The private half of the last key. */
async function lastKey(home: string): Promise<Result<SigningKey>> {
  const { x } = (await readRecords(home)).at(-1)!;
  const path = privatePath(home, x);
  try {
    return readSigningKey(await readFile(path, 'utf8'), path);
  } catch (error) {
    // Rotated at this moment.
    if ((await readRecords(home)).at(-1)!.x !== x) return lastKey(home);
    throw error;
  }
}

/** Makes key number `n`; false where another process made it first. */
async function takeIntoUse(home: string, n: number, time: string): Promise<boolean> {
  await makeFolder(home);
  const { key, x } = signingKey(generateKeyPairSync('ed25519').privateKey);
  // The private half first: whoever sees the record finds it.
  const path = privatePath(home, x);
  await writeFile(path, `${JSON.stringify(key.export({ format: 'jwk' }))}\n`, {
    mode: 0o600,
    flag: 'wx',
  });
  const first = await writeOnce(recordPath(home, n), { x, notBefore: time });
  if (!first) await rm(path);
  return first;
}

/** Writes a file whole or not at all; false where it is there already. */
async function writeOnce(path: string, record: KeyRecord): Promise<boolean> {
  const draft = `${path}.${process.pid}.${keyId(record.x).slice(0, 8)}`;
  await writeFile(draft, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(draft, { force: true });
  }
}

async function makeFolder(home: string): Promise<void> {
  const folder = folderOf(home);
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
}

async function readRecords(home: string): Promise<NumberedKey[]> {
  const names = await readdir(folderOf(home)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const numbers = names.flatMap((name) => /^(\d{1,6})\.json$/.exec(name)?.[1] ?? []).map(Number);
  const read = async (n: number): Promise<NumberedKey> => {
    return { ...(JSON.parse(await readFile(recordPath(home, n), 'utf8')) as KeyRecord), n };
  };
  return Promise.all(numbers.sort((a, b) => a - b).map(read));
}

const folderOf = (home: string) => join(home, 'keys');
const recordPath = (home: string, n: number) => join(folderOf(home), `${n}.json`);
const privatePath = (home: string, x: string) => join(folderOf(home), `${keyId(x)}.jwk`);

function noFolder(folder: string, code: string) {
  return problem(
    'key.folder',
    folder,
    `Kunci tanda tangan tidak dapat dibaca atau dibuat (${code}). Kunci pribadi yang hilang tidak dapat dibuat lagi: pulihkan folder ini dari cadangan, atau ganti kuncinya (keys rotate).`,
    `The signing key cannot be read or made (${code}). A private key that is lost cannot be made again: restore this folder from its backup, or replace the key (keys rotate).`,
  );
}

function isRetired(path: string, kid: string) {
  return problem(
    'key.retired',
    path,
    `Kunci ${kid} sudah diganti dan tidak boleh dipakai lagi.`,
    `The key ${kid} has been replaced and must not be used again.`,
  );
}

function isGiven(path: string) {
  return problem(
    'key.given',
    'SI_PEJUANG_SIGNING_KEY',
    `Kunci diberikan lewat ${path}: ganti berkas itu, lalu jalankan ulang layanan.`,
    `The key is given by ${path}: replace that file, then start the service again.`,
  );
}

function wasRotated() {
  return problem(
    'key.rotated',
    '',
    'Kunci baru saja diganti oleh proses lain.',
    'Another process has just replaced the key.',
  );
}

function clockBehind(notBefore: string) {
  return problem(
    'key.clock',
    '',
    `Kunci sekarang dipakai sejak ${notBefore}, yang belum tiba menurut jam mesin ini.`,
    `The key has been in use since ${notBefore}, which is yet to come by this machine's clock.`,
  );
}
