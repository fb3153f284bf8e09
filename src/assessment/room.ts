import { farthestOutside } from '../geometry/distance.ts';
import { areaOf } from '../geometry/rings.ts';
import { type Context, finding } from './context.ts';
import { drawnFootprints } from './doubt.ts';
import { BuildingFigures } from './figures.ts';
import type { Finding } from './model.ts';
import type { Place } from './place.ts';
import { fill, metres, say, squareMetres } from './wording.ts';

/**
 * `room`: whether the building has room on the remainder (law of the verdict, point 7). Drawn
 * footprints must lie in it; without a drawing its area must suffice, and the place is a condition.
 */
export function judgeRoom(context: Context, place: Place): Finding {
  const footprints = drawnFootprints(context.proposal.buildings);
  const base = {
    rule: 'room',
    scope: place.scope,
    plan: context.plan.manifest.id,
    legalBasis: [context.plan.citation],
  } as const;
  const allDrawn = footprints.length === context.proposal.buildings.length;
  const outside = Math.max(0, ...footprints.map((f) => farthestOutside(f, place.rings).metres));
  const fits = outside <= 1e-3;
  // One drawn building off the remainder settles it, whatever the others are.
  if (allDrawn || !fits) {
    return finding({
      ...base,
      result: fits ? 'lulus' : 'tidak',
      measured: fits ? 0 : outside,
      limit: 0,
      unit: 'm',
      message: fill(fits ? drawnFits : drawnOut, { outside: metres(outside) }),
    });
  }
  const onGround = context.plan.manifest.areaBasis !== 'map';
  const needed = new BuildingFigures(context.site, context.proposal, onGround).total('footprintM2');
  if (needed.value === null) {
    return finding({
      ...base,
      result: 'tidak_diketahui',
      missingField: needed.missing,
      message: fill(unknownSize, { missing: needed.missing }),
    });
  }
  const available = areaOf(place.rings) * (onGround ? context.site.groundScale : 1);
  const suffices = needed.value <= available + 0.01;
  return finding({
    ...base,
    result: suffices ? 'bersyarat' : 'tidak',
    measured: needed.value,
    limit: available,
    unit: 'm2',
    message: fill(suffices ? placeInside : tooSmall, {
      needed: squareMetres(needed.value),
      available: squareMetres(available),
    }),
  });
}

const drawnFits = say(
  'Tapak bangunan terletak di bagian yang tidak ditolak.',
  'The footprint lies on the part that is not refused.',
);
const drawnOut = say(
  'Tapak bangunan keluar {outside} dari bagian yang tidak ditolak.',
  'The footprint reaches {outside} beyond the part that is not refused.',
);
const unknownSize = say(
  'Tidak dapat diperiksa apakah bangunan muat di sisa bidang: isi {missing}.',
  'Whether the building has room on the remainder could not be checked: the request lacks {missing}.',
);
const placeInside = say(
  'Letakkan bangunan ({needed}) seluruhnya di sisa bidang yang tidak ditolak ({available}).',
  'Place the building ({needed}) wholly on the remainder that is not refused ({available}).',
);
const tooSmall = say(
  'Sisa bidang yang tidak ditolak ({available}) lebih kecil dari tapak bangunan ({needed}).',
  'The remainder that is not refused ({available}) is smaller than the footprint ({needed}).',
);
