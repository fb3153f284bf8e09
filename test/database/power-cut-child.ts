/**
 * Writes to an embedded database and stops as in a power cut. `node power-cut-child.ts FOLDER LEFT SEED`:
 * works in FOLDER, and leaves in LEFT what a disk could hold afterwards: of each file what was
 * brought to the disk by fsync, and of what was only written a part by chance, page by page; names
 * only where the file or its folder was brought to the disk. Prints how many writes were acknowledged.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join, relative } from 'node:path';

const [folder, left, seedText] = process.argv.slice(2) as [string, string, string];
const PAGE = 4096;

/** By file: what the disk surely holds. By path: which file the disk surely has there. */
const contents = new Map<number, Buffer>();
const names = new Map<string, number>();

function keep(path: string): void {
  const { ino } = fs.statSync(path);
  contents.set(ino, fs.readFileSync(path));
  names.set(path, ino);
}

function keepNames(directory: string): void {
  for (const path of [...names.keys()]) if (dirname(path) === directory) names.delete(path);
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isFile()) names.set(path, fs.statSync(path).ino);
  }
}

const everything = (root: string) =>
  fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }));

for (const { entry, path } of everything(folder)) if (entry.isFile()) keep(path);

const { fsyncSync } = fs;
fs.fsyncSync = (descriptor: number) => {
  fsyncSync(descriptor);
  const path = fs.readlinkSync(`/proc/self/fd/${descriptor}`);
  if (fs.statSync(path).isDirectory()) keepNames(path);
  else keep(path);
};
syncBuiltinESMExports();

let state = Number(seedText);
/** Mulberry32: a number from 0 to 1, the same for the same seed. */
function chance(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

function mixed(sure: Buffer, written: Buffer): Buffer {
  const out = Buffer.alloc(chance() < 0.5 ? sure.length : written.length);
  for (let at = 0; at < out.length; at += PAGE) {
    const from = chance() < 0.5 && at < written.length ? written : sure;
    from.subarray(at, at + PAGE).copy(out, at);
  }
  return out;
}

function cut(): void {
  const current = new Map<number, Buffer>();
  for (const { entry, path } of everything(folder)) {
    fs.mkdirSync(join(left, relative(folder, entry.parentPath)), { recursive: true });
    if (entry.isDirectory()) fs.mkdirSync(join(left, relative(folder, path)), { recursive: true });
    else current.set(fs.statSync(path).ino, fs.readFileSync(path));
  }
  for (const [path, ino] of names) {
    const sure = contents.get(ino) ?? Buffer.alloc(0);
    const target = join(left, relative(folder, path));
    fs.mkdirSync(dirname(target), { recursive: true });
    fs.writeFileSync(target, mixed(sure, current.get(ino) ?? sure));
  }
}

const { startPGlite } = await import('../../src/database/pglite.ts');
const database = await startPGlite(folder);
await database.query('create table written (n integer primary key, text text)');
const writes = 20 + Math.floor(chance() * 60);
for (let n = 0; n < writes; n++) {
  const text = 'x'.repeat(Math.floor(chance() * 3000));
  await database.query('insert into written values ($1, $2)', [n, text]);
  if (n % 7 === 0) await database.query("update written set text = 'changed' where n = $1", [n]);
  if (chance() < 0.05) await database.query('checkpoint');
}
// One that is under way, and was never acknowledged.
await database.query('begin');
await database.query(
  "insert into written select g, repeat('y', 500) from generate_series(1000, 1500) g",
);
cut();
process.stdout.write(`${writes}\n`, () => process.kill(process.pid, 'SIGKILL'));
