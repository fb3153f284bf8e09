import type { PlanVersion } from '../../plan/model.ts';
import { readColor, zoneColor } from '../zone-color.ts';
import type { Color } from './scene.ts';

/** Inks of all that is not a zone. */
export const INK = {
  parcel: '#d00000',
  approvable: '#00702c',
  refused: '#b00000',
  envelope: '#1020a0',
  proposed: '#30343c',
  existing: '#8a8a8a',
  border: '#6b6b6b',
  water: '#1f78b4',
  waterFill: '#b9dcf2',
  text: '#1a1a1a',
  quiet: '#555555',
  road: '#ffffff',
  roadEdge: '#8c8c8c',
  admin: '#4a4a4a',
  noZone: '#f2f2f2',
  paper: '#ffffff',
  around: '#eef3f6',
  land: '#faf6ea',
  home: '#ffe3a3',
  mainRoad: '#b4532a',
  forbids: ['#7a2a8a', '#8a4b00', '#00595c', '#a3195b'],
} as const;

/** Zones without a colour of their own: near to grey, so that they are not taken for another. */
const UNKNOWN_ZONES = ['#d9d9d9', '#c3ccd6', '#d8ccbc', '#cdd8c8', '#d6c8d6'];

/** Colour of a zone: the official one, else the plan's own. */
export function colorOf(plan: PlanVersion | null, code: string | undefined): Color {
  if (plan === null || code === undefined) return INK.noZone;
  const official = zoneColor(code);
  return official ?? readColor(plan.rules.zones.get(code)?.color ?? '') ?? unknownZone(code);
}

function unknownZone(code: string): Color {
  const sum = [...code].reduce((s, letter) => s + letter.codePointAt(0)!, 0);
  return UNKNOWN_ZONES[sum % UNKNOWN_ZONES.length]!;
}
