/** Script of the process that build-apart.ts starts: opens the store, and so leaves all snapshots behind. */
import type { BuildOrder } from './build-apart.ts';
import { middleOf } from './place.ts';
import { openStore } from './store.ts';
import { inForce } from './version.ts';

const order = JSON.parse(process.argv[2]!) as BuildOrder;
// Plans that fail are told, in several lines, by the process that asked.
const store = await openStore({
  ...order,
  apart: false,
  log: (message) => {
    if (!message.includes('\n')) process.stdout.write(`${message}\n`);
  },
});
if (order.alone && order.today !== undefined) {
  for (const plan of store.plans.filter((p) => inForce(p.manifest, order.today!))) {
    store.choose({ date: order.today, plan: plan.manifest.id, lonLat: middleOf(plan) });
  }
}
