import { boxOf } from '../../geometry/rings.ts';
import { INK } from './colors.ts';
import { cornerOps } from './corner-labels.ts';
import { cutLines } from './cut.ts';
import type { Ground } from './ground.ts';
import { type Region, regionLabels } from './labels.ts';
import { type Paper, paperLines, paperRings } from './paper.ts';
import { roadLift } from './road-draw.ts';
import { alongLabel } from './road-labels.ts';
import type { Room } from './room.ts';
import type { Op } from './scene.ts';
import type { SiteGround } from './site-ground.ts';

const OUTLINE_STEP_MM = 1;

/** Texts in the order of their weight: the parcel's corners, zones, roads, water, kelurahan. */
export function overlayLabels(paper: Paper, ground: Ground, site: SiteGround, room: Room): Op[] {
  const corners = cornerOps(
    paper,
    site.parcel,
    { color: INK.parcel, face: 'bold', side: 'out' },
    room,
  );
  const approved = cornerOps(
    paper,
    site.approvableCorners,
    { color: INK.approvable, face: 'italic', side: 'in' },
    room,
  );
  keepOffSite(paper, site, room);
  return [
    ...corners,
    ...approved,
    ...regionLabels(paper.window, zoneRegions(paper, ground, site), room, 1.25),
    ...roadLabels(paper, ground, room),
    ...regionLabels(paper.window, waterRegions(paper, ground), room, 1.25),
    ...regionLabels(paper.window, adminRegions(paper, ground, site), room, 2),
  ];
}

/** Name and class of each road, once. */
function roadLabels(paper: Paper, { roads }: Ground, room: Room): Op[] {
  return roads.flatMap((r) => {
    const text = [r.road.name, r.road.class && `(${r.road.class})`].filter(Boolean).join(' ');
    if (text === '') return [];
    const lines = paperLines(paper, cutLines(r.lines, paper.ground));
    return alongLabel(lines, text, room, roadLift(paper, r)) ?? [];
  });
}

/** Takes the buildings, and the parcel's outline in small boxes, so that no text lies across them. */
function keepOffSite(paper: Paper, { parcel, proposed, existing }: SiteGround, room: Room): void {
  for (const building of [...proposed, ...existing]) {
    const [minX, minY, maxX, maxY] = boxOf(building.xy);
    room.take([paper.x(minX), paper.y(maxY), paper.x(maxX), paper.y(minY)]);
  }
  for (const ring of paperRings(paper, parcel)) {
    const n = ring.length;
    for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
      const [dx, dy] = [ring[i]! - ring[j]!, ring[i + 1]! - ring[j + 1]!];
      const count = Math.max(1, Math.ceil(Math.hypot(dx, dy) / OUTLINE_STEP_MM));
      for (let k = 0; k < count; k++) {
        const [x, y] = [ring[j]! + (k / count) * dx, ring[j + 1]! + (k / count) * dy];
        room.take([x - 0.4, y - 0.4, x + 0.4, y + 0.4]);
      }
    }
  }
}

/** Zones around, then the parcel's own parts over them, so that no text lies across its outline. */
function zoneRegions(paper: Paper, ground: Ground, site: SiteGround): Region[] {
  const region = (codes: readonly string[], rings: Region['rings'], sizes: number[]): Region => ({
    rings,
    text: codes.join('+'),
    face: 'bold',
    color: INK.text,
    sizes,
  });
  return [
    ...ground.zones.map((z) => region(z.codes, paperRings(paper, z.rings()), [2.6, 2])),
    ...site.parts.map((p) => region(p.codes, paperRings(paper, p.rings), [3.2, 2.6, 2])),
  ];
}

function waterRegions(paper: Paper, { water }: Ground): Region[] {
  return water().map((w) => ({
    rings: paperRings(paper, w.rings),
    text: w.name ?? '',
    face: 'italic',
    color: INK.water,
    sizes: [2.2, 1.8],
    once: true,
  }));
}

/** Kelurahan, and the parcel, which their names keep off. */
function adminRegions(paper: Paper, { admin }: Ground, { parcel }: SiteGround): Region[] {
  const names = admin.map(
    (a): Region => ({
      rings: paperRings(paper, a.rings),
      text: a.name === null ? '' : `Kel. ${a.name}`,
      face: 'italic',
      color: INK.quiet,
      sizes: [2.4, 2],
      once: true,
    }),
  );
  return names.length === 0
    ? []
    : [...names, { ...names[0]!, rings: paperRings(paper, parcel), text: '' }];
}
