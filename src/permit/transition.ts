import { fail, ok, type Problem, type Result } from '../base/problem.ts';
import { isMoment, type Moment } from './day.ts';
import { kindOf, type PermitEvent, type PermitFile, stageOf } from './file.ts';
import { whyIllegal } from './legal-moves.ts';
import { refused } from './move-problem.ts';
import { whyNotReady } from './ready.ts';
import { factsKept } from './rounds.ts';
import { type Definition, type Kind, type MoveRule, stagesOf } from './stages.ts';

/** A move that somebody wants to make, with the documents (ids of kinds) and facts that come with it. */
export interface Move {
  readonly id: string;
  readonly reason?: string;
  readonly documents?: readonly string[];
  readonly facts?: Readonly<Record<string, boolean>>;
}

/** Who makes it: a role of the table, and an id of the caller's. */
export interface Actor {
  readonly role: string;
  readonly id: string;
}

export interface Moved {
  readonly file: PermitFile;
  /** What has been added to `file.events`. */
  readonly events: readonly PermitEvent[];
}

/**
 * Makes one move, or says why not. Pure: the file that was given stays as it is.
 * Problems: `move.time` (no moment with offset, or before the last event), `move.unknown`,
 * `move.illegal` (not from here) and `move.role` (not by this role), which list what this role may do
 * and who else may do what; then all of `move.reason`, `move.document`, `move.fact`, `move.tracks`
 * (a track has not ended) and `move.clock` (a limit that has to be exceeded, or must not be, or that
 * can't be told; or silence that the table lets nobody but a person act upon).
 */
export function transition(
  definition: Definition,
  file: PermitFile,
  move: Move,
  actor: Actor,
  now: Moment,
): Result<Moved> {
  const kind = kindOf(definition, file);
  const untimely = whyUntimely(file, now);
  if (untimely !== null) return fail(untimely);
  const rule = kind.moves.get(move.id);
  const illegal = whyIllegal(definition, file, move.id, actor.role, now);
  if (rule === undefined || illegal !== null) return fail(illegal!);
  const laden = withLoad(file, move);
  const missing = whyNotReady({ definition, file: laden, rule, move, role: actor.role, now });
  if (missing.length > 0) return fail(...missing);
  const event = eventOf(file, rule, move, actor, now);
  const kept = {
    ...factsKept(kind, file, rule.track === null ? (rule.to ?? file.stage) : file.stage),
    ...move.facts,
  };
  const moved = { ...place(kind, laden, rule), facts: kept, events: [...file.events, event] };
  return ok({ file: moved, events: [event] });
}

/** What a legal move still lacks, whatever else stands against it; see transition. */
export function lacking(
  definition: Definition,
  file: PermitFile,
  move: Move,
  { role }: Actor,
  now: Moment,
): Problem[] {
  const rule = kindOf(definition, file).moves.get(move.id);
  if (rule === undefined) return [];
  return whyNotReady({ definition, file: withLoad(file, move), rule, move, role, now });
}

function whyUntimely({ events }: PermitFile, now: Moment): Problem | null {
  if (!isMoment(now)) {
    return refused(
      'time',
      '/now',
      'Waktu harus lengkap dengan zonanya, misalnya 2026-01-15T09:30:00+08:00.',
      'The time must be complete with its offset, such as 2026-01-15T09:30:00+08:00.',
      now,
    );
  }
  const last = events.at(-1);
  if (last === undefined || Date.parse(now) >= Date.parse(last.at)) return null;
  const id = `Waktu mendahului langkah terakhir (${last.at}).`;
  return refused('time', '/now', id, `The time is before the last move (${last.at}).`, now);
}

function withLoad(file: PermitFile, { documents = [], facts = {} }: Move): PermitFile {
  return {
    ...file,
    documents: [...new Set([...file.documents, ...documents])],
    facts: { ...file.facts, ...facts },
  };
}

function eventOf(
  file: PermitFile,
  rule: MoveRule,
  { reason, documents = [] }: Move,
  { role, id }: Actor,
  at: Moment,
): PermitEvent {
  const from = rule.track === null ? file.stage : file.tracks[rule.track]!;
  const to = rule.to ?? from;
  const said = reason?.trim() || null;
  return {
    at,
    event: rule.id,
    role,
    actor: id,
    track: rule.track,
    from,
    to,
    reason: said,
    documents,
  };
}

/** The file at its new place: on its track, or on the main way with the tracks that run there. */
function place(kind: Kind, file: PermitFile, rule: MoveRule): PermitFile {
  if (rule.track !== null) {
    const at = rule.to ?? file.tracks[rule.track]!;
    return { ...file, tracks: { ...file.tracks, [rule.track]: at } };
  }
  const stage = rule.to ?? file.stage;
  const outcome = rule.outcome === '-' ? null : (rule.outcome ?? file.outcome);
  const next = { ...file, stage, outcome };
  const tracks = stageOf(kind, next).tracks.map((track) => {
    const kept = rule.reopens.includes(track) ? undefined : file.tracks[track];
    const start = stagesOf(kind, track).find((s) => s.type === 'start')!.id;
    return [track, kept ?? start];
  });
  return { ...next, tracks: Object.fromEntries(tracks) };
}
