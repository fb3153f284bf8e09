import { checklistOf } from '../../src/permit/checklist.ts';
import { kindOf, type PermitFile } from '../../src/permit/file.ts';
import { legalMoves } from '../../src/permit/legal-moves.ts';
import { loadDefinition } from '../../src/permit/load.ts';
import type { Definition, Kind, MoveRule } from '../../src/permit/stages.ts';
import { type Move, transition } from '../../src/permit/transition.ts';
import { must } from './tables.ts';

/** The permit law as it stands in data/. */
export const law: Definition = must(loadDefinition());

/** A move with all that it may need: reason, documents, and facts that are not known yet. */
export function laden(kind: Kind, file: PermitFile, rule: MoveRule): Move {
  const facts = Object.fromEntries(
    kind.checklist.flatMap(({ fact }) =>
      fact === null || fact in file.facts ? [] : [[fact, true]],
    ),
  );
  const lines = checklistOf(kind, { ...file, facts: { ...file.facts, ...facts } }, rule.id);
  const documents = [
    ...rule.brings,
    ...rule.needs,
    ...lines.filter((l) => l.needed).map((l) => l.document),
  ];
  return { id: rule.id, reason: 'karena', documents: [...new Set(documents)], facts };
}

/** Makes a move, with all that it may need, by the first role that may. */
export function make(file: PermitFile, move: string, now: string, role?: string): PermitFile {
  const kind = kindOf(law, file);
  const rule = kind.moves.get(move)!;
  const actor = { role: role ?? rule.roles[0]!, id: 'u1' };
  return must(transition(law, file, laden(kind, file, rule), actor, now)).file;
}

/** Ids of the moves that may be made from here, by a role or by anybody. */
export function idsOf(file: PermitFile, role?: string): string[] {
  return legalMoves(law, file, role).map((m) => m.id);
}
