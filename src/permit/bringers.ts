import { type Problem, problem } from '../base/problem.ts';
import type { Definition, Kind } from './stages.ts';

/**
 * Roles that may bring a document to a file of a kind: the one that makes it (documents.csv), and each that has
 * a move which brings it (moves.csv): the counter enters a receipt that the applicant paid for.
 */
export function bringersOf({ documents }: Definition, kind: Kind, document: string): Set<string> {
  const maker = documents.get(document)?.from;
  const movers = [...kind.moves.values()]
    .filter((move) => move.brings.includes(document))
    .flatMap((move) => move.roles);
  return new Set([...(maker === undefined ? [] : [maker]), ...movers]);
}

/** Documents that a move may come with: those that it has to bring, and those of its checklist. */
export function takenBy(kind: Kind, move: string): string[] {
  const brings = kind.moves.get(move)?.brings ?? [];
  const listed = kind.checklist.filter((line) => line.move === move).map((line) => line.document);
  return [...new Set([...brings, ...listed])];
}

/** Whose document it is, told to somebody who may not bring it: nobody makes a study for the office that owes it. */
export function notYours(definition: Definition, kind: Kind, document: string): Problem {
  const names = [...bringersOf(definition, kind, document)].map(
    (role) => definition.roles.get(role)?.name ?? { id: role, en: role },
  );
  const name = definition.documents.get(document)!.name;
  return problem(
    'access.document',
    '?kind',
    `Dokumen "${name.id}" tidak dapat Anda bawa ke berkas ini; yang membawanya: ${names.map((n) => n.id).join(', ')}.`,
    `The document "${name.en}" is not yours to bring to this file; those who bring it: ${names.map((n) => n.en).join(', ')}.`,
    document,
  );
}
