import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { buildCellIndex } from '../../src/geometry/cell-index.ts';
import { makeMemory, memoryOf, sharedRoom, takePiece } from '../../src/geometry/kernel-memory.ts';
import { createOverlay } from '../../src/geometry/overlay.ts';
import { type Hits, noHits } from '../../src/geometry/overlay-types.ts';
import { TypeScriptOverlay } from '../../src/geometry/overlay-typescript.ts';
import { createWasmOverlay } from '../../src/geometry/overlay-wasm.ts';
import { type FeatureSet, packFeatures, type Rings } from '../../src/geometry/rings.ts';
import { indexInMemory, openIndex, shareIndex } from '../../src/geometry/shared-index.ts';
import { bothKernels } from './kernel-both.ts';
import { areasOf, type Point, toRings } from './kernel-ground.ts';

/** A ring of `n` corners about a point. */
function wheel(n: number, radius: number, x: number, y: number): Rings {
  const ring = Array.from({ length: n }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / n;
    const r = radius * (1 + 0.1 * Math.sin(7 * angle));
    return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
  });
  return toRings([ring]);
}

function found(hits: Hits, parcels: FeatureSet): [number, number][][] {
  return Array.from(parcels.featureEnds, (_, p) => {
    const start = p === 0 ? 0 : hits.ends[p - 1]!;
    const ids = hits.ids.subarray(start, hits.ends[p]);
    return Array.from(ids, (id, k): [number, number] => [id, hits.areas[start + k]!]);
  });
}

const ZONES = packFeatures(
  Array.from({ length: 60 }, (_, i) => wheel(1500, 200, 300 * (i % 8), 300 * Math.floor(i / 8))),
);
/** Small ones, and now and then a large one, one of many corners, one elsewhere, one of nothing. */
const PARCELS = packFeatures(
  Array.from({ length: 3000 }, (_, i) => {
    const [x, y] = [(37 * i) % 2100, (91 * i) % 2000];
    if (i % 500 === 7) return wheel(12, 500, x, y);
    if (i % 500 === 8) return wheel(20_000, 30, x, y);
    if (i % 500 === 9) return wheel(5, 20, x + 1e6, y);
    if (i % 500 === 10) return toRings([]);
    return wheel(4 + (i % 5), 10, x, y);
  }),
);

describe('many parcels at once', () => {
  test('are answered as one by one, whatever is among them', () => {
    const index = buildCellIndex(ZONES);
    const expected = noHits();
    new TypeScriptOverlay(index).queryMany(PARCELS, expected);
    const hits = noHits();
    const overlay = createWasmOverlay(index)!;
    overlay.queryMany(PARCELS, hits);
    expect(found(hits, PARCELS)).toEqual(found(expected, PARCELS));
    // A part of them, into arrays that hold older hits.
    overlay.queryMany(PARCELS, hits, 1000, 2017);
    const part = { ...PARCELS, featureEnds: PARCELS.featureEnds.subarray(1000, 2017) };
    expect(found(hits, part)).toEqual(found(expected, PARCELS).slice(1000, 2017));
    // All, in two parts after each other.
    for (const twice of [overlay, new TypeScriptOverlay(index)]) {
      const both = noHits();
      twice.queryMany(PARCELS, both, 0, 1500);
      twice.queryMany(PARCELS, both, 1500, 3000, 1500);
      expect(found(both, PARCELS)).toEqual(found(expected, PARCELS));
    }
  });

  test('with more hits than a call of the kernel has room for', () => {
    const layers = packFeatures(
      Array.from({ length: 700 }, (_, i) => wheel(4, 100 + i / 100, 0, 0)),
    );
    const parcels = packFeatures(Array.from({ length: 60 }, (_, i) => wheel(4, 1, i / 10, 0)));
    const overlay = bothKernels(buildCellIndex(layers));
    const hits = noHits();
    overlay.queryMany(parcels, hits);
    expect(hits.ends[59]).toBe(60 * 700);
  });
});

describe('memory', () => {
  test('a large index lies in memory of its own, a small one is copied there once', () => {
    const large = buildCellIndex(ZONES);
    expect(memoryOf(large.blocks)).not.toBeNull();
    expect(indexInMemory(large)).toBe(large);
    const small = buildCellIndex(packFeatures([wheel(4, 9, 0, 0)]));
    expect(memoryOf(small.blocks)).toBeNull();
    expect(createOverlay(small)).toBeInstanceOf(TypeScriptOverlay);
    expect(indexInMemory(small)).toBe(indexInMemory({ ...small }));
  });

  test('pieces of it do not overlap, and it grows for them', () => {
    const { memory, start } = makeMemory(100)!;
    const bytes = [1, 64, 65, 1_000_000, 3];
    const pieces = bytes.map((length) => takePiece(memory, length)!);
    let end = start + 100;
    pieces.forEach((piece, i) => {
      expect(piece % 64).toBe(0);
      expect(piece).toBeGreaterThanOrEqual(end);
      end = piece + bytes[i]!;
    });
    expect(memory.buffer.byteLength).toBeGreaterThanOrEqual(end);
    expect(makeMemory(2 ** 32)).toBeNull();
  });

  test('more than there is: no piece, and then the other kernel', () => {
    const index = buildCellIndex(packFeatures([wheel(4, 9, 0, 0)]));
    const opened = openIndex(shareIndex(index)!);
    expect(takePiece(memoryOf(opened.blocks)!, 2 ** 32)).toBeNull();
    const parcel = wheel(4, 3, 0, 0);
    const expected = areasOf(new TypeScriptOverlay(index), parcel, 1);
    expect(areasOf(createOverlay(opened), parcel, 1)).toEqual(expected);
  });

  test('an index that is read into shared room is used where it lies', () => {
    const index = buildCellIndex(ZONES);
    const cellBytes = 8 * Math.ceil(index.cells.length / 2);
    const room = sharedRoom(index.blocks.byteLength + cellBytes);
    const read = {
      ...index,
      cells: new Uint32Array(room.buffer, room.byteOffset, index.cells.length),
      blocks: new Float64Array(room.buffer, room.byteOffset + cellBytes, index.blocks.length),
    };
    read.cells.set(index.cells);
    read.blocks.set(index.blocks);
    expect(indexInMemory(read)).toBe(read);
    const hits = noHits();
    createWasmOverlay(read)!.queryMany(PARCELS, hits);
    const expected = noHits();
    new TypeScriptOverlay(index).queryMany(PARCELS, expected);
    expect(found(hits, PARCELS)).toEqual(found(expected, PARCELS));
  });

  test('shared room is there for little and for more than a memory holds', () => {
    for (const bytes of [0, 100, 2_000_000]) expect(sharedRoom(bytes).byteLength).toBe(bytes);
    expect(memoryOf(sharedRoom(100))).toBeNull();
    expect(memoryOf(sharedRoom(2_000_000))).not.toBeNull();
    expect(memoryOf(sharedRoom(2 ** 32))).toBeNull();
  });

  test('threads over one index, at once, find what one finds', async () => {
    const index = buildCellIndex(ZONES);
    const expected = noHits();
    new TypeScriptOverlay(index).queryMany(PARCELS, expected);
    const message = { index: shareIndex(index), parcels: PARCELS, times: 5 };
    const answers = await Promise.all([1, 2, 3].map(() => inThread(message)));
    for (const { sent, hits } of answers) {
      expect(sent).toBe(true);
      expect(found(hits, PARCELS)).toEqual(found(expected, PARCELS));
    }
  });
});

function inThread(workerData: unknown): Promise<{ sent: boolean; hits: Hits }> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./kernel-thread.ts', import.meta.url), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
