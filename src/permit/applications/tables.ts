import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import { type FormField, readFields } from '../form/fields.ts';
import { permitTables } from '../load.ts';
import { type AccessTable, readAccess } from '../people/access.ts';
import { type ReadFile, readRows } from '../rows.ts';
import type { Definition } from '../stages.ts';
import { type FactSource, readFactSources } from './facts.ts';

/** The desk's own tables of data/permit/, beside those of stages and clocks. */
export interface DeskTables {
  readonly form: readonly FormField[];
  readonly papers: readonly FormField[];
  readonly factSources: readonly FactSource[];
  readonly effects: ReadonlyMap<string, string>;
  readonly recommended: ReadonlyMap<string, string>;
  readonly access: AccessTable;
}

/** What a move may do beside moving. */
const EFFECTS = ['submit', 'register', 'decide', 'issue', 'extend', 'expire', 'cancel', 'drop'];

const FORM = [
  ...['field', 'label_id', 'label_en', 'type', 'min', 'max', 'choices', 'personal', 'kinds'],
  ...['required', 'when', 'oss', 'legal_basis', 'sure'],
];

/** The desk's tables with their columns. */
const COLUMNS = {
  'form.csv': FORM,
  'papers.csv': FORM,
  'fact-sources.csv': ['fact', 'source', 'field', 'test'],
  'access.csv': ['action', 'role', 'whose', 'stages', 'scope', 'acts_as', 'why'],
  'effects.csv': ['move', 'effect', 'why'],
  'recommendation.csv': ['verdict', 'outcome'],
} as const;

/** Rows of one of them by column name; what can't be read is added to `problems`. */
export function deskRows(
  name: keyof typeof COLUMNS,
  problems: Problem[],
  read: ReadFile = permitTables,
): Readonly<Record<string, string>>[] {
  return readRows(read, name, COLUMNS[name], problems).map((row) => row.cells);
}

/** Reads them against the law of stages. Problems: those of each table, all at once. */
export function loadDeskTables(
  definition: Definition,
  read: ReadFile = permitTables,
): Result<DeskTables> {
  const unread: Problem[] = [];
  const rows = (name: keyof typeof COLUMNS) => deskRows(name, unread, read);
  const kinds = [...definition.kinds.keys()];
  const form = readFields(rows('form.csv'), kinds);
  const papers = readFields(rows('papers.csv'), kinds);
  const factSources = readFactSources(rows('fact-sources.csv'), new Set(definition.facts.keys()));
  const access = readAccess(rows('access.csv'), {
    roles: [...definition.roles.keys()],
    stages: [...stagesOf(definition)],
    stageNames: new Map(
      [...definition.kinds.values()].flatMap((k) =>
        [...k.stages.values()].map((s) => [s.id, s.name]),
      ),
    ),
  });
  const effects = new Map(rows('effects.csv').map((r) => [r.move!, r.effect!]));
  const recommended = new Map(rows('recommendation.csv').map((r) => [r.verdict!, r.outcome!]));
  const problems = [
    ...unread,
    ...[form, papers, factSources, access].flatMap((r) => (r.ok ? [] : r.problems)),
    ...strangeEffects(definition, effects),
    ...strangeOutcomes(definition, recommended),
    ...(papers.ok ? strangePapers(definition, papers.value) : []),
  ];
  if (!form.ok || !papers.ok || !factSources.ok || !access.ok || problems.length > 0) {
    return fail(...problems);
  }
  return ok({
    form: form.value,
    papers: papers.value,
    factSources: factSources.value,
    effects,
    recommended,
    access: access.value,
  });
}

function stagesOf({ kinds }: Definition): Set<string> {
  return new Set([...kinds.values()].flatMap((kind) => [...kind.stages.keys()]));
}

/** An effect of a move that no kind has would never happen: its loss must be noticed. */
function strangeEffects({ kinds }: Definition, effects: ReadonlyMap<string, string>): Problem[] {
  const moves = new Set([...kinds.values()].flatMap((kind) => [...kind.moves.keys()]));
  return [...effects]
    .filter(([move, effect]) => !moves.has(move) || !EFFECTS.includes(effect))
    .map(([move, effect]) =>
      problem(
        'permit.effect',
        'effects.csv',
        `Langkah "${move}" atau akibat "${effect}" tidak dikenal; akibat: ${EFFECTS.join(', ')}.`,
        `The move "${move}" or the effect "${effect}" is not known; effects are ${EFFECTS.join(', ')}.`,
      ),
    );
}

function strangeOutcomes(
  { outcomes }: Definition,
  recommended: ReadonlyMap<string, string>,
): Problem[] {
  const known = [...outcomes.keys()].join(', ');
  const strange = [...recommended.values()].filter((outcome) => !outcomes.has(outcome));
  return strange.map((outcome) =>
    problem(
      'permit.outcome',
      'recommendation.csv',
      `Hasil "${outcome}" tidak ada dalam outcomes.csv; ada ${known}.`,
      `There is no outcome "${outcome}" in outcomes.csv; there are ${known}.`,
    ),
  );
}

function strangePapers({ documents }: Definition, papers: readonly FormField[]): Problem[] {
  const strange = [...new Set(papers.map((p) => p.section))].filter((kind) => !documents.has(kind));
  return strange.map((kind) =>
    problem(
      'permit.paper',
      'papers.csv',
      `Dokumen "${kind}" tidak ada dalam documents.csv.`,
      `There is no document "${kind}" in documents.csv.`,
    ),
  );
}
