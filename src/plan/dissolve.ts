import { uniteRings } from '../geometry/outline.ts';
import { polygonsOf } from '../geometry/polygons.ts';
import type { AreaFeature } from './draft.ts';
import { compareText, sha256 } from './hash.ts';

/**
 * Features of one code as one ground, each connected piece a feature: borders between neighbours
 * vanish. For what stands in a zone column, where thousands of zones may share few values and
 * where their borders mean nothing. Features of the result carry the number of the first member.
 */
export function dissolve(features: readonly AreaFeature[]): AreaFeature[] {
  const byCode = new Map<string, AreaFeature[]>();
  for (const feature of features) {
    const members = byCode.get(feature.code);
    if (members) members.push(feature);
    else byCode.set(feature.code, [feature]);
  }
  return [...byCode.values()].flatMap(dissolveOne);
}

function dissolveOne(members: readonly AreaFeature[]): AreaFeature[] {
  if (members.length === 1) return [...members];
  const ordered = [...members].sort((a, b) => compareText(a.key, b.key));
  const key = sha256(...ordered.map((m) => m.key));
  const number = members.reduce((least, m) => Math.min(least, m.number), Infinity);
  const pieces = polygonsOf(uniteRings(ordered.map((m) => m.rings)));
  return pieces.map((rings, i) => ({
    ...ordered[0]!,
    number,
    rings,
    key: `${key} ${String(i).padStart(6, '0')}`,
  }));
}
