import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FeatureSet } from '../src/geometry/rings.ts';
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
    parcels: makeParcels(box, 150_000, seeded(1)),
  };
}
