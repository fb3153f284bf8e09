import type { Kysely } from 'kysely';
import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import { type AuditTable, CHAIN_START } from '../../database/audit-tables.ts';
import type { Schema } from '../../database/schema.ts';
import { type ChainPlace, hashOf } from './chain.ts';

/** Rows that are read at a time. */
const PAGE = 1000;

/** A place that the chain has to run through, and where that is known from. */
export interface KnownPlace extends ChainPlace {
  readonly source: string;
}

/**
 * Proves the audit trail from its first row to its last, and that it runs through every known place:
 * a chain that was computed anew, or cut at its end, agrees with itself but not with a place that
 * somebody kept. Reads page by page; entries that come meanwhile do no harm. Gives the end of the chain.
 * Problems, of which the first is told: `audit.missing`, `audit.order`, `audit.changed`, `audit.other`
 * (another hash at a known place), `audit.cut` (ends before one).
 */
export async function checkChain(
  db: Kysely<Schema>,
  known: readonly KnownPlace[] = [],
): Promise<Result<ChainPlace>> {
  const places = [...known, await endInDatabase(db)].sort((a, b) => a.seq - b.seq);
  let [last, next] = [{ seq: 0, hash: CHAIN_START }, 0];
  const passes = (): Problem | null => {
    for (; next < places.length && places[next]!.seq === last.seq; next++) {
      if (places[next]!.hash !== last.hash) return otherChain(places[next]!);
    }
    return null;
  };
  const atStart = passes();
  if (atStart) return fail(atStart);
  for await (const row of rows(db)) {
    const wrong = wrongAfter(last, row);
    if (wrong) return fail(wrong);
    last = { seq: row.seq, hash: row.hash };
    const other = passes();
    if (other) return fail(other);
  }
  return next < places.length ? fail(cut(last, places.at(-1)!)) : ok(last);
}

async function endInDatabase(db: Kysely<Schema>): Promise<KnownPlace> {
  const place = await db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst();
  return { ...(place ?? { seq: 0, hash: CHAIN_START }), source: 'audit_head' };
}

async function* rows(db: Kysely<Schema>): AsyncGenerator<AuditTable> {
  for (let after = 0; ; ) {
    const page = await db
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(PAGE)
      .execute();
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.seq;
  }
}

function wrongAfter(last: ChainPlace, row: AuditTable): Problem | null {
  const at = `audit ${row.seq}`;
  if (row.seq !== last.seq + 1) {
    return problem(
      'audit.missing',
      at,
      `Setelah baris ${last.seq} ada baris ${row.seq}: baris di antaranya hilang.`,
      `Row ${row.seq} comes after row ${last.seq}: what was between is missing.`,
    );
  }
  if (hashOf(row) !== row.hash) {
    return problem(
      'audit.changed',
      at,
      `Isi baris ${row.seq} tidak cocok dengan hash-nya: baris ini diubah.`,
      `The content of row ${row.seq} does not fit its hash: the row was changed.`,
    );
  }
  if (row.prev_hash === last.hash) return null;
  return problem(
    'audit.order',
    at,
    `Baris ${row.seq} tidak menyambung ke baris ${last.seq}: salah satunya diganti.`,
    `Row ${row.seq} does not continue row ${last.seq}: one of them was replaced.`,
  );
}

function otherChain(place: KnownPlace): Problem {
  return problem(
    'audit.other',
    place.source,
    `Baris ${place.seq} bukan yang dicatat di ${place.source}: rantai ini ditulis ulang, atau milik basis data lain.`,
    `Row ${place.seq} is not the one that ${place.source} names: the chain was written anew, or belongs to another database.`,
  );
}

function cut(last: ChainPlace, place: KnownPlace): Problem {
  return problem(
    'audit.cut',
    place.source,
    `Rantai berakhir di baris ${last.seq}, padahal ${place.source} mencatat baris ${place.seq}: ekornya hilang.`,
    `The chain ends at row ${last.seq}, but ${place.source} names row ${place.seq}: its tail is missing.`,
  );
}
