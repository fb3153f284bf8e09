import type { Moment } from './day.ts';
import type { PermitEvent, PermitFile } from './file.ts';
import type { Kind } from './stages.ts';

/** One time that a file was in the part of its way in which it is now: numbers of the events that began and ended it. */
interface Round {
  readonly begin: number;
  readonly end: number | null;
}

/**
 * Documents that a move of the part where the file stands may rest on: those that came since the part
 * began the last time. A PBG that begins anew is another one: the minutes of the first say nothing of it.
 */
export function broughtSince(kind: Kind, file: PermitFile): string[] {
  const begin = roundsOf(kind, file).at(-1)?.begin ?? null;
  return file.documents.filter((document) => {
    const came = arrivalsOf(file, document);
    const since = ({ n, at }: Arrival) =>
      begin === null || (n === null ? isAfter(at, file.events[begin]!.at) : n >= begin);
    return came.length === 0 || came.some(since);
  });
}

/**
 * Documents that the applicant need not bring again: all but those that came only while the same part ran
 * before. An identity card that came with the PKKPR stays; drawings of a building that was given up do not.
 */
export function stillThere(kind: Kind, file: PermitFile): string[] {
  const former = roundsOf(kind, file).slice(0, -1);
  if (former.length === 0) return [...file.documents];
  return file.documents.filter((document) => {
    const came = arrivalsOf(file, document);
    return came.length === 0 || came.some((a) => !former.some((r) => isWithin(file, r, a)));
  });
}

/** Whether something was uploaded while the part where the file stands ran before. */
export function isOfFormer(kind: Kind, file: PermitFile, at: Moment): boolean {
  const former = roundsOf(kind, file).slice(0, -1);
  return former.some((round) => isWithin(file, round, { n: null, at }));
}

/**
 * The facts that a file takes along to a stage. Where it begins a part anew, those that only this part
 * asks about are asked again: another building may have three floors. A file that ends keeps all that was told.
 */
export function factsKept(kind: Kind, file: PermitFile, to: string): PermitFile['facts'] {
  const part = partOf(kind, to);
  const before = file.events.some((e) => partOf(kind, e.from) === part);
  const goesOn = kind.stages.get(to)?.type !== 'final';
  if (part === partOf(kind, file.stage) || !before || !goesOn) return file.facts;
  const asks = (move: string) => kind.moves.get(move)!.from.some((s) => partOf(kind, s) === part);
  const elsewhere = new Set(kind.checklist.filter((l) => !asks(l.move)).map((l) => l.fact));
  const here = new Set(kind.checklist.filter((l) => asks(l.move)).map((l) => l.fact));
  const kept = Object.entries(file.facts).filter(([f]) => elsewhere.has(f) || !here.has(f));
  return Object.fromEntries(kept);
}

/** The part of the way (a flow of stages.csv) that a stage belongs to. */
function partOf(kind: Kind, stage: string): string | null {
  return kind.stages.get(stage)?.flow ?? null;
}

function roundsOf(kind: Kind, { stage, events }: PermitFile): Round[] {
  const here = partOf(kind, stage);
  const rounds: Round[] = [];
  for (const [n, { track, from, to }] of events.entries()) {
    if (track !== null || partOf(kind, from) === partOf(kind, to)) continue;
    if (partOf(kind, to) === here) rounds.push({ begin: n, end: null });
    const last = rounds.at(-1);
    if (last && partOf(kind, from) === here) rounds[rounds.length - 1] = { ...last, end: n };
  }
  return rounds;
}

/** When a document came: with which event, or (`n` null) uploaded by itself. */
interface Arrival {
  readonly n: number | null;
  readonly at: Moment;
}

/** None of a document that nothing is known of. */
function arrivalsOf({ events, uploads }: PermitFile, document: string): Arrival[] {
  const withMoves = [...events.entries()]
    .filter(([, e]) => e.documents.includes(document))
    .map(([n, { at }]) => ({ n, at }));
  const alone = uploads.filter((u) => u.document === document);
  return [...withMoves, ...alone.map(({ at }) => ({ n: null, at }))];
}

/** In the same second nobody can tell which was first: then it belongs to the round before. */
function isWithin({ events }: PermitFile, { begin, end }: Round, { n, at }: Arrival): boolean {
  if (n !== null) return n >= begin && (end === null || n <= end);
  const last: PermitEvent | undefined = end === null ? undefined : events[end];
  return !isAfter(events[begin]!.at, at) && (last === undefined || !isAfter(at, last.at));
}

function isAfter(at: Moment, other: Moment): boolean {
  return Date.parse(at) > Date.parse(other);
}
