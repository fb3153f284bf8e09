import type { CornerRow } from '../../assessment/model.ts';
import type { Extract, ExtractGround } from '../extract/model.ts';
import type { KkprDecision } from './decision.ts';
import { licenseText } from './fields.ts';
import type { Losses } from './fit.ts';

/** Ground that is approved: by the decision, else as the study has it. Null where none is. */
export function groundOf(extract: Extract, decision: KkprDecision | null): ExtractGround | null {
  const { areaM2, groundAreaM2, geometry, requested, approved } = extract.parcel;
  if (decision === null || decision.outcome === 'sebagian') return approved;
  if (decision.outcome === 'ditolak') return null;
  return { areaM2, groundAreaM2, geometry, corners: requested };
}

/** A zone of the ground that is approved. */
export interface GroundZone {
  readonly code: string;
  /** m² on the map; null where the study does not say how much of it lies there. */
  readonly areaM2: number | null;
}

/** Less ground beside the approved piece is rounding, m². */
const ROUNDING_M2 = 0.1;

/**
 * Zones of that ground by the parts that are not refused, largest first; slivers decide nothing and are
 * left out. Where the ground is one piece of several, it is not known how much of each zone lies in it.
 */
export function zonesOfGround(
  extract: Extract,
  ground: ExtractGround,
  whole: boolean,
): GroundZone[] {
  const zones = zonesOfParts(extract, whole);
  const sum = zones.reduce((total, z) => total + z.areaM2, 0);
  if (sum <= ground.areaM2 + ROUNDING_M2) return zones;
  const only = zones.length === 1 ? ground.areaM2 : null;
  return zones.map(({ code }) => ({ code, areaM2: only }));
}

function zonesOfParts(extract: Extract, whole: boolean): { code: string; areaM2: number }[] {
  const sums = new Map<string, number>();
  for (const part of extract.parts) {
    const refused = extract.findings.some((f) => f.scope === part.id && f.result === 'tidak');
    if (part.zone === null || part.sliver || (refused && !whole)) continue;
    sums.set(part.zone, (sums.get(part.zone) ?? 0) + part.areaM2);
  }
  const zones = [...sums].map(([code, areaM2]) => ({ code, areaM2 }));
  return zones.sort((a, b) => b.areaM2 - a.areaM2 || (a.code < b.code ? -1 : 1));
}

/** Decimals of degrees that are tried: 0.1 mm, 1 cm, 10 cm. */
const DECIMALS = [9, 7, 6];

/**
 * Corners for `koordinat_batas_bidang`: a line of headings, then ring, number, longitude, latitude,
 * degrees. Fewer decimals where it would be too long (note `oss.decimals`), and never fewer corners
 * (problem `oss.too_long`).
 */
export function cornerText(corners: readonly CornerRow[], losses: Losses): string {
  const { field, max } = licenseText('data_teknis.koordinat_batas_bidang');
  for (const decimals of DECIMALS) {
    const text = lines(corners, decimals);
    if (Buffer.byteLength(text) > max) continue;
    if (decimals !== DECIMALS[0]) {
      losses.lose(
        'decimals',
        field,
        `"${field}" memuat paling banyak ${max} huruf: koordinat ditulis dengan ${decimals} desimal.`,
        `"${field}" holds at most ${max} characters: coordinates are written with ${decimals} decimals.`,
      );
    }
    return text;
  }
  losses.refuse(
    'too_long',
    field,
    `"${field}" memuat paling banyak ${max} huruf; ${corners.length} titik batas tidak muat dan tidak boleh dipotong.`,
    `"${field}" holds at most ${max} characters; ${corners.length} corners do not fit and must not be cut.`,
    corners.length,
  );
  return '';
}

function lines(corners: readonly CornerRow[], decimals: number): string {
  const rows = corners.map(
    ({ ring, number, lon, lat }) =>
      `${ring + 1};${number};${lon.toFixed(decimals)};${lat.toFixed(decimals)}`,
  );
  return ['Cincin;No;Bujur;Lintang', ...rows].join('\n');
}
