import { artifact, type Doc, type Element, element, leaf } from './document.ts';
import {
  BOTTOM,
  drawLines,
  type Flow,
  GREY,
  INK,
  LEFT,
  need,
  nextPage,
  RULE,
  SHADE,
  TOP,
  WIDTH,
} from './flow.ts';
import type { Face } from './fonts.ts';
import { LEADING, linesOf, type Style } from './lines.ts';

/** A paragraph in a cell; size and colour are the table's where left out. */
export interface Piece {
  readonly text: string;
  readonly face?: Face;
  readonly color?: string;
  readonly size?: number;
  /** A coloured square before the first line. */
  readonly swatch?: string | null;
}

export type Cell = string | Piece | readonly Piece[];

export interface Column {
  readonly head: string;
  /** Share of the width, against the other columns. */
  readonly share: number;
  readonly align?: 'left' | 'right' | 'center';
}

export interface TableSpec {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** pt; 10 if left out. */
  readonly size?: number;
  /** The first column names its row. */
  readonly rowHeads?: boolean;
  /** Rows close together, for long lists of figures. */
  readonly dense?: boolean;
  /** No row of heads, for lists of names and values. */
  readonly headless?: boolean;
}

const PAD_X = 4;
const PAD_Y = 2.5;
const DENSE_Y = 1;
/** Of its first rows, what a table must have room for where it begins, pt. */
const MOST_AT_ONCE = 250;
const SWATCH = 7;

interface Line {
  readonly text: string;
  readonly style: Style;
  readonly swatch: string | null;
  /** Room for the square, pt. */
  readonly shift: number;
}

/** A column with its place on the page. */
interface Lane {
  readonly x: number;
  readonly width: number;
  readonly align: 'left' | 'right' | 'center';
  /** Space above and below the lines, pt. */
  readonly padY: number;
}

/**
 * A table as wide as the page. Its heads stand again on each page; a row moves to the next page as a
 * whole, and only one that is longer than a page is cut, between lines.
 */
export function table(flow: Flow, spec: TableSpec): void {
  const { size = 10 } = spec;
  const lanes = lanesOf(spec);
  const heads = spec.headless ? [] : headLines(spec, lanes, size);
  const headHeight = spec.headless ? 0 : heightOf(heads, lanes);
  const rows = spec.rows.map((row) => row.map((cell, c) => cellLines(cell, lanes[c]!, size)));
  const first = rows.slice(0, 2).reduce((sum, row) => sum + heightOf(row, lanes), headHeight);
  need(flow, Math.min(first, MOST_AT_ONCE));
  const made = element(flow.doc, flow.parent, 'Table');
  if (!spec.headless) {
    const group = element(flow.doc, made, 'THead');
    putHeads(flow, group, heads, lanes);
    group.end();
  }
  const body = element(flow.doc, made, 'TBody');
  const again = () => {
    nextPage(flow);
    if (!spec.headless) putHeads(flow, null, heads, lanes);
  };
  for (const row of rows)
    putRow(flow, body, row, { lanes, again, rowHeads: spec.rowHeads ?? false });
  body.end();
  made.end();
  flow.y += 6;
}

/** Names and values, one pair a row. */
export function facts(flow: Flow, pairs: readonly (readonly [string, Cell])[], size = 10): void {
  const columns = [
    { head: '', share: 27 },
    { head: '', share: 73 },
  ];
  const rows = pairs.map(([name, value]) => [{ text: name, color: GREY }, value]);
  table(flow, { columns, rows, size, rowHeads: true, headless: true });
}

function lanesOf({ columns, dense }: TableSpec): Lane[] {
  const all = columns.reduce((sum, c) => sum + c.share, 0);
  let x = LEFT;
  return columns.map(({ share, align = 'left' }) => {
    const lane = { x, width: (WIDTH * share) / all, align, padY: dense ? DENSE_Y : PAD_Y };
    x += lane.width;
    return lane;
  });
}

function headLines({ columns }: TableSpec, lanes: readonly Lane[], size: number): Line[][] {
  return columns.map(({ head }, c) => cellLines({ text: head, face: 'bold' }, lanes[c]!, size));
}

function cellLines(cell: Cell, { width }: Lane, size: number): Line[] {
  const pieces = typeof cell === 'string' ? [{ text: cell }] : 'text' in cell ? [cell] : cell;
  return pieces.flatMap((piece: Piece) => {
    const { text, face = 'regular', color = INK, swatch = null } = piece;
    const style = { face, color, size: piece.size ?? size };
    const shift = swatch === null ? 0 : SWATCH + 3;
    const lines = text === '' ? [] : linesOf(text, style, width - 2 * PAD_X - shift);
    return lines.map((line, i) => ({ text: line, style, shift, swatch: i === 0 ? swatch : null }));
  });
}

function heightOf(cells: readonly (readonly Line[])[], lanes: readonly Lane[]): number {
  return Math.max(0, ...cells.map(linesHeight)) + 2 * lanes[0]!.padY;
}

function linesHeight(lines: readonly Line[]): number {
  return lines.reduce((sum, { style }) => sum + LEADING * style.size, 0);
}

/** The heads, as part of the structure the first time and as decoration on further pages. */
function putHeads(
  flow: Flow,
  into: Element | null,
  heads: readonly (readonly Line[])[],
  lanes: readonly Lane[],
): void {
  const { doc, y } = flow;
  const height = heightOf(heads, lanes);
  artifact(doc, 'Layout', () => doc.rect(LEFT, y, WIDTH, height).fill(SHADE));
  if (into === null) {
    artifact(doc, 'Pagination', () => {
      for (const [c, lines] of heads.entries()) drawCell(doc, lines, lanes[c]!, y);
    });
  } else {
    const row = element(doc, into, 'TR');
    for (const [c, lines] of heads.entries()) {
      leaf(doc, row, 'TH', () => drawCell(doc, lines, lanes[c]!, y), { scope: 'Column' });
    }
    row.end();
  }
  flow.y += height;
  rule(flow);
}

interface RowOptions {
  readonly lanes: readonly Lane[];
  readonly rowHeads: boolean;
  /** Goes to the next page. */
  readonly again: () => void;
}

function putRow(
  flow: Flow,
  body: Element,
  cells: readonly (readonly Line[])[],
  { lanes, rowHeads, again }: RowOptions,
): void {
  const { doc } = flow;
  const row = element(doc, body, 'TR');
  const made = cells.map((_, c) => {
    const head = rowHeads && c === 0;
    return element(doc, row, head ? 'TH' : 'TD', head ? { scope: 'Row' } : {});
  });
  if (flow.y + heightOf(cells, lanes) > BOTTOM && flow.y > TOP) again();
  let rest = cells;
  for (;;) {
    const y = flow.y;
    const some = rest.map((lines) => fitting(lines, BOTTOM - y - 2 * lanes[0]!.padY));
    for (const [c, lines] of some.entries()) {
      if (lines.length > 0) made[c]!.add(() => drawCell(doc, lines, lanes[c]!, y));
    }
    flow.y += heightOf(some, lanes);
    rule(flow);
    rest = rest.map((lines, c) => lines.slice(some[c]!.length));
    if (rest.every((lines) => lines.length === 0)) break;
    again();
  }
  for (const cell of made) cell.end();
  row.end();
}

/** As many of the first lines as `height` holds, one at least. */
function fitting(lines: readonly Line[], height: number): readonly Line[] {
  let used = 0;
  const end = lines.findIndex(({ style }, i) => {
    used += LEADING * style.size;
    return used > height && i > 0;
  });
  return end < 0 ? lines : lines.slice(0, end);
}

function drawCell(doc: Doc, lines: readonly Line[], lane: Lane, top: number): void {
  const { x, width, align } = lane;
  let y = top + lane.padY;
  for (const { text, style, swatch, shift } of lines) {
    if (swatch !== null) {
      doc
        .lineWidth(0.4)
        .rect(x + PAD_X, y + 1.5, SWATCH, SWATCH)
        .fillAndStroke(swatch, GREY);
    }
    const place = { x: x + PAD_X + shift, y, width: width - 2 * PAD_X - shift, align };
    drawLines(doc, [text], place, style);
    y += LEADING * style.size;
  }
}

function rule(flow: Flow): void {
  const { doc, y } = flow;
  artifact(doc, 'Layout', () => {
    doc
      .lineWidth(0.5)
      .moveTo(LEFT, y)
      .lineTo(LEFT + WIDTH, y)
      .stroke(RULE);
  });
}
