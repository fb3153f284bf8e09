import type { ConditionCheckKind } from '../plan/model.ts';
import type { Ask, Outcome } from './condition-ask.ts';
import { documentThere, hours } from './condition-facts.ts';
import { activityArea, footprint, intensity, parcelSize, share } from './condition-figures.ts';
import { zoneShare } from './condition-ledger.ts';
import { countInBlock, countInRadius, distance } from './condition-places.ts';
import { roadServed } from './condition-road.ts';

/** How each check is made. */
export const CHECK_JUDGES: Readonly<Record<ConditionCheckKind, (ask: Ask) => Outcome>> = {
  max_floor_area_m2: activityArea,
  max_footprint_m2: footprint,
  max_share_percent: share,
  max_zone_share_percent: zoneShare,
  max_parcel_m2: (ask) => parcelSize(ask, 'max'),
  min_parcel_m2: (ask) => parcelSize(ask, 'min'),
  max_count_block: countInBlock,
  max_count_radius: countInRadius,
  min_distance_m: distance,
  hours,
  road_class: roadServed,
  kdb_max_percent: (ask) => intensity(ask, 'kdb', 'footprintM2'),
  klb_max: (ask) => intensity(ask, 'klb', 'grossFloorAreaM2'),
  kdh_min_percent: (ask) => intensity(ask, 'kdh', 'greenM2'),
  height_max_m: (ask) => intensity(ask, 'height', 'heightM'),
  floors_max: (ask) => intensity(ask, 'floors', 'floors'),
  document: documentThere,
};

/** Checks of the building's figures, which depend on what is refused. */
export const PLACE_CHECKS: ReadonlySet<string> = new Set([
  'kdb_max_percent',
  'klb_max',
  'kdh_min_percent',
  'height_max_m',
  'floors_max',
]);
