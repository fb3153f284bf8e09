import type { Problem } from '../base/problem.ts';
import { kindOf, type PermitFile } from './file.ts';
import { refused } from './move-problem.ts';
import type { Definition, MoveRule } from './stages.ts';

/**
 * Moves that can be made from where an application stands, by `role`, or by anybody if none is
 * named. Documents, reasons and clocks are not looked at: those can be brought.
 */
export function legalMoves(definition: Definition, file: PermitFile, role?: string): MoveRule[] {
  const moves = [...kindOf(definition, file).moves.values()];
  return moves.filter((m) => isFrom(m, file) && (role === undefined || m.roles.includes(role)));
}

function isFrom({ track, during, from }: MoveRule, { stage, tracks }: PermitFile): boolean {
  if (track === null) return from.includes(stage);
  return during.includes(stage) && from.includes(tracks[track] ?? '');
}

/** Why `role` can't make a move from here: there is none, it is not from here, or not for this role. */
export function whyIllegal(
  definition: Definition,
  file: PermitFile,
  move: string,
  role: string,
): Problem | null {
  const kind = kindOf(definition, file);
  const rule = kind.moves.get(move);
  const stage = kind.stages.get(file.stage)!.name;
  const legal = wordsOf(definition, file, role);
  if (rule === undefined) {
    const id = `Tidak ada langkah "${move}" untuk ${kind.name.id}. ${legal.id}`;
    return refused(
      'unknown',
      '/move',
      id,
      `${kind.name.en} has no move "${move}". ${legal.en}`,
      move,
    );
  }
  if (!isFrom(rule, file)) {
    const id = `"${rule.name.id}" tidak dapat dilakukan pada tahap "${stage.id}". ${legal.id}`;
    const en = `"${rule.name.en}" can't be done at the stage "${stage.en}". ${legal.en}`;
    return refused('illegal', '/move', id, en, move);
  }
  if (rule.roles.includes(role)) return null;
  const who = rule.roles.join(', ');
  const id = `"${rule.name.id}" hanya untuk peran: ${who}. ${legal.id}`;
  return refused('role', '/move', id, `"${rule.name.en}" is only for: ${who}. ${legal.en}`, role);
}

/** What this role may do here, and which roles may do what else. */
function wordsOf(
  definition: Definition,
  file: PermitFile,
  role: string,
): { id: string; en: string } {
  const all = legalMoves(definition, file);
  const own = all.filter((m) => m.roles.includes(role)).map((m) => m.id);
  const others = all
    .filter((m) => !m.roles.includes(role))
    .map((m) => `${m.id} (${m.roles.join(', ')})`);
  const mine = own.join(', ');
  const theirs = others.join('; ');
  return {
    id: `Peran ${role} di sini dapat: ${mine || 'tidak ada'}.${theirs && ` Peran lain: ${theirs}.`}`,
    en: `Here ${role} may: ${mine || 'nothing'}.${theirs && ` Other roles: ${theirs}.`}`,
  };
}
