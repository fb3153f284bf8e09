import type { Command } from './command.ts';

/** How a command is called: Indonesian first, English second. */
export function helpOf({ usage, summary, details }: Command): string {
  const parts = [summary.id, details.id, summary.en, details.en];
  return `npx si-pejuang ${usage}\n\n${parts.join('\n\n')}\n`;
}
