import { type ObstaclePiece, planeHeight, radialHeight } from './obstacle-surfaces.ts';
import { type Convex, distanceToConvex, inConvex } from './obstacle-surfaces-convex.ts';

/**
 * A height that the lowest of the pieces exceeds nowhere in a convex cell, m above mean sea level: the
 * least of the heights that the pieces over all of the cell have at most. Infinity where none is known
 * to lie over all of it.
 */
export function highestOver(pieces: readonly ObstaclePiece[], cell: Convex): number {
  return pieces.reduce((least, piece) => Math.min(least, mostOf(piece, cell)), Infinity);
}

function mostOf(piece: ObstaclePiece, cell: Convex): number {
  if (piece.kind === 'planar') {
    let most = -Infinity;
    for (let i = 0; i < cell.length; i += 2) {
      if (!inConvex(cell[i]!, cell[i + 1]!, piece.outline)) return Infinity;
      most = Math.max(most, planeHeight(piece, cell[i]!, cell[i + 1]!));
    }
    return most;
  }
  const { middleX, middleY, radius } = circleAround(cell);
  const distance = distanceToConvex(middleX, middleY, piece.hull);
  const covers =
    distance + radius <= piece.to && (piece.from === 0 || distance - radius >= piece.from);
  if (!covers) return Infinity;
  const near = radialHeight(piece, Math.max(piece.from, distance - radius));
  return Math.max(near, radialHeight(piece, distance + radius));
}

function circleAround(cell: Convex) {
  let [middleX, middleY] = [0, 0];
  for (let i = 0; i < cell.length; i += 2) {
    middleX += (2 * cell[i]!) / cell.length;
    middleY += (2 * cell[i + 1]!) / cell.length;
  }
  let radius = 0;
  for (let i = 0; i < cell.length; i += 2) {
    radius = Math.max(radius, Math.hypot(cell[i]! - middleX, cell[i + 1]! - middleY));
  }
  return { middleX, middleY, radius };
}
