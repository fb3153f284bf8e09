import type { Text } from '../base/problem.ts';
import type { Calendar } from './calendar.ts';
import type { SlaPart } from './sla.ts';

/** Where an application stands; `where` is its row, for problems. */
export interface Stage {
  readonly id: string;
  /** The part of the way that it belongs to. */
  readonly flow: string;
  /** The parallel track that this stage belongs to; null: the main way. */
  readonly track: string | null;
  /** Tracks that run side by side while the application stands here. */
  readonly tracks: readonly string[];
  /** `start` only of a track. */
  readonly type: 'start' | 'final' | 'between';
  readonly name: Text;
  /** Roles that have it; while its tracks are worked on, those of the tracks do. */
  readonly holders: readonly string[];
  /** The part of the time limits that runs here. */
  readonly clock: string | null;
  /** Of an end: files that are here count as withdrawn (by the applicant, or closed since not pursued). */
  readonly withdrawn: boolean;
  readonly where: string;
}

/** What may be done: from where, by whom, with what. Its id is the event that clocks listen to. */
export interface MoveRule {
  readonly id: string;
  readonly track: string | null;
  /** Of a move on a track: the stages of the main way during which it may be made. */
  readonly during: readonly string[];
  readonly from: readonly string[];
  /** null: the application stays where it is. */
  readonly to: string | null;
  readonly roles: readonly string[];
  readonly name: Text;
  readonly needsReason: boolean;
  /** Documents that have to come with this very move. */
  readonly brings: readonly string[];
  /** Documents that have to be there, from now or before. */
  readonly needs: readonly string[];
  /** Tracks that must have ended. */
  readonly afterTracks: readonly string[];
  /** Tracks that begin again. */
  readonly reopens: readonly string[];
  /** A clock that has to be exceeded (`late`), or that must not be. */
  readonly when: { readonly clock: string; readonly late: boolean } | null;
  /** What it makes of the decision; `-` clears it, null leaves it. */
  readonly outcome: string | null;
  readonly legalBasis: string;
  readonly where: string;
}

/** One line of a checklist: a move of a kind needs a document, always or if a fact holds. */
export interface ChecklistRow {
  readonly move: string;
  readonly document: string;
  /** null: always. */
  readonly fact: string | null;
  readonly legalBasis: string;
  readonly sure: boolean;
  readonly where: string;
}

/** All that is law for one kind of application. */
export interface Kind {
  readonly id: string;
  readonly name: Text;
  readonly start: string;
  readonly stages: ReadonlyMap<string, Stage>;
  readonly moves: ReadonlyMap<string, MoveRule>;
  readonly checklist: readonly ChecklistRow[];
  readonly sla: readonly SlaPart[];
  readonly legalBasis: string;
  readonly sure: boolean;
  readonly where: string;
}

export interface Role {
  readonly id: string;
  readonly name: Text;
  readonly staff: boolean;
  /** The program itself: it acts on an exceeded limit only where the table lets it. */
  readonly machine: boolean;
}

export interface DocumentKind {
  readonly id: string;
  readonly name: Text;
  /** The role that makes it. */
  readonly from: string;
  /** Roles that may bring it: who makes it, and those that record or scan it. */
  readonly bringers: readonly string[];
  /** Tells of a person; only for those who see personal data. */
  readonly personal: boolean;
}

/** How a decision may come out. */
export interface Outcome {
  readonly id: string;
  readonly name: Text;
  /** All that was asked for, the part that could be, or nothing. */
  readonly approves: 'all' | 'part' | 'none';
}

/** A status code of OSS-RBA and the move that stands for it. */
export interface OssStatus {
  readonly code: string;
  readonly move: string;
  readonly meaning: Text;
}

/** The permit law of a city: kinds with their stages, moves, checklists and clocks, as loaded. */
export interface Definition {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly roles: ReadonlyMap<string, Role>;
  readonly documents: ReadonlyMap<string, DocumentKind>;
  /** Facts that decide whether a document is needed. */
  readonly facts: ReadonlyMap<string, Text>;
  /** What moves make of the decision. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly ossStatus: readonly OssStatus[];
  readonly calendar: Calendar;
}

/** The stages of a track, or of the main way where `track` is null. */
export function stagesOf(kind: Kind, track: string | null): Stage[] {
  return [...kind.stages.values()].filter((stage) => stage.track === track);
}

/** The tracks that stand in a kind's stages, in their order. */
export function tracksOf(kind: Kind): string[] {
  return [...new Set([...kind.stages.values()].flatMap((s) => s.track ?? []))];
}

/** Whether a role may bring a kind of document; one that the table does not know is refused by its name elsewhere. */
export function mayBring(
  { documents }: Pick<Definition, 'documents'>,
  kind: string,
  role: string,
): boolean {
  return documents.get(kind)?.bringers.includes(role) ?? true;
}
