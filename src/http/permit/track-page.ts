import type { Result, Text } from '../../base/problem.ts';
import type { Track } from '../../permit/applications/track.ts';
import type { Due } from '../../permit/clock-model.ts';
import { escapeHtml } from '../html.ts';

type Language = 'id' | 'en';

export interface TrackPage {
  readonly language: Language;
  /** What was typed as receipt number. */
  readonly given: string;
  /** Null before anything was asked. */
  readonly track: Result<Track> | null;
}

const WORDS = {
  title: { id: 'Lacak berkas', en: 'Track a file' },
  lead: {
    id: 'Masukkan nomor resi untuk melihat sampai di mana permohonan Anda.',
    en: 'Type the receipt number to see how far your application has come.',
  },
  receipt: { id: 'Nomor resi', en: 'Receipt number' },
  show: { id: 'Lihat', en: 'Show' },
  other: { id: 'English', en: 'Bahasa Indonesia' },
  now: { id: 'Sekarang', en: 'Now' },
  with: { id: 'Ada pada', en: 'With' },
  submitted: { id: 'Diajukan', en: 'Submitted' },
  todo: { id: 'Yang harus Anda lakukan', en: 'What you have to do' },
  todoHow: {
    id: 'Lakukan di loket DPMPTSP atau lewat akun Anda.',
    en: 'Do it at the counter of DPMPTSP or in your account.',
  },
  limits: { id: 'Batas waktu', en: 'Time limits' },
  part: { id: 'Bagian', en: 'Part' },
  used: { id: 'Terpakai', en: 'Used' },
  left: { id: 'Sisa', en: 'Left' },
  due: { id: 'Paling lambat', en: 'At the latest' },
  basis: { id: 'Dasar', en: 'Basis' },
  timeline: { id: 'Perjalanan berkas', en: 'What was done' },
  ended: { id: 'Berkas ini sudah selesai.', en: 'This file has ended.' },
  finished: { id: 'selesai', en: 'done' },
  unknown: { id: 'tidak diketahui', en: 'not known' },
  notBefore: { id: 'tidak sebelum', en: 'not before' },
  day: { id: 'hari', en: 'days' },
} satisfies Record<string, Text>;

/** The page of tracking: plain HTML that works without script, on a small screen and by keyboard. */
export function trackPage({ language, given, track }: TrackPage): string {
  const say = (key: keyof typeof WORDS) => escapeHtml(WORDS[key][language]);
  const other = language === 'id' ? 'en' : 'id';
  const query = new URLSearchParams({ ...(given && { receipt: given }), lang: other });
  const answer =
    track === null
      ? ''
      : track.ok
        ? trackHtml(track.value, language)
        : faultHtml(track.problems[0]!.message, language);
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${say('title')} - Si Pejuang</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><header><a href="/">Si Pejuang</a> <a href="/track?${escapeHtml(query)}" lang="${other}" hreflang="${other}">${say('other')}</a></header>
<main><h1>${say('title')}</h1><p>${say('lead')}</p>
<form method="get" action="/track"><label for="receipt">${say('receipt')}</label>
<input id="receipt" name="receipt" value="${escapeHtml(given)}" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40" required>
<input type="hidden" name="lang" value="${language}"><button>${say('show')}</button></form>
${answer}</main></body></html>
`;
}

function faultHtml(message: Text, language: Language): string {
  return `<p class="fault" role="alert">${escapeHtml(message[language])}</p>`;
}

function trackHtml(track: Track, language: Language): string {
  const say = (key: keyof typeof WORDS) => escapeHtml(WORDS[key][language]);
  const text = (t: Text) => escapeHtml(t[language]);
  const who = track.holders.map((h) => text(h.name)).join(', ');
  const todo = track.todo.map((t) => `<li>${text(t.name)}</li>`).join('');
  return `<section aria-labelledby="now"><h2 id="now">${escapeHtml(track.receipt)}</h2>
<dl><dt>${say('now')}</dt><dd><strong>${text(track.stage.name)}</strong>${track.ended ? ` - ${say('ended')}` : ''}</dd>
${who ? `<dt>${say('with')}</dt><dd>${who}</dd>` : ''}
<dt>${say('submitted')}</dt><dd>${dayHtml(track.submittedOn, language)} - ${text(track.kind.name)}</dd></dl>
${todo ? `<h3>${say('todo')}</h3><ul>${todo}</ul><p>${say('todoHow')}</p>` : ''}
${clocksHtml(track, language)}
<h3>${say('timeline')}</h3><ol>${track.done.map((d) => `<li>${dayHtml(d.on, language)} - ${text(d.name)} <span class="soft">(${text(d.stage)})</span></li>`).join('')}</ol></section>`;
}

function clocksHtml({ clocks }: Track, language: Language): string {
  if (clocks.length === 0) return '';
  const say = (key: keyof typeof WORDS) => escapeHtml(WORDS[key][language]);
  const days = (n: number | null) => (n === null ? say('unknown') : `${n} ${say('day')}`);
  const rows = clocks.map((c) => {
    // What is over has nothing left and no day to wait for.
    const over = c.status === 'done';
    const left = over ? say('finished') : days(c.daysLeft);
    const due = over ? '-' : dueHtml(c.due, language);
    return `<tr><th scope="row">${escapeHtml(c.name[language])}</th><td data-name="${say('used')}">${days(c.daysUsed)}</td><td data-name="${say('left')}">${left}</td><td data-name="${say('due')}">${due}</td><td data-name="${say('basis')}">${escapeHtml(c.legalBasis) || '-'}</td></tr>`;
  });
  const head = (['part', 'used', 'left', 'due', 'basis'] as const).map(
    (k) => `<th scope="col">${say(k)}</th>`,
  );
  return `<h3>${say('limits')}</h3><table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** The last day, or why it can't be told. */
function dueHtml(due: Due, language: Language): string {
  if (due.known) return dayHtml(due.day, language);
  const why = escapeHtml(due.message[language]);
  if (due.notBefore === null) return why;
  return `${why} (${escapeHtml(WORDS.notBefore[language])} ${dayHtml(due.notBefore, language)})`;
}

const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  id: [
    'Januari',
    'Februari',
    'Maret',
    'April',
    'Mei',
    'Juni',
    'Juli',
    'Agustus',
    'September',
    'Oktober',
    'November',
    'Desember',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
};

function dayHtml(day: string, language: Language): string {
  const [year, month, date] = day.split('-').map(Number);
  const words = `${date} ${MONTHS[language][month! - 1]} ${year}`;
  return `<time datetime="${escapeHtml(day)}">${words}</time>`;
}

const STYLE = `
:root{color-scheme:light dark;--line:#8886;--soft:#8881;--accent:#0b6e4f;--fault:#a11}
@media (prefers-color-scheme:dark){:root{--accent:#5fd0a8;--fault:#f88}}
*{box-sizing:border-box}
body{font:16px/1.55 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1rem 1rem 4rem;overflow-wrap:anywhere}
header{display:flex;justify-content:space-between;gap:1rem}h1{line-height:1.2}
a{color:var(--accent)}:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
form{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}label{flex:1 0 100%}
input:not([type=hidden]){font:inherit;flex:1 1 12rem;min-width:0;padding:.5rem;border:1px solid #888;border-radius:6px}
button{font:inherit;padding:.5rem 1.2rem;border:0;border-radius:6px;background:#0b6e4f;color:#fff}
dt{font-weight:600;margin-top:.5rem}dd{margin:0}.soft{opacity:.8}
.fault{border-left:4px solid var(--fault);padding:.4rem .9rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line)}
@media (max-width:40rem){thead{position:absolute;left:-9999px}tr{display:block;border-bottom:1px solid var(--line);padding:.4rem 0}th,td{display:block;border:0;padding:0}td::before{content:attr(data-name) ": ";font-weight:600}}`;
