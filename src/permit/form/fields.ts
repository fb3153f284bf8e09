import type { Text } from '../../base/problem.ts';
import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import { DAY_WORDS, type DatedField, type DayWord } from './day-bounds.ts';

export const FIELD_TYPES = [
  'text',
  'number',
  'whole',
  'choice',
  'nik',
  'npwp',
  'nib',
  'phone',
  'email',
  'date',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** One field of the application's form: a row of data/permit/form.csv. */
export interface FormField {
  /** JSON pointer of two steps: `/land/address`. */
  readonly pointer: string;
  readonly section: string;
  readonly name: string;
  readonly label: Text;
  readonly type: FieldType;
  /** Of numbers the value, of texts the length. */
  readonly min: number;
  readonly max: number;
  /** Of dates: the first and the last day that will do; null = any. */
  readonly days: DatedField['days'];
  readonly choices: readonly string[];
  /** Sealed at rest, masked in lists, erased with the person (UU 27/2022). */
  readonly personal: boolean;
  /** Kinds of application that have it, and that need it; null = all. */
  readonly kinds: readonly string[] | null;
  readonly required: readonly string[] | null;
  /** Needed only where another field has this value. */
  readonly when: { readonly pointer: string; readonly value: string } | null;
  /** Its name at OSS. */
  readonly oss: string | null;
  readonly legalBasis: string;
  readonly sure: boolean;
}

type Row = Readonly<Record<string, string>>;

/**
 * Reads the form's table. Problems name line and column: an unknown type, bound or kind, a choice without
 * choices, a condition on a field that the table does not have, a field twice, no legal basis.
 */
export function readFields(
  rows: readonly Row[],
  kinds: readonly string[],
): Result<readonly FormField[]> {
  const problems: Problem[] = [];
  const fields = rows.map((row) => fieldOf(row));
  const known = new Set(fields.map((f) => f.pointer));
  for (const [i, field] of fields.entries()) {
    const wrong = (column: string, id: string, en: string, given: string) =>
      problems.push(
        problem('form.table', `form.csv line ${i + 2}, column ${column}`, id, en, given),
      );
    checkField(
      field,
      { known, kinds, first: fields.findIndex((f) => f.pointer === field.pointer) === i },
      wrong,
    );
  }
  return problems.length > 0 ? fail(...problems) : ok(fields);
}

function fieldOf(row: Row): FormField {
  const [, section = '', name = ''] = row.field!.split('/');
  const list = (column: string) => (row[column] ?? '').split('|').filter((v) => v !== '');
  const kinds = (column: string) => (row[column] === '*' ? null : list(column));
  const bound = (column: string, open: number) => (row[column] ? Number(row[column]) : open);
  const dated = row.type === 'date';
  const word = (column: string) => (dated && (row[column] as DayWord)) || null;
  const [when, value = ''] = (row.when ?? '').split('=');
  return {
    pointer: row.field!,
    section,
    name,
    label: { id: row.label_id!, en: row.label_en! },
    type: row.type as FieldType,
    min: dated ? Number.NEGATIVE_INFINITY : bound('min', Number.NEGATIVE_INFINITY),
    max: dated ? Number.POSITIVE_INFINITY : bound('max', Number.POSITIVE_INFINITY),
    days: { from: word('min'), until: word('max') },
    choices: list('choices'),
    personal: row.personal === 'yes',
    kinds: kinds('kinds'),
    required: kinds('required'),
    when: when ? { pointer: when, value } : null,
    oss: row.oss || null,
    legalBasis: row.legal_basis ?? '',
    sure: row.sure === 'sure',
  };
}

type Wrong = (column: string, id: string, en: string, given: string) => void;

interface Known {
  readonly known: ReadonlySet<string>;
  readonly kinds: readonly string[];
  readonly first: boolean;
}

function checkField(field: FormField, { known, kinds, first }: Known, wrong: Wrong): void {
  const strange = [...(field.kinds ?? []), ...(field.required ?? [])].filter(
    (k) => !kinds.includes(k),
  );
  const { pointer, when } = field;
  if (!/^\/[a-z]\w*\/[a-z]\w*$/i.test(pointer) || !first)
    wrong(
      'field',
      'Kolom harus /bagian/nama dan hanya sekali.',
      'A field is /section/name, once only.',
      pointer,
    );
  if (!FIELD_TYPES.includes(field.type))
    wrong(
      'type',
      `Jenis: ${FIELD_TYPES.join(', ')}.`,
      `Types: ${FIELD_TYPES.join(', ')}.`,
      field.type,
    );
  checkBounds(field, wrong);
  if ((field.type === 'choice') !== field.choices.length > 0)
    wrong(
      'choices',
      'Pilihan hanya, dan selalu, untuk jenis choice.',
      'Choices stand with the type choice, always and only.',
      pointer,
    );
  if (strange.length > 0)
    wrong(
      'kinds',
      `Jenis permohonan: ${kinds.join(', ')}.`,
      `Kinds of application: ${kinds.join(', ')}.`,
      strange.join(),
    );
  if (when && !known.has(when.pointer))
    wrong(
      'when',
      'Syarat menunjuk kolom yang tidak ada.',
      'The condition names a field that is not there.',
      when.pointer,
    );
  if (field.legalBasis === '')
    wrong('legal_basis', 'Dasar hukum wajib ada.', 'A legal basis is needed.', pointer);
}

/** Bounds of a date are words for days, those of the others numbers. */
function checkBounds({ days, min, max }: FormField, wrong: Wrong): void {
  const list = DAY_WORDS.join(', ');
  for (const [column, word] of [
    ['min', days.from],
    ['max', days.until],
  ] as const) {
    if (word !== null && !DAY_WORDS.includes(word))
      wrong(column, `Batas tanggal: ${list}.`, `Bounds of a date are ${list}.`, word);
  }
  if (Number.isNaN(min)) wrong('min', 'Batas harus angka.', 'A bound is a number.', '');
  if (Number.isNaN(max)) wrong('max', 'Batas harus angka.', 'A bound is a number.', '');
}
