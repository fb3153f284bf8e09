import { userInfo } from 'node:os';
import type { Actor } from '../permit/people/index.ts';
import { timeInWita } from '../request/date.ts';

/** Who changes something from here stands in the audit trail, too: the machine's own name for them, and the time. */
export function terminalCall(): { readonly actor: Actor; readonly now: string } {
  return {
    actor: {
      kind: 'machine',
      id: `terminal:${userName()}`,
      name: 'Terminal',
      roles: ['terminal'],
      scopes: [],
    },
    now: timeInWita(new Date()),
  };
}

/** A container may run as a number that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? '-');
  }
}
