import type { Assessment, FindingResult } from '../../assessment/model.ts';
import { fill, say, squareMetres } from '../../assessment/wording.ts';
import type { Text } from '../../base/problem.ts';
import { VERDICT_LABELS } from '../labels.ts';
import type { ReportSource } from '../source.ts';
import { activityName, ruleName } from './names.ts';

/** What the report says in three sentences: the result, what it hangs on, and by which plan. No personal data. */
export function summaryOf(source: ReportSource): Text[] {
  return [resultSentence(source), whySentence(source), planSentence(source)];
}

function resultSentence({ assessment, stack }: ReportSource): Text {
  const names = assessment.activities.map((a) => activityName(a.code, stack) ?? both(a.code));
  const verdict = assessment.verdict === null ? null : VERDICT_LABELS[assessment.verdict];
  const values = {
    names: joined(names),
    area: squareMetres(assessment.parcel.areaM2),
    place: placeOf(assessment),
    verdict: verdict ?? '',
  };
  if (verdict === null) {
    return fill(
      say(
        'Informasi tempat untuk bidang seluas {area}{place}; kegiatan dan bangunan tidak ditanyakan.',
        'Information on the place of a parcel of {area}{place}; no activity and no building was asked about.',
      ),
      values,
    );
  }
  const asked =
    names.length > 0
      ? say(
          '{names} di bidang seluas {area}{place}: {verdict}.',
          '{names} on a parcel of {area}{place}: {verdict}.',
        )
      : say(
          'Bangunan di bidang seluas {area}{place}: {verdict}.',
          'Building on a parcel of {area}{place}: {verdict}.',
        );
  return fill(asked, values);
}

function placeOf({ parcel }: Assessment): Text | string {
  const { kelurahan, kecamatan } = parcel;
  if (kelurahan === null) return '';
  const district = kecamatan === null ? '' : `, ${kecamatan}`;
  return say(` di ${kelurahan}${district}`, ` in ${kelurahan}${district}`);
}

function whySentence(source: ReportSource): Text {
  const { assessment } = source;
  switch (assessment.verdict) {
    case 'tidak_sesuai':
      return fill(say('Yang tidak dipenuhi: {rules}.', 'What is not kept: {rules}.'), {
        rules: rulesWith(source, 'tidak'),
      });
    case 'perlu_telaah':
      if (!assessment.findings.some((f) => f.result === 'tidak_diketahui')) return NEEDS_OFFICER;
      return fill(
        say(
          'Petugas harus menelaah, karena belum diketahui: {rules}.',
          'An officer has to look at it, since this is unknown: {rules}.',
        ),
        { rules: rulesWith(source, 'tidak_diketahui') },
      );
    case 'sesuai_sebagian':
      return fill(
        say(
          'Sebagian bidang ditolak karena: {rules}.',
          'A part of the parcel is refused because of: {rules}.',
        ),
        { rules: rulesWith(source, 'tidak') },
      );
    case 'sesuai_bersyarat':
      return fill(
        say('Ada syarat yang harus dipenuhi: {rules}.', 'There are conditions to keep: {rules}.'),
        { rules: rulesWith(source, 'bersyarat') },
      );
    case 'sesuai':
      return say('Semua yang diperiksa dipenuhi.', 'All that was checked is kept.');
    default:
      return fill(say('Zona: {zones}.', 'Zones: {zones}.'), {
        zones: assessment.zones.map((z) => z.code).join(', ') || '-',
      });
  }
}

const NEEDS_OFFICER = say(
  'Petugas harus menelaah: tidak ada bagian bidang yang dapat menentukan hasilnya.',
  'An officer has to look at it: no part of the parcel can decide the result.',
);

/** Rules that have a finding of this result, each once; `-` where the verdict hangs on none. */
function rulesWith({ assessment, stack }: ReportSource, result: FindingResult): Text {
  const rules = assessment.findings.filter((f) => f.result === result).map((f) => f.rule);
  return joined([...new Set(rules)].map((rule) => ruleName(rule, stack)));
}

function planSentence({ assessment, stack }: ReportSource): Text {
  const plan = stack.plans.find((p) => p.manifest.id === assessment.plan?.id);
  const values = { plan: plan?.citation ?? '-', date: assessment.date };
  if (assessment.demonstration) {
    return fill(
      say(
        'Ditelaah pada {date} dengan DATA PERAGAAN, bukan rencana yang berlaku.',
        'Studied on {date} with DEMONSTRATION DATA, not the legal plan.',
      ),
      values,
    );
  }
  const binding = say('Ditelaah pada {date} menurut {plan}.', 'Studied on {date} by {plan}.');
  const loose = say(
    'Ditelaah pada {date} menurut {plan}, tidak mengikat.',
    'Studied on {date} by {plan}; it does not bind.',
  );
  return fill(assessment.binding ? binding : loose, values);
}

function both(text: string): Text {
  return say(text, text);
}

function joined(list: readonly Text[]): Text {
  if (list.length === 0) return both('-');
  return { id: list.map((t) => t.id).join(', '), en: list.map((t) => t.en).join(', ') };
}
