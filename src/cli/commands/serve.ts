import { readSettings } from '../../base/settings.ts';
import { type Command, printProblems } from '../command.ts';

/** `serve`: the HTTP service until it is told to stop. */
export const serveCommand: Command = {
  name: 'serve',
  usage: 'serve',
  summary: { id: 'menjalankan layanan HTTP', en: 'runs the HTTP service' },
  details: {
    id: 'Pengaturan diambil dari lingkungan: PORT, HOST, DATABASE_URL, SI_PEJUANG_HOME, SI_PEJUANG_PLANS, ... (semua ada di README)',
    en: 'Settings come from the environment: PORT, HOST, DATABASE_URL, SI_PEJUANG_HOME, SI_PEJUANG_PLANS, ... (the README has all)',
  },
  run: async () => {
    const settings = readSettings(process.env);
    if (!settings.ok) {
      printProblems(settings.problems);
      return 1;
    }
    // Loaded only here: the other commands do not wait for the HTTP server's code.
    const { StartFailure, serve } = await import('../../http/serve.ts');
    try {
      await serve(settings.value, (line) => process.stdout.write(`${line}\n`));
      return 0;
    } catch (error) {
      if (!(error instanceof StartFailure)) throw error;
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
  },
};
