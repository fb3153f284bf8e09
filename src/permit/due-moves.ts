import type { PartClock } from './clock-model.ts';
import { addDays, type Day, dayOf, type Moment } from './day.ts';
import { fileClock, kindOf, type PermitFile } from './file.ts';
import type { SlaPart, SlaRow } from './sla.ts';
import type { Definition, Kind, MoveRule } from './stages.ts';
import { transition } from './transition.ts';

/** A move that an exceeded limit stands for and that the table of limits lets the system make. */
export interface DueMove {
  readonly move: string;
  /** The part whose limit is exceeded. */
  readonly part: string;
  /** The limit, its last day and the legal basis, for the trail. */
  readonly reason: string;
}

/**
 * The moves of a file that the system is to make at a moment, in the order of the table of limits: only
 * those that are `otomatis` there, are a move of the system, and that nothing else keeps from being made.
 */
export function dueMoves(definition: Definition, file: PermitFile, now: Moment): DueMove[] {
  const kind = kindOf(definition, file);
  return fileClock(definition, file, now).parts.flatMap((clock) => {
    if (!clock.alarm?.automatic) return [];
    const { rule, role } = systemMove(definition, kind, clock.alarm.proposes);
    if (rule === undefined || role === undefined) return [];
    const reason = reasonOf(clock, rule);
    const actor = { role, id: role };
    const made = transition(definition, file, { id: rule.id, reason }, actor, now);
    return made.ok ? [{ move: rule.id, part: clock.part, reason }] : [];
  });
}

/** Where files of a kind may be that the system has to move, and until when they were submitted. */
export interface DuePlace {
  readonly kind: string;
  readonly stages: readonly string[];
  readonly submittedBefore: Day;
}

/** Where to look for due moves on a day; none where the table lets the system make none. */
export function duePlaces(definition: Definition, now: Moment): DuePlace[] {
  return [...definition.kinds.values()].flatMap((kind) =>
    kind.sla.flatMap(({ versions }: SlaPart) =>
      versions.flatMap((row) => {
        if (!row.onOverdue?.automatic || row.days === null) return [];
        const { rule, role } = systemMove(definition, kind, row.onOverdue.move);
        if (rule === undefined || role === undefined) return [];
        const stages = rule.track === null ? rule.from : rule.during;
        const submittedBefore = addDays(dayOf(now), 1 - fewestDays(versions));
        return [{ kind: kind.id, stages, submittedBefore }];
      }),
    ),
  );
}

function systemMove(definition: Definition, kind: Kind, move: string | null) {
  const rule = move === null ? undefined : kind.moves.get(move);
  const role = rule?.roles.find((id) => definition.roles.get(id)?.machine);
  return { rule, role };
}

/** No version of a limit is exceeded within so many days. */
function fewestDays(versions: readonly SlaRow[]): number {
  const known = versions.filter((row) => row.days !== null);
  return Math.min(...known.map(({ days, unit }) => days! * (unit === 'year' ? 365 : 1)));
}

function reasonOf({ name, due, legalBasis }: PartClock, rule: MoveRule): string {
  const basis = [legalBasis, rule.legalBasis].filter(Boolean).join('; ');
  const day = due.known ? due.day : '-';
  return `Otomatis: batas "${name.id}" ${day} terlewati${basis && ` (${basis})`}.`;
}
