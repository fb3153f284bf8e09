#!/usr/bin/env node
import type { Command } from './command.ts';
import { bulkCommand } from './commands/bulk.ts';
import { checkCommand } from './commands/check.ts';
import { planCommand } from './commands/plan.ts';
import { serveCommand } from './commands/serve.ts';

/** `npx si-pejuang COMMAND`: finds the command, runs it, and ends with its exit code. */
const COMMANDS: readonly Command[] = [serveCommand, checkCommand, bulkCommand, planCommand];

function help(): string {
  const width = Math.max(...COMMANDS.map((c) => c.usage.length));
  const lines = COMMANDS.map((c) => `  ${c.usage.padEnd(width)}  ${c.summary.en}`);
  return [
    'Si Pejuang - Sistem Informasi Persetujuan Ruang',
    '',
    'npx si-pejuang COMMAND [options]      (--help after a command tells its options)',
    '',
    ...lines,
    '',
  ].join('\n');
}

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(help());
    return name === undefined ? 2 : 0;
  }
  const command = COMMANDS.find((c) => c.name === name);
  if (!command) {
    process.stderr.write(`Perintah tidak dikenal / unknown command: ${name}\n\n${help()}`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`npx si-pejuang ${command.usage}\n\n${command.details}\n`);
    return 0;
  }
  return command.run(rest);
}

process.exitCode = await main(process.argv.slice(2));
