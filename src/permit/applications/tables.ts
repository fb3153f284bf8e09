import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import { type FormField, readFields } from '../form/fields.ts';
import { type AccessTable, readAccess } from '../people/access.ts';
import { permitFile, permitRows } from '../permit-data.ts';
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
const EFFECTS = ['submit', 'decide', 'issue', 'extend', 'expire', 'cancel', 'drop'];

/** Reads them against the law of stages. Problems: those of each table, all at once. */
export function loadDeskTables(
  definition: Definition,
  read: (name: string) => string = permitFile,
): Result<DeskTables> {
  const rows = (name: string) => permitRows(read(name));
  const kinds = [...definition.kinds.keys()];
  const form = readFields(rows('form.csv'), kinds);
  const papers = readFields(rows('papers.csv'), kinds);
  const factSources = readFactSources(rows('fact-sources.csv'), new Set(definition.facts.keys()));
  const access = readAccess(rows('access.csv'), {
    roles: [...definition.roles.keys()],
    stages: [...stagesOf(definition)],
  });
  const effects = new Map(rows('effects.csv').map((r) => [r.move!, r.effect!]));
  const recommended = new Map(rows('recommendation.csv').map((r) => [r.verdict!, r.outcome!]));
  const problems = [
    ...[form, papers, factSources, access].flatMap((r) => (r.ok ? [] : r.problems)),
    ...strangeEffects(definition, effects),
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
