import type { AreaBasis, PlanVersion } from '../plan/model.ts';
import type { Finding, Proposal } from './model.ts';
import type { Site } from './site.ts';
import { squareMetres } from './wording.ts';

/** What every rule is given: the ground, the wish, and what the wish asks. */
export interface Context {
  readonly site: Site;
  readonly proposal: Proposal;
  readonly date: string;
  /** The plan that decides where no row says otherwise: nearest in rank. */
  readonly plan: PlanVersion;
  readonly asksUse: boolean;
  readonly asksBuilding: boolean;
}

/** A finding with the fields that most findings leave empty. */
export function finding(
  given: Pick<Finding, 'rule' | 'result' | 'scope' | 'message'> & Partial<Finding>,
): Finding {
  return {
    measured: null,
    limit: null,
    unit: 'none',
    plan: null,
    screening: false,
    legalBasis: [],
    ...given,
  };
}

/** The parcel area that ratios rest on, by the basis that the plan names; null with the field that is missing. */
export function basisArea(
  context: Context,
  mapAreaM2: number,
):
  | { readonly m2: number; readonly basis: AreaBasis }
  | { readonly m2: null; readonly why: 'no_deed' | 'deed_off' } {
  const { site, proposal, plan } = context;
  const basis = plan.manifest.areaBasis;
  if (basis === 'map') return { m2: mapAreaM2, basis };
  if (basis === 'ground') return { m2: mapAreaM2 * site.groundScale, basis };
  if (proposal.deedAreaM2 === null) return { m2: null, why: 'no_deed' };
  if (deedIsOff(context)) return { m2: null, why: 'deed_off' };
  return { m2: proposal.deedAreaM2 * (mapAreaM2 / site.areaM2), basis };
}

/** Whether the deed and the drawing differ by more than the plan tolerates (law of the verdict, point 10). */
export function deedIsOff(context: Context): boolean {
  const { site, proposal, plan } = context;
  if (proposal.deedAreaM2 === null) return false;
  const drawn = site.parcel.groundAreaM2;
  const tolerated = plan.manifest.deedTolerance * drawn + 0.01;
  return Math.abs(proposal.deedAreaM2 - drawn) > tolerated;
}

/** The finding on the deed area; none where no deed area is given. */
export function judgeDeed(context: Context): Finding[] {
  const { site, proposal, plan } = context;
  if (proposal.deedAreaM2 === null) return [];
  const off = deedIsOff(context);
  const deed = squareMetres(proposal.deedAreaM2);
  const drawn = squareMetres(site.parcel.groundAreaM2);
  return [
    finding({
      rule: 'deed_area',
      result: off ? 'tidak_diketahui' : 'lulus',
      scope: 'parcel',
      measured: proposal.deedAreaM2,
      limit: site.parcel.groundAreaM2,
      unit: 'm2',
      plan: plan.manifest.id,
      legalBasis: [plan.citation],
      message: off
        ? {
            id: `Luas surat ${deed.id} berbeda dari luas gambar ${drawn.id} melebihi toleransi; ukur ulang bidang ini.`,
            en: `The deed's ${deed.en} differs from the drawn ${drawn.en} by more than the tolerance; have the parcel surveyed.`,
          }
        : {
            id: `Luas surat ${deed.id} cocok dengan luas gambar ${drawn.id}.`,
            en: `The deed's ${deed.en} agrees with the drawn ${drawn.en}.`,
          },
    }),
  ];
}
