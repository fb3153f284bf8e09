import type { City } from './city.ts';
import { SEED } from './random.ts';
import type { Zoning } from './zones.ts';

/** README.md of the plan: what is invented, how it is made, what is wrong in it on purpose. */
export function readme(city: City, zoning: Zoning): string {
  return `# Demonstration plan of Kupang: INVENTED, not the legal plan

**DATA PERAGAAN, BUKAN RENCANA TATA RUANG YANG BERLAKU.** Nothing here may be used for a decision on land.

Made by \`scripts/make-demo-plan.ts\` from the seed \`${SEED}\`, byte by byte the same every time: don't edit it by hand. Format: \`../README.md\`. ${zoning.zones.length} zones, ${city.kelurahan.length} kelurahan.
`;
}
