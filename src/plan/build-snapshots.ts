/**
 * Script of the processes that build-apart.ts starts. It leaves snapshots behind and says nothing
 * of plans that fail: the process that asked meets them itself.
 */
import type { BuildOrder } from './build-apart.ts';
import { openPlanAt } from './sources.ts';
import { stackOf } from './stack-snapshots.ts';
import { openStore } from './store.ts';

function say(message: string): void {
  if (!message.includes('\n')) process.stdout.write(`${message}\n`);
}

const order = JSON.parse(process.argv[2]!) as BuildOrder;
if (order.what === 'store') await openStore({ ...order, apart: false, log: say });
else {
  for (const path of order.paths) {
    const plan = await openPlanAt(path, order.snapshots, say);
    if (plan.ok) stackOf([plan.value], order.snapshots, say);
  }
}
