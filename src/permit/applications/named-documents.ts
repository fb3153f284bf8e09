import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import { kindOf } from '../file.ts';
import { isOfFormer } from '../rounds.ts';
import { broughtRightly, type Loaded } from './application-row.ts';
import type { Office } from './office.ts';
import type { Tx } from './transaction.ts';

/** An answer names so many lost documents; more tell nothing new. */
const MOST_TOLD = 20;

/**
 * Kinds of the documents that are to come with a move, by their ids. What a part that begins anew had before comes
 * as a new file. Problems: `document.unknown`, `document.bringer`, `document.former`.
 */
export async function kindsOfDocuments(
  { definition }: Office,
  tx: Tx,
  { row, file }: Loaded,
  given: readonly string[],
): Promise<Result<string[]>> {
  if (given.length === 0) return ok([]);
  const rows = await tx
    .selectFrom('application_documents')
    .select(['id', 'kind', 'at', 'role'])
    .where('application_id', '=', row.id)
    .execute();
  const known = new Map(rows.map((document) => [document.id, document]));
  const kind = kindOf(definition, file);
  const wrong = given.flatMap((d) => {
    const found = known.get(d);
    if (!found) return noDocument(d);
    if (!broughtRightly(definition, found.kind, found.role)) return strangeDocument(d, found);
    return isOfFormer(kind, file, found.at) ? formerDocument(d) : [];
  });
  if (wrong.length > 0) return fail(...wrong.slice(0, MOST_TOLD));
  return ok([...new Set(given.map((d) => known.get(d)!.kind))]);
}

function noDocument(id: string): Problem {
  return problem(
    'document.unknown',
    '/documents',
    'Dokumen ini tidak ada pada berkas ini; unggah dahulu.',
    'This file has no such document; upload it first.',
    id,
  );
}

/** Kept from before the table was asked who brings what. */
function strangeDocument(id: string, { kind, role }: { kind: string; role: string }): Problem {
  return problem(
    'document.bringer',
    '/documents',
    `Dokumen ini (${kind}) diunggah oleh ${role}, yang tidak berwenang membawanya; yang berwenang mengunggahnya lagi.`,
    `This document (${kind}) was uploaded by ${role}, who may not bring it; who may uploads it again.`,
    id,
  );
}

function formerDocument(id: string): Problem {
  return problem(
    'document.former',
    '/documents',
    'Dokumen ini berasal dari bagian sebelumnya (misalnya PBG) yang sudah dihentikan; unggah yang baru.',
    'This document belongs to the part that ran before and was closed; upload a new one.',
    id,
  );
}
