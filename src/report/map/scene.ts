import type { Box } from '../../geometry/rings.ts';
import type { Language } from '../text.ts';

/** `#rrggbb`. */
export type Color = string;

/** Fill and pen of a shape; what is left out is not drawn. */
export interface Ink {
  readonly fill?: Color;
  readonly stroke?: Color;
  readonly strokeMm?: number;
  /** Lengths of dash and gap, mm, repeated. */
  readonly dashMm?: readonly number[];
  /** Of fill and pen, 0..1; left out = 1. */
  readonly opacity?: number;
  /** Ends of open lines: cut off square at the end, or round (left out). Joins are always round. */
  readonly cap?: 'butt';
}

/** Rings (closed, filled even-odd, so that holes stay open) or open lines: x, y, x, y, ... each, in mm. */
export interface PathOp extends Ink {
  readonly kind: 'path';
  readonly closed: boolean;
  readonly lines: readonly (readonly number[])[];
}

/** One line of text; x, y is where its baseline begins, has its middle or ends. */
export interface TextOp {
  readonly kind: 'text';
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Size of the font, mm. */
  readonly sizeMm: number;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Turned about (x, y), degrees clockwise; left out = 0. */
  readonly turn?: number;
  readonly face: 'regular' | 'bold' | 'italic';
  readonly color: Color;
  /** Colour of a rim about the letters, drawn first, `haloMm` wide on each side. */
  readonly halo?: Color;
  readonly haloMm?: number;
}

export type Op = PathOp | TextOp;

/** What the legend explains. */
export interface LegendEntry {
  readonly group: 'parcel' | 'around';
  readonly label: string;
  /** Sample, drawn in a box of `SAMPLE_MM`, its upper left corner at 0, 0. */
  readonly sample: readonly PathOp[];
}

export const SAMPLE_MM = { width: 6, height: 2.8 } as const;

/**
 * A map as drawn on paper: operations one over the other, in mm from the upper left corner, y down.
 * `inside` is cut at the window, `outside` (frame, scale, legend) is drawn over it and is not.
 */
export interface Scene {
  readonly language: Language;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly title: string;
  /** The map in a sentence or two, for who cannot see it. */
  readonly description: string;
  /** 1:scale. */
  readonly scale: number;
  /** The map's part of the paper, mm: left, top, right, bottom. */
  readonly window: Box;
  /** The ground in the window, m in the plan's CRS. */
  readonly ground: Box;
  readonly inside: readonly Op[];
  readonly outside: readonly Op[];
  /** All that the map shows; drawn in `outside` already. */
  readonly legend: readonly LegendEntry[];
}

export function area(lines: PathOp['lines'], ink: Ink): PathOp {
  return { kind: 'path', closed: true, lines, ...ink };
}

export function stroke(lines: PathOp['lines'], ink: Ink): PathOp {
  return { kind: 'path', closed: false, lines, ...ink };
}

/** A box as a ring: left, top, right, bottom. */
export function boxRing([left, top, right, bottom]: Box): number[] {
  return [left, top, right, top, right, bottom, left, bottom];
}

/** Millimetres on paper, to a hundredth. */
export function mm(value: number): number {
  // Adding zero turns -0 into 0.
  return Math.round(value * 100) / 100 + 0;
}

/** The operations that draw something. */
export function visible(ops: readonly Op[]): Op[] {
  return ops.filter((op) => op.kind === 'text' || op.lines.length > 0);
}
