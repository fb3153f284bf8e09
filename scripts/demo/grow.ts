import type { Mesh } from './mesh.ts';
import { chance, hashText, SEED } from './random.ts';

/** A heap of cells by cost; equal costs come out in the order in which they were put in. */
class Heap {
  #items: { cost: number; order: number; cell: number; label: number }[] = [];
  #order = 0;

  get size(): number {
    return this.#items.length;
  }

  push(cost: number, cell: number, label: number): void {
    const items = this.#items;
    const item = { cost, order: this.#order++, cell, label };
    let i = items.length;
    items.push(item);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!less(item, items[parent]!)) break;
      items[i] = items[parent]!;
      i = parent;
    }
    items[i] = item;
  }

  pop(): { cost: number; cell: number; label: number } {
    const items = this.#items;
    const top = items[0]!;
    const last = items.pop()!;
    if (items.length > 0) this.#sink(last);
    return top;
  }

  #sink(item: { cost: number; order: number; cell: number; label: number }): void {
    const items = this.#items;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && less(items[child + 1]!, items[child]!)) child++;
      if (!less(items[child]!, item)) break;
      items[i] = items[child]!;
      i = child;
    }
    items[i] = item;
  }
}

function less(a: { cost: number; order: number }, b: { cost: number; order: number }): boolean {
  return a.cost < b.cost || (a.cost === b.cost && a.order < b.order);
}

/**
 * Divides the cells into grown patches. `key` names the ground that a patch must not leave (negative
 * = no ground); `grain` is the wished size of a patch there in m². Patches without a seed get one.
 */
export function growPatches(
  mesh: Mesh,
  key: Int32Array,
  grain: (cell: number) => number,
  name: string,
): { patchOf: Int32Array; count: number } {
  const patchOf = new Int32Array(mesh.count).fill(-1);
  const seedSalt = hashText(`${SEED}/${name}/seed`);
  const costSalt = hashText(`${SEED}/${name}/cost`);
  const heap = new Heap();
  let count = 0;
  for (let cell = 0; cell < mesh.count; cell++) {
    if (key[cell]! < 0) continue;
    if (chance(seedSalt, cell) < mesh.cellArea / grain(cell)) heap.push(0, cell, count++);
  }
  const spread = () => {
    while (heap.size > 0) {
      const { cost, cell, label } = heap.pop();
      if (patchOf[cell] !== -1) continue;
      patchOf[cell] = label;
      for (let d = 0; d < 6; d++) {
        const next = mesh.neighbour(cell, d);
        if (patchOf[next] === -1 && key[next] === key[cell]) {
          heap.push(cost + 0.45 + chance(costSalt, next), next, label);
        }
      }
    }
  };
  spread();
  for (let cell = 0; cell < mesh.count; cell++) {
    if (key[cell]! < 0 || patchOf[cell] !== -1) continue;
    heap.push(0, cell, count++);
    spread();
  }
  return { patchOf, count };
}

/** Steps of each cell from the border of its patch: 1 on the border, -1 outside of all patches. */
export function depthInPatch(mesh: Mesh, patchOf: Int32Array): Int16Array {
  const depth = new Int16Array(mesh.count).fill(-1);
  let front: number[] = [];
  for (let cell = 0; cell < mesh.count; cell++) {
    if (patchOf[cell]! < 0) continue;
    for (let d = 0; d < 6; d++) {
      if (patchOf[mesh.neighbour(cell, d)] !== patchOf[cell]) {
        depth[cell] = 1;
        front.push(cell);
        break;
      }
    }
  }
  for (let step = 2; front.length > 0; step++) {
    const next: number[] = [];
    for (const cell of front) {
      for (let d = 0; d < 6; d++) {
        const n = mesh.neighbour(cell, d);
        if (patchOf[n] !== patchOf[cell] || depth[n] !== -1) continue;
        depth[n] = step;
        next.push(n);
      }
    }
    front = next;
  }
  return depth;
}

/** Connected components of cells with equal key (negative = none), numbered by their first cell. */
export function components(mesh: Mesh, key: Int32Array): { of: Int32Array; count: number } {
  const of = new Int32Array(mesh.count).fill(-1);
  let count = 0;
  for (let start = 0; start < mesh.count; start++) {
    if (key[start]! < 0 || of[start] !== -1) continue;
    const stack = [start];
    of[start] = count;
    while (stack.length > 0) {
      const cell = stack.pop()!;
      for (let d = 0; d < 6; d++) {
        const n = mesh.neighbour(cell, d);
        if (of[n] !== -1 || key[n] !== key[cell]) continue;
        of[n] = count;
        stack.push(n);
      }
    }
    count++;
  }
  return { of, count };
}
