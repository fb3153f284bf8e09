import { parentPort, workerData } from 'node:worker_threads';
import { storeFrom } from '../plan/store.ts';
import { RowAnswers } from './answer.ts';
import type { Block } from './blocks.ts';
import type { ThreadReply, ThreadStart } from './threads.ts';

/** A thread that answers blocks of rows in the order in which they come; see threads.ts. */
const { state, task } = workerData as ThreadStart;
const answers = new RowAnswers(storeFrom(state), task);

parentPort?.on('message', (block: Block) => {
  const reply = answer(block);
  const moved = 'answered' in reply ? [reply.answered.bytes.buffer] : [];
  parentPort?.postMessage(reply, moved);
});

function answer(block: Block): ThreadReply {
  try {
    return { answered: answers.block(block) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
