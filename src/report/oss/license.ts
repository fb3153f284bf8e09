import { metres, num, percent } from '../../assessment/wording.ts';
import { fail, ok, type Result } from '../../base/problem.ts';
import type { Extract, ExtractGround } from '../extract/model.ts';
import { VERDICT_LABELS } from '../labels.ts';
import {
  checkDecision,
  type DecisionFields,
  decisionFields,
  type KkprDecision,
} from './decision.ts';
import { OSS } from './fields.ts';
import { fitLimit, fitText, Losses } from './fit.ts';
import { cornerText, type GroundZone, groundOf, zonesOfGround } from './ground.ts';

/** A KKPR decision as OSS-RBA takes it (`receiveLicenseKKPR`). Null: no value, which a note names. */
export interface OssLicense {
  readonly IZINFINALKKPR: DecisionFields & {
    readonly keterangan: string;
    readonly data_teknis: OssTechnicalData;
  };
}

export interface OssTechnicalData {
  readonly luas: string | null;
  readonly jenis_peruntukan: string | null;
  readonly koefisien_dasar_bangunan: number | null;
  readonly koefisien_lantai_bangunan: number | null;
  readonly indikasi_program_pemanfaatan_ruang: string;
  readonly persyaratan_pelaksanaan_kegiatan: string;
  readonly garis_sempadan_bangunan: number | null;
  readonly jarak_bebas_bangunan: number | null;
  readonly koefisien_dasar_hijau: number | null;
  readonly jaringan_utilitas_kota: number | null;
  readonly persetujuan: string | null;
  readonly url_peta: string;
  readonly url_keterangan_peta: string;
  readonly ketentuan_umum: string;
  readonly koordinat_batas_bidang: string;
  readonly nomor_pertek: string;
  readonly nomor_perda_rtr: string;
  readonly nama_perairan: string;
  readonly kedalaman: number | null;
}

/**
 * A report and the decision on it as the message that OSS-RBA takes; without a decision a draft of it.
 * The notes name everything that the message can't say or says in another way, and `keterangan` says
 * them, too. Problems: those of decision.ts, `oss.missing`, `oss.too_long`, `oss.too_large`.
 */
export function licenseKkpr(
  extract: Extract,
  decision: KkprDecision | null = null,
): Result<OssLicense> {
  const losses = new Losses();
  if (decision) checkDecision(extract, decision, losses);
  const head = decisionFields(decision, losses);
  const ground = groundOf(extract, decision);
  const zones = ground ? zonesOfGround(extract, ground, decision?.outcome === 'seluruhnya') : [];
  const data_teknis = technicalData(extract, decision, ground, zones, losses);
  const text = explanation(extract, decision, zones, losses);
  const keterangan = fitText('keterangan', text, losses);
  if (losses.problems.length > 0) return fail(...losses.problems);
  return ok({ IZINFINALKKPR: { ...head, keterangan, data_teknis } }, losses.notes);
}

function technicalData(
  extract: Extract,
  decision: KkprDecision | null,
  ground: ExtractGround | null,
  zones: readonly GroundZone[],
  losses: Losses,
): OssTechnicalData {
  const text = (name: string, value: string, pointer?: string) =>
    fitText(`data_teknis.${name}`, value, losses, pointer);
  return {
    luas: ground ? text('luas', areaOf(extract, ground).toFixed(2)) : null,
    jenis_peruntukan: useCode(zones, losses),
    ...figures(extract, ground, zones, losses),
    indikasi_program_pemanfaatan_ruang: text(
      'indikasi_program_pemanfaatan_ruang',
      decision?.programme ?? '',
      '/programme',
    ),
    persyaratan_pelaksanaan_kegiatan: text(
      'persyaratan_pelaksanaan_kegiatan',
      ground ? conditionsText(extract) : '',
    ),
    persetujuan: decision ? text('persetujuan', OSS.outcomes[decision.outcome].persetujuan) : null,
    url_peta: text('url_peta', decision?.mapUrl ?? '', '/mapUrl'),
    url_keterangan_peta: text(
      'url_keterangan_peta',
      decision?.locationMapUrl ?? '',
      '/locationMapUrl',
    ),
    ketentuan_umum: text('ketentuan_umum', provisionsText(extract, zones)),
    koordinat_batas_bidang: ground ? cornerText(ground.corners, losses) : '',
    nomor_pertek: text('nomor_pertek', decision?.pertek ?? '', '/pertek'),
    nomor_perda_rtr: text('nomor_perda_rtr', extract.plans.map((p) => p.regulation).join('; ')),
    // Fields of water: this is a report on land.
    nama_perairan: '',
    kedalaman: null,
  };
}

/** By the plan's area basis, as ratios are. */
function areaOf({ parcel }: Extract, ground: ExtractGround): number {
  return parcel.areaBasis === 'map' ? ground.areaM2 : ground.groundAreaM2;
}

/**
 * One code of ten characters for all zones: the largest zone's where they are several (note
 * `oss.one_zone`), none where it is not known which is the largest (note `oss.zones_unsure`).
 */
function useCode(zones: readonly GroundZone[], losses: Losses): string | null {
  const [largest, ...others] = zones;
  if (!largest) return null;
  const all = zones.map((z) => z.code).join(', ');
  if (largest.areaM2 === null) {
    losses.lose(
      'zones_unsure',
      'data_teknis.jenis_peruntukan',
      `"jenis_peruntukan" dikosongkan: hasil telaah tidak membagi bidang yang disetujui menurut zona ${all}.`,
      `"jenis_peruntukan" is left empty: the study does not divide the ground that is approved by the zones ${all}.`,
    );
    return null;
  }
  if (others.length > 0) {
    losses.lose(
      'one_zone',
      'data_teknis.jenis_peruntukan',
      `"jenis_peruntukan" memuat satu kode: ${largest.code} (zona terluas) dari ${all}.`,
      `"jenis_peruntukan" holds one code: ${largest.code} (the largest zone) of ${all}.`,
    );
  }
  return fitText('data_teknis.jenis_peruntukan', largest.code, losses);
}

type Figures = Pick<
  OssTechnicalData,
  | 'koefisien_dasar_bangunan'
  | 'koefisien_lantai_bangunan'
  | 'garis_sempadan_bangunan'
  | 'jarak_bebas_bangunan'
  | 'koefisien_dasar_hijau'
  | 'jaringan_utilitas_kota'
>;

/** One figure each for all zones: the one that one has to keep, which is the strictest unless the plan weighs by area. */
function figures(
  extract: Extract,
  ground: ExtractGround | null,
  zones: readonly GroundZone[],
  losses: Losses,
): Figures {
  const { limits } = extract;
  if (ground === null) return tellNoGround(losses);
  if (zones.length > 1) tellOneFigure(zones, losses);
  // The study's limits are those of the ground that it allows, of no larger one.
  const studied = extract.parcel.refused === null || ground === extract.parcel.approved;
  const limit = (name: string, value: number | null, direction: 'max' | 'min') =>
    fitLimit(`data_teknis.${name}`, studied ? value : null, direction, losses);
  return {
    koefisien_dasar_bangunan: limit('koefisien_dasar_bangunan', times100(limits.kdbMax), 'max'),
    koefisien_lantai_bangunan: limit('koefisien_lantai_bangunan', limits.klbMax, 'max'),
    garis_sempadan_bangunan: limit('garis_sempadan_bangunan', limits.gsbMinM, 'min'),
    jarak_bebas_bangunan: limit('jarak_bebas_bangunan', freeDistance(extract, losses), 'min'),
    koefisien_dasar_hijau: limit('koefisien_dasar_hijau', times100(limits.kdhMin), 'min'),
    jaringan_utilitas_kota: limit('jaringan_utilitas_kota', null, 'min'),
  };
}

function tellNoGround(losses: Losses): Figures {
  losses.lose(
    'no_ground',
    'data_teknis',
    'Tidak ada bidang yang disetujui: luas, peruntukan, angka batas dan koordinat dikosongkan.',
    'No ground is approved: area, use, limits and coordinates are left empty.',
  );
  return {
    koefisien_dasar_bangunan: null,
    koefisien_lantai_bangunan: null,
    garis_sempadan_bangunan: null,
    jarak_bebas_bangunan: null,
    koefisien_dasar_hijau: null,
    jaringan_utilitas_kota: null,
  };
}

function times100(ratio: number | null): number | null {
  return ratio === null ? null : ratio * 100;
}

function tellOneFigure(zones: readonly GroundZone[], losses: Losses): void {
  const all = zones.map((z) => z.code).join(', ');
  losses.lose(
    'one_figure',
    'data_teknis',
    `KDB, KLB, KDH, GSB dan jarak bebas masing-masing satu angka untuk zona ${all}: yang terketat, kecuali rencana menyatakan bobot luas.`,
    `KDB, KLB, KDH, GSB and free distance are one figure each for the zones ${all}: the strictest, unless the plan weighs by area.`,
  );
}

/** The larger of side and rear distance (note `oss.one_distance`); null where one of them is unknown or was not checked. */
function freeDistance({ figures: rows }: Extract, losses: Losses): number | null {
  const lines = rows.filter((f) => f.rule === 'jbs' || f.rule === 'jbb');
  const known = lines.flatMap((f) => f.limit ?? []);
  // Passed without a limit: the plan does not regulate it.
  const open = lines.some((f) => f.limit === null && f.result !== 'lulus');
  if (open || known.length === 0) return null;
  const largest = Math.max(...known);
  if (known.some((m) => m !== largest)) {
    const [one, all] = [metres(largest), known.map(metres)];
    losses.lose(
      'one_distance',
      'data_teknis.jarak_bebas_bangunan',
      `"jarak_bebas_bangunan" memuat satu angka: ${one.id}, yang terbesar dari JBS dan JBB (${all.map((t) => t.id).join('; ')}).`,
      `"jarak_bebas_bangunan" holds one figure: ${one.en}, the largest of side and rear distance (${all.map((t) => t.en).join('; ')}).`,
    );
  }
  return largest;
}

/** Conditions, and what must be kept though it has no code of a condition (lines to keep, ground not to build on). */
function conditionsText({ conditions, findings }: Extract): string {
  const others = findings.filter(
    (f) => f.result === 'bersyarat' && !f.screening && !f.conditions?.length && f.rule !== 'use',
  );
  const texts = [
    ...conditions.map((c) => `${c.code}: ${c.text.id}`),
    ...others.map((f) => f.message.id),
  ];
  return [...new Set(texts)].join('; ');
}

/** `K-1 Perdagangan dan jasa skala kota: I` for each zone of the ground. */
function provisionsText(extract: Extract, zones: readonly GroundZone[]): string {
  const codes = zones.flatMap((z) => z.code.split('+'));
  return extract.zones
    .filter((z) => codes.includes(z.code))
    .map((z) => `${z.code}${z.name === null ? '' : ` ${z.name}`}: ${z.use ?? '-'}`)
    .join('; ');
}

/** All that the fields have no room for, in Indonesian, a line each. */
function explanation(
  extract: Extract,
  decision: KkprDecision | null,
  zones: readonly GroundZone[],
  { notes }: Losses,
): string {
  const { id, code, date, verdict, validity, parcel } = extract;
  const result = verdict === null ? '-' : VERDICT_LABELS[verdict].id;
  const areas = zones.map(({ code: zone, areaM2 }) =>
    areaM2 === null
      ? zone
      : `${zone} ${num(areaM2, 2).id} m2 (${percent(areaM2 / parcel.areaM2).id})`,
  );
  const cut = notes.filter((n) => n.code === 'oss.cut').map((n) => n.where);
  const whole = (field: string, text: string) =>
    cut.includes(`data_teknis.${field}`) ? [text] : [];
  return [
    ...(extract.demonstration ? ['DATA PERAGAAN, BUKAN RENCANA TATA RUANG YANG BERLAKU.'] : []),
    ...(decision ? [`Keputusan nomor ${decision.number}, ${decision.time} WITA.`] : []),
    ...(decision?.reason ? [`Pertimbangan: ${decision.reason}`] : []),
    `Hasil telaah ${code} (${id}), ${date}: ${result}. Berlaku sampai ${validity.to}.`,
    ...(areas.length > 0 ? [`Zona: ${areas.join('; ')}.`] : []),
    ...notes.map((n) => n.message.id),
    ...whole('persyaratan_pelaksanaan_kegiatan', `Persyaratan: ${conditionsText(extract)}`),
    ...whole('ketentuan_umum', `Ketentuan umum: ${provisionsText(extract, zones)}`),
    ...whole('nomor_perda_rtr', `Rencana: ${extract.plans.map((p) => p.regulation).join('; ')}`),
    ...whole(
      'indikasi_program_pemanfaatan_ruang',
      `Indikasi program: ${decision?.programme ?? ''}`,
    ),
  ].join('\n');
}
