import { frontageAlong } from '../geometry/frontage.ts';
import type { Ask, Outcome } from './condition-ask.ts';
import { type NearRoad, ROAD_REACH_M, roadLayer, roadsNear } from './roads.ts';
import { fill, say } from './wording.ts';

/** An edge fronts a road if it runs along it: within 45 degrees. */
const ALONG_COS = Math.SQRT1_2;

/**
 * Whether a road of one of the classes serves the parcel: its edge (half the right of way from the
 * axis) lies along the outline within the map's accuracy. A stated class wins over the map. Roads
 * whose width or class is not recorded make it unknown, and so does a parcel that no road reaches.
 */
export function roadServed(ask: Ask): Outcome {
  const { targets } = ask.check;
  const wanted = say(targets.join(' atau '), targets.join(' or '));
  const given = ask.context.proposal.stated.roadClass;
  if (given !== null) {
    const kept = targets.includes(given);
    const what = fill(kept ? STATED_KEPT : STATED_BROKEN, { wanted, given });
    return { status: kept ? 'kept' : 'broken', stated: true, what };
  }
  const layer = roadLayer(ask.context);
  if (!layer) return { status: 'unknown', what: NO_ROADS };
  const { rings } = ask.context.site.parcel;
  const near = roadsNear(layer, rings, ROAD_REACH_M);
  const serving = near.filter((road) => fronts(road, layer.accuracyM, ask));
  if (serving.some((n) => n.road.class !== null && targets.includes(n.road.class))) {
    return { status: 'kept', what: fill(KEPT, { wanted }) };
  }
  const unclear = near.some(
    ({ road }) => road.rowWidthM === null && (road.class === null || targets.includes(road.class)),
  );
  const classless = serving.some((n) => n.road.class === null);
  if (unclear || classless) return { status: 'unknown', what: fill(UNCLEAR, { wanted }) };
  if (serving.length === 0) return { status: 'unknown', what: fill(NO_ROAD, { wanted }) };
  const classes = [...new Set(serving.map((n) => n.road.class))].sort().join(', ');
  return { status: 'broken', what: fill(BROKEN, { wanted, classes }) };
}

function fronts({ road, lines }: NearRoad, accuracyM: number, ask: Ask): boolean {
  if (road.rowWidthM === null) return false;
  const reach = road.rowWidthM / 2 + accuracyM;
  return frontageAlong(ask.context.site.parcel.rings, lines, reach, ALONG_COS) > 0;
}

const KEPT = say(
  'bidang dilayani jalan {wanted}: dipenuhi.',
  'a road of the class {wanted} serves the parcel: kept.',
);
const BROKEN = say(
  'bidang hanya dilayani jalan {classes}, padahal harus {wanted}: tidak dipenuhi.',
  'only a road of the class {classes} serves the parcel, but it must be {wanted}: not kept.',
);
const STATED_KEPT = say(
  'jalan {given} menurut keterangan pemohon, yang harus dibuktikan; harus {wanted}: dipenuhi.',
  'a road of the class {given} by what the applicant states, which has to be shown; it must be {wanted}: kept.',
);
const STATED_BROKEN = say(
  'jalan {given} menurut keterangan pemohon, padahal harus {wanted}: tidak dipenuhi.',
  'a road of the class {given} by what the applicant states, but it must be {wanted}: not kept.',
);
const NO_ROADS = say(
  'belum diketahui, karena rencana tidak memiliki data jalan.',
  'unknown, since the plan has no roads.',
);
const NO_ROAD = say(
  'harus dilayani jalan {wanted}; belum diketahui, karena tidak ada jalan pada peta yang menyentuh bidang ini.',
  'it must be served by a road of the class {wanted}; unknown, since no mapped road reaches this parcel.',
);
const UNCLEAR = say(
  'harus dilayani jalan {wanted}; belum diketahui, karena kelas atau lebar rumija jalan di dekat bidang tidak tercatat.',
  'it must be served by a road of the class {wanted}; unknown, since the class or right of way of a near road is not recorded.',
);
