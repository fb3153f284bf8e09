import { subtractRings } from '../geometry/outline.ts';
import { toGeoJson } from '../geometry/polygons.ts';
import { areaOf, type Rings } from '../geometry/rings.ts';
import type { Context } from './context.ts';
import { cornerTable, lonLatOf } from './corner-table.ts';
import type { Finding, PartialApproval, PartialGround } from './model.ts';
import type { Place } from './place.ts';

/**
 * What could be approved of a parcel of which parts are refused: the remainder and the rest, each with
 * outline, area and corner table, as a PKKPR lists them (No, Bujur, Lintang; degrees first, metres beside).
 */
export function partialApproval(
  context: Context,
  place: Place | null,
  findings: readonly Finding[],
): PartialApproval | undefined {
  if (place === null || place.scope !== 'remainder') return undefined;
  const refused = subtractRings(context.site.parcel.rings, place.rings);
  const about = (rule: string) =>
    findings.find((f) => f.rule === rule && f.scope === 'remainder')?.result ?? null;
  return {
    approvable: groundOf(context, place.rings),
    rest: groundOf(context, refused),
    meetsParcelMin: about('parcel_min'),
    footprintFits: about('room'),
  };
}

function groundOf(context: Context, rings: Rings): PartialGround {
  const { crs } = context.site.stack;
  const areaM2 = areaOf(rings);
  return {
    areaM2,
    groundAreaM2: areaM2 * context.site.groundScale,
    geometry: toGeoJson(rings, lonLatOf(crs)),
    corners: cornerTable(rings, crs),
  };
}
