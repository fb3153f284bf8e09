import type { Text } from '../base/problem.ts';
import type { Language } from '../report/index.ts';
import { escapeHtml, htmlPage } from './html.ts';
import type { KnownReport, ReportStatus } from './report-status.ts';

const HEADS: Readonly<Record<ReportStatus | 'unknown', Text>> = {
  genuine: { id: 'Laporan ini asli', en: 'This report is genuine' },
  superseded: {
    id: 'Laporan ini asli, tetapi rencananya sudah berganti',
    en: 'This report is genuine, but its plan has been replaced',
  },
  lapsed: {
    id: 'Laporan ini asli, tetapi masa berlakunya sudah lewat',
    en: 'This report is genuine, but no longer valid',
  },
  unsettled: {
    id: 'Laporan ini asli; apakah rencananya masih berlaku belum dapat diperiksa',
    en: 'This report is genuine; whether its plan still holds cannot be told now',
  },
  withdrawn: { id: 'Laporan ini sudah ditarik', en: 'This report has been withdrawn' },
  broken: { id: 'Laporan ini tidak dapat dibuktikan', en: 'This report cannot be proved' },
  unknown: { id: 'Laporan ini tidak dikenal di sini', en: 'This report is not known here' },
};

const MEANINGS: Readonly<Record<ReportStatus | 'unknown', Text>> = {
  genuine: {
    id: 'Layanan ini membuat laporan dengan nomor di bawah. Cocokkan nomor, tanggal dan isinya dengan lembar yang Anda pegang.',
    en: 'This service made the report with the number below. Compare number, date and content with the paper in your hand.',
  },
  superseded: {
    id: 'Layanan ini membuat laporan dengan nomor di bawah, tetapi rencana yang sekarang berlaku di tempat itu bukan lagi yang mendasarinya. Mintalah laporan baru.',
    en: 'This service made the report with the number below, but the plans in force at its place are no longer those that it rests on. Ask for a new report.',
  },
  lapsed: {
    id: 'Layanan ini membuat laporan dengan nomor di bawah. Mintalah laporan baru.',
    en: 'This service made the report with the number below. Ask for a new report.',
  },
  unsettled: {
    id: 'Layanan ini membuat laporan dengan nomor di bawah, tetapi rencana yang mendasarinya tidak sedang dimuat di sini. Coba lagi nanti, atau tanyakan kepada kantor yang mengelolanya.',
    en: 'This service made the report with the number below, but the plan that it rests on is not loaded here. Try again later, or ask the office that runs it.',
  },
  withdrawn: {
    id: 'Layanan ini membuat laporan dengan nomor di bawah, lalu menariknya. Jangan dipakai.',
    en: 'This service made the report with the number below and withdrew it later. Do not use it.',
  },
  broken: {
    id: 'Data yang tersimpan tidak cocok dengan tanda tangannya. Hubungi kantor yang mengelola layanan ini.',
    en: 'What is kept does not fit its signature. Tell the office that runs this service.',
  },
  unknown: {
    id: 'Tidak ada laporan dengan nomor atau kode ini. Mungkin salah ketik, laporannya tidak disimpan, dibuat oleh layanan lain, atau palsu. Berkas PDF atau JSON-nya masih dapat diperiksa: minta kantor yang mengelola layanan ini (bagi sistem: POST /v1/verify).',
    en: 'There is no report with this number or code. It may be mistyped, not have been kept, be made by another service, or be forged. Its PDF or JSON file can still be checked: ask the office that runs this service (systems: POST /v1/verify).',
  },
};

const LABELS = {
  title: { id: 'Pemeriksaan laporan', en: 'Check of a report' },
  code: { id: 'Kode', en: 'Code' },
  id: { id: 'Nomor', en: 'Number' },
  date: { id: 'Tanggal telaah', en: 'Date of the assessment' },
  validity: { id: 'Berlaku', en: 'Valid' },
  says: { id: 'Isi laporan', en: 'What it says' },
  withdrawn: { id: 'Ditarik', en: 'Withdrawn' },
  notPermit: {
    id: 'Laporan hasil telaah bukan izin dan bukan PKKPR; yang memutuskan adalah pejabat.',
    en: 'A report of an assessment is no permit and no PKKPR; an official decides.',
  },
  demonstration: {
    id: 'Data peragaan: laporan ini berdasar rencana buatan. Jangan dipakai untuk keputusan apa pun.',
    en: 'Demonstration data: this report rests on an invented plan. Decide nothing by it.',
  },
} satisfies Record<string, Text>;

/** The page that a report's QR code leads to; `known` is null where there is no such report. Nothing personal. */
export function verifyPage(known: KnownReport | null, language: Language): string {
  const say = (text: Text) => escapeHtml(text[language]);
  const state = known?.status ?? 'unknown';
  const other = language === 'id' ? 'en' : 'id';
  const link = `<p><a href="?lang=${other}" lang="${other}">${other === 'en' ? 'English' : 'Bahasa Indonesia'}</a></p>`;
  const good = state === 'genuine';
  const head = `<h1>${say(HEADS[state])}</h1><p${good ? '' : ' class="notice"'}>${say(MEANINGS[state])}</p>`;
  const body = `<p>Si Pejuang - ${say(LABELS.title)}</p>${head}${known ? reportHtml(known, language) : ''}${link}`;
  return htmlPage(`${HEADS[state][language]} - Si Pejuang`, body, language);
}

function reportHtml({ report, validity, withdrawn }: KnownReport, language: Language): string {
  if (!report) return '';
  const say = (text: Text) => escapeHtml(text[language]);
  const rows: [Text, string][] = [
    [LABELS.code, report.code],
    [LABELS.id, report.id],
    [LABELS.date, report.date],
  ];
  if (validity) rows.push([LABELS.validity, `${validity.from} - ${validity.to}`]);
  if (withdrawn) rows.push([LABELS.withdrawn, `${withdrawn.at}: ${withdrawn.reason}`]);
  const cells = rows.map(([name, value]) => {
    return `<tr><th>${say(name)}</th><td style="overflow-wrap:anywhere">${escapeHtml(value)}</td></tr>`;
  });
  const says = report.summary.map((line) => `<li>${say(line)}</li>`).join('');
  const mark = report.demonstration ? `<p class="notice">${say(LABELS.demonstration)}</p>` : '';
  return `${mark}<table>${cells.join('')}</table><h2>${say(LABELS.says)}</h2><ul>${says}</ul><p>${say(LABELS.notPermit)}</p>`;
}
