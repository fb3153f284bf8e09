import { ALWAYS_SLIVER_M2, isDoubtful, isSliver } from './doubt.ts';
import type { Part } from './model.ts';
import type { Site } from './site.ts';

/**
 * `judgeDoubts` where no footprint is drawn, as far as it matters: a part below 1 m² is a sliver whatever
 * else it is, and of a part too large for a sliver doubt only tells where something refuses it (`refusing`,
 * by the parts' order).
 */
export function doubtsInBrief(site: Site, refusing: readonly boolean[]): Part[] {
  return site.parts.map((part, i) => {
    const { id, zone, forbiddenBy, areaM2 } = part;
    const tiny = site.parts.length > 1 && areaM2 < ALWAYS_SLIVER_M2;
    const matters = !tiny && (refusing[i] || isSliver(site, part, true, []));
    const doubtful = matters === true && isDoubtful(site, part);
    const sliver = tiny || isSliver(site, part, doubtful, []);
    return { id, zone, forbiddenBy, areaM2, doubtful, sliver };
  });
}
