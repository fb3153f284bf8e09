import type { Problem } from '../base/problem.ts';
import { broken } from './rows.ts';
import type { SlaRow } from './sla.ts';
import type { ChecklistRow, Definition, Kind, MoveRule, Stage } from './stages.ts';
import { stagesOf, tracksOf } from './stages.ts';
import { checkHolders } from './stages-holders.ts';
import { checkWays } from './stages-ways.ts';

/** What is wrong with a definition as a whole: names that nobody knows, ways that lead nowhere. */
export function checkDefinition(
  definition: Definition,
  sla: readonly SlaRow[],
  checklists: readonly (readonly [readonly string[], ChecklistRow])[],
): Problem[] {
  const kinds = [...definition.kinds.values()];
  const problems = [
    ...kinds.flatMap((kind) => [...checkNames(kind, definition), ...checkTracks(kind)]),
    ...kinds.flatMap((kind) => checkChecklist(kind, definition)),
    ...kinds.flatMap((kind) => checkOutcomes(kind, definition)),
    ...noneApproves(definition),
    ...sla.flatMap((row) => checkSla(row, definition)),
    ...[
      ...sla.map((r) => [r.kinds, r.where] as const),
      ...checklists.map(([k, r]) => [k, r.where] as const),
    ].flatMap(([names, where]) => lost('kind', names, where, (k) => definition.kinds.has(k))),
    ...[...definition.documents.values()].flatMap(({ id, bringers }) =>
      lost('role', [...new Set(bringers)], `documents.csv, ${id}`, (r) => definition.roles.has(r)),
    ),
    ...definition.ossStatus.flatMap(({ code, move }) =>
      lost('move', [move], `oss-status.csv, ${code}`, (m) => kinds.some((k) => k.moves.has(m))),
    ),
  ];
  const isMachine = (role: string) => definition.roles.get(role)!.machine;
  // Ways are looked at where all names are right, and holders where all ways are: a misspelt stage would
  // tell the same fault again.
  if (problems.length === 0) problems.push(...kinds.flatMap(checkWays));
  if (problems.length === 0) problems.push(...kinds.flatMap((k) => checkHolders(k, isMachine)));
  return unique(problems);
}

function checkNames(kind: Kind, { roles, documents }: Definition): Problem[] {
  const isRole = (id: string) => roles.has(id);
  const isClock = (id: string) => kind.sla.some((p) => p.part === id);
  const start = kind.stages.get(kind.start);
  return [
    ...lost(
      'stage',
      [kind.start],
      kind.where,
      () => start?.track === null && start.type !== 'final',
    ),
    ...[...kind.stages.values()].flatMap((stage) => [
      ...lost('role', stage.holders, stage.where, isRole),
      ...lost('clock', stage.clock === null ? [] : [stage.clock], stage.where, isClock),
    ]),
    ...[...kind.moves.values()].flatMap((move) => [
      ...(move.roles.length === 0 ? [nobody(move)] : lost('role', move.roles, move.where, isRole)),
      ...lost('document', [...move.brings, ...move.needs], move.where, (d) => documents.has(d)),
      ...strangers(move, documents),
      ...lost('clock', move.when === null ? [] : [move.when.clock], move.where, isClock),
      ...checkPlaces(kind, move),
    ]),
  ];
}

/** Who makes a move may bring what has to come with it: else nobody could, or a stranger's paper counted. */
function strangers(move: MoveRule, documents: Definition['documents']): Problem[] {
  return move.brings.flatMap((document) => {
    const bringers = documents.get(document)?.bringers ?? move.roles;
    return move.roles
      .filter((role) => !bringers.includes(role))
      .map((role) =>
        broken(
          'bringer',
          move.where,
          `Langkah ${move.id} oleh ${role} menyertakan ${document}, tetapi documents.csv tidak memperbolehkannya.`,
          `The move ${move.id} by ${role} brings ${document}, which documents.csv does not let them.`,
          document,
        ),
      );
  });
}

/** From, to and during of a move are stages of its own track, or of the main way. */
function checkPlaces(kind: Kind, move: MoveRule): Problem[] {
  const on = (track: string | null) => (id: string) => kind.stages.get(id)?.track === track;
  const tracks = tracksOf(kind);
  const bare = move.from.length === 0 || (move.track === null) !== (move.during.length === 0);
  return [
    ...(bare
      ? [
          broken(
            'stage',
            move.where,
            '"from" atau "during" tidak lengkap.',
            '"from" or "during" is not complete.',
          ),
        ]
      : []),
    ...lost(
      'stage',
      [...move.from, ...(move.to === null ? [] : [move.to])],
      move.where,
      on(move.track),
    ),
    ...lost('stage', move.during, move.where, (id) => {
      const stage = kind.stages.get(id);
      return stage?.track === null && stage.tracks.includes(move.track ?? '');
    }),
    ...lost('track', [...move.afterTracks, ...move.reopens], move.where, (t) => tracks.includes(t)),
  ];
}

/** A track has one start and an end; a stage names tracks that there are. */
function checkTracks(kind: Kind): Problem[] {
  const tracks = tracksOf(kind);
  const main = stagesOf(kind, null);
  const count = (stages: readonly Stage[], type: Stage['type']) =>
    stages.filter((s) => s.type === type).length;
  return [
    ...main.flatMap((stage) => lost('track', stage.tracks, stage.where, (t) => tracks.includes(t))),
    ...main
      .filter((stage) => stage.type === 'start')
      .map((s) =>
        broken('track', s.where, '"awal" hanya untuk jalur.', '"awal" is for tracks only.'),
      ),
    ...tracks.flatMap((track) => {
      const own = stagesOf(kind, track);
      if (count(own, 'start') === 1 && count(own, 'final') > 0) return [];
      const id = `Jalur ${track} harus punya satu awal dan paling sedikit satu akhir.`;
      return broken('track', own[0]!.where, id, `Track ${track} needs one start and an end.`);
    }),
  ];
}

/** What a move makes of the decision is known; only an end of the main way counts as anything. */
function checkOutcomes(kind: Kind, { outcomes }: Definition): Problem[] {
  const made = (move: MoveRule) =>
    move.outcome === null || move.outcome === '-' ? [] : [move.outcome];
  const early = [...kind.stages.values()].filter(
    (s) => s.withdrawn && (s.type !== 'final' || s.track !== null),
  );
  return [
    ...[...kind.moves.values()].flatMap((move) =>
      lost('outcome', made(move), move.where, (id) => outcomes.has(id)),
    ),
    ...early.map((stage) =>
      broken(
        'counts',
        stage.where,
        `"counts" hanya untuk tahap akhir jalan utama; ${stage.id} bukan.`,
        `"counts" is for ends of the main way only; ${stage.id} is none.`,
        stage.id,
      ),
    ),
  ];
}

/** Where nobody had to decide, what is issued is approved as a whole: there has to be a word for it. */
function noneApproves({ outcomes }: Definition): Problem[] {
  if ([...outcomes.values()].some(({ approves }) => approves === 'all')) return [];
  const id = 'Tidak ada hasil yang menyetujui semua.';
  return [broken('outcome', 'outcomes.csv', id, 'There is no outcome that approves all.')];
}

function checkChecklist(kind: Kind, { documents, facts }: Definition): Problem[] {
  return kind.checklist.flatMap((line) => [
    ...lost('move', [line.move], line.where, (m) => kind.moves.has(m)),
    ...lost('document', [line.document], line.where, (d) => documents.has(d)),
    ...lost('fact', line.fact === null ? [] : [line.fact], line.where, (f) => facts.has(f)),
  ]);
}

/** Events of a limit are moves of some of its kinds; each of its kinds starts and ends it. */
function checkSla(row: SlaRow, { kinds, roles }: Definition): Problem[] {
  const own = row.kinds.flatMap((id) => kinds.get(id) ?? []);
  const events = [
    row.startsBy,
    row.stopsBy,
    row.resumesBy,
    row.resetsBy,
    row.restartsBy,
    row.endsBy,
  ];
  const known = (event: string) => own.some((kind) => kind.moves.has(event));
  const idle = own.filter(
    (kind) => ![row.startsBy, row.endsBy].every((l) => l.some((event) => kind.moves.has(event))),
  );
  return [
    ...lost('move', events.flat(), row.where, known),
    ...lost('move', row.onOverdue === null ? [] : [row.onOverdue.move], row.where, known),
    ...lost('role', [...row.holders, ...row.holdersStopped], row.where, (r) => roles.has(r)),
    ...idle.map((kind) =>
      broken(
        'clock',
        row.where,
        `Jenis ${kind.id} tidak punya langkah yang memulai dan mengakhiri ${row.part}.`,
        `Kind ${kind.id} has no moves that start and end ${row.part}.`,
      ),
    ),
  ];
}

const WORDS: Readonly<Record<string, readonly [string, string]>> = {
  role: ['peran', 'role'],
  stage: ['tahap', 'stage'],
  move: ['langkah', 'move'],
  document: ['dokumen', 'document'],
  fact: ['keadaan', 'fact'],
  clock: ['batas waktu', 'time limit'],
  track: ['jalur', 'track'],
  kind: ['jenis', 'kind'],
  outcome: ['hasil', 'outcome'],
};

/** One problem for each name that is not known here. */
function lost(
  what: string,
  names: readonly string[],
  where: string,
  known: (name: string) => boolean,
): Problem[] {
  const [id, en] = WORDS[what]!;
  return names
    .filter((name) => !known(name))
    .map((name) =>
      broken(
        what,
        where,
        `Tidak ada ${id} "${name}" di sini.`,
        `There is no ${en} "${name}" here.`,
        name,
      ),
    );
}

function nobody(move: MoveRule): Problem {
  const id = `Langkah ${move.id} tidak boleh dilakukan siapa pun.`;
  return broken('role', move.where, id, `Nobody may make the move ${move.id}.`, move.id);
}

/** Kinds share rows, so a fault of one row would be told once for each. */
function unique(problems: readonly Problem[]): Problem[] {
  const seen = new Map(problems.map((p) => [`${p.code} ${p.pointer} ${p.message.en}`, p]));
  return [...seen.values()];
}
