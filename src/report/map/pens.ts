import { colorOf, INK } from './colors.ts';
import type { ZoneGround } from './ground.ts';
import { type Hatching, hatchLines } from './hatch.ts';
import { area, type Color, type Ink, type PathOp, stroke } from './scene.ts';

/** The drawing of each kind of thing; the legend draws its samples with the same functions. */
type Lines = PathOp['lines'];

export function zoneOps(lines: Lines, colors: readonly Color[]): PathOp[] {
  const border = { stroke: INK.border, strokeMm: 0.12 };
  const second = colors[1];
  if (second === undefined) return [area(lines, { fill: colors[0]!, ...border })];
  const stripes = hatchLines(lines, { degrees: 45, gapMm: 2 });
  return [
    area(lines, { fill: colors[0]!, ...border }),
    stroke(stripes, { stroke: second, strokeMm: 1, cap: 'butt' }),
  ];
}

const FORBID_HATCHES: readonly Hatching[] = [
  { degrees: 135, gapMm: 1.8 },
  { degrees: 90, gapMm: 1.6 },
  { degrees: 0, gapMm: 1.6 },
  { degrees: 135, gapMm: 1 },
];

/** What forbids: hatched and edged, each rule in its own way as long as there are ways. */
export function forbidOps(lines: Lines, number: number): PathOp[] {
  const color = INK.forbids[number % INK.forbids.length]!;
  const hatch = FORBID_HATCHES[number % FORBID_HATCHES.length]!;
  return [
    stroke(hatchLines(lines, hatch), { stroke: color, strokeMm: 0.18 }),
    forbidEdge(lines, number),
  ];
}

export function forbidEdge(lines: Lines, number: number): PathOp {
  return area(lines, { stroke: INK.forbids[number % INK.forbids.length]!, strokeMm: 0.3 });
}

export function refusedOps(lines: Lines): PathOp[] {
  const hatch = hatchLines(lines, { degrees: 45, gapMm: 1.8 });
  return [
    stroke(hatch, { stroke: INK.paper, strokeMm: 0.55, opacity: 0.7 }),
    stroke(hatch, { stroke: INK.refused, strokeMm: 0.28 }),
    area(lines, { stroke: INK.refused, strokeMm: 0.3 }),
  ];
}

/** A line on a light bed, so that it is seen on any colour. */
export function ringOps(lines: Lines, ink: Pen): PathOp[] {
  return [bedOf(lines, ink), area(lines, ink)];
}

export function bedOf(lines: Lines, { strokeMm }: Pen): PathOp {
  return area(lines, { stroke: INK.paper, strokeMm: strokeMm + 0.6, opacity: 0.85 });
}

type Pen = Ink & { readonly strokeMm: number };

export const PARCEL_INK = { stroke: INK.parcel, strokeMm: 0.6 } as const;
export const APPROVABLE_INK = { stroke: INK.approvable, strokeMm: 0.5 } as const;
export const ENVELOPE_INK = { stroke: INK.envelope, strokeMm: 0.35, dashMm: [1.8, 1] } as const;
export const REGISTERED_INK = { stroke: INK.quiet, strokeMm: 0.13 } as const;
export const ADMIN_INK = { stroke: INK.admin, strokeMm: 0.3, dashMm: [3, 0.9, 0.4, 0.9] } as const;

export function buildingOps(lines: Lines, color: Color): PathOp[] {
  return [
    area(lines, { fill: color, opacity: 0.45 }),
    area(lines, { stroke: color, strokeMm: 0.35 }),
  ];
}

export function waterOps(lines: Lines): PathOp[] {
  return [area(lines, { fill: INK.waterFill, stroke: INK.water, strokeMm: 0.25 })];
}

/** Colours of a zone, two where several claim the ground. */
export function colorsOf({ plan, codes }: ZoneCodes): Color[] {
  return codes.length === 0 ? [INK.noZone] : codes.slice(0, 2).map((c) => colorOf(plan, c));
}

type ZoneCodes = Pick<ZoneGround, 'codes'> & { readonly plan: ZoneGround['plan'] | null };
