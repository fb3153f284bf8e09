import { openStore, type PlanStore } from '../../src/plan/store.ts';

/** A store of plans of test/plans, which writes nothing. */
export async function storeOf(...folders: string[]): Promise<PlanStore> {
  const store = await openStore({
    folders: folders.map((f) => `test/plans/${f}`),
    home: 'test/plans/no-home',
    snapshots: false,
  });
  if (store.failed.length > 0) throw new Error(JSON.stringify(store.failed));
  return store;
}
