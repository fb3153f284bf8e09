import type { Problem } from '../base/problem.ts';
import { broken } from './rows.ts';
import type { Kind, MoveRule, Stage } from './stages.ts';

/**
 * Moves by which a file ordinarily goes on from a stage: those that lead elsewhere, that no exceeded limit
 * has to allow and that need no reason; where each needs one (a decision on an objection), all of these.
 */
export function ordinaryMoves(kind: Kind, { id, track }: Stage): MoveRule[] {
  const onwards = [...kind.moves.values()].filter(
    (move) =>
      move.track === track &&
      move.from.includes(id) &&
      move.to !== null &&
      move.to !== id &&
      !move.when?.late,
  );
  const plain = onwards.filter((move) => !move.needsReason);
  return plain.length > 0 ? plain : onwards;
}

/**
 * Who may make the ordinary next move has the file, so that it stands in their work list; somebody has to
 * be able to. Problem: `permit.holder`.
 */
export function checkHolders(kind: Kind, isMachine: (role: string) => boolean): Problem[] {
  const open = [...kind.stages.values()].filter((stage) => stage.type !== 'final');
  return open.flatMap((stage) => {
    const moves = ordinaryMoves(kind, stage);
    const people = [...new Set(moves.flatMap((move) => move.roles))].filter((r) => !isMachine(r));
    if (people.length === 0) return [nobodyGoesOn(stage)];
    const without = people.filter((role) => !stage.holders.includes(role));
    return without.map((role) => notHeld(stage, role, moves));
  });
}

function nobodyGoesOn({ id, where }: Stage): Problem {
  return broken(
    'holder',
    where,
    `Dari tahap ${id} tidak ada orang yang dapat melanjutkan berkas.`,
    `Nobody can take a file on from the stage ${id}.`,
    id,
  );
}

function notHeld({ id, where }: Stage, role: string, moves: readonly MoveRule[]): Problem {
  const own = moves.filter((move) => move.roles.includes(role)).map((move) => move.id);
  const list = own.join(', ');
  return broken(
    'holder',
    where,
    `Peran ${role} melanjutkan berkas dari tahap ${id} (${list}) tetapi tidak memegangnya: berkas tidak ada di daftar kerjanya.`,
    `The role ${role} takes files on from the stage ${id} (${list}) and does not hold them: they are in none of its work lists.`,
    role,
  );
}
