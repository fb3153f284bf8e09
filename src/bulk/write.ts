import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';

/** A file being written piece by piece; waits while the disk is slower. */
export interface Output {
  readonly write: (bytes: Uint8Array | string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** `-` writes to standard output. Writing throws what the system says. */
export function openOutput(path: string): Output {
  const out: Writable = path === '-' ? process.stdout : createWriteStream(path);
  let failed: Error | null = null;
  out.on('error', (error) => {
    failed = error;
  });
  return {
    write: async (bytes) => {
      if (failed) throw failed;
      if (bytes.length > 0 && !out.write(bytes)) await once(out, 'drain');
    },
    close: async () => {
      if (path !== '-') {
        out.end();
        // What failed before has closed it already.
        if (!out.closed) await once(out, 'close');
      }
      if (failed) throw failed;
    },
  };
}
