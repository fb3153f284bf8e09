import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CellIndex } from '../src/geometry/cell-index.ts';
import { createOverlay } from '../src/geometry/overlay.ts';
import type { Box, FeatureSet } from '../src/geometry/rings.ts';
import { makeCity, makeParcels, type Parcels } from './city.ts';
import { seeded } from './seeded.ts';

/** Features of all layers, and parcels to ask about. Zones are the features from 0 on. */
export interface KernelWork {
  readonly name: string;
  readonly features: FeatureSet;
  readonly zones: number;
  readonly parcels: Parcels;
}

const PLAN = join(import.meta.dirname, '../data/kupang');
const LOADER = join(import.meta.dirname, '../src/plan/load.ts');
const OPENER = join(import.meta.dirname, '../src/formats/files.ts');

/** The seeded city, and the demonstration plan under seeded parcels where it is at hand. */
export async function kernelWorks(): Promise<KernelWork[]> {
  const plan = await demonstrationPlan();
  const city = makeCity();
  return [...(plan ? [plan] : []), { name: 'seeded city', ...city }];
}

async function demonstrationPlan(): Promise<KernelWork | null> {
  if (!existsSync(join(PLAN, 'plan.json')) || !existsSync(LOADER)) {
    console.log('(the demonstration plan is not at hand)');
    return null;
  }
  const { openFiles } = (await import(OPENER)) as typeof import('../src/formats/files.ts');
  const { loadPlan } = (await import(LOADER)) as typeof import('../src/plan/load.ts');
  const files = await openFiles(PLAN);
  const plan = files.ok ? await loadPlan(files.value) : files;
  if (!plan.ok) {
    console.log(`(the demonstration plan does not load: ${plan.problems[0]?.message.en})`);
    return null;
  }
  const { areas, layers, box } = plan.value;
  const zones = layers.find((layer) => layer.kind === 'zones' && layer.first === 0);
  return {
    name: 'demonstration plan',
    features: areas,
    zones: zones?.count ?? 0,
    parcels: parcelsInZones(box, plan.value.index, zones?.count ?? 0),
  };
}

/** Lots over the whole box, as many as leave about 150,000 where the sea's are taken out. */
function parcelsInZones(box: Box, index: CellIndex, zones: number): Parcels {
  const sparse = makeParcels(box, 15_000, seeded(1));
  const share = keepInZones(sparse, index, zones).ends.length / 15_000;
  return keepInZones(makeParcels(box, Math.round(150_000 / share), seeded(1)), index, zones);
}

function keepInZones(parcels: Parcels, index: CellIndex, zones: number): Parcels {
  const overlay = createOverlay(index);
  const xy: number[] = [];
  const ends: number[] = [];
  parcels.ends.forEach((end, p) => {
    const start = p === 0 ? 0 : parcels.ends[p - 1]!;
    const own = parcels.xy.subarray(2 * start, 2 * end);
    const hits = overlay.query({ xy: own, ends: Uint32Array.of(end - start) });
    if (!overlay.ids.subarray(0, hits).some((id) => id < zones)) return;
    for (const v of own) xy.push(v);
    ends.push(xy.length / 2);
  });
  return { xy: Float64Array.from(xy), ends: Uint32Array.from(ends) };
}
