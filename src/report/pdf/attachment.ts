import { createHash } from 'node:crypto';
import { type Doc, midnight } from './document.ts';

export interface Attachment {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly description: string;
  /** YYYY-MM-DD. */
  readonly date: string;
}

/**
 * Puts a file into the document as the source that it was made from (ISO 32000-2, 14.13; in
 * PDF 1.7 it is an embedded file as any other). By hand, since pdfkit writes the check sum as text.
 */
export function attach(doc: Doc, { name, bytes, description, date }: Attachment): void {
  const at = midnight(date);
  const file = doc.ref({
    Type: 'EmbeddedFile',
    Subtype: 'application#2Fjson',
    Params: {
      CheckSum: createHash('md5').update(bytes).digest(),
      CreationDate: at,
      ModDate: at,
      Size: bytes.length,
    },
  });
  file.end(bytes);
  const written = pdfString(name);
  const specification = doc.ref({
    Type: 'Filespec',
    AFRelationship: 'Source',
    F: written,
    UF: written,
    Desc: pdfString(description),
    EF: { F: file, UF: file },
  });
  specification.end(undefined);
  doc.addNamedEmbeddedFile(name, specification);
  const { _root } = doc as unknown as { _root: { data: object } };
  Object.assign(_root.data, { AF: [specification] });
}

/** pdfkit tells names (`/Type`) from strings (`(Type)`) by this. */
function pdfString(text: string): object {
  return Object(text) as object;
}
