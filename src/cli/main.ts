#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { resolve } from 'node:path';
import type { Command } from './command.ts';
import { helpOf } from './help.ts';

/** `npx si-pejuang COMMAND`: finds the command, loads its code only, runs it, and ends with its exit code. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  check: async () => (await import('./commands/check.ts')).checkCommand,
  bulk: async () => (await import('./commands/bulk.ts')).bulkCommand,
  report: async () => (await import('./commands/report.ts')).reportCommand,
  verify: async () => (await import('./commands/verify.ts')).verifyCommand,
  keys: async () => (await import('./commands/keys.ts')).keysCommand,
  db: async () => (await import('./commands/db.ts')).dbCommand,
  webhook: async () => (await import('./commands/webhook.ts')).webhookCommand,
  plan: async () => (await import('./commands/plan.ts')).planCommand,
  user: async () => (await import('./commands/user.ts')).userCommand,
};

async function help(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const lines = commands.flatMap((c) => [
    `  ${c.usage}`,
    `      ${c.summary.id} / ${c.summary.en}`,
  ]);
  return [
    'Si Pejuang - Sistem Informasi Persetujuan Ruang',
    '',
    'npx si-pejuang PERINTAH [opsi]      --help sesudah perintah menjelaskan opsinya',
    'npx si-pejuang COMMAND [options]    --help after a command tells its options',
    '',
    ...lines,
    '',
  ].join('\n');
}

/**
 * Code that was compiled once is kept in HOME/compiled, for threads and child processes too: it
 * halves the time of a start. Where nothing can be written, nothing is kept.
 */
function keepCompiled(): void {
  process.env.NODE_COMPILE_CACHE ??= resolve(process.env.SI_PEJUANG_HOME || 'var', 'compiled');
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
}

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(await help());
    return name === undefined ? 2 : 0;
  }
  if (!Object.hasOwn(COMMANDS, name)) {
    process.stderr.write(`Perintah tidak dikenal / unknown command: ${name}\n\n${await help()}`);
    return 2;
  }
  const asksHelp = rest.includes('--help') || rest.includes('-h');
  if (!asksHelp) keepCompiled();
  const command = await COMMANDS[name]!();
  if (asksHelp) {
    process.stdout.write(helpOf(command));
    return 0;
  }
  return command.run(rest);
}

process.exitCode = await main(process.argv.slice(2));
