import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, expect, test } from 'vitest';
import { memoryOf, takePiece } from '../../src/geometry/kernel-memory.ts';
import { openStore } from '../../src/plan/store.ts';
import { json, manifest, polygons, type Ring, text } from './small-plan.ts';
import type { Told } from './store-thread.ts';

const folder = mkdtempSync(join(tmpdir(), 'si-pejuang-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A ring of very many corners, so that the index is worth memory of its own. */
function wheel(corners: number, radius: number, x: number, y: number): Ring {
  return Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)] as const;
  });
}

test('threads have the plans once: indexes are used where the snapshot was read to', async () => {
  const wheels = Array.from({ length: 12 }, (_, i) => wheel(8000, 400, 1000 * i, 0));
  const data = join(folder, 'data', 'kecil');
  mkdirSync(data, { recursive: true });
  const files = {
    'plan.json': json(manifest()),
    'zones.geojson': polygons(wheels.map((ring, i) => ({ rings: [ring], KODE: `Z${i % 3}` }))),
    'b.csv': text('id,title'),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(data, name), bytes);
  const store = await openStore({
    folders: [join(folder, 'data')],
    home: join(folder, 'home'),
    today: '2026-01-15',
    apart: false,
  });
  const state = store.state!();
  const indexes = [...state.plans, ...state.stacks].map((p) => p.index);
  const memories = indexes.map(({ blocks }) => memoryOf(blocks)!);
  expect(memories).toHaveLength(2);
  // Grown in between, so that the arrays lie in an older buffer than the memory's present one.
  for (const memory of memories) takePiece(memory, 1_000_000);
  const told = await Promise.all([1, 2].map(() => inThread(state)));
  const pieces = memories.map((memory) => [takePiece(memory, 64)]);
  for (const { kernel, indexes } of told) {
    expect(kernel).toBe('WasmOverlay');
    expect(indexes.map((i) => i.inPlace)).toEqual([true, true]);
    indexes.forEach(({ piece }, i) => {
      pieces[i]!.push(piece);
    });
  }
  // Each has a piece of its own of one memory: a copy would give the same place twice.
  for (const taken of pieces) expect(new Set(taken).size).toBe(3);
});

function inThread(workerData: unknown): Promise<Told> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./store-thread.ts', import.meta.url), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
