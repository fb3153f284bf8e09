import { cornerTable, lonLatOf } from '../../assessment/corner-table.ts';
import type { Assessment } from '../../assessment/model.ts';
import { toGeoJson } from '../../geometry/polygons.ts';
import type { ReportSource } from '../source.ts';
import type { ExtractGround, ExtractParcel } from './model.ts';
import { basisPlan } from './plans.ts';

/** The parcel with its two coordinate tables, as a PKKPR has them: what was asked for, and what could be approved. */
export function parcelOf(source: ReportSource): ExtractParcel {
  const { assessment, stack, parcel, proposal } = source;
  const { areaM2, groundAreaM2, projectionM2, kelurahan, kecamatan } = assessment.parcel;
  const whole = wholeGround(source);
  const { approved, refused } = groundsOf(assessment, whole);
  return {
    areaM2,
    groundAreaM2,
    projectionM2,
    deedAreaM2: proposal.deedAreaM2,
    areaBasis: basisPlan(source).manifest.areaBasis,
    crs: parcel.crs,
    crsAssumed: parcel.crsAssumed,
    metricCrs: stack.crs,
    kelurahan,
    kecamatan,
    geometry: whole.geometry,
    requested: whole.corners,
    approved,
    refused,
  };
}

function wholeGround({ assessment, stack, parcel }: ReportSource): ExtractGround {
  return {
    areaM2: assessment.parcel.areaM2,
    groundAreaM2: assessment.parcel.groundAreaM2,
    geometry: toGeoJson(parcel.rings, lonLatOf(stack.crs)),
    corners: cornerTable(parcel.rings, stack.crs),
  };
}

/**
 * What could be approved and what is refused. Nothing is approved by an answer that does not bind, nor
 * where no activity was asked about, since it is the activity that is approved, nor where activities are
 * refused different ground: then no one outline is right for all of them.
 */
function groundsOf(
  assessment: Assessment,
  whole: ExtractGround,
): Pick<ExtractParcel, 'approved' | 'refused'> {
  const { verdict, binding, partial, asked } = assessment;
  if (verdict === 'tidak_sesuai') return { approved: null, refused: whole };
  if (!binding || !asked.includes('use')) return { approved: null, refused: null };
  if (verdict === 'sesuai' || verdict === 'sesuai_bersyarat') {
    return { approved: whole, refused: null };
  }
  if (verdict !== 'sesuai_sebagian' || !partial || groundDiffers(assessment)) {
    return { approved: null, refused: null };
  }
  return { approved: groundOf(partial.approvable), refused: groundOf(partial.rest) };
}

/** Checks of the whole name an activity only where the activities' ground differs. */
function groundDiffers({ findings }: Assessment): boolean {
  return findings.some((f) => f.rule === 'parcel_min' && f.activity !== undefined);
}

function groundOf({ areaM2, groundAreaM2, geometry, corners }: ExtractGround): ExtractGround {
  return { areaM2, groundAreaM2, geometry, corners };
}
