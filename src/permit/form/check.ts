import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import type { FormField } from './fields.ts';
import { faultOf } from './value.ts';

export type FormValues = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A form that was read: what is personal stands apart, to be sealed. */
export interface CheckedForm {
  readonly plain: FormValues;
  readonly personal: FormValues;
}

/**
 * Reads the sections of an application's form. A draft may lack anything, but what it has must be right
 * by type; `complete` asks for all that its kind needs. Every problem at once: `form.section`,
 * `field.unknown`, `form.value` (with what would do), `form.missing` (with the law that asks for it).
 */
export function checkForm(
  fields: readonly FormField[],
  kind: string,
  given: Readonly<Record<string, unknown>>,
  complete: boolean,
): Result<CheckedForm> {
  const own = fields.filter((f) => f.kinds === null || f.kinds.includes(kind));
  const { values, problems } = readSections(own, given);
  const missing = complete ? own.filter((f) => isMissing(f, kind, given)).map(missingProblem) : [];
  if (problems.length + missing.length > 0) return fail(...problems, ...missing);
  const of = (personal: boolean) => sections(values.filter(([f]) => f.personal === personal));
  return ok({ plain: of(false), personal: of(true) });
}

type Value = readonly [FormField, unknown];

function readSections(
  own: readonly FormField[],
  given: Readonly<Record<string, unknown>>,
): { values: Value[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const values: Value[] = [];
  const names = new Set(own.map((f) => f.section));
  for (const [section, object] of Object.entries(given)) {
    if (!names.has(section)) problems.push(unknownField(`/${section}`, [...names]));
    else if (!isObject(object)) problems.push(noSection(section));
    else readSection(own, section, object, values, problems);
  }
  return { values, problems };
}

function readSection(
  own: readonly FormField[],
  section: string,
  object: Readonly<Record<string, unknown>>,
  values: Value[],
  problems: Problem[],
): void {
  const known = own.filter((f) => f.section === section);
  for (const [name, value] of Object.entries(object)) {
    const field = known.find((f) => f.name === name);
    if (!field)
      problems.push(
        unknownField(
          `/${section}/${name}`,
          known.map((f) => f.name),
        ),
      );
    else if (isGiven(value)) {
      const fault = faultOf(field, value);
      if (fault === null) values.push([field, typeof value === 'string' ? value.trim() : value]);
      // What is personal is never repeated in an answer or a log.
      else problems.push(wrongValue(field, fault, field.personal ? undefined : value));
    }
  }
}

function sections(values: readonly Value[]): FormValues {
  const out: Record<string, Record<string, unknown>> = {};
  for (const [field, value] of values) {
    out[field.section] ??= {};
    out[field.section]![field.name] = value;
  }
  return out;
}

function isMissing(
  field: FormField,
  kind: string,
  given: Readonly<Record<string, unknown>>,
): boolean {
  if (field.required !== null && !field.required.includes(kind)) return false;
  if (field.when && at(given, field.when.pointer) !== field.when.value) return false;
  const value = at(given, field.pointer);
  return !isGiven(value) || value === '';
}

function at(given: Readonly<Record<string, unknown>>, pointer: string): unknown {
  const [, section, name] = pointer.split('/');
  const object = given[section!];
  return isObject(object) ? object[name!] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function wrongValue(field: FormField, fault: { id: string; en: string }, value: unknown): Problem {
  return problem(
    'form.value',
    field.pointer,
    `${capital(field.label.id)}: yang diterima adalah ${fault.id}.`,
    `${capital(field.label.en)}: what is taken is ${fault.en}.`,
    value,
  );
}

function missingProblem(field: FormField): Problem {
  return problem(
    'form.missing',
    field.pointer,
    `${capital(field.label.id)} wajib diisi (${field.legalBasis}).`,
    `${capital(field.label.en)} is needed (${field.legalBasis}).`,
  );
}

function noSection(section: string): Problem {
  return problem(
    'form.section',
    `/${section}`,
    `Bagian "${section}" harus berupa objek JSON.`,
    `The section "${section}" must be a JSON object.`,
  );
}

function unknownField(pointer: string, known: readonly string[]): Problem {
  const list = known.join(', ');
  return problem(
    'field.unknown',
    pointer.slice(0, 120),
    `Kolom ini tidak dikenal di sini. Yang dikenal: ${list}.`,
    `This field is not known here. Known are ${list}.`,
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
