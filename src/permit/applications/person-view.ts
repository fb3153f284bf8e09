import { ok, type Result } from '../../base/problem.ts';
import type { FormField } from '../form/fields.ts';
import { maskEmail, maskName, maskNumber } from '../people/masks.ts';
import type { PersonalData } from '../people/persons.ts';

/** A form's answers by section and field. */
export type Sections = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Plain and personal answers of a form as one. */
export function mergeForm(
  plain: Sections,
  personal: Sections,
): Record<string, Record<string, unknown>> {
  const names = new Set([...Object.keys(plain), ...Object.keys(personal)]);
  return Object.fromEntries([...names].map((n) => [n, { ...plain[n], ...personal[n] }]));
}

/**
 * Personal answers of a form: those that are sealed, and those of a row that was kept before its field was
 * called personal (form.csv), so that they too are masked, recorded and erased.
 */
export function personalIn(
  fields: readonly FormField[],
  plain: Sections,
  sealed: PersonalData,
): PersonalData {
  return sectionsWhere(mergeForm(plain, sealed), (section, name) =>
    isPersonal(fields, section, name),
  );
}

/** What of a form is nobody's personal data by the table as it is now. */
export function impersonal(fields: readonly FormField[], plain: Sections): Sections {
  return sectionsWhere(plain, (section, name) => !isPersonal(fields, section, name));
}

function isPersonal(fields: readonly FormField[], section: string, name: string): boolean {
  return fields.some((f) => f.personal && f.section === section && f.name === name);
}

function sectionsWhere(of: Sections, keep: (section: string, name: string) => boolean): Sections {
  const kept = Object.entries(of).map(([section, answers]) => {
    const own = Object.entries(answers).filter(([name]) => keep(section, name));
    return [section, Object.fromEntries(own)] as const;
  });
  return Object.fromEntries(kept.filter(([, answers]) => Object.keys(answers).length > 0));
}

/** Personal answers as those may see them who need not know them. */
export function maskPersonal(fields: readonly FormField[], data: PersonalData): PersonalData {
  const out: Record<string, Record<string, unknown>> = {};
  for (const { section, name, type } of fields.filter((f) => f.personal)) {
    const value = data[section]?.[name];
    if (typeof value !== 'string') continue;
    out[section] ??= {};
    out[section]![name] = maskOf(type, name)(value);
  }
  return out;
}

function maskOf(type: FormField['type'], name: string): (text: string) => string {
  if (type === 'email') return maskEmail;
  if (type !== 'text') return maskNumber;
  return /name$/i.test(name) ? maskName : () => '•••';
}

/** What is left of an erased person: that it was. */
export function personOrNone(read: Result<PersonalData>): Result<PersonalData> {
  return isErased(read) ? ok({}) : read;
}

export function isErased(read: Result<PersonalData>): boolean {
  return !read.ok && read.problems[0]!.code === 'person.erased';
}
