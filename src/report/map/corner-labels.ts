import type { Rings } from '../../geometry/rings.ts';
import { INK } from './colors.ts';
import { textOp } from './marginalia.ts';
import type { Paper } from './paper.ts';
import type { Room } from './room.ts';
import { area, type Color, mm, type Op, type TextOp } from './scene.ts';
import { textWidth } from './text-width.ts';

const SIZE_MM = 2.1;
/** Along the outline each number has at least so much room. */
const ROOM_MM = 6;
const STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000];

export interface CornerStyle {
  readonly color: Color;
  readonly face: TextOp['face'];
  /** Which side of the outline the numbers stand on. */
  readonly side: 'out' | 'in';
}

/**
 * Marks and numbers of corners as the coordinate tables count them: from 1 on, through all rings. Where
 * they stand too close only every 2nd, 5th, 10th ... is numbered (1 always), and what would lie over
 * another text is left out.
 */
export function cornerOps(paper: Paper, rings: Rings, style: CornerStyle, room: Room): Op[] {
  const corners = cornersOf(paper, rings, style.side);
  const outlineMm = corners.reduce((sum, c) => sum + c.edgeMm, 0);
  const wanted = (ROOM_MM * corners.length) / Math.max(outlineMm, ROOM_MM);
  const step = STEPS.find((s) => s >= wanted) ?? corners.length;
  const marks: number[][] = [];
  const texts: Op[] = [];
  corners.forEach((corner, i) => {
    const numbered = i === 0 || (i + 1) % step === 0;
    if (numbered || step === 1) marks.push(dot(corner));
    if (!numbered) return;
    const text = numberAt(corner, String(i + 1), style, room);
    if (text) texts.push(text);
  });
  const ink = { fill: INK.paper, stroke: style.color, strokeMm: 0.25 };
  return marks.length > 0 ? [area(marks, ink), ...texts] : [];
}

interface Corner {
  readonly x: number;
  readonly y: number;
  /** Where the number stands, a unit vector. */
  readonly dx: number;
  readonly dy: number;
  /** Length of the edge that begins here. */
  readonly edgeMm: number;
}

function cornersOf(paper: Paper, { xy, ends }: Rings, side: CornerStyle['side']): Corner[] {
  const corners: Corner[] = [];
  let start = 0;
  for (const end of ends) {
    const n = end - start;
    const at = (i: number) => {
      const p = start + ((i + n) % n);
      return [paper.x(xy[2 * p]!), paper.y(xy[2 * p + 1]!)] as const;
    };
    for (let i = 0; i < n; i++) corners.push(cornerAt(at(i - 1), at(i), at(i + 1), side));
    start = end;
  }
  return corners;
}

type Point = readonly [number, number];

/** Outer rings run anticlockwise and holes clockwise, so that the ground is always to the left. */
function cornerAt(before: Point, [x, y]: Point, after: Point, side: CornerStyle['side']): Corner {
  const [ax, ay] = unit(x - before[0], y - before[1]);
  const [bx, by] = unit(after[0] - x, after[1] - y);
  // On paper y runs down: right of the direction (dx, dy) is (-dy, dx).
  const [nx, ny] = unit(-(ay + by), ax + bx);
  const sign = side === 'out' ? 1 : -1;
  const edgeMm = Math.hypot(after[0] - x, after[1] - y);
  return { x, y, dx: sign * nx, dy: sign * ny, edgeMm };
}

function unit(x: number, y: number): Point {
  const length = Math.hypot(x, y);
  return length === 0 ? [0, 0] : [x / length, y / length];
}

/** A small diamond. */
function dot({ x, y }: Corner): number[] {
  const r = 0.55;
  return [x - r, y, x, y - r, x + r, y, x, y + r].map(mm);
}

function numberAt(corner: Corner, text: string, style: CornerStyle, room: Room): Op | null {
  const half = textWidth(text, SIZE_MM, style.face) / 2;
  // Inside there is the green line to keep off, too.
  const off = style.side === 'in' ? 1 : 0;
  for (const away of [1.9 + off, 2.7 + off]) {
    const x = corner.x + corner.dx * (away + half * Math.abs(corner.dx) - 0.3);
    const y = corner.y + corner.dy * away;
    const box = [x - half - 0.2, y - 0.9, x + half + 0.2, y + 0.9] as const;
    if (!room.tryTake([box])) continue;
    return textOp(text, x, y + 0.7, {
      sizeMm: SIZE_MM,
      anchor: 'middle',
      face: style.face,
      color: style.color,
      halo: INK.paper,
      haloMm: 0.35,
    });
  }
  return null;
}
