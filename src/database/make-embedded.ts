import { syncTree } from './durable-folder.ts';
import { startPGlite } from './pglite.ts';

// Run as a process of its own by embedded.ts: makes an empty database in the folder that is named.
const folder = process.argv[2];
if (!folder) throw new Error('no folder');
const database = await startPGlite(folder);
await database.close();
syncTree(folder);
