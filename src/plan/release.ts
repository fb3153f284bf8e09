type Collect = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

/**
 * Gives memory back that is not needed any more. It does so only in the process that builds
 * snapshots, which is started for it (build-apart.ts); elsewhere the runtime decides by itself.
 */
export function releaseMemory(): void {
  const { gc } = globalThis as { gc?: Collect };
  gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
