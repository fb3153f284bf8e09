import type { Text } from '../base/problem.ts';
import type { LimitVerdict, Measured } from './limits.ts';
import { fill, inUnit, percent, say } from './wording.ts';

/** One sentence for a judged limit, for a citizen: what was measured, what may be, from which zone. */
export function explainLimit(
  what: Omit<Measured, 'rule'>,
  verdict: LimitVerdict,
  unclear: 'pieces' | null,
  by: { readonly roadClass?: string; readonly alternative?: string } = {},
): Text {
  const sentence = unclear
    ? say(
        '{title} tidak dapat diperiksa: bidang terdiri atas bagian yang terpisah dan letak bangunan tidak digambar.',
        '{title} could not be checked: the parcel is of separate pieces and no footprint says where the building stands.',
      )
    : sentenceFor(what, verdict);
  const shown = (v: number) => (what.inPercent ? percent(v) : inUnit(v, what.unit));
  return fill(sentence, {
    title: what.title,
    measured: what.measured === null ? '?' : shown(what.measured),
    limit: verdict.limit === null ? '?' : shown(verdict.limit),
    zone: whereFrom(verdict.from?.zone ?? '?', by),
    bound: what.kind === 'max' ? say('paling besar', 'at most') : say('paling kecil', 'at least'),
    missing: what.missing ?? '?',
  });
}

/** Zone, and road class and alternative where the row was chosen by them. */
function whereFrom(
  zone: string,
  { roadClass, alternative }: { readonly roadClass?: string; readonly alternative?: string },
): Text {
  const road = roadClass === undefined ? ['', ''] : [`, jalan ${roadClass}`, `, road ${roadClass}`];
  const named =
    alternative === undefined
      ? ['', '']
      : [`, alternatif ${alternative}`, `, alternative ${alternative}`];
  return say(`${zone}${road[0]}${named[0]}`, `${zone}${road[1]}${named[1]}`);
}

function sentenceFor(what: Pick<Measured, 'stated'>, verdict: LimitVerdict): Text {
  switch (verdict.reason) {
    case 'kept':
      return what.stated
        ? say(
            '{title} {measured}, {bound} {limit} (zona {zone}): dipenuhi menurut keterangan pemohon, yang harus dibuktikan.',
            '{title} {measured}, {bound} {limit} (zone {zone}): kept by what the applicant states, which has to be shown.',
          )
        : say(
            '{title} {measured}, {bound} {limit} (zona {zone}): dipenuhi.',
            '{title} {measured}, {bound} {limit} (zone {zone}): kept.',
          );
    case 'broken':
      return say(
        '{title} {measured}, padahal {bound} {limit} (zona {zone}): tidak dipenuhi.',
        '{title} {measured}, but {bound} {limit} is allowed (zone {zone}): not kept.',
      );
    case 'not_regulated':
      return say('{title} tidak diatur di zona ini.', '{title} is not regulated in this zone.');
    case 'between':
      return say(
        '{title} {measured} melampaui batas zona terketat ({limit}, zona {zone}) tetapi tidak melampaui rata-rata berbobot luas: petugas yang memutuskan.',
        "{title} {measured} breaks the strictest zone's limit ({limit}, zone {zone}) but not the area-weighted one: an officer has to choose.",
      );
    case 'not_measured':
      return say(
        '{title} tidak dapat diperiksa: isi {missing} pada permohonan.',
        '{title} could not be checked: the request lacks {missing}.',
      );
    default:
      return say(whyUnknown(verdict).id, whyUnknown(verdict).en);
  }
}

function whyUnknown(verdict: LimitVerdict): Text {
  switch (verdict.reason) {
    case 'unreadable':
      return say(
        '{title}: sel tabel rencana kosong atau tidak terbaca; belum diketahui.',
        "{title}: the plan's table cell is empty or unreadable; unknown.",
      );
    case 'road_class':
      return say(
        '{title}: batasnya tergantung kelas jalan di muka bidang, dan jalan itu tidak diketahui; belum diketahui.',
        '{title}: the limit depends on the class of the road that the parcel fronts, which is not known; unknown.',
      );
    case 'parcel_size':
      return say(
        '{title}: batasnya tergantung luas bidang, dan luas yang menentukan tidak jelas; belum diketahui.',
        '{title}: the limit depends on the size of the parcel, and which area decides is not clear; unknown.',
      );
    case 'contradictory':
      return say(
        '{title}: baris tabel rencana untuk tempat ini bertentangan atau tanpa dasar hukum; belum diketahui.',
        "{title}: the plan's rows for this place contradict each other or lack a legal basis; unknown.",
      );
    case 'silent':
      return say(
        '{title}: zona tidak jelas atau tidak ada rencana yang mengaturnya di sini; belum diketahui.',
        '{title}: the zone is unclear or no plan here speaks of it; unknown.',
      );
    case 'no_ground':
      return say(
        '{title}: tidak ada bagian bidang yang dapat memberi batas; belum diketahui.',
        '{title}: no part of the parcel gives a limit; unknown.',
      );
    default:
      return say(
        '{title}: rencana tidak memiliki baris aturan untuk zona ini; belum diketahui.',
        '{title}: the plan has no rule row for this zone; unknown.',
      );
  }
}
