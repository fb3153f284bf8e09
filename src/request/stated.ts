import type { Stated } from '../assessment/model.ts';
import type { PlanStack, PlanVersion } from '../plan/model.ts';
import { isGiven, objectWith, textAt } from './fields.ts';
import { nearestNames } from './nearest.ts';
import { edgeInRings, type PlacedParcel } from './parcel.ts';
import type { Problems } from './problems.ts';

export const NOTHING_STATED: Stated = { roadClass: null, frontEdges: null };

const MOST_EDGES = 1000;

/**
 * Facts that the asker knows better than the map. `frontEdges` are numbers of edges of the outer
 * ring: edge 0 runs from the first corner to the second.
 */
export function readStated(value: unknown, problems: Problems): Stated {
  if (!isGiven(value)) return NOTHING_STATED;
  const object = objectWith(value, ['roadClass', 'frontEdges'], '/stated', problems);
  if (!object) return NOTHING_STATED;
  return {
    roadClass: textAt(object, 'roadClass', '/stated', problems)?.toLowerCase() ?? null,
    frontEdges: readEdges(object.frontEdges, problems),
  };
}

function readEdges(value: unknown, problems: Problems): number[] | null {
  if (!isGiven(value)) return null;
  const right = Array.isArray(value) && value.length <= MOST_EDGES && value.every(isEdge);
  if (right) return [...new Set(value as number[])].sort((a, b) => a - b);
  problems.add(
    'type',
    '/stated/frontEdges',
    '"frontEdges" harus berupa daftar nomor sisi bidang mulai dari 0, misalnya [0].',
    '"frontEdges" must be a list of numbers of the parcel\'s edges from 0 on, such as [0].',
    value,
  );
  return null;
}

function isEdge(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

/**
 * Stated facts against parcel and plans: edges get the numbers that they have in the parcel's
 * rings. Problems: `stated.no_edge`, `stated.road_class` (no plan of the stack knows it).
 */
export function placeStated(
  stated: Stated,
  placed: PlacedParcel,
  stack: PlanStack,
  problems: Problems,
): Stated {
  checkRoadClass(stated.roadClass, stack.plans, problems);
  const edges = stated.frontEdges;
  edges?.forEach((edge, i) => {
    if (edge < placed.corners) return;
    problems.add(
      'stated.no_edge',
      `/stated/frontEdges/${i}`,
      `Bidang ini punya sisi 0 sampai ${placed.corners - 1}; sisi ${edge} tidak ada.`,
      `This parcel has the edges 0 to ${placed.corners - 1}; there is no edge ${edge}.`,
      edge,
    );
  });
  return { ...stated, frontEdges: edges?.map((e) => edgeInRings(e, placed)) ?? null };
}

/** Tells where none of the plans knows a class of road (`stated.road_class`); null is no class. */
export function checkRoadClass(
  given: string | null,
  plans: readonly PlanVersion[],
  problems: Problems,
): void {
  if (given === null) return;
  const known = new Set(
    plans.flatMap((p) => [
      ...p.rules.setbacks.map((s) => s.roadClass),
      ...(p.roads?.roads.flatMap((r) => r.class ?? []) ?? []),
    ]),
  );
  if (known.size === 0 || known.has(given)) return;
  const names = [...known].sort().join(', ').slice(0, 300);
  const near = nearestNames(given, known, 1)[0];
  problems.add(
    'stated.road_class',
    '/stated/roadClass',
    `Kelas jalan "${given}" tidak dikenal rencana ini${near ? `; mungkin "${near}"` : ''}. Yang dikenal: ${names}.`,
    `This plan does not know the road class "${given}"${near ? `; perhaps "${near}"` : ''}. It knows ${names}.`,
    given,
  );
}
