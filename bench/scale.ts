import { execFile } from 'node:child_process';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Bench, BenchOptions } from './bench.ts';
import { shown, table } from './measure.ts';
import type { SizeFigures } from './scale-size.ts';

/**
 * The seeded city at 1, 10 and 100 times its area. One index, then tiles built as the cities stream
 * by. Asked are all parcels of ten cities in spatial order, and 150,000 of all of them at random.
 * Checked in the same run: parcels of some cities get the same areas as from an index of that city
 * alone.
 */
export const bench: Bench = {
  name: 'scale',
  about:
    'build, memory and rate of the index at 1, 10 and 100 times the area; one thread, by its processor time',
  run,
};

/** Memory that each size may take: the last is left out where there is not so much. */
const SIZES = {
  '1x, one index': 1e9,
  '10x, one index': 4e9,
  '10x, tiles': 2e9,
  '100x, tiles': 6e9,
};

async function run({ seconds }: BenchOptions): Promise<unknown> {
  const figures: SizeFigures[] = [];
  for (const [name, bytes] of Object.entries(SIZES)) {
    if (freemem() < bytes) {
      console.log(
        `(${name} left out: of ${shown(bytes / 1e6)} MB ${shown(freemem() / 1e6)} are free)`,
      );
    } else figures.push(await measured(name, seconds));
  }
  const rows = figures.map((made) => rowOf(made, figures[0]!));
  console.log(table([HEAD, ...rows]));
  return figures;
}

/** In a process of its own, so that its memory is that of this size alone. */
async function measured(name: string, seconds: number): Promise<SizeFigures> {
  const script = join(import.meta.dirname, 'scale-size.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, name, String(seconds)]);
  return JSON.parse(stdout) as SizeFigures;
}

const HEAD = [
  ...['', 'build s', 'CPU s', 'index MB', 'peak MB'],
  ...['spatial/s', 'of 1x', 'random/s', 'largest of allowed'],
];

function rowOf(made: SizeFigures, first: SizeFigures): string[] {
  return [
    made.name,
    shown(made.buildMs / 1000),
    shown(made.buildCpuMs / 1000),
    shown(made.indexBytes / 1e6),
    shown(made.peakBytes / 1e6),
    shown(made.spatialPerSecond),
    `${shown((100 * made.spatialPerSecond) / first.spatialPerSecond)} %`,
    shown(made.randomPerSecond),
    shown(made.largestOfAllowed),
  ];
}
