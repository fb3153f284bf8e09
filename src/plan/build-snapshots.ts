/** Script of the process that build-apart.ts starts: opens the store, and so leaves all snapshots behind. */
import type { BuildOrder } from './build-apart.ts';
import { openStore } from './store.ts';

const order = JSON.parse(process.argv[2]!) as BuildOrder;
// Plans that fail are told, in several lines, by the process that asked.
await openStore({
  ...order,
  apart: false,
  log: (message) => {
    if (!message.includes('\n')) process.stdout.write(`${message}\n`);
  },
});
