import { fail, ok, type Problem, type Result, type Text } from '../base/problem.ts';
import type { Calendar } from './calendar.ts';
import {
  broken,
  cell,
  choice,
  complain,
  list,
  names,
  needed,
  type ReadFile,
  type Row,
  readRows,
  yesNo,
} from './rows.ts';
import { type SlaRow, slaOf } from './sla.ts';
import type {
  ChecklistRow,
  Definition,
  DocumentKind,
  Kind,
  MoveRule,
  OssStatus,
  Outcome,
  Role,
  Stage,
} from './stages.ts';
import { checkDefinition } from './stages-check.ts';

const STAGE = [
  ...['flow', 'stage', 'track', 'tracks', 'type', 'name_id', 'name_en', 'holder', 'clock'],
  'counts',
];
const MOVE = [
  ...['flow', 'move', 'track', 'during', 'from', 'to', 'roles', 'name_id', 'name_en', 'reason'],
  ...['brings', 'needs', 'after_tracks', 'reopens', 'when', 'outcome', 'legal_basis'],
];
const KIND = ['kind', 'name_id', 'name_en', 'flows', 'start', 'legal_basis', 'sure'];
const OUTCOME = ['outcome', 'name_id', 'name_en', 'approves'];
const CHECKLIST = ['kinds', 'move', 'document', 'need', 'fact', 'legal_basis', 'sure'];

/**
 * The kinds of application with their stages, moves, roles, documents and checklists, validated as a
 * whole. Problems name file and line: those of `readRows` and `permit.cell`; `permit.twice`;
 * `permit.unreachable` and `permit.dead_end` stages; `permit.final` (a way out of a final stage);
 * `permit.holder` (who takes a file on does not have it); `permit.role`, `permit.document`, `permit.fact`, `permit.clock`, `permit.stage`, `permit.move`,
 * `permit.track`, `permit.kind`, `permit.outcome` for what is named and not there.
 */
export function readStages(
  read: ReadFile,
  law: { readonly sla: readonly SlaRow[]; readonly calendar: Calendar },
): Result<Definition> {
  const problems: Problem[] = [];
  const roles = byId(
    readRows(read, 'roles.csv', ['role', 'name_id', 'name_en', 'staff', 'machine'], problems),
    'role',
    role,
  );
  const documents = byId(
    readRows(
      read,
      'documents.csv',
      ['document', 'name_id', 'name_en', 'from', 'also', 'personal'],
      problems,
    ),
    'document',
    (row, id): DocumentKind => ({
      id,
      name: names(row),
      from: needed(row, 'from'),
      bringers: [needed(row, 'from'), ...list(row, 'also')],
      personal: yesNo(row, 'personal'),
    }),
  );
  const facts = byId(
    readRows(read, 'facts.csv', ['fact', 'name_id', 'name_en'], problems),
    'fact',
    names,
  );
  const outcomes = byId(readRows(read, 'outcomes.csv', OUTCOME, problems), 'outcome', outcome);
  const parts: Parts = {
    stages: readRows(read, 'stages.csv', STAGE, problems).map((row) => [
      cell(row, 'flow'),
      stage(row),
    ]),
    moves: readRows(read, 'moves.csv', MOVE, problems).map((row) => [cell(row, 'flow'), move(row)]),
    checklists: readRows(read, 'checklists.csv', CHECKLIST, problems).map((row) => [
      list(row, 'kinds'),
      checklistRow(row),
    ]),
    sla: law.sla,
  };
  const kindRows = readRows(read, 'kinds.csv', KIND, problems);
  const kinds = byId(kindRows, 'kind', (row, id) => kindOf(row, id, parts));
  const ossStatus = readRows(
    read,
    'oss-status.csv',
    ['code', 'move', 'meaning_id', 'meaning_en', 'legal_basis'],
    problems,
  ).map(ossRow);
  problems.push(...strayFlows(kindRows, parts));
  if (problems.length > 0) return fail(...problems);
  const { calendar } = law;
  const definition = { kinds, roles, documents, facts, outcomes, ossStatus, calendar };
  const wrong = checkDefinition(definition, law.sla, parts.checklists);
  return wrong.length > 0 ? fail(...wrong) : ok(definition);
}

interface Parts {
  readonly stages: readonly (readonly [string, Stage])[];
  readonly moves: readonly (readonly [string, MoveRule])[];
  readonly checklists: readonly (readonly [readonly string[], ChecklistRow])[];
  readonly sla: readonly SlaRow[];
}

function byId<T>(
  rows: readonly Row[],
  column: string,
  make: (row: Row, id: string) => T,
): Map<string, T> {
  const found = new Map<string, T>();
  for (const row of rows) {
    const id = needed(row, column);
    if (found.has(id)) row.problems.push(twice(id, row.where));
    found.set(id, make(row, id));
  }
  return found;
}

function role(row: Row, id: string): Role {
  return { id, name: names(row), staff: yesNo(row, 'staff'), machine: yesNo(row, 'machine') };
}

function outcome(row: Row, id: string): Outcome {
  const words = { semua: 'all', sebagian: 'part', tidak: 'none' } as const;
  return { id, name: names(row), approves: choice(row, 'approves', words) };
}

function stage(row: Row): Stage {
  return {
    id: needed(row, 'stage'),
    flow: cell(row, 'flow'),
    track: cell(row, 'track') || null,
    tracks: list(row, 'tracks'),
    type: choice(row, 'type', { '': 'between', awal: 'start', akhir: 'final' } as const),
    name: names(row),
    holders: list(row, 'holder'),
    clock: cell(row, 'clock') || null,
    withdrawn: choice(row, 'counts', { '': false, ditarik: true }),
    where: row.where,
  };
}

function move(row: Row): MoveRule {
  return {
    id: needed(row, 'move'),
    track: cell(row, 'track') || null,
    during: list(row, 'during'),
    from: list(row, 'from'),
    to: cell(row, 'to') || null,
    roles: list(row, 'roles'),
    name: names(row),
    needsReason: yesNo(row, 'reason'),
    brings: list(row, 'brings'),
    needs: list(row, 'needs'),
    afterTracks: list(row, 'after_tracks'),
    reopens: list(row, 'reopens'),
    when: condition(row),
    outcome: cell(row, 'outcome') || null,
    legalBasis: cell(row, 'legal_basis'),
    where: row.where,
  };
}

/** `lewat:PART` (its clock is exceeded) or `belum_lewat:PART`. */
function condition(row: Row): MoveRule['when'] {
  const text = cell(row, 'when');
  if (text === '') return null;
  const [, word, clock] = /^(lewat|belum_lewat):(\w+)$/.exec(text) ?? [];
  if (clock !== undefined) return { clock, late: word === 'lewat' };
  complain(
    row,
    'when',
    'harus lewat:BAGIAN atau belum_lewat:BAGIAN',
    'must be lewat:PART or belum_lewat:PART',
  );
  return null;
}

function checklistRow(row: Row): ChecklistRow {
  const always = choice(row, 'need', { wajib: true, bersyarat: false });
  const fact = cell(row, 'fact') || null;
  if (always !== (fact === null)) {
    complain(row, 'fact', 'diisi hanya untuk bersyarat', 'is for bersyarat, and only for it');
  }
  return {
    move: needed(row, 'move'),
    document: needed(row, 'document'),
    fact,
    legalBasis: needed(row, 'legal_basis'),
    sure: yesNo(row, 'sure'),
    where: row.where,
  };
}

function ossRow(row: Row): OssStatus {
  const meaning: Text = { id: needed(row, 'meaning_id'), en: needed(row, 'meaning_en') };
  return { code: needed(row, 'code'), move: needed(row, 'move'), meaning };
}

function kindOf(row: Row, id: string, parts: Parts): Kind {
  const flows = list(row, 'flows');
  const own = <T extends { id: string; where: string }>(all: readonly (readonly [string, T])[]) => {
    const found = new Map<string, T>();
    for (const [flow, item] of all) {
      if (!flows.includes(flow)) continue;
      if (found.has(item.id)) row.problems.push(twice(item.id, item.where));
      found.set(item.id, item);
    }
    return found;
  };
  return {
    id,
    name: names(row),
    start: needed(row, 'start'),
    stages: own(parts.stages),
    moves: own(parts.moves),
    checklist: parts.checklists.filter(([kinds]) => kinds.includes(id)).map(([, line]) => line),
    sla: slaOf(parts.sla, id),
    legalBasis: needed(row, 'legal_basis'),
    sure: yesNo(row, 'sure'),
    where: row.where,
  };
}

/** Rows of a flow that no kind has would be law that nobody sees. */
function strayFlows(kinds: readonly Row[], { stages, moves }: Parts): Problem[] {
  const used = new Set(kinds.flatMap((row) => list(row, 'flows')));
  const stray = [...stages, ...moves].filter(([flow]) => !used.has(flow));
  return stray.map(([flow, { where }]) =>
    broken(
      'kind',
      where,
      `Tidak ada jenis dengan alur "${flow}".`,
      `No kind has the flow "${flow}".`,
      flow,
    ),
  );
}

function twice(id: string, where: string): Problem {
  return broken('twice', where, `"${id}" ada dua kali.`, `"${id}" stands there twice.`, id);
}
