import type { PermitFile } from './file.ts';
import { stillThere } from './rounds.ts';
import type { ChecklistRow, Kind } from './stages.ts';

/** A line of the checklist for one application. `needed` is null where its fact is not known. */
export interface ChecklistLine {
  readonly document: string;
  readonly needed: boolean | null;
  readonly fact: string | null;
  readonly there: boolean;
  readonly legalBasis: string;
  readonly sure: boolean;
}

/** What a move needs of documents, in the table's order; empty where it has no checklist. */
export function checklistOf(kind: Kind, file: PermitFile, move: string): ChecklistLine[] {
  const there = stillThere(kind, file);
  return kind.checklist
    .filter((line) => line.move === move)
    .map((line) => ({
      document: line.document,
      needed: isNeeded(line, file),
      fact: line.fact,
      there: there.includes(line.document),
      legalBasis: line.legalBasis,
      sure: line.sure,
    }));
}

function isNeeded({ fact }: ChecklistRow, { facts }: PermitFile): boolean | null {
  if (fact === null) return true;
  return Object.hasOwn(facts, fact) ? facts[fact]! : null;
}
