import { isGiven } from './fields.ts';
import type { Problems } from './problems.ts';

const MOST = 100;
const LONGEST = 200;

/**
 * Names of documents that the asker has, as texts (any name is taken); null where the field is left
 * out, since then nothing is known of them. Problems: `type` where it is no list of texts, `too_many`.
 */
export function readDocuments(value: unknown, problems: Problems): string[] | null {
  if (!isGiven(value)) return null;
  if (!Array.isArray(value)) {
    notTexts('/documents', value, problems);
    return null;
  }
  if (value.length > MOST) {
    problems.add(
      'too_many',
      '/documents',
      `Paling banyak ${MOST} dokumen (diberikan ${value.length}).`,
      `At most ${MOST} documents (given ${value.length}).`,
    );
    return null;
  }
  const names = value.map((name: unknown, i) => {
    if (typeof name === 'string' && name.trim() !== '' && name.length <= LONGEST) {
      return name.trim();
    }
    notTexts(`/documents/${i}`, name, problems);
    return '';
  });
  return [...new Set(names)].sort();
}

function notTexts(pointer: string, value: unknown, problems: Problems): void {
  problems.add(
    'type',
    pointer,
    `"documents" harus berupa daftar nama dokumen (1 sampai ${LONGEST} huruf), misalnya ["UKL-UPL"].`,
    `"documents" must be a list of names of documents (1 to ${LONGEST} characters), such as ["UKL-UPL"].`,
    value,
  );
}
