/** Shapely on the kernel's question, if the system's python3 has it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CellIndex } from '../src/geometry/cell-index.ts';
import { featureRings, type Rings } from '../src/geometry/rings.ts';
import { type Compared, compared, sampleOf } from './batch-peer.ts';
import type { KernelWork } from './kernel-work.ts';
import { wkbOf } from './wkb.ts';

const SAMPLE = 20_000;
const SCRIPT = join(import.meta.dirname, 'peers-shapely.py');

interface Told {
  readonly name: string;
  readonly ms: number;
  readonly triples: number;
}

/** Rows for the kernel's bench; none, and a line why, where shapely is not to be had. */
export async function shapelyPeers(work: KernelWork, index: CellIndex): Promise<Compared[]> {
  try {
    execFileSync('python3', ['-c', 'import shapely'], { stdio: 'ignore' });
  } catch {
    console.log('(shapely is not at hand: python3 does not import it)');
    return [];
  }
  const sample = sampleOf(work.parcels, SAMPLE);
  const folder = mkdtempSync(join(tmpdir(), 'si-pejuang-shapely-'));
  try {
    const files = ['features', 'parcels', 'answer'].map((name) => join(folder, name));
    const { featureEnds } = work.features;
    const features = Array.from(featureEnds, (_, f) => featureRings(work.features, f));
    writeShapes(files[0]!, features);
    writeShapes(files[1]!, sample);
    const told = execFileSync('python3', [SCRIPT, ...files], { encoding: 'utf8' });
    return readAnswers(JSON.parse(told) as Told[], files[2]!, sample, index);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeShapes(file: string, list: readonly Rings[]): void {
  const parts = list.flatMap((rings) => {
    const wkb = wkbOf(rings);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(wkb.length);
    return [size, wkb];
  });
  writeFileSync(file, Buffer.concat(parts));
}

function readAnswers(
  told: readonly Told[],
  file: string,
  sample: readonly Rings[],
  index: CellIndex,
): Compared[] {
  const bytes = readFileSync(file);
  const numbers = new Float64Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  );
  let at = 0;
  return told.map(({ name, ms, triples }) => {
    const own = numbers.subarray(at, at + 3 * triples);
    at += 3 * triples;
    return compared({ name, every: 1, ms, triples: own }, sample, index);
  });
}
