import type { Box } from '../../geometry/rings.ts';
import type { Language } from '../text.ts';
import { INK } from './colors.ts';
import { type LegendEntry, mm, type Op, type PathOp, SAMPLE_MM, type TextOp } from './scene.ts';
import { textLines } from './text-width.ts';
import { word } from './words.ts';

const SIZE_MM = 2.1;
const LINE_MM = 2.5;
const MOST_LINES = 3;
const ROW_GAP_MM = 0.9;
const HEAD_MM = 3.2;
const TEXT_LEFT_MM = SAMPLE_MM.width + 1.4;

/** One entry (or heading) of a column. */
interface Block {
  readonly entry: LegendEntry | null;
  readonly lines: readonly string[];
  readonly heightMm: number;
}

/** What a legend of these entries takes in one column of that width, mm. */
export function legendHeight(
  entries: readonly LegendEntry[],
  columnMm: number,
  language: Language,
): number {
  return blocksOf(entries, columnMm, language).reduce((sum, b) => sum + b.heightMm, 0);
}

/** The legend in columns, with the headings of its groups; what has no room is counted in its last line. */
export function legendOps(
  entries: readonly LegendEntry[],
  box: Box,
  columns: number,
  language: Language,
  headed = true,
): Op[] {
  const columnMm = (box[2] - box[0]) / columns;
  const blocks = blocksOf(entries, columnMm, language).filter((b) => headed || b.entry !== null);
  const ops: Op[] = [];
  let column = 0;
  let top = box[1];
  for (const [i, block] of blocks.entries()) {
    const next = blocks[i + 1];
    // A heading does not stand alone at a column's foot.
    const needed = block.entry === null && next ? block.heightMm + next.heightMm : block.heightMm;
    if (top + needed > box[3] && column + 1 < columns) {
      column++;
      top = box[1];
    }
    const left = box[0] + column * columnMm;
    const isLastPlace = column + 1 === columns && top + block.heightMm + LINE_MM > box[3];
    const left0 = blocks.slice(i).filter((b) => b.entry !== null).length;
    if (isLastPlace && left0 > 1) {
      ops.push(line(word(language, 'more', String(left0)), left, top + SIZE_MM, 'italic'));
      break;
    }
    ops.push(...blockOps(block, left, top));
    top += block.heightMm;
  }
  return ops;
}

function blocksOf(entries: readonly LegendEntry[], columnMm: number, language: Language): Block[] {
  const widthMm = columnMm - TEXT_LEFT_MM - 2;
  const blockOf = (entry: LegendEntry): Block => {
    const lines = textLines(entry.label, widthMm, SIZE_MM, MOST_LINES);
    const heightMm = Math.max(SAMPLE_MM.height, lines.length * LINE_MM) + ROW_GAP_MM;
    return { entry, lines, heightMm };
  };
  return (['parcel', 'around'] as const).flatMap((group) => {
    const own = entries.filter((e) => e.group === group);
    if (own.length === 0) return [];
    const head = word(language, group === 'parcel' ? 'onParcel' : 'around');
    return [{ entry: null, lines: [head], heightMm: HEAD_MM }, ...own.map(blockOf)];
  });
}

function blockOps({ entry, lines }: Block, left: number, top: number): Op[] {
  if (entry === null) return [line(lines[0]!, left, top + SIZE_MM, 'bold')];
  const middle = SAMPLE_MM.height / 2 - (lines.length * LINE_MM) / 2;
  const first = top + Math.max(0, middle) + SIZE_MM - 0.1;
  return [
    ...entry.sample.map((op) => moved(op, left, top)),
    ...lines.map((text, i) => line(text, left + TEXT_LEFT_MM, first + i * LINE_MM, 'regular')),
  ];
}

function moved(op: PathOp, dx: number, dy: number): PathOp {
  const lines = op.lines.map((l) => l.map((v, i) => mm(v + (i % 2 === 0 ? dx : dy))));
  return { ...op, lines };
}

function line(text: string, x: number, y: number, face: TextOp['face']): TextOp {
  return {
    kind: 'text',
    text,
    x: mm(x),
    y: mm(y),
    sizeMm: SIZE_MM,
    anchor: 'start',
    face,
    color: INK.text,
  };
}
