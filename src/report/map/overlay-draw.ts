import { shrinkRings } from '../../geometry/buffer.ts';
import { intersectRings, subtractRings } from '../../geometry/outline.ts';
import type { Rings } from '../../geometry/rings.ts';
import { INK } from './colors.ts';
import { cutRings } from './cut.ts';
import type { Ground } from './ground.ts';
import { type Paper, paperLines, paperRings } from './paper.ts';
import {
  ADMIN_INK,
  APPROVABLE_INK,
  bedOf,
  buildingOps,
  colorsOf,
  ENVELOPE_INK,
  forbidEdge,
  forbidOps,
  PARCEL_INK,
  REGISTERED_INK,
  refusedOps,
  ringOps,
  waterOps,
  zoneOps,
} from './pens.ts';
import { roadDrawing } from './road-draw.ts';
import { area, type Op, stroke } from './scene.ts';
import type { SiteGround } from './site-ground.ts';

/** Between the parcel's outline and that of what could be approved, mm. */
const INSET_MM = 0.75;

/** All of the map but its texts: what lies around, then the parcel over it. */
export function drawnGround(paper: Paper, ground: Ground, site: SiteGround): Op[] {
  const roads = roadDrawing(paper, ground.roads);
  const on = (rings: Rings) => paperRings(paper, rings);
  const { refused } = site;
  const hatched = (rings: Rings) =>
    refused.ends.length > 0 ? subtractRings(rings, refused) : rings;
  return [
    ...ground.zones.flatMap((z) => zoneOps(on(z.rings()), colorsOf(z))),
    ...roads.beds,
    // The parcel's zones again, since a road's bed may hide them.
    ...site.parts.flatMap((p) => zoneOps(on(p.rings), colorsOf(p))),
    ...roads.lines,
    area(on(ground.registered), REGISTERED_INK),
    ...ground.water().flatMap((w) => waterOps(on(w.rings))),
    ...ground.waterLines.map((w) => stroke(paperLines(paper, w.lines), WATER_LINE_INK)),
    ...ground.forbids.flatMap((f, i) => forbidOps(on(hatched(f.rings())), i)),
    ...ground.admin.map((a) => area(on(a.rings), ADMIN_INK)),
    ...siteOps(paper, site, ground),
  ];
}

const WATER_LINE_INK = { stroke: INK.water, strokeMm: 0.35 } as const;

/** What was decided of the parcel. What forbids has only its edge where the hatch of the refused lies. */
function siteOps(paper: Paper, site: SiteGround, { forbids }: Ground): Op[] {
  const on = (rings: Rings) => paperRings(paper, cutRings(rings, paper.ground));
  const envelope = on(site.envelope);
  const approvable = on(inset(site.approvable, (INSET_MM * paper.scale) / 1000));
  return [
    ...refusedOps(on(site.refused)),
    ...forbids.map((f, i) => forbidEdge(on(intersectRings(f.rings(), site.refused)), i)),
    ...site.existing.flatMap((b) => buildingOps(on(b), INK.existing)),
    ...site.proposed.flatMap((b) => buildingOps(on(b), INK.proposed)),
    bedOf(envelope, ENVELOPE_INK),
    ...ringOps(on(site.parcel), PARCEL_INK),
    // Over the parcel's outline: where they run together both are seen.
    area(envelope, ENVELOPE_INK),
    ...ringOps(approvable, APPROVABLE_INK),
  ];
}

function inset(rings: Rings, byM: number): Rings {
  return rings.ends.length === 0 ? rings : shrinkRings(rings, byM);
}
