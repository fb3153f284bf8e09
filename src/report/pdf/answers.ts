import type { Finding } from '../../assessment/model.ts';
import type { ExtractFigure } from '../extract/model.ts';
import { VERDICT_LABELS } from '../labels.ts';
import { GREY, list, paragraph, SMALL, section } from './flow.ts';
import { capital, findingName, numberList, type Sheet } from './sheet.ts';
import { type Cell, type Piece, table } from './table.ts';
import { RESULTS, STATUSES, USES } from './words.ts';

/** What was asked beside what is allowed. */
export function figuresSection(sheet: Sheet): void {
  const { flow, extract, say } = sheet;
  if (extract.figures.length === 0) return;
  const columns = [
    { head: say('figure'), share: 30 },
    { head: say('measured'), share: 16, align: 'right' },
    { head: say('limit'), share: 16, align: 'right' },
    { head: say('margin'), share: 15, align: 'right' },
    { head: say('outcome'), share: 17 },
    { head: say('findingNumber'), share: 11, align: 'right' },
  ] as const;
  section(flow, say('figures'), () => {
    const rows = figureRows(sheet).map(([row, numbers]) => [...row, numberList(numbers) || '-']);
    table(flow, { columns, rows, rowHeads: true });
  });
}

/** Rows that say the same (the line to each of many roads) stand as one, with the numbers of all. */
function figureRows(sheet: Sheet): (readonly [Cell[], number[]])[] {
  const rows = new Map<string, readonly [Cell[], number[]]>();
  for (const figure of sheet.extract.figures) {
    const row = figureRow(sheet, figure);
    const key = JSON.stringify(row);
    const known = rows.get(key) ?? ([row, []] as const);
    rows.set(key, known);
    if (figure.finding !== null) known[1].push(figure.finding + 1);
  }
  return [...rows.values()];
}

function figureRow({ extract, of, say, measure }: Sheet, f: ExtractFigure): Cell[] {
  const screening = f.finding !== null && extract.findings[f.finding]!.screening;
  const shown = (v: number | null) => (v === null ? '-' : measure(v, f.unit, f.rule));
  const sign = f.direction === 'max' ? '≤ ' : '≥ ';
  return [
    [
      { text: capital(of(f.label)) },
      ...(screening ? [{ text: say('screeningMark'), size: 8.5, color: GREY }] : []),
    ],
    shown(f.measured),
    f.limit === null ? '-' : sign + shown(f.limit),
    shown(f.margin),
    f.result === null ? { text: say('notChecked'), color: GREY } : outcome(f.result, of),
  ];
}

function outcome(result: Finding['result'], of: Sheet['of']): Piece {
  return { text: of(RESULTS[result]), color: RESULTS[result].color, face: 'bold' };
}

/** Every finding in the order of the answer, with its reason, the way out and its articles. */
export function findingsSection(sheet: Sheet): void {
  const { flow, extract, say } = sheet;
  const columns = [
    { head: say('no'), share: 6, align: 'right' },
    { head: say('check'), share: 26 },
    { head: say('outcome'), share: 14 },
    { head: say('description'), share: 54 },
  ] as const;
  const rows = extract.findings.map((f, i) => findingRow(sheet, f, i));
  section(flow, say('findings'), () => table(flow, { columns, rows, size: 9.5 }));
}

function findingRow(sheet: Sheet, f: Finding, index: number): Cell[] {
  const { of, say } = sheet;
  const fine = { size: 8.5, color: GREY };
  return [
    String(index + 1),
    [
      { text: findingName(sheet, f) },
      ...(f.activity === undefined ? [] : [{ text: f.activity, ...fine }]),
      ...(f.screening ? [{ text: say('screeningMark'), ...fine }] : []),
    ],
    outcome(f.result, of),
    [
      { text: of(f.message) },
      ...(f.stated ? [{ text: say('stated'), ...fine }] : []),
      ...(f.change ? [{ text: say('change', of(f.change.text)), face: 'bold' } as const] : []),
      ...(f.legalBasis.length > 0
        ? [{ text: f.legalBasis.join('; '), face: 'italic', ...fine } as const]
        : []),
    ],
  ];
}

/** What has to be kept. */
export function conditionsSection(sheet: Sheet): void {
  const { flow, extract, of, say } = sheet;
  if (extract.conditions.length === 0) return;
  const columns = [
    { head: say('conditionCode'), share: 20 },
    { head: say('condition'), share: 44 },
    { head: say('status'), share: 14 },
    { head: say('basis'), share: 22 },
  ];
  const rows = extract.conditions.map((c): Cell[] => [
    [{ text: c.code }, { text: sheet.scope(c.scope), size: 8.5, color: GREY }],
    of(c.text),
    c.status ? of(STATUSES[c.status]) : '-',
    { text: c.legalBasis.join('; ') || '-', color: GREY },
  ]);
  section(flow, say('conditions'), () => table(flow, { columns, rows, rowHeads: true, size: 9.5 }));
}

/** Findings that only advise, and findings that leave something open. */
export function pointedSections(sheet: Sheet): void {
  const { flow, extract, say } = sheet;
  for (const [title, about, numbers] of [
    ['screening', 'screeningAbout', extract.screening],
    ['doubts', 'doubtsAbout', extract.doubts],
  ] as const) {
    if (numbers.length === 0) continue;
    const points = [...byMessage(sheet, numbers)].map(
      ([message, all]) => `${message} ${say('findingRef', numberList(all))}`,
    );
    section(flow, say(title), () => {
      paragraph(flow, say(about), { ...SMALL, color: GREY });
      list(flow, points);
    });
  }
}

function byMessage({ extract, of }: Sheet, numbers: readonly number[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const n of numbers) {
    const message = of(extract.findings[n]!.message);
    found.set(message, [...(found.get(message) ?? []), n + 1]);
  }
  return found;
}

/** What this report does not speak of. */
export function notAssessedSection({ flow, extract, of, say }: Sheet): void {
  if (extract.notAssessed.length === 0) return;
  const names = extract.notAssessed.map((n) => of(n.label)).join(', ');
  section(flow, say('notAssessed'), () => paragraph(flow, say('notAssessedAbout', names)));
}

/** Uses that the place permits, where none was asked about. */
export function permittedSection({ flow, extract, language, of, say }: Sheet): void {
  const { permitted = [] } = extract;
  const classes = ['I', 'T', 'B', 'TB'] as const;
  const rows = classes.flatMap((use): Cell[][] => {
    const names = permitted.filter((p) => p.use === use).map((p) => of(p.name));
    if (names.length === 0) return [];
    return [[{ text: `${use} (${USES[use][language]})` }, names.join(', ')]];
  });
  if (rows.length === 0) return;
  const columns = [
    { head: say('useClass'), share: 22 },
    { head: say('permitted'), share: 78 },
  ];
  section(flow, say('permitted'), () => table(flow, { columns, rows, rowHeads: true, size: 9 }));
}

/** What drafts would say. */
export function draftsSection({ flow, extract, language, say }: Sheet): void {
  const { drafts = [] } = extract;
  if (drafts.length === 0) return;
  const columns = [
    { head: say('plan'), share: 50 },
    { head: say('outcome'), share: 25 },
    { head: say('zones'), share: 25 },
  ];
  const rows = drafts.map((d): Cell[] => [
    `${d.plan.title} (${d.plan.id} ${d.plan.version})`,
    d.verdict === null ? say('placeOnly') : VERDICT_LABELS[d.verdict][language],
    d.zones.map((z) => z.code).join(', ') || '-',
  ]);
  section(flow, say('drafts'), () => {
    paragraph(flow, say('draftsAbout'), { ...SMALL, color: GREY });
    table(flow, { columns, rows, rowHeads: true });
  });
}

/** Where one may build, and which rules took what. */
export function envelopeSection(sheet: Sheet): void {
  const { flow, extract, say, squareMetres } = sheet;
  const { envelope } = extract;
  const columns = [
    { head: say('shapedBy'), share: 60 },
    { head: say('removed'), share: 40, align: 'right' },
  ] as const;
  section(flow, say('envelope'), () => {
    if (envelope === null) {
      paragraph(flow, say('noEnvelope'));
      return;
    }
    paragraph(flow, say('buildable', squareMetres(envelope.buildableM2)));
    if (envelope.shapedBy.length === 0) return;
    const rows = envelope.shapedBy.map((s): Cell[] => [
      sheet.rule(s.id),
      squareMetres(s.removedM2),
    ]);
    table(flow, { columns, rows, rowHeads: true });
  });
}
