import type { Mesh } from './mesh.ts';
import { chance, hashText, SEED } from './random.ts';

/** A heap of cells by cost; equal costs come out in the order in which they were put in. */
class Heap {
  size = 0;
  #pushed = 0;
  #cost = new Float64Array(1 << 16);
  #order = new Int32Array(1 << 16);
  #cell = new Int32Array(1 << 16);
  #label = new Int32Array(1 << 16);

  push(cost: number, cell: number, label: number): void {
    if (this.size === this.#cost.length) this.#widen();
    const order = this.#pushed++;
    let i = this.size++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.#before(cost, order, parent)) break;
      this.#move(parent, i);
      i = parent;
    }
    this.#set(i, cost, order, cell, label);
  }

  pop(): { cost: number; cell: number; label: number } {
    const top = { cost: this.#cost[0]!, cell: this.#cell[0]!, label: this.#label[0]! };
    const last = --this.size;
    const [cost, order] = [this.#cost[last]!, this.#order[last]!];
    const [cell, label] = [this.#cell[last]!, this.#label[last]!];
    let i = 0;
    for (let child = 1; child < last; child = 2 * i + 1) {
      const right = child + 1;
      if (right < last && this.#before(this.#cost[right]!, this.#order[right]!, child))
        child = right;
      if (this.#before(cost, order, child)) break;
      this.#move(child, i);
      i = child;
    }
    this.#set(i, cost, order, cell, label);
    return top;
  }

  #before(cost: number, order: number, i: number): boolean {
    return cost < this.#cost[i]! || (cost === this.#cost[i]! && order < this.#order[i]!);
  }

  #move(from: number, to: number): void {
    this.#set(to, this.#cost[from]!, this.#order[from]!, this.#cell[from]!, this.#label[from]!);
  }

  #set(i: number, cost: number, order: number, cell: number, label: number): void {
    this.#cost[i] = cost;
    this.#order[i] = order;
    this.#cell[i] = cell;
    this.#label[i] = label;
  }

  #widen(): void {
    const wider = <T extends Float64Array | Int32Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    const room = 2 * this.#cost.length;
    this.#cost = wider(this.#cost, new Float64Array(room));
    this.#order = wider(this.#order, new Int32Array(room));
    this.#cell = wider(this.#cell, new Int32Array(room));
    this.#label = wider(this.#label, new Int32Array(room));
  }
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
