/** Smallest, middle and largest of several figures. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function spreadOf(figures: readonly number[]): Spread {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
  return { min: at(0), median: at(0.5), max: at(1) };
}

/**
 * Items per second of a pass over `items` things: one pass to warm up, then passes until the time
 * is over, three at least.
 */
export function rateOf(items: number, seconds: number, pass: () => void): Spread {
  return ratesOf(items, seconds, pass, () => performance.now());
}

/** The same by this thread's processor time, so that others at work on the machine tell less. */
export function threadRateOf(items: number, seconds: number, pass: () => void): Spread {
  return ratesOf(items, seconds, pass, () => processorMsSince());
}

function ratesOf(items: number, seconds: number, pass: () => void, clock: () => number): Spread {
  pass();
  const rates: number[] = [];
  const end = performance.now() + 1000 * seconds;
  while (rates.length < 3 || performance.now() < end) {
    const start = clock();
    pass();
    rates.push((1000 * items) / (clock() - start));
  }
  return spreadOf(rates);
}

/** Processor time of this thread since then (left out: since it began), in ms. */
export function processorMsSince(start?: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1000;
}

/** The processor's time that this process has taken so far, all threads together, in ms. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Time of single calls in µs, the clock's own time taken off. */
export function latencyOf(calls: number, call: (i: number) => void): { p50: number; p99: number } {
  const clock = sortedTimes(calls, () => {})[Math.floor(calls / 2)]!;
  const times = sortedTimes(calls, call);
  const at = (share: number) => Math.max(0, times[Math.floor(share * (calls - 1))]! - clock);
  return { p50: at(0.5), p99: at(0.99) };
}

function sortedTimes(calls: number, call: (i: number) => void): Float64Array {
  const times = new Float64Array(calls);
  for (let i = 0; i < calls; i++) {
    const start = performance.now();
    call(i);
    times[i] = 1000 * (performance.now() - start);
  }
  return times.sort();
}

/** 1234567 -> `1,234,567`, 12.345 -> `12.3`, 0.0123 -> `0.012`. */
export function shown(figure: number): string {
  if (figure >= 100) return Math.round(figure).toLocaleString('en-US');
  return figure === 0 || figure >= 0.001
    ? String(Number(figure.toPrecision(3)))
    : figure.toExponential(1);
}

/** Lines of columns, the first to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)))
        .join('  '),
    )
    .join('\n');
}
