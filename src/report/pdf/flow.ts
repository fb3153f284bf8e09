import { addPage, artifact, type Doc, type Element, element, leaf, PAGE } from './document.ts';
import { LEADING, linesOf, type Style } from './lines.ts';

/** A document that is filled from top to bottom. */
export interface Flow {
  readonly doc: Doc;
  /** Where the next thing goes, pt from the top. */
  y: number;
  /** What new elements are put into. */
  parent: Element;
  /** Titles that are put with what comes next. */
  waiting: Title[];
}

export const LEFT = PAGE.margin;
export const WIDTH = PAGE.width - 2 * PAGE.margin;
export const TOP = PAGE.margin;
export const BOTTOM = PAGE.height - PAGE.margin;

export const INK = '#1a1a1a';
export const GREY = '#555555';
export const RULE = '#a8adb3';
export const SHADE = '#eceff2';

export const BODY: Style = { face: 'regular', size: 12, color: INK };
export const SMALL: Style = { face: 'regular', size: 10, color: INK };
export const FINE: Style = { face: 'regular', size: 9, color: GREY };

const TITLES: Readonly<Record<2 | 3, { readonly style: Style; readonly above: number }>> = {
  2: { style: { face: 'bold', size: 13, color: INK }, above: 12 },
  3: { style: { face: 'bold', size: 11, color: INK }, above: 4 },
};
const BELOW_TITLE = 4;

export function newFlow(doc: Doc): Flow {
  const root = doc.struct('Document');
  doc.addStructure(root);
  addPage(doc);
  return { doc, y: TOP, parent: root, waiting: [] };
}

export function nextPage(flow: Flow): void {
  addPage(flow.doc);
  flow.y = TOP;
}

/**
 * Makes room for `height` and for the titles that wait for it, on the next page where this one has too
 * little left. Whatever puts something calls it first: so no title stands alone at a page's end.
 */
export function need(flow: Flow, height: number): void {
  const titles = flow.waiting;
  flow.waiting = [];
  const all = titles.reduce((sum, title) => sum + titleHeight(title), height);
  if (flow.y + all > BOTTOM && flow.y > TOP) nextPage(flow);
  for (const title of titles) putTitle(flow, title);
}

/** A part of the document with a title; `fill` puts its content. */
export function section(flow: Flow, title: string, fill: () => void): void {
  const outer = flow.parent;
  flow.parent = element(flow.doc, outer, 'Sect');
  heading(flow, title, 2);
  fill();
  need(flow, 0);
  flow.parent.end();
  flow.parent = outer;
}

/** A title, put together with what comes next; those of sections stand in the outline, too. */
export function heading(flow: Flow, text: string, level: 2 | 3): void {
  const lines = linesOf(text, TITLES[level].style, WIDTH);
  flow.waiting.push({ text, level, lines, parent: flow.parent });
}

interface Title {
  readonly text: string;
  readonly level: 2 | 3;
  readonly lines: readonly string[];
  readonly parent: Element;
}

function titleHeight({ level, lines }: Title): number {
  const { above, style } = TITLES[level];
  return above + lines.length * LEADING * style.size + BELOW_TITLE;
}

function putTitle(flow: Flow, title: Title): void {
  const { doc } = flow;
  const { above, style } = TITLES[title.level];
  flow.y += flow.y > TOP ? above : 0;
  if (title.level === 2) {
    doc.outline.addItem(title.text, { fit: false, top: flow.y, left: PAGE.width } as object);
  }
  leaf(doc, title.parent, `H${title.level}`, () => {
    drawLines(doc, title.lines, { x: LEFT, y: flow.y, width: WIDTH }, style);
  });
  flow.y += title.lines.length * LEADING * style.size + BELOW_TITLE;
}

export interface ParagraphOptions {
  readonly indent?: number;
  readonly width?: number;
  /** Space below, pt. */
  readonly gap?: number;
}

/** A paragraph; it runs on over pages, never with one line alone. */
export function paragraph(
  flow: Flow,
  text: string,
  style: Style = BODY,
  { indent = 0, width = WIDTH - indent, gap = 4 }: ParagraphOptions = {},
): void {
  const lines = linesOf(text, style, width);
  need(flow, Math.min(lines.length, 2) * LEADING * style.size);
  const made = element(flow.doc, flow.parent, 'P');
  putLines(flow, made, lines, { x: LEFT + indent, width }, style);
  made.end();
  flow.y += gap;
}

/** Points of a list, each with a dot. */
export function list(flow: Flow, points: readonly string[], style: Style = SMALL): void {
  const { doc } = flow;
  need(flow, 2 * LEADING * style.size);
  const all = element(doc, flow.parent, 'L');
  const indent = 1.1 * style.size;
  for (const point of points) {
    const lines = linesOf(point, style, WIDTH - indent);
    need(flow, Math.min(lines.length, 2) * LEADING * style.size);
    const item = element(doc, all, 'LI');
    leaf(doc, item, 'Lbl', () => {
      drawLines(doc, ['•'], { x: LEFT + 2, y: flow.y, width: indent }, style);
    });
    const body = element(doc, item, 'LBody');
    putLines(flow, body, lines, { x: LEFT + indent, width: WIDTH - indent }, style);
    body.end();
    item.end();
    flow.y += 2;
  }
  all.end();
  flow.y += 2;
}

function putLines(
  flow: Flow,
  into: Element,
  lines: readonly string[],
  { x, width }: { readonly x: number; readonly width: number },
  style: Style,
): void {
  const step = LEADING * style.size;
  let done = 0;
  while (done < lines.length) {
    const room = Math.max(1, Math.floor((BOTTOM - flow.y) / step));
    const some = lines.slice(done, done + room);
    const y = flow.y;
    into.add(() => drawLines(flow.doc, some, { x, y, width }, style));
    flow.y += some.length * step;
    done += some.length;
    if (done < lines.length) nextPage(flow);
  }
}

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly align?: 'left' | 'right' | 'center';
}

/** Lines one under the other; what marks them as content is the caller's. */
export function drawLines(
  doc: Doc,
  lines: readonly string[],
  { x, y, width, align = 'left' }: Place,
  style: Style,
): void {
  doc.font(style.face, style.size).fillColor(style.color);
  const step = LEADING * style.size;
  for (const [i, line] of lines.entries()) {
    const free = align === 'left' ? 0 : width - doc.widthOfString(line);
    const left = x + (align === 'center' ? free / 2 : free);
    doc.text(line, left, y + i * step, { lineBreak: false });
  }
}

export interface FigureSpec {
  readonly x: number;
  readonly width: number;
  readonly height: number;
  /** What people hear who don't see it. */
  readonly alt: string;
}

/** A drawing at the flow's place; the flow does not move on by itself. */
export function figure(
  flow: Flow,
  { x, width, height, alt }: FigureSpec,
  draw: (x: number, y: number) => void,
): void {
  const y = flow.y;
  const options = { alt, bbox: [x, y, x + width, y + height], placement: 'Block' } as const;
  leaf(flow.doc, flow.parent, 'Figure', () => draw(x, y), options);
}

/** A filled or framed box behind what follows. */
export function box(
  flow: Flow,
  { x, width, height }: { readonly x: number; readonly width: number; readonly height: number },
  colors: { readonly fill?: string; readonly stroke?: string; readonly bar?: string },
): void {
  const { doc, y } = flow;
  artifact(doc, 'Layout', () => {
    if (colors.fill) doc.rect(x, y, width, height).fill(colors.fill);
    if (colors.bar) doc.rect(x, y, 4, height).fill(colors.bar);
    if (colors.stroke) doc.lineWidth(0.75).rect(x, y, width, height).stroke(colors.stroke);
  });
}
