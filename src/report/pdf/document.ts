import { createHash } from 'node:crypto';
import PDFDocument from 'pdfkit';
import { type Face, fontOf } from './fonts.ts';
import { packed } from './pack.ts';

export type Doc = PDFKit.PDFDocument;
export type Element = PDFKit.PDFStructureElement;

/** What pdfkit can do and its types do not know yet. */
export interface ElementOptions extends PDFKit.Mixins.StructureElementOptions {
  readonly scope?: 'Row' | 'Column';
  /** Left, top, right, bottom in pt from the page's upper left corner. */
  readonly bbox?: readonly [number, number, number, number];
  readonly placement?: 'Block';
}

export interface About {
  readonly title: string;
  readonly language: 'id' | 'en';
  /** YYYY-MM-DD; the document says that it was made at 00:00 WITA of that day. */
  readonly date: string;
  /** What the file's identity is made from. */
  readonly identity: string;
}

/** A4 upright with margins of 1.5 cm, pt. */
export const PAGE = { width: 595.28, height: 841.89, margin: 42.52 } as const;

const FACES: readonly Face[] = ['regular', 'bold', 'italic'];

/** An empty tagged document, PDF 1.7, after the rules of PDF/UA-1. Its first page is not there yet. */
export function newDocument({ title, language, date }: About): Doc {
  const at = midnight(date);
  const options = {
    autoFirstPage: false,
    bufferPages: true,
    compress: false,
    displayTitle: true,
    font: '',
    info: {
      Title: title,
      Author: MAKER,
      Creator: MAKER,
      Producer: MAKER,
      CreationDate: at,
      ModDate: at,
    },
    lang: language,
    margin: PAGE.margin,
    pdfVersion: '1.7',
    size: 'A4',
    subset: 'PDF/UA',
    tagged: true,
  };
  const doc = new PDFDocument(options as unknown as PDFKit.PDFDocumentOptions);
  for (const face of FACES) doc.registerFont(face, fontOf(face).source);
  return doc;
}

const MAKER = 'Si Pejuang';

/** 00:00 in WITA (UTC+8). */
export function midnight(date: string): Date {
  return new Date(`${date}T00:00:00+08:00`);
}

/** The file: the same document gives the same bytes, whenever and wherever. */
export function bytesOf(doc: Doc, { identity }: About): Uint8Array {
  doc.end();
  const plain = (doc as unknown as { read(): Uint8Array }).read();
  return packed(plain, createHash('sha256').update(identity).digest().subarray(0, 16));
}

/** A new page, read in the order of its structure. */
export function addPage(doc: Doc): void {
  doc.addPage();
  Object.assign(doc.page.dictionary.data, { Tabs: 'S' });
}

/** A new element at the end of `parent`; it takes content until its `end()`. */
export function element(
  doc: Doc,
  parent: Element,
  type: string,
  options: ElementOptions = {},
): Element {
  const made = doc.struct(type, options);
  parent.add(made);
  return made;
}

/** An element with one piece of content. */
export function leaf(
  doc: Doc,
  parent: Element,
  type: string,
  draw: () => void,
  options: ElementOptions = {},
): void {
  const made = element(doc, parent, type, options);
  made.add(draw);
  made.end();
}

/** Lines, backgrounds, page numbers: what is not read out. */
export function artifact(doc: Doc, type: 'Layout' | 'Pagination', draw: () => void): void {
  doc.markContent('Artifact', { type });
  draw();
  doc.endMarkedContent();
}
