import { holdersOf, kindOf, type PermitFile } from './file.ts';
import { legalMoves } from './legal-moves.ts';
import type { Definition, MoveRule } from './stages.ts';

/** A role of the office that finds a file in its work list without having it, and the clocks that it waits for. */
export interface Caretaker {
  readonly role: string;
  readonly clocks: readonly string[];
}

/**
 * Who looks after a file that is not theirs to take on: those who may act once a limit has passed (silence
 * of another office, an end of validity) or, where there are none and no officer has it, all officers who
 * can do something with it, such as close what its applicant does not pursue. A file that stands in no
 * officer's list could be found by nobody who does not know its id.
 */
export function caretakersOf(definition: Definition, file: PermitFile): Caretaker[] {
  const holders = new Set(holdersOf(kindOf(definition, file), file));
  const isOfficer = (role: string) => {
    const { staff, machine } = definition.roles.get(role) ?? { staff: false, machine: false };
    return staff && !machine;
  };
  const moves = legalMoves(definition, file);
  const late = moves.filter((move) => move.when?.late);
  const officersOf = (rules: readonly MoveRule[]) =>
    rules.flatMap((m) => m.roles).filter(isOfficer);
  const waiting = officersOf(late);
  const nobody = ![...holders].some(isOfficer);
  const roles = waiting.length > 0 || !nobody ? waiting : officersOf(moves);
  return [...new Set(roles)]
    .filter((role) => !holders.has(role))
    .map((role) => {
      const own = late.filter((move) => move.roles.includes(role));
      return { role, clocks: own.map((move) => move.when!.clock) };
    });
}

/** In whose work lists a file stands: those who have it, and those who look after it. */
export function listedFor(definition: Definition, file: PermitFile): Caretaker[] {
  const holders = holdersOf(kindOf(definition, file), file);
  return [...holders.map((role) => ({ role, clocks: [] })), ...caretakersOf(definition, file)];
}
