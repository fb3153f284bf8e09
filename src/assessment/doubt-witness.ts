import { perimeterOf, type Rings } from '../geometry/rings.ts';
import { ALWAYS_SLIVER_M2, coarser, isDoubtful, isSliver } from './doubt.ts';
import type { Part } from './model.ts';
import { overlayOf, type Site, type SitePart } from './site.ts';

/**
 * `judgeDoubts` where no footprint is drawn, but a part below 1 m², a sliver whatever else it is, is not
 * looked at for doubt. Outlines are only cut where no corner of the parcel tells that a part is wide.
 */
export function doubtsInBrief(site: Site): Part[] {
  return site.parts.map((part) => {
    const { id, zone, forbiddenBy, areaM2 } = part;
    const tiny = site.parts.length > 1 && areaM2 < ALWAYS_SLIVER_M2;
    const doubtful = !tiny && !hasWitness(site, part) && isDoubtful(site, part);
    const sliver = tiny || isSliver(site, part, doubtful, []);
    return { id, zone, forbiddenBy, areaM2, doubtful, sliver };
  });
}

/** Whether the part is plainly too large to be doubtful, or has a corner of the parcel far from every other part. */
function hasWitness(site: Site, part: SitePart): boolean {
  const others = site.parts.filter((p) => p !== part);
  if (others.length === 0) return true;
  const reach = Math.max(...others.map((o) => coarser(part, o)));
  const { rings } = site.parcel;
  if (part.areaM2 > reach * perimeterOf(rings)) return true;
  for (let i = 0; i < rings.xy.length; i += 2) {
    if (isAlone(site, part, rings.xy[i]!, rings.xy[i + 1]!, reach)) return true;
  }
  return false;
}

/** Room for the rounding of a square's own corners, m. */
const ROUNDING_M = 1e-6;

const square: Rings = { xy: new Float64Array(8), ends: Uint32Array.of(4) };

/** Whether nothing but this part's own ground lies within reach of a corner of the parcel: no other part then does. */
function isAlone(site: Site, part: SitePart, x: number, y: number, reachM: number): boolean {
  const { stack } = site;
  const r = reachM + ROUNDING_M;
  square.xy.set([x - r, y - r, x + r, y - r, x + r, y + r, x - r, y + r]);
  const overlay = overlayOf(stack.index);
  const count = overlay.query(square);
  let areaM2 = 0;
  for (let i = 0; i < count; i++) {
    if (!part.labels.includes(stack.labelOf[overlay.ids[i]!]!)) return false;
    areaM2 += overlay.areas[i]!;
  }
  // Ground of no label may be a part, too: the one outside every zone.
  return areaM2 >= 4 * r * r - ROUNDING_M;
}
