import type { Mesh } from './mesh.ts';

/**
 * Pairs of border edges that cross or touch away from a shared corner: none may, or zones would
 * overlap. Edges are given once, as pairs of vertex ids.
 */
export function findCrossings(
  mesh: Mesh,
  edges: readonly (readonly [number, number])[],
): [number, number][] {
  const size = 2 * mesh.side;
  const bins = new Map<number, number[]>();
  const found: [number, number][] = [];
  edges.forEach(([a, b], i) => {
    for (const key of binsOf(mesh, a, b, size)) {
      const bin = bins.get(key);
      if (!bin) {
        bins.set(key, [i]);
        continue;
      }
      for (const j of bin) if (crosses(mesh, edges[i]!, edges[j]!)) found.push([i, j]);
      bin.push(i);
    }
  });
  return found;
}

function* binsOf(mesh: Mesh, a: number, b: number, size: number): Generator<number> {
  const column = (v: number) => Math.floor((mesh.vx[v]! - mesh.west) / size) + 8;
  const row = (v: number) => Math.floor((mesh.vy[v]! - mesh.south) / size) + 8;
  const [left, right] = [Math.min(column(a), column(b)), Math.max(column(a), column(b))];
  const [low, high] = [Math.min(row(a), row(b)), Math.max(row(a), row(b))];
  for (let r = low; r <= high; r++) for (let c = left; c <= right; c++) yield r * 65536 + c;
}

function crosses(
  mesh: Mesh,
  [a, b]: readonly [number, number],
  [c, d]: readonly [number, number],
): boolean {
  if (a === c || a === d || b === c || b === d) return false;
  const turn = (p: number, q: number, r: number) =>
    (mesh.vx[q]! - mesh.vx[p]!) * (mesh.vy[r]! - mesh.vy[p]!) -
    (mesh.vy[q]! - mesh.vy[p]!) * (mesh.vx[r]! - mesh.vx[p]!);
  return turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0;
}

/** Every border edge once, from traced rings. */
export function edgesOf(rings: ReadonlyMap<number, number[][]>): [number, number][] {
  const seen = new Set<number>();
  const edges: [number, number][] = [];
  for (const list of rings.values()) {
    for (const ring of list) {
      ring.forEach((a, i) => {
        const b = ring[(i + 1) % ring.length]!;
        const key = Math.min(a, b) * 4194304 + Math.max(a, b);
        if (seen.has(key)) return;
        seen.add(key);
        edges.push([a, b]);
      });
    }
  }
  return edges;
}
