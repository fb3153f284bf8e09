import type { Problem } from '../base/problem.ts';
import type { Moment } from './day.ts';
import { kindOf, type PermitFile } from './file.ts';
import { refused } from './move-problem.ts';
import { whyNotYet } from './ready.ts';
import type { Definition, MoveRule } from './stages.ts';

/** Where a file stands. */
export type Place = Pick<PermitFile, 'kind' | 'stage' | 'tracks'>;

/**
 * Moves that can be made from where an application stands, by `role`, or by anybody if none is
 * named. Documents, reasons and clocks are not looked at: those can be brought.
 */
export function legalMoves(definition: Definition, file: Place, role?: string): MoveRule[] {
  const moves = [...kindOf(definition, file).moves.values()];
  return moves.filter((m) => isFrom(m, file) && (role === undefined || m.roles.includes(role)));
}

function isFrom({ track, during, from }: MoveRule, { stage, tracks }: Place): boolean {
  if (track === null) return from.includes(stage);
  return during.includes(stage) && from.includes(tracks[track] ?? '');
}

/** Why `role` can't make a move from here: there is none, it is not from here, or not for this role. */
export function whyIllegal(
  definition: Definition,
  file: PermitFile,
  move: string,
  role: string,
  now: Moment,
): Problem | null {
  const kind = kindOf(definition, file);
  const rule = kind.moves.get(move);
  const stage = kind.stages.get(file.stage)!.name;
  const legal = wordsOf(definition, file, role, now);
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

/** What this role may do here now, and which roles may do what else; not what tracks or a clock still hold up. */
function wordsOf(
  definition: Definition,
  file: PermitFile,
  role: string,
  now: Moment,
): { id: string; en: string } {
  const open = (rule: MoveRule) =>
    rule.roles.filter((r) => whyNotYet({ definition, file, rule, role: r, now }).length === 0);
  const all = legalMoves(definition, file).flatMap((rule) => {
    const who = open(rule);
    return who.length > 0 ? [{ id: rule.id, who }] : [];
  });
  const mine = all.filter((m) => m.who.includes(role)).map((m) => m.id);
  const others = all.filter((m) => !m.who.includes(role));
  const theirs = others.map((m) => `${m.id} (${m.who.join(', ')})`).join('; ');
  const own = mine.join(', ');
  return {
    id: `Peran ${role} di sini dapat: ${own || 'tidak ada'}.${theirs && ` Peran lain: ${theirs}.`}`,
    en: `Here ${role} may: ${own || 'nothing'}.${theirs && ` Other roles: ${theirs}.`}`,
  };
}
