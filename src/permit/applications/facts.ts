import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';

/** Where a fact that decides about documents is read from: a row of data/permit/fact-sources.csv. */
export interface FactSource {
  readonly fact: string;
  readonly source: 'form' | 'request' | 'assessment';
  readonly path: readonly string[];
  readonly test: (value: unknown) => boolean | null;
}

type Row = Readonly<Record<string, string>>;

/** Problems: `permit.fact` for a fact that is not known, a wrong source or a test that can't be read. */
export function readFactSources(
  rows: readonly Row[],
  facts: ReadonlySet<string>,
): Result<readonly FactSource[]> {
  const problems: Problem[] = [];
  const sources = rows.flatMap((row, i) => {
    const test = testOf(row.test ?? '');
    const { fact = '', source = '', field = '' } = row;
    const sound =
      facts.has(fact) &&
      ['form', 'request', 'assessment'].includes(source) &&
      field.startsWith('/');
    if (test && sound) {
      return [
        { fact, source: source as FactSource['source'], path: field.slice(1).split('/'), test },
      ];
    }
    problems.push(
      problem(
        'permit.fact',
        `fact-sources.csv line ${i + 2}`,
        'Baris ini tidak dapat dibaca: keadaan, sumber (form, request, assessment), kolom, atau uji (in:, not:, min:, given).',
        'This row cannot be read: fact, source (form, request, assessment), field, or test (in:, not:, min:, given).',
        Object.values(row).join(','),
      ),
    );
    return [];
  });
  return problems.length > 0 ? fail(...problems) : ok(sources);
}

/** Null from a test: nothing was given, so that the fact stays unknown. */
function testOf(text: string): FactSource['test'] | null {
  if (text === 'given') return (value) => isGiven(value);
  const [kind, list = ''] = text.split(':');
  const words = list.split('|');
  const known = (test: (value: unknown) => boolean) => (value: unknown) =>
    isGiven(value) ? test(value) : null;
  if (kind === 'in' && list) return known((value) => words.includes(String(value)));
  if (kind === 'not' && list) return known((value) => !words.includes(String(value)));
  const least = Number(list);
  if (kind === 'min' && list && Number.isFinite(least)) {
    return known((value) => largest(value) >= least);
  }
  return null;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** Of a list the largest, since the tallest building decides. */
function largest(value: unknown): number {
  return Math.max(...[value].flat().map(Number));
}

/** The facts that form, request and assessment tell; what they don't tell is left out. */
export function factsFrom(
  sources: readonly FactSource[],
  told: Readonly<Record<FactSource['source'], unknown>>,
): Record<string, boolean> {
  const facts: Record<string, boolean> = {};
  for (const { fact, source, path, test } of sources) {
    const value = test(at(told[source], path));
    if (value !== null) facts[fact] = value;
  }
  return facts;
}

/** A value by its steps; of a list, what all its entries have there. */
function at(value: unknown, path: readonly string[]): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(value)) {
    const found = value.map((v: unknown) => at(v, path)).filter(isGiven);
    return found.length > 0 ? found : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  return at((value as Readonly<Record<string, unknown>>)[step], rest);
}
