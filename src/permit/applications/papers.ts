import {
  fail,
  ok,
  type Problem,
  problem,
  type Result,
  type Text,
  under,
} from '../../base/problem.ts';
import { checkForm } from '../form/check.ts';
import { type Days, dayProblem } from '../form/day-bounds.ts';
import type { FormField } from '../form/fields.ts';
import { type Kind, type MoveRule, mayBring } from '../stages.ts';
import type { Office } from './office.ts';

/** What was entered with a move, by the kind of document it stands for. */
export type Papers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What a move takes of papers from one role. */
export interface Taken {
  readonly move: MoveRule;
  readonly role: string;
  /** Kinds of documents. */
  readonly papers: readonly string[];
}

/**
 * Kinds of papers that may be entered with a move: those that it brings, and those that it or its checklist
 * needs, as far as this role may bring them (documents.csv). Whatever else would be entered is nobody's
 * paper: a decision would cite it as the office's own.
 */
export function papersTaken(
  { definition, papers }: Pick<Office, 'definition' | 'papers'>,
  kind: Kind,
  move: MoveRule,
  role: string,
): Taken {
  const listed = kind.checklist.filter((l) => l.move === move.id).map((l) => l.document);
  const entered = new Set(papers.map((f) => f.section));
  const taken = [...new Set([...move.brings, ...move.needs, ...listed])].filter(
    (d) => entered.has(d) && mayBring(definition, d, role),
  );
  return { move, role, papers: taken };
}

/**
 * Papers that come with a move, each whole: number, date and what else its kind has. A kind without
 * fields takes none and comes as a file. Problems, under `/papers`: those of checkForm, `form.day` for a
 * date that cannot be, `paper.unknown` for a kind that has no fields, and `paper.stray` for one that this
 * move does not take from this role.
 */
export function checkPapers(
  fields: readonly FormField[],
  takes: Taken,
  given: unknown,
  days: Days,
): Result<Papers> {
  if (given === undefined || given === null) return ok({});
  if (typeof given !== 'object' || Array.isArray(given)) return fail(noObject(given));
  const problems: Problem[] = [];
  const papers: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const [kind, body] of Object.entries(given)) {
    const own = fields.filter((f) => f.section === kind);
    const checked = takes.papers.includes(kind)
      ? onePaper(own, kind, body, days)
      : fail(own.length > 0 ? stray(kind, takes) : unknown(kind));
    if (checked.ok) papers[kind] = checked.value;
    else problems.push(...under('/papers', checked.problems));
  }
  return problems.length > 0 ? fail(...problems) : ok(papers);
}

/** A field of a paper, for whoever has to fill it in. */
export interface PaperFieldView {
  readonly name: string;
  readonly label: Text;
  readonly type: string;
  readonly needed: boolean;
  /** Of the type `choice`: what it may say. */
  readonly choices: readonly string[];
}

/** A paper that may be entered with a move, as `papers.KIND` of its body. */
export interface PaperView {
  readonly paper: string;
  readonly name: Text;
  /** Without it the move can't be made; the others may come with it, or were there before. */
  readonly brought: boolean;
  readonly fields: readonly PaperFieldView[];
}

/** The papers that a move takes, each with its fields. */
export function paperViews(
  { definition, papers }: Pick<Office, 'definition' | 'papers'>,
  takes: Taken,
): PaperView[] {
  return takes.papers.map((paper) => ({
    paper,
    name: definition.documents.get(paper)!.name,
    brought: takes.move.brings.includes(paper),
    fields: papers
      .filter((f) => f.section === paper)
      .map(({ name, label, type, required, choices }) => ({
        ...{ name, label, type, choices },
        needed: required === null,
      })),
  }));
}

/** What is missing and can be entered is pointed at where it is entered, with its fields. */
export function pointedAtPapers(
  fields: readonly FormField[],
  takes: Taken,
  problems: readonly Problem[],
): Problem[] {
  return problems.map((p) => {
    const kind = String(p.given);
    if (p.code !== 'move.document' || !takes.papers.includes(kind)) return p;
    const own = fields.filter((f) => f.section === kind && f.required === null);
    const names = own.map((f) => f.name).join(', ');
    return {
      ...p,
      pointer: `/papers/${kind}`,
      message: {
        id: `${p.message.id} Isikan sebagai papers.${kind}: ${names}.`,
        en: `${p.message.en} Enter it as papers.${kind}: ${names}.`,
      },
    };
  });
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

function stray(kind: string, { move, role, papers }: Taken): Problem {
  const list = papers.join(', ');
  const will = list
    ? { id: `yang diterima: ${list}`, en: `it takes: ${list}` }
    : { id: 'langkah ini tidak menerima isian dokumen', en: 'it takes no papers' };
  return problem(
    'paper.stray',
    `/${kind}`,
    `"${move.name.id}" (${move.id}) oleh ${role} tidak menyertakan "${kind}"; ${will.id}.`,
    `"${move.name.en}" (${move.id}) by ${role} does not bring "${kind}"; ${will.en}.`,
    kind,
  );
}

function unknown(kind: string): Problem {
  return problem(
    'paper.unknown',
    `/${kind.slice(0, 60)}`,
    'Dokumen ini tidak punya isian; unggah berkasnya dan sebutkan dalam "documents".',
    'This document has nothing to be filled in; upload its file and name it in "documents".',
    kind,
  );
}
