import type { Lines, Rings } from '../geometry/rings.ts';
import type { Context } from './context.ts';
import { Recent } from './recent.ts';
import { edgesAlong, ROAD_REACH_M, roadLayer, roadsNear } from './roads.ts';

/**
 * The edges of the parcel by what they face: front (a road), rear (opposite the longest front) and side
 * (all others, and those of holes). Which edges are front is found from the roads, or stated.
 */
export type EdgeClass = 'front' | 'side' | 'rear';

export interface ParcelEdgeClass {
  readonly ring: number;
  /** Index of the edge's first point within its ring. */
  readonly edge: number;
  readonly class: EdgeClass;
}

export interface EdgeClasses {
  readonly edges: readonly ParcelEdgeClass[];
  /** How the front was found; `none`: no road reaches the parcel, so nothing is known of its edges. */
  readonly by: 'roads' | 'stated' | 'none';
}

/** An edge is front if at least this share of it runs along a road's right of way. */
const FRONT_SHARE = 0.5;
/** Within 45 degrees: opposite to the front. */
const WITHIN = Math.SQRT1_2;

const classes = new Recent<Rings, { readonly context: Context; readonly are: EdgeClasses }>();

/** Classes the edges of some rings (the parcel, or the piece of it that is judged); kept for the last ones. */
export function classifyEdges(context: Context, rings: Rings): EdgeClasses {
  let held = classes.get(rings);
  if (held?.context !== context) {
    held = { context, are: findClasses(context, rings) };
    classes.set(rings, held);
  }
  return held.are;
}

/** An edge of rings as a line of two points. */
export function edgeLine({ xy, ends }: Rings, { ring, edge }: ParcelEdgeClass): Lines {
  const start = ring === 0 ? 0 : ends[ring - 1]!;
  const i = 2 * (start + edge);
  const j = start + edge + 1 === ends[ring] ? 2 * start : i + 2;
  return { xy: Float64Array.of(xy[i]!, xy[i + 1]!, xy[j]!, xy[j + 1]!), ends: Uint32Array.of(2) };
}

function findClasses(context: Context, rings: Rings): EdgeClasses {
  const { frontEdges } = context.proposal.stated;
  const edges = edgesOf(rings);
  const ofParcel = rings === context.site.parcel.rings;
  if (frontEdges !== null && ofParcel) {
    const fronts = edges.map((e) => e.ring === 0 && frontEdges.includes(e.edge));
    return { edges: classed(edges, fronts), by: fronts.includes(true) ? 'stated' : 'none' };
  }
  const along = alongRoads(context, rings);
  const fronts = edges.map((e) => e.ring === 0 && along[e.at]! >= FRONT_SHARE * e.length);
  return { edges: classed(edges, fronts), by: fronts.includes(true) ? 'roads' : 'none' };
}

interface Edge {
  readonly ring: number;
  readonly edge: number;
  /** Index of its first point in the flat array. */
  readonly at: number;
  readonly length: number;
  /** Outward normal, unit length (rings keep the inside on their left). */
  readonly nx: number;
  readonly ny: number;
}

function edgesOf(rings: Rings): Edge[] {
  const edges: Edge[] = [];
  let start = 0;
  rings.ends.forEach((end, ring) => {
    for (let i = start; i < end; i++) {
      const j = i + 1 === end ? start : i + 1;
      const x = rings.xy[2 * i]!;
      const y = rings.xy[2 * i + 1]!;
      const dx = rings.xy[2 * j]! - x;
      const dy = rings.xy[2 * j + 1]! - y;
      const length = Math.hypot(dx, dy);
      if (length === 0) continue;
      edges.push({ ring, edge: i - start, at: i, length, nx: dy / length, ny: -dx / length });
    }
    start = end;
  });
  return edges;
}

/** For each edge the length that runs along some road's right of way: the longest by road. */
function alongRoads(context: Context, rings: Rings): Float64Array {
  const best = new Float64Array(rings.xy.length / 2);
  const layer = roadLayer(context);
  if (!layer) return best;
  for (const near of roadsNear(layer, rings, ROAD_REACH_M)) {
    const along = edgesAlong(near, rings, layer);
    if (along === null) continue;
    for (let i = 0; i < along.length; i++) best[i] = Math.max(best[i]!, along[i]!);
  }
  return best;
}

function classed(edges: readonly Edge[], fronts: readonly boolean[]): ParcelEdgeClass[] {
  const main = edges
    .filter((_, i) => fronts[i])
    .reduce<Edge | null>((a, b) => (a && a.length >= b.length ? a : b), null);
  return edges.map((e, i) => ({
    ring: e.ring,
    edge: e.edge,
    class: fronts[i] ? 'front' : isOpposite(e, main) ? 'rear' : 'side',
  }));
}

function isOpposite(edge: Edge, front: Edge | null): boolean {
  if (front === null || edge.ring !== 0) return false;
  return edge.nx * front.nx + edge.ny * front.ny <= -WITHIN;
}
