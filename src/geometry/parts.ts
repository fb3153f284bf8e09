/**
 * Parts of one feature over each other: ground that any of them covers is the feature's, once.
 * (Even-odd, which settles the rings within one part, would drop what two parts cover.)
 */
import { type Change, change, type NumberedRing, place } from './changes.ts';
import { findContacts } from './contacts.ts';
import { ringsAround } from './nesting.ts';
import { uniteRings } from './outline.ts';
import { areaOf, joinRings, type Rings, ringArea } from './rings.ts';

/** Whether rings that do not cross are disjoint parts as their roles say, each hole within its own part. */
export function areSoundParts(tidy: readonly NumberedRing[], soup: Rings): boolean {
  const around = ringsAround(soup);
  return tidy.every((ring, r) => {
    // How many parts cover the ground just outside the ring.
    const depth = around[r]!.reduce((sum, o) => sum + (tidy[o]!.isHole ? -1 : 1), 0);
    if (!ring.isHole) return depth === 0;
    const inOwn = around[r]!.some((o) => !tidy[o]!.isHole && tidy[o]!.part === ring.part);
    return depth === 1 && inOwn;
  });
}

/** Parts that are sound each for itself, united where they overlap or share edges; else as they are. */
export function uniteParts(parts: readonly Rings[], changes: Change[]): Rings {
  const joined = joinRings(parts);
  if (parts.length < 2) return joined;
  const at = meetingOf(joined);
  if (at === null) return joined;
  const rings = uniteRings(parts);
  changes.push(united(at, areaOf(joined), areaOf(rings)));
  return rings;
}

/** A place where parts overlap or share an edge; null if they do neither. */
function meetingOf(joined: Rings): [number, number] | null {
  let at: [number, number] | null = null;
  const finished = findContacts(joined, ({ kind, x, y }) => {
    if (kind === 'touch') return true;
    at = [x, y];
    return false;
  });
  if (at !== null) return at;
  const around = finished ? ringsAround(joined) : [];
  const isHole = holesOf(joined);
  for (let r = 0; r < isHole.length; r++) {
    const depth = (around[r] ?? []).reduce((sum, o) => sum + (isHole[o] ? -1 : 1), 0);
    if (finished && depth === (isHole[r] ? 1 : 0)) continue;
    const start = r === 0 ? 0 : joined.ends[r - 1]!;
    return [joined.xy[2 * start]!, joined.xy[2 * start + 1]!];
  }
  return null;
}

function holesOf({ xy, ends }: Rings): boolean[] {
  return Array.from(ends, (end, r) => ringArea(xy, r === 0 ? 0 : ends[r - 1]!, end) < 0);
}

function united(at: [number, number], before: number, after: number): Change {
  const areas = `${before.toFixed(2)} -> ${after.toFixed(2)} m2`;
  const told = change('united', 0, 0, at, {
    id: `Bagian-bagiannya bertumpuk atau berimpit di ${place(...at)}; disatukan, luas ${areas}.`,
    en: `Its parts overlap or share an edge at ${place(...at)}; united, area ${areas}.`,
  });
  return { ...told, areaBeforeM2: before, areaAfterM2: after };
}
