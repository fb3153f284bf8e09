import { artifact, element, leaf } from './document.ts';
import {
  BODY,
  drawLines,
  GREY,
  LEFT,
  list,
  need,
  paragraph,
  RULE,
  SMALL,
  section,
  WIDTH,
} from './flow.ts';
import { LEADING, linesOf } from './lines.ts';
import type { Sheet } from './sheet.ts';
import { type Cell, facts, table } from './table.ts';

/** The articles that were cited, with their words. */
export function lawSection({ flow, extract, say }: Sheet): void {
  if (extract.legalBases.length === 0) return;
  const columns = [
    { head: say('basis'), share: 32 },
    { head: say('description'), share: 68 },
  ];
  const rows = extract.legalBases.map((b): Cell[] => [
    [{ text: b.citation }, ...(b.plan === null ? [] : [{ text: b.plan, size: 8, color: GREY }])],
    [
      b.text === null ? { text: say('noWords'), color: GREY } : { text: b.text },
      ...(b.invented ? [{ text: say('invented'), size: 8, color: GREY }] : []),
    ],
  ]);
  section(flow, say('law'), () => table(flow, { columns, rows, rowHeads: true, size: 9 }));
}

/** How sure the figures are, and what they were made with. */
export function methodSection({ flow, extract, of, say }: Sheet): void {
  section(flow, say('method'), () => {
    if (extract.dataQuality.length > 0) list(flow, extract.dataQuality.map(of));
    if (extract.notes.length > 0) list(flow, extract.notes.map(of));
    facts(
      flow,
      [
        [say('engine'), extract.engine],
        ...extract.plans.map((p) => [say('planHash', p.id), p.hash] as const),
      ],
      9,
    );
  });
}

/** What the report is not, the way to prove it, and the place for the officer. */
export function closingSection(sheet: Sheet, verifyUrl: string, attachment: string | null): void {
  const { flow, extract, of, say } = sheet;
  const points = [...extract.disclaimers.map(of), of(extract.validity.note)];
  const lines = points.flatMap((point) => linesOf(point, BODY, WIDTH - 20)).length;
  section(flow, say('closing'), () => {
    // All of it on one page, so that nobody signs a page that says nothing.
    need(flow, (lines + 3) * LEADING * BODY.size + points.length * 2 + 12 + SIGNATURE);
    list(flow, points, BODY);
    paragraph(flow, say('verify'), BODY, { gap: 0 });
    link(sheet, verifyUrl);
    if (attachment !== null) paragraph(flow, say('attached', attachment));
    signature(sheet);
  });
}

function link({ flow }: Sheet, url: string): void {
  const { doc } = flow;
  const style = { ...BODY, color: '#1f4e9e' };
  const height = 1.2 * style.size;
  need(flow, height);
  const y = flow.y;
  const around = element(doc, flow.parent, 'P');
  const made = element(doc, around, 'Link');
  made.add(() => drawLines(doc, [url], { x: LEFT, y, width: WIDTH }, style));
  doc.font(style.face, style.size);
  const options = { structParent: made, Contents: Object(url) as object };
  doc.link(LEFT, y, doc.widthOfString(url), height, url, options as object);
  made.end();
  around.end();
  flow.y += height + 4;
}

const FIELDS = ['officerPlace', 'name', 'nip', 'position', 'signature'] as const;
const FIELD = 24;
/** Height of the block with the officer's fields, pt. */
const SIGNATURE = FIELD * (FIELDS.length + 1) + 50;

/** A person decides: lines to write on. */
function signature({ flow, say }: Sheet): void {
  const { doc } = flow;
  need(flow, SIGNATURE);
  flow.y += 10;
  const x = LEFT + WIDTH / 2;
  paragraph(flow, say('officer'), { ...SMALL, face: 'bold' }, { indent: WIDTH / 2 });
  for (const field of FIELDS) {
    flow.y += field === 'signature' ? FIELD + 20 : FIELD;
    const y = flow.y;
    leaf(doc, flow.parent, 'P', () => {
      drawLines(doc, [`${say(field)}:`], { x, y: y - 12, width: 90 }, SMALL);
    });
    artifact(doc, 'Layout', () => {
      doc
        .lineWidth(0.5)
        .moveTo(x + 95, y)
        .lineTo(LEFT + WIDTH, y)
        .stroke(RULE);
    });
  }
}
