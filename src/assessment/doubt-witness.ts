import { ALWAYS_SLIVER_M2, isDoubtful, isSliver } from './doubt.ts';
import type { Part } from './model.ts';
import type { Site } from './site.ts';

/**
 * `judgeDoubts` where no footprint is drawn, but a part below 1 m², a sliver whatever else it is, is not
 * looked at for doubt.
 */
export function doubtsInBrief(site: Site): Part[] {
  return site.parts.map((part) => {
    const { id, zone, forbiddenBy, areaM2 } = part;
    const tiny = site.parts.length > 1 && areaM2 < ALWAYS_SLIVER_M2;
    const doubtful = !tiny && isDoubtful(site, part);
    const sliver = tiny || isSliver(site, part, doubtful, []);
    return { id, zone, forbiddenBy, areaM2, doubtful, sliver };
  });
}
