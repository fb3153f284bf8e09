import { DOCUMENT_TYPES, type DocumentForm } from '../report/documents.ts';
import type { Language } from '../report/index.ts';
import { FORMS, type Form } from './answer-form.ts';

const TYPES = Object.values(DOCUMENT_TYPES);
type DocumentType = (typeof DOCUMENT_TYPES)[DocumentForm];

/** All forms that an assessment is given in, by media type: the answer first, then reports as documents. */
export const ALL_FORMS: readonly (Form | DocumentType)[] = [...FORMS, ...TYPES];

/** A media type as the form of a plain answer, or as that of a document. */
export function splitForm(
  type: Form | DocumentType,
):
  | { readonly form: Form; readonly document: null }
  | { readonly form: null; readonly document: DocumentForm } {
  const plain = FORMS.find((f) => f === type);
  if (plain) return { form: plain, document: null };
  const [document] = Object.entries(DOCUMENT_TYPES).find(([, t]) => t === type)!;
  return { form: null, document: document as DocumentForm };
}

/** Forms without words, or with both languages: they are kept once, as Indonesian. */
const WITHOUT_LANGUAGE: ReadonlySet<DocumentForm> = new Set(['report', 'oss']);

/** The language that a document is made in: as the address says, else as the header likes best, else Indonesian. */
export function documentLanguage(
  form: DocumentForm,
  asked: Language | null,
  header: string | undefined,
): Language {
  if (WITHOUT_LANGUAGE.has(form)) return 'id';
  return asked ?? preferred(header);
}

function preferred(header: string | undefined): Language {
  const ranges = (header ?? '').split(',').slice(0, 50).map(readRange);
  const quality = (language: string) =>
    Math.max(0, ...ranges.filter((r) => r.language === language).map((r) => r.quality));
  return quality('en') > quality('id') ? 'en' : 'id';
}

/** `en-GB;q=0.8`: only the language itself counts. */
function readRange(text: string): { language: string; quality: number } {
  const [tag = '', ...parameters] = text.split(';').map((p) => p.trim().toLowerCase());
  const q = Number(parameters.find((p) => p.startsWith('q='))?.slice(2) ?? 1);
  return { language: tag.split('-')[0]!, quality: q >= 0 && q <= 1 ? q : 0 };
}

const ENDINGS: Readonly<Record<DocumentForm, string>> = {
  pdf: 'pdf',
  svg: 'svg',
  png: 'png',
  oss: 'json',
  report: 'json',
};

/** Name under which a browser saves a document. */
export function fileName(form: DocumentForm, code: string): string {
  return `telaah-${code}.${ENDINGS[form]}`;
}
