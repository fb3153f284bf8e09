import { ok, type Result } from '../../base/problem.ts';
import type { FormField } from '../form/fields.ts';
import { maskEmail, maskName, maskNumber } from '../people/masks.ts';
import type { PersonalData } from '../people/persons.ts';

type Sections = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Plain and personal answers of a form as one. */
export function mergeForm(
  plain: Sections,
  personal: Sections,
): Record<string, Record<string, unknown>> {
  const names = new Set([...Object.keys(plain), ...Object.keys(personal)]);
  return Object.fromEntries([...names].map((n) => [n, { ...plain[n], ...personal[n] }]));
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
  const erased = !read.ok && read.problems[0]!.code === 'person.erased';
  return erased ? ok({}) : read;
}
