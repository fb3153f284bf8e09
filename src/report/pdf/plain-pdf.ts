import { attach } from './attachment.ts';
import { type About, artifact, bytesOf, leaf, newDocument, PAGE } from './document.ts';
import {
  BODY,
  drawLines,
  FINE,
  type Flow,
  figure,
  INK,
  LEFT,
  list,
  newFlow,
  paragraph,
  section,
  WIDTH,
} from './flow.ts';
import { LEADING, linesOf, type Style } from './lines.ts';
import { drawQr } from './qr.ts';
import { facts, table } from './table.ts';

/** A document of titles, facts, lists and tables, as plain data: what a thread can be handed. */
export interface PlainDocument {
  readonly title: string;
  readonly language: 'id' | 'en';
  /** YYYY-MM-DD: the document's only date. */
  readonly date: string;
  /** What its identity is made from. */
  readonly identity: string;
  /** Says on every page that the data decide nothing; null where they do. */
  readonly warning: string | null;
  readonly foot: string;
  readonly lead: string;
  /** Address in the QR code, and what stands under it. */
  readonly qr: { readonly url: string; readonly label: string };
  readonly sections: readonly PlainSection[];
  readonly attachment: {
    readonly name: string;
    readonly text: string;
    readonly description: string;
  };
}

export interface PlainSection {
  readonly title: string;
  readonly facts?: readonly (readonly [string, string])[];
  readonly points?: readonly string[];
  readonly table?: {
    readonly heads: readonly string[];
    readonly rows: readonly (readonly string[])[];
  };
}

const TITLE: Style = { face: 'bold', size: 16, color: INK };
const WARNING: Style = { face: 'bold', size: 10, color: '#a61b1b' };
const QR = 80;
const FOOT_Y = PAGE.height - 31;

/**
 * The document as a PDF 1.7, A4, tagged and with embedded fonts. The same content gives the same bytes,
 * whenever and wherever.
 */
export function plainPdf(content: PlainDocument): Uint8Array {
  const { title, language, date, identity, attachment } = content;
  const about: About = { title, language, date, identity };
  const doc = newDocument(about);
  const flow = newFlow(doc);
  head(flow, content);
  for (const part of content.sections) section(flow, part.title, () => fill(flow, part));
  const { name, description, text } = attachment;
  attach(doc, { name, description, date, bytes: new TextEncoder().encode(text) });
  flow.parent.end();
  marks(flow, content);
  return bytesOf(doc, about);
}

function head(flow: Flow, { title, lead, qr }: PlainDocument): void {
  const width = WIDTH - QR - 12;
  const spec = { x: LEFT + WIDTH - QR, width: QR, height: QR, alt: qr.url };
  figure(flow, spec, (x, y) => drawQr(flow.doc, qr.url, x, y, QR));
  const top = flow.y;
  const lines = linesOf(title, TITLE, width);
  leaf(flow.doc, flow.parent, 'H1', () =>
    drawLines(flow.doc, lines, { x: LEFT, y: flow.y, width }, TITLE),
  );
  flow.y += lines.length * LEADING * TITLE.size + 4;
  paragraph(flow, lead, BODY, { width });
  flow.y = Math.max(flow.y, top + QR + 2);
  paragraph(flow, qr.label, FINE);
}

function fill(flow: Flow, { facts: pairs, points, table: rows }: PlainSection): void {
  if (pairs) facts(flow, pairs);
  if (points) list(flow, points);
  if (!rows) return;
  const columns = rows.heads.map((name) => ({ head: name, share: 1 }));
  table(flow, { columns, rows: rows.rows, size: 9 });
}

/** Foot of every page with its number of how many, and the warning on top. */
function marks({ doc }: Flow, { warning, foot, language }: PlainDocument): void {
  const { count } = doc.bufferedPageRange();
  const of = language === 'id' ? ['Halaman', 'dari'] : ['Page', 'of'];
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page);
    artifact(doc, 'Pagination', () => {
      const place = { x: LEFT, y: FOOT_Y, width: WIDTH };
      const top = { x: LEFT, y: 23, width: WIDTH, align: 'center' } as const;
      if (warning) drawLines(doc, [warning], top, WARNING);
      drawLines(doc, [foot], place, FINE);
      const number = `${of[0]} ${page + 1} ${of[1]} ${count}`;
      drawLines(doc, [number], { ...place, align: 'right' }, FINE);
    });
  }
}
