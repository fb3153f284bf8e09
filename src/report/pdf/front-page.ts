import type { ExtractApplicant } from '../extract/model.ts';
import { VERDICT_LABELS } from '../labels.ts';
import { leaf } from './document.ts';
import {
  BODY,
  box,
  drawLines,
  FINE,
  figure,
  INK,
  LEFT,
  paragraph,
  SMALL,
  section,
  WIDTH,
} from './flow.ts';
import { LEADING, linesOf, type Style } from './lines.ts';
import { drawQr } from './qr.ts';
import type { Sheet } from './sheet.ts';
import { facts, type Piece } from './table.ts';
import { dateWords, VERDICT_COLORS } from './words.ts';

const QR = 82;
const TITLE: Style = { face: 'bold', size: 16, color: INK };
const PAD = 10;

/** What a reader has to know first: what this paper is, of what, and what it says. */
export function frontPage(sheet: Sheet, verifyUrl: string): void {
  titleBlock(sheet, verifyUrl);
  verdictBox(sheet);
  identity(sheet);
  summary(sheet);
}

/** The result with its place, and by which plan; the sentence between them stands beside the verdict. */
function summary({ flow, extract, of, say }: Sheet): void {
  const [result, , plan] = extract.summary;
  const sentences = [result, plan].flatMap((text) => (text ? [of(text)] : []));
  section(flow, say('summary'), () => paragraph(flow, sentences.join(' ')));
}

/** The title and what the paper is not on the left; the way to prove it on the right. */
function titleBlock({ flow, extract, say }: Sheet, verifyUrl: string): void {
  const top = flow.y;
  const width = WIDTH - QR - 14;
  const lines = linesOf(say('title'), TITLE, width);
  leaf(flow.doc, flow.parent, 'H1', () => {
    drawLines(flow.doc, lines, { x: LEFT, y: top, width }, TITLE);
  });
  flow.y = top + lines.length * LEADING * TITLE.size + 5;
  paragraph(flow, say('notPermit'), { ...SMALL, face: 'italic' }, { width });
  const below = flow.y;
  flow.y = top - 4;
  const spec = { x: LEFT + WIDTH - QR, width: QR, height: QR, alt: say('qrAlt', extract.code) };
  figure(flow, spec, (x, y) => drawQr(flow.doc, verifyUrl, x, y, QR));
  flow.y += QR;
  for (const [text, style] of [
    [say('scan'), { ...FINE, size: 8 }],
    [extract.code, { ...SMALL, face: 'bold' }],
  ] as const) {
    leaf(flow.doc, flow.parent, 'P', () => {
      const place = { x: LEFT + WIDTH - QR, y: flow.y, width: QR, align: 'center' } as const;
      drawLines(flow.doc, [text], place, style);
    });
    flow.y += LEADING * style.size;
  }
  flow.y = Math.max(below, flow.y) + 8;
}

/** The verdict in words, with the sentence that gives its reason. */
function verdictBox({ flow, extract, language, of, say }: Sheet): void {
  const { ink, paper } = VERDICT_COLORS[extract.verdict ?? 'none'];
  const verdict =
    extract.verdict === null ? say('placeOnly') : VERDICT_LABELS[extract.verdict][language];
  const width = WIDTH - 2 * PAD;
  const big: Style = { face: 'bold', size: 20, color: ink };
  const why = extract.summary[1];
  const reason = why ? linesOf(of(why), BODY, width) : [];
  const heads = linesOf(verdict, big, width);
  const label = { ...SMALL, color: ink };
  const heights = [label, big, BODY].map(({ size }) => LEADING * size);
  const height =
    heights[0]! + heads.length * heights[1]! + reason.length * heights[2]! + 2 * PAD + 2;
  box(flow, { x: LEFT, width: WIDTH, height }, { fill: paper, bar: ink });
  const end = flow.y + height;
  flow.y += PAD - 2;
  const put = (type: string, lines: readonly string[], style: Style) => {
    const y = flow.y;
    leaf(flow.doc, flow.parent, type, () => {
      drawLines(flow.doc, lines, { x: LEFT + PAD + 4, y, width }, style);
    });
    flow.y += lines.length * LEADING * style.size;
  };
  put('P', [say('result')], label);
  put('H2', heads, big);
  flow.y += 2;
  if (reason.length > 0) put('P', reason, BODY);
  flow.y = end + 10;
}

/** Number, dates, place, area, what was asked, and by which plan. */
function identity(sheet: Sheet): void {
  const { flow, extract, language, of, say, squareMetres } = sheet;
  const { validity, parcel, asked } = extract;
  const day = (date: string) => dateWords(date, language);
  const decided = extract.plans.filter((p) => p.decided);
  const activities: Piece[] = extract.activities.map(({ code, name, verdict }) => {
    const said = extract.activities.length > 1 ? ` - ${VERDICT_LABELS[verdict][language]}` : '';
    return { text: `${name ? `${of(name)} (${code})` : code}${said}` };
  });
  const askedWords = asked.map((a) => say(a)).join(', ');
  facts(flow, [
    [say('number'), extract.id],
    [say('date'), day(extract.date)],
    [
      say('validity'),
      [
        { text: say('validFromTo', day(validity.from), day(validity.to)) },
        { text: of(validity.note), size: 9, color: FINE.color },
      ],
    ],
    [say('place'), placeName(sheet)],
    [say('area'), `${squareMetres(parcel.groundAreaM2)} ${say('ground')}`],
    [say('asked'), askedWords === '' ? say('nothingAsked') : askedWords],
    ...(activities.length > 0 ? [[say('activity'), activities] as const] : []),
    [
      say('plan'),
      decided.length > 0 ? decided.map((p) => ({ text: `${p.title} (${p.regulation})` })) : '-',
    ],
  ]);
}

/** `Kel. Oebobo, Kec. Oebobo`, or a dash outside of every known border. */
export function placeName({ extract: { parcel } }: Sheet): string {
  const names = [
    ['Kel.', parcel.kelurahan?.replace(/^kel(urahan|\.)\s+/i, '')],
    ['Kec.', parcel.kecamatan?.replace(/^kec(amatan|\.)\s+/i, '')],
  ];
  const known = names.flatMap(([kind, name]) => (name ? [`${kind} ${name}`] : []));
  return known.join(', ') || '-';
}

/** Who asked, as the application gave it. */
export function applicantSection({ flow, say }: Sheet, applicant: ExtractApplicant): void {
  const { application, name, nib, npwp, address, phone, email } = applicant;
  const pairs = [
    [say('application'), application],
    [say('name'), name],
    ['NIB', nib],
    ['NPWP', npwp],
    [say('address'), address],
    [say('phone'), phone],
    [say('email'), email],
  ] as const;
  const given = pairs.flatMap(([label, value]) => (value ? [[label, value] as const] : []));
  section(flow, say('applicant'), () => facts(flow, given));
}
