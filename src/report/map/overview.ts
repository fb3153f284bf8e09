import {
  type Box,
  boxOf,
  featureRings,
  joinRings,
  type Lines,
  type Rings,
} from '../../geometry/rings.ts';
import type { AreaLayer, PlanStack, PlanVersion } from '../../plan/model.ts';
import { simplifiedLines, simplifiedRings } from './paper.ts';

/** A city at a small scale, m: all features simplified, whatever the parcel. */
export interface Overview {
  /** Kelurahan; without any, the zones, which have no names here. */
  readonly land: readonly { readonly name: string | null; readonly rings: Rings }[];
  readonly strips: Rings;
  readonly roads: Lines;
}

/** Larger grounds are no city: then only the surroundings are shown, m. */
const CITY_M = 60_000;
const SURROUNDINGS_M = 5000;
/** Main roads are at least so wide, of the widest. */
const MAIN_SHARE = 0.5;

/** What an overview of the stack shows: the city that the parcel lies in, else some kilometres around it. */
export function overviewBox(stack: PlanStack, parcel: Rings): Box {
  const own = boxOf(parcel.xy);
  const city = cityBox(stack);
  const [x, y] = [(own[0] + own[2]) / 2, (own[1] + own[3]) / 2];
  const isInside = own[0] >= city[0] && own[1] >= city[1] && own[2] <= city[2] && own[3] <= city[3];
  const extent = Math.max(city[2] - city[0], city[3] - city[1]);
  if (isInside && extent <= CITY_M) return city;
  const reach = SURROUNDINGS_M + Math.max(own[2] - own[0], own[3] - own[1]);
  return [x - reach, y - reach, x + reach, y + reach];
}

const boxes = new WeakMap<PlanStack, Box>();

/** Box of all kelurahan, else of all zones. */
function cityBox(stack: PlanStack): Box {
  let box = boxes.get(stack);
  if (!box) {
    const plan = landPlan(stack);
    box = boxOf(joinRings(plan ? ringsOf(plan, landKind(plan)) : []).xy);
    boxes.set(stack, box);
  }
  return box;
}

const held = new WeakMap<PlanStack, Map<number, Overview>>();

/** The features of an overview, simplified to `fineM`; kept, since all parcels of a city have the same. */
export function overviewOf(stack: PlanStack, fineM: number): Overview {
  const byFineness = held.get(stack) ?? new Map<number, Overview>();
  held.set(stack, byFineness);
  let overview = byFineness.get(fineM);
  if (!overview) {
    overview = makeOverview(stack, fineM);
    byFineness.set(fineM, overview);
  }
  return overview;
}

function makeOverview(stack: PlanStack, fineM: number): Overview {
  const plan = landPlan(stack);
  const strips = stack.plans.flatMap((p) => ringsOf(p, 'strip'));
  return {
    land: plan ? landOf(plan, fineM) : [],
    strips: simplifiedRings(joinRings(strips), fineM),
    roads: simplifiedLines(joinRings(stack.plans.flatMap(mainRoads)), fineM),
  };
}

/** The first plan that has kelurahan, else the nearest. */
function landPlan(stack: PlanStack): PlanVersion | undefined {
  return stack.plans.find((p) => landKind(p) === 'admin') ?? stack.plans[0];
}

function landKind(plan: PlanVersion): 'admin' | 'zones' {
  return plan.layers.some((l) => l.kind === 'admin' && l.count > 0) ? 'admin' : 'zones';
}

function landOf(plan: PlanVersion, fineM: number): Overview['land'] {
  const kind = landKind(plan);
  return plan.layers.flatMap((layer) =>
    layer.kind === kind
      ? Array.from({ length: layer.count }, (_, at) => ({
          name: kind === 'admin' ? (layer.name[at] ?? null) : null,
          rings: simplifiedRings(featureRings(plan.areas, layer.first + at), fineM),
        }))
      : [],
  );
}

function ringsOf(plan: PlanVersion, kind: AreaLayer['kind']): Rings[] {
  return plan.layers.flatMap((layer) =>
    layer.kind === kind
      ? Array.from({ length: layer.count }, (_, at) => featureRings(plan.areas, layer.first + at))
      : [],
  );
}

/** Lines of roads by their width, since classes are words that only the plan's own tables know. */
function mainRoads({ roads: layer }: PlanVersion): Lines[] {
  if (layer === null) return [];
  const widest = layer.roads.reduce((w, r) => Math.max(w, r.rowWidthM ?? 0), 0);
  return layer.roads.flatMap((road, i) => {
    if (widest === 0 || (road.rowWidthM ?? 0) < MAIN_SHARE * widest) return [];
    const start = i === 0 ? 0 : layer.lines.ends[i - 1]!;
    const end = layer.lines.ends[i]!;
    return { xy: layer.lines.xy.subarray(2 * start, 2 * end), ends: Uint32Array.of(end - start) };
  });
}
