/** The service of the bench `permit`, a process of its own, over the demonstration plan. */
import { NO_PERMIT_SETTINGS } from '../src/base/permit-settings.ts';
import { openDatabase } from '../src/database/index.ts';
import { buildApp } from '../src/http/app.ts';
import { openStore } from '../src/plan/store.ts';
import { cpuMs } from './measure.ts';

/** All of the bench happens at this moment. */
export const NOW = '2026-01-15T03:00:00Z';

// Every file of this folder is looked at for benches; only as a process of its own it serves.
if (process.send) await serve(process.env.SI_PEJUANG_HOME!);

async function serve(home: string): Promise<void> {
  const store = await openStore({ folders: ['data'], home, today: NOW.slice(0, 10) });
  const database = openDatabase({ url: process.env.DATABASE_URL!, home });
  await database.ready();
  const settings = {
    bodyLimit: 1_000_000,
    requestTimeoutMs: 30_000,
    logLevel: 'error' as const,
    home,
    publicUrl: 'http://127.0.0.1',
    signingKey: null,
    // Whoever tracks stands for many: each request names an address of its own.
    permit: { ...NO_PERMIT_SETTINGS, trustProxy: ['127.0.0.1'], dataKey: '07'.repeat(32) },
  };
  const app = buildApp({ store, database, settings, now: () => new Date(NOW) });
  await app.listen({ port: 0, host: '127.0.0.1' });
  // Whoever asks is told the processor's time so far, ms.
  process.on('message', () => process.send!(cpuMs()));
  process.send!((app.server.address() as { port: number }).port);
  process.once('SIGTERM', () => process.exit(0));
}
