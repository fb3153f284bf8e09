import { clockState } from './clock.ts';
import type { ClockState } from './clock-model.ts';
import type { Moment } from './day.ts';
import type { Definition, Kind, Stage } from './stages.ts';

/** One move that was made; never changed afterwards. */
export interface PermitEvent {
  readonly at: Moment;
  /** Id of the move. */
  readonly event: string;
  readonly role: string;
  /** Who made it: an id of the caller's, no name. */
  readonly actor: string;
  readonly track: string | null;
  readonly from: string;
  readonly to: string;
  readonly reason: string | null;
  readonly documents: readonly string[];
}

/**
 * An application, as its events have made it. It says nothing of who applies or where: that belongs
 * to whoever keeps it.
 */
export interface PermitFile {
  readonly kind: string;
  readonly stage: string;
  /** Where each track stands, while tracks run. */
  readonly tracks: Readonly<Record<string, string>>;
  /** What was decided (`seluruhnya`, `sebagian`, `ditolak`, `otomatis`); null: nothing yet. */
  readonly outcome: string | null;
  /** Ids of the kinds of documents that are there. */
  readonly documents: readonly string[];
  /** When documents came by themselves, not with a move. */
  readonly uploads: readonly { readonly document: string; readonly at: Moment }[];
  /** Facts that decide which documents are needed; one left out is unknown. */
  readonly facts: Readonly<Record<string, boolean>>;
  readonly events: readonly PermitEvent[];
}

/** A new application at the start of its kind's way. */
export function newFile(kind: Kind, facts: Readonly<Record<string, boolean>> = {}): PermitFile {
  const empty = { kind: kind.id, stage: kind.start, tracks: {}, outcome: null };
  return { ...empty, documents: [], uploads: [], facts, events: [] };
}

/** The kind of an application. An unknown one is a bug: the file came from `newFile`. */
export function kindOf(definition: Definition, file: Pick<PermitFile, 'kind'>): Kind {
  const kind = definition.kinds.get(file.kind);
  if (kind === undefined) throw new Error(`there is no kind ${file.kind}`);
  return kind;
}

/** The stage of the main way that an application stands in. */
export function stageOf(kind: Kind, file: PermitFile): Stage {
  const stage = kind.stages.get(file.stage);
  if (stage === undefined) throw new Error(`kind ${kind.id} has no stage ${file.stage}`);
  return stage;
}

/** The clocks of an application at a moment. */
export function fileClock(definition: Definition, file: PermitFile, now: Moment): ClockState {
  return clockState(file.events, kindOf(definition, file).sla, definition.calendar, now);
}

/**
 * Roles that have it: those of its tracks while these are worked on, those of the stage where none is or
 * all have ended.
 */
export function holdersOf(kind: Kind, file: PermitFile): string[] {
  const during = [...kind.moves.values()].filter((move) => move.during.includes(file.stage));
  const inside = Object.entries(file.tracks)
    .filter(([track]) => during.some((move) => move.track === track))
    .flatMap(([, at]) => kind.stages.get(at)?.holders ?? []);
  return inside.length > 0 ? [...new Set(inside)] : [...stageOf(kind, file).holders];
}
