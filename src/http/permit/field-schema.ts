import { type TSchema, Type } from 'typebox';
import type { FormField } from '../../permit/form/fields.ts';

/** The application's form: sections of fields, as the table has them; a draft may lack any. */
export function formSchema(fields: readonly FormField[]): TSchema {
  return sectionsSchema(
    fields,
    'of form.csv; which a kind has and needs, its description says',
    false,
  );
}

/** What is entered with a move, by the kind of document; each that is sent is whole. */
export function papersSchema(fields: readonly FormField[]): TSchema {
  return sectionsSchema(fields, 'of papers.csv, by the kind of document', true);
}

function sectionsSchema(
  fields: readonly FormField[],
  description: string,
  whole: boolean,
): TSchema {
  const names = [...new Set(fields.map((f) => f.section))];
  const sections = names.map((name) => {
    const own = fields.filter((f) => f.section === name);
    const properties = own.map((field) => {
      const needed = whole && field.required === null && field.when === null;
      const schema = fieldSchema(field);
      return [field.name, needed ? schema : Type.Optional(schema)] as const;
    });
    const section = Type.Object(Object.fromEntries(properties), { additionalProperties: false });
    return [name, Type.Optional(section)] as const;
  });
  return Type.Object(Object.fromEntries(sections), { additionalProperties: false, description });
}

function fieldSchema(field: FormField): TSchema {
  const description = wordsOf(field);
  const { min, max, choices } = field;
  const bound = (low: string, high: string) => ({
    ...(Number.isFinite(min) && { [low]: min }),
    ...(Number.isFinite(max) && { [high]: max }),
  });
  if (field.type === 'choice') return Type.Enum([...choices], { description });
  if (field.type === 'number') return Type.Number({ description, ...bound('minimum', 'maximum') });
  if (field.type === 'whole') return Type.Integer({ description, ...bound('minimum', 'maximum') });
  if (field.type === 'date') return Type.String({ description, format: 'date' });
  return Type.String({ description, ...bound('minLength', 'maxLength') });
}

/** Its name in both languages, and which kinds have and need it. */
function wordsOf({ label, type, kinds, required, when }: FormField): string {
  const special = ['nik', 'npwp', 'nib', 'phone', 'email'].includes(type) ? ` (${type})` : '';
  const only = kinds === null ? '' : `; of ${kinds.join(', ')}`;
  const all = required === null ? 'needed' : `needed by ${required.join(', ')}`;
  const needed = required?.length === 0 ? '' : `; ${all}`;
  const where = when === null || needed === '' ? '' : ` where ${when.pointer} is ${when.value}`;
  return `${label.id} / ${label.en}${special}${only}${needed}${where}`;
}
