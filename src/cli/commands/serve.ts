import { readSettings } from '../../base/settings.ts';
import { serve } from '../../http/serve.ts';
import { type Command, printProblems } from '../command.ts';

/** `serve`: the HTTP service until it is told to stop. */
export const serveCommand: Command = {
  name: 'serve',
  usage: 'serve',
  summary: { id: 'menjalankan layanan HTTP', en: 'runs the HTTP service (settings: see README)' },
  details:
    'Settings come from the environment: PORT, HOST, DATABASE_URL, SI_PEJUANG_HOME, SI_PEJUANG_PLANS, ...',
  run: async () => {
    const settings = readSettings(process.env);
    if (!settings.ok) {
      printProblems(settings.problems);
      return 1;
    }
    await serve(settings.value);
    return 0;
  },
};
