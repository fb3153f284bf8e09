import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Kysely } from 'kysely';
import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import { canonicalBytes } from '../../report/proof/canonical.ts';
import type { ChainPlace } from './chain.ts';
import type { KnownPlace } from './check.ts';

/** The end of the chain at a moment, as it is kept outside of the database. */
export interface Head extends ChainPlace {
  /** When it was taken, ISO 8601 in WITA. */
  readonly at: string;
}

/** Makes a detached signature over bytes. */
export type Sign = (payload: Uint8Array) => Promise<string>;

/** What is wrong with a detached signature over bytes, null where nothing is. */
export type CheckSignature = (signature: string, payload: Uint8Array) => Promise<string | null>;

/** Stands in the signed bytes: a head can never pass for anything else that the same key signs. */
const KIND = 'si-pejuang-audit-head';

export const headFolder = (home: string): string => join(home, 'audit');

/**
 * Keeps the end of the chain as `HOME/audit/2026-01-15T093000-SEQ.json`, signed; made whole or not at
 * all. Copy these files to a place that who runs the database cannot write to: the more of them, the less
 * of the trail can be rewritten unseen.
 */
export async function exportHead(
  db: Kysely<Schema>,
  home: string,
  at: string,
  sign: Sign,
): Promise<{ readonly head: Head; readonly file: string }> {
  const place = await db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirstOrThrow();
  const head: Head = { seq: place.seq, hash: place.hash, at };
  const signature = await sign(payloadOf(head));
  const folder = headFolder(home);
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${at.slice(0, 19).replaceAll(':', '')}-${head.seq}.json`);
  await writeOnce(file, `${JSON.stringify({ kind: KIND, ...head, signature }, null, 2)}\n`);
  return { head, file };
}

/** A file that is there already stays: the same moment and place give the same head. */
async function writeOnce(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text, { flush: true });
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
}

/** Names of the heads that are kept, oldest first. */
export async function headFiles(home: string): Promise<string[]> {
  const folder = headFolder(home);
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name));
}

/** Whether a head of this day (`at` is ISO 8601) is kept. */
export async function headOfDay(home: string, at: string): Promise<boolean> {
  const day = at.slice(0, 10);
  return (await headFiles(home)).some((file) => basename(file).startsWith(day));
}

/** Reads a kept head and checks its signature. Problems: `audit.head_unreadable`, `audit.head_signature`. */
export async function readHead(file: string, check: CheckSignature): Promise<Result<KnownPlace>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const found = headIn(text);
  if (found === null) return fail(unreadable(file));
  const wrong = await check(found.signature, payloadOf(found.head));
  if (wrong !== null) return fail(notGenuine(file, wrong));
  return ok({ seq: found.head.seq, hash: found.head.hash, source: file });
}

function headIn(text: string): { head: Head; signature: string } | null {
  try {
    const { kind, seq, hash, at, signature } = JSON.parse(text) as Record<string, unknown>;
    if (kind !== KIND || !Number.isSafeInteger(seq)) return null;
    if (typeof hash !== 'string' || typeof at !== 'string' || typeof signature !== 'string') {
      return null;
    }
    return { head: { seq: seq as number, hash, at }, signature };
  } catch {
    return null;
  }
}

function payloadOf({ seq, hash, at }: Head): Uint8Array {
  const bytes = canonicalBytes({ kind: KIND, seq, hash, at });
  // A file from elsewhere may hold what has no canonical form: then nothing was signed.
  return bytes.ok ? bytes.value : new Uint8Array();
}

function unreadable(file: string): Problem {
  return problem(
    'audit.head_unreadable',
    file,
    `${file} bukan kepala rantai audit yang dapat dibaca.`,
    `${file} is not a readable head of an audit trail.`,
  );
}

function notGenuine(file: string, wrong: string): Problem {
  return problem(
    'audit.head_signature',
    file,
    `Tanda tangan ${file} tidak sah (${wrong}): kepala rantai ini tidak membuktikan apa pun.`,
    `The signature of ${file} is not genuine (${wrong}): this head proves nothing.`,
  );
}
