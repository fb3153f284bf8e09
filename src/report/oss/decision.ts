import type { Extract } from '../extract/model.ts';
import { OSS, type OssOutcome } from './fields.ts';
import { fitText, type Losses } from './fit.ts';

/** What the city decided on an application, and under which numbers OSS knows it. */
export interface KkprDecision {
  /** Number of the decision; OSS has no field for it, so it stands in `keterangan`. */
  readonly number: string;
  /** `2026-03-01 14:30:00` in WITA, as OSS writes times. */
  readonly time: string;
  readonly outcome: OssOutcome;
  readonly official: { readonly name: string; readonly nip: string };
  /** As receiveNIBKKPR gave them. */
  readonly oss: {
    readonly id_proyek: string;
    readonly oss_id: string;
    readonly id_izin: string;
    readonly kd_izin: string;
  };
  /** Needed where it is refused, or differs from the study. */
  readonly reason?: string;
  /** Number of the Land Office's advice (pertimbangan teknis pertanahan). */
  readonly pertek?: string;
  readonly mapUrl?: string;
  readonly locationMapUrl?: string;
  readonly programme?: string;
}

/** The fields of the message that the decision alone fills. */
export interface DecisionFields {
  readonly id_proyek: string | null;
  readonly oss_id: string | null;
  readonly id_izin: string | null;
  readonly kd_izin: string | null;
  readonly kd_status: string | null;
  readonly tgl_status: string | null;
  readonly nip_status: string | null;
  readonly nama_status: string | null;
}

const EMPTY: DecisionFields = {
  id_proyek: null,
  oss_id: null,
  id_izin: null,
  kd_izin: null,
  kd_status: null,
  tgl_status: null,
  nip_status: null,
  nama_status: null,
};

/** These fields of a decision; all empty, with a note `oss.no_decision`, where none was made yet. */
export function decisionFields(decision: KkprDecision | null, losses: Losses): DecisionFields {
  if (decision === null) {
    losses.lose(
      'no_decision',
      'kd_status',
      'Belum ada keputusan: nomor OSS, status, waktu, pejabat dan persetujuan dikosongkan. Pesan ini belum dapat dikirim.',
      'There is no decision yet: the numbers of OSS, status, time, official and approval are left empty. This message cannot be sent yet.',
    );
    return EMPTY;
  }
  const { oss, official, time, outcome } = decision;
  if (!isTime(time)) {
    losses.refuse(
      'time',
      '/time',
      'Waktu keputusan ditulis YYYY-MM-DD HH:mm:ss, misalnya 2026-03-01 14:30:00.',
      'The time of a decision is written YYYY-MM-DD HH:mm:ss, such as 2026-03-01 14:30:00.',
      time,
    );
  }
  return {
    id_proyek: needed('id_proyek', oss.id_proyek, '/oss/id_proyek', losses),
    oss_id: needed('oss_id', oss.oss_id, '/oss/oss_id', losses),
    id_izin: needed('id_izin', oss.id_izin, '/oss/id_izin', losses),
    kd_izin: needed('kd_izin', oss.kd_izin, '/oss/kd_izin', losses),
    kd_status: OSS.outcomes[outcome].status,
    tgl_status: time,
    nip_status: needed('nip_status', official.nip, '/official/nip', losses),
    nama_status: needed('nama_status', official.name, '/official/name', losses),
  };
}

/** A time that exists, written `2026-03-01 14:30:00`. */
function isTime(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return false;
  const moment = new Date(`${text.replace(' ', 'T')}Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text.replace(' ', 'T'));
}

/** A text that must be there. Problem: `oss.missing`. */
function needed(field: string, text: string, pointer: string, losses: Losses): string {
  if (text.trim() !== '') return fitText(field, text, losses, pointer);
  losses.refuse('missing', pointer, `"${field}" wajib diisi.`, `"${field}" must be given.`);
  return '';
}

/**
 * Whether a decision can stand on this report. Problems: `oss.not_binding`, `oss.no_part` (a partial
 * approval of what the study does not divide), `oss.reason` (refused, or other than the study, without
 * a reason). Note `oss.against_study` where it differs.
 */
export function checkDecision(extract: Extract, decision: KkprDecision, losses: Losses): void {
  if (!extract.binding) {
    losses.refuse(
      'not_binding',
      '',
      'Laporan ini tidak mengikat; tidak ada keputusan yang dapat didasarkan padanya.',
      'This report does not bind; no decision can rest on it.',
    );
  }
  if (decision.outcome === 'sebagian' && !isDivided(extract)) {
    losses.refuse(
      'no_part',
      '/outcome',
      'Hasil telaah tidak membagi bidang ini, sehingga tidak ada bagian yang dapat disetujui.',
      'The study does not divide this parcel, so there is no part that could be approved.',
      decision.outcome,
    );
  }
  const differs = studied(extract) !== decision.outcome;
  if (differs) tellDifference(extract, losses);
  const reasoned = (decision.reason ?? '').trim() !== '';
  if (reasoned || (!differs && decision.outcome !== 'ditolak')) return;
  losses.refuse(
    'reason',
    '/reason',
    'Penolakan, dan keputusan yang berbeda dari hasil telaah, memerlukan alasan tertulis.',
    'A refusal, and a decision other than the study, need a written reason.',
  );
}

function isDivided({ parcel }: Extract): boolean {
  return parcel.approved !== null && parcel.refused !== null;
}

/** What the study comes to; null where it leaves it to an officer. */
function studied(extract: Extract): OssOutcome | null {
  if (extract.verdict === 'tidak_sesuai') return 'ditolak';
  if (extract.parcel.approved === null) return null;
  return isDivided(extract) ? 'sebagian' : 'seluruhnya';
}

function tellDifference({ verdict }: Extract, losses: Losses): void {
  losses.lose(
    'against_study',
    'data_teknis.persetujuan',
    `Keputusan ini berbeda dari hasil telaah (${verdict ?? '-'}).`,
    `This decision differs from the study (${verdict ?? '-'}).`,
  );
}
