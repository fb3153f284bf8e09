import { fail, ok, type Problem, problem, type Result, under } from '../../base/problem.ts';
import { checkForm } from '../form/check.ts';
import { type Days, dayProblem } from '../form/day-bounds.ts';
import type { FormField } from '../form/fields.ts';

/** What was entered with a move, by the kind of document it stands for. */
export type Papers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Papers that come with a move, each whole: number, date and what else its kind has. A kind without
 * fields takes none and comes as a file. Problems, under `/papers`: those of checkForm, `form.day` for a
 * date that cannot be, and `paper.unknown` for a kind that has no fields.
 */
export function checkPapers(
  fields: readonly FormField[],
  given: unknown,
  days: Days,
): Result<Papers> {
  if (given === undefined || given === null) return ok({});
  if (typeof given !== 'object' || Array.isArray(given)) return fail(noObject(given));
  const problems: Problem[] = [];
  const papers: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const [kind, body] of Object.entries(given)) {
    const own = fields.filter((f) => f.section === kind);
    const checked = own.length > 0 ? onePaper(own, kind, body, days) : unknown(kind);
    if (checked.ok) papers[kind] = checked.value;
    else problems.push(...under('/papers', checked.problems));
  }
  return problems.length > 0 ? fail(...problems) : ok(papers);
}

function onePaper(
  own: readonly FormField[],
  kind: string,
  body: unknown,
  days: Days,
): Result<Papers[string]> {
  const checked = checkForm(own, kind, { [kind]: body }, true);
  if (!checked.ok) return checked;
  const paper = checked.value.plain[kind] ?? {};
  const wrong = own.flatMap((field) => {
    const value = paper[field.name];
    return field.type === 'date' && typeof value === 'string'
      ? (dayProblem(field, value, days) ?? [])
      : [];
  });
  return wrong.length > 0 ? fail(...wrong) : ok(paper);
}

function noObject(given: unknown): Problem {
  return problem(
    'type',
    '/papers',
    '"papers" harus berupa objek: jenis dokumen dan isinya.',
    '"papers" must be an object: kinds of documents and what they say.',
    given,
  );
}

function unknown(kind: string): Result<never> {
  return fail(
    problem(
      'paper.unknown',
      `/${kind.slice(0, 60)}`,
      'Dokumen ini tidak punya isian; unggah berkasnya dan sebutkan dalam "documents".',
      'This document has nothing to be filled in; upload its file and name it in "documents".',
      kind,
    ),
  );
}
