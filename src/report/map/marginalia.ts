import { crsByCode } from '../../formats/crs.ts';
import type { Box } from '../../geometry/rings.ts';
import type { ReportSource } from '../source.ts';
import type { Language } from '../text.ts';
import { INK } from './colors.ts';
import { SOURCE_LINE_MM } from './layout.ts';
import { onPaper, type Paper } from './paper.ts';
import { roundLength } from './round-scale.ts';
import { area, boxRing, mm, type Op, stroke, type TextOp } from './scene.ts';
import { textLines, textWidth } from './text-width.ts';
import { grouped, longDate, scaleText, word } from './words.ts';

const SMALL_MM = 2;

/** A text with what most texts have. */
export function textOp(
  text: string,
  x: number,
  y: number,
  more: Partial<TextOp> & { readonly sizeMm: number },
): TextOp {
  return {
    kind: 'text',
    text,
    x: mm(x),
    y: mm(y),
    anchor: 'start',
    face: 'regular',
    color: INK.text,
    ...more,
  };
}

/** The line about the window. */
export function frameOps(window: Box): Op[] {
  return [area([boxRing(window.map(mm) as unknown as Box)], { stroke: INK.text, strokeMm: 0.3 })];
}

/** Scale bar with its scale before it, from the left of the box. */
export function scaleBarOps(paper: Paper, box: Box, language: Language): Op[] {
  const barMm = Math.min(48, box[2] - box[0] - 40);
  const unit = roundLength((barMm / 4) * (paper.scale / 1000));
  const unitMm = onPaper(paper, unit);
  const label = `${word(language, 'scale')} ${scaleText(paper.scale, language)}`;
  const x0 = box[0] + Math.max(27, textWidth(label, 2.8, 'bold') + 5);
  const top = box[1] + 4.2;
  const [divisor, name] = unit >= 1000 ? [1000, 'km'] : [1, 'm'];
  const cells = [0, 1, 2, 3].map((i) =>
    area([boxRing([mm(x0 + i * unitMm), mm(top), mm(x0 + (i + 1) * unitMm), mm(top + 1.3)])], {
      fill: i % 2 === 0 ? INK.text : INK.paper,
      stroke: INK.text,
      strokeMm: 0.15,
    }),
  );
  const marks = [0, 2, 4].map((i) => {
    const value = barNumber((i * unit) / divisor, language);
    const text = i === 4 ? `${value} ${name}` : value;
    return textOp(text, x0 + i * unitMm, top - 0.8, { sizeMm: SMALL_MM, anchor: 'middle' });
  });
  const big = { sizeMm: 2.8, face: 'bold' } as const;
  return [textOp(label, box[0], top + 1.5, big), ...cells, ...marks];
}

function barNumber(value: number, language: Language): string {
  if (Number.isInteger(value)) return grouped(value, language);
  const text = String(Number(value.toFixed(2)));
  return language === 'id' ? text.replace('.', ',') : text;
}

/** An arrow to grid north, which is up, its foot in the box's lower right corner. */
export function northOps(box: Box, language: Language): Op[] {
  const x = box[2] - 3;
  const [top, foot] = [box[1] + 2.6, box[3] - 0.4];
  const ring = (side: 1 | -1) => [x, top, x + side * 1.7, foot, x, foot - 1.6].map(mm);
  const ink = { stroke: INK.text, strokeMm: 0.15 };
  return [
    area([ring(-1)], { ...ink, fill: INK.text }),
    area([ring(1)], { ...ink, fill: INK.paper }),
    textOp(word(language, 'north'), x, top - 0.5, { sizeMm: 2.8, anchor: 'middle', face: 'bold' }),
  ];
}

/** Crosses where round coordinates meet in the window. */
export function gridCrosses(paper: Paper): Op[] {
  const { xs, ys } = gridOf(paper);
  const [left, top, right, bottom] = paper.window;
  const arms: number[][] = [];
  for (const x of xs.map(paper.x)) {
    for (const y of ys.map(paper.y)) {
      arms.push([Math.max(left, x - 1), y, Math.min(right, x + 1), y].map(mm));
      arms.push([x, Math.max(top, y - 1), x, Math.min(bottom, y + 1)].map(mm));
    }
  }
  if (arms.length === 0) return [];
  return [stroke(arms, { stroke: INK.quiet, strokeMm: 0.1, opacity: 0.8 })];
}

/** Ticks on the frame with their coordinates, eastings below and northings at the left. */
export function gridTicks(paper: Paper, language: Language): Op[] {
  const [left, , right, bottom] = paper.window;
  const top = paper.window[1];
  const { xs, ys } = gridOf(paper);
  const ticks: number[][] = [];
  const texts: Op[] = [];
  const small = { sizeMm: SMALL_MM, anchor: 'middle', color: INK.quiet } as const;
  for (const gx of xs) {
    const x = paper.x(gx);
    ticks.push([x, bottom - 1.2, x, bottom].map(mm), [x, top, x, top + 1.2].map(mm));
    const text = `${grouped(gx, language)} ${word(language, 'east')}`;
    const half = textWidth(text, SMALL_MM) / 2;
    if (x - half > left && x + half < right) texts.push(textOp(text, x, bottom + 2.3, small));
  }
  for (const gy of ys) {
    const y = paper.y(gy);
    ticks.push([left, y, left + 1.2, y].map(mm), [right - 1.2, y, right, y].map(mm));
    const text = `${grouped(gy, language)} ${word(language, 'northing')}`;
    const half = textWidth(text, SMALL_MM) / 2;
    if (y - half > top && y + half < bottom)
      texts.push(textOp(text, left - 0.8, y, { ...small, turn: -90 }));
  }
  if (ticks.length === 0) return [];
  return [stroke(ticks, { stroke: INK.text, strokeMm: 0.2 }), ...texts];
}

/** Round coordinates in the window, 30 mm apart or more. */
function gridOf({ ground, scale }: Paper): { xs: number[]; ys: number[] } {
  const least = (30 * scale) / 1000;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = ([1, 2, 5, 10].find((s) => s * power >= least) ?? 10) * power;
  const between = (from: number, to: number) => {
    const first = Math.ceil(from / step);
    const count = Math.max(0, Math.floor(to / step) - first + 1);
    return Array.from({ length: count }, (_, i) => (first + i) * step);
  };
  return { xs: between(ground[0], ground[2]), ys: between(ground[1], ground[3]) };
}

/** Plans, date and coordinate system in small lines. */
export function sourceLines(
  { assessment, stack }: ReportSource,
  widthMm: number,
  language: Language,
): string[] {
  const plans = stack.plans.map((plan) => {
    const version = plan.hash.replace('sha256:', '').slice(0, 12);
    return `${plan.citation} (${plan.manifest.id}, ${word(language, 'version', version)})`;
  });
  const crs = crsByCode(stack.crs);
  const grid = crs.ok ? `${stack.crs} (${crs.value.name})` : stack.crs;
  const text = [
    word(language, 'source', plans.join('; ')),
    word(language, 'dated', longDate(assessment.date, language)),
    word(language, 'grid', grid),
  ].join(' ');
  return textLines(text, widthMm, SMALL_MM, 4);
}

export function sourceOps(lines: readonly string[], box: Box): Op[] {
  return lines.map((line, i) =>
    textOp(line, box[0], box[1] + 2 + i * SOURCE_LINE_MM, { sizeMm: SMALL_MM, color: INK.quiet }),
  );
}

/** A banner that nobody can overlook, in a corner of the window that `off` leaves free (the upper left first). */
export function demonstrationMark(
  window: Box,
  key: 'demonstration' | 'demonstrationShort',
  language: Language,
  off: Box | null = null,
): { ops: Op[]; box: Box } {
  const text = word(language, key);
  const most = key === 'demonstration' ? 2.8 : 2.2;
  const roomMm = window[2] - window[0] - 6;
  const sizeMm = mm(Math.min(most, roomMm / textWidth(text, 1, 'bold')));
  const size = [textWidth(text, sizeMm, 'bold') + 3, sizeMm * 1.6] as const;
  const corners = cornersIn(window, size);
  const box = corners.find((c) => off === null || !meets(c, off)) ?? corners[0]!;
  const panel = area([boxRing(box)], { fill: INK.paper, stroke: INK.refused, strokeMm: 0.4 });
  const middle = { anchor: 'middle', face: 'bold', color: INK.refused } as const;
  const letters = textOp(text, (box[0] + box[2]) / 2, box[1] + size[1] * 0.72, {
    sizeMm,
    ...middle,
  });
  return { ops: [panel, letters], box };
}

function cornersIn(window: Box, [width, height]: readonly [number, number]): Box[] {
  const [left, top] = [window[0] + 1.5, window[1] + 1.5];
  const [right, bottom] = [window[2] - 1.5 - width, window[3] - 1.5 - height];
  return [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ].map(([x, y]): Box => [mm(x!), mm(y!), mm(x! + width), mm(y! + height)]);
}

function meets(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
