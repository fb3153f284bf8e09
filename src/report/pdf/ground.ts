import { metres, num } from '../../assessment/wording.ts';
import type { ExtractPlan } from '../extract/model.ts';
import { GREY, heading, paragraph, SMALL, section } from './flow.ts';
import type { Sheet } from './sheet.ts';
import { type Cell, facts, table } from './table.ts';
import { LEVELS, PLAN_STATUSES, USES } from './words.ts';

/** The parcel as it was measured. */
export function parcelSection(sheet: Sheet): void {
  const { flow, extract, of, say, squareMetres } = sheet;
  const { parcel } = extract;
  const basis = { ground: 'basisGround', deed: 'basisDeed', map: 'basisMap' } as const;
  const given = parcel.crsAssumed ? say('crsAssumed', parcel.crs) : parcel.crs;
  const off = of(num(parcel.projectionM2, 2));
  section(flow, say('parcel'), () => {
    facts(flow, [
      [say('areaMap'), squareMetres(parcel.areaM2)],
      [
        say('areaGround'),
        `${squareMetres(parcel.groundAreaM2)} (${say('projection', `${off} m²`)})`,
      ],
      ...(parcel.deedAreaM2 === null
        ? []
        : ([[say('areaDeed'), squareMetres(parcel.deedAreaM2)]] as const)),
      [say('areaBasis'), say(basis[parcel.areaBasis])],
      [say('crs'), `${say('crsGiven', given)}; ${say('crsMetric', parcel.metricCrs)}`],
    ]);
    paragraph(flow, of(extract.areaMethod), { ...SMALL, color: GREY });
  });
}

/** The plans that were asked, nearest in rank first. */
export function plansSection(sheet: Sheet): void {
  const { flow, extract, say } = sheet;
  if (extract.plans.length === 0) return;
  const columns = [
    { head: say('plan'), share: 34 },
    { head: say('regulation'), share: 26 },
    { head: say('scale'), share: 17 },
    { head: say('role'), share: 23 },
  ];
  section(flow, say('plans'), () => {
    table(flow, {
      columns,
      rows: extract.plans.map((p) => planRow(sheet, p)),
      rowHeads: true,
      size: 9.5,
    });
  });
}

function planRow({ of, say, language }: Sheet, plan: ExtractPlan): Cell[] {
  const said = { use: 'saidUse', silent: 'saidSilent', overlays: 'saidOverlays' } as const;
  return [
    [
      { text: plan.title },
      {
        text: `${plan.id}, ${say('version').toLowerCase()} ${plan.version}`,
        size: 8.5,
        color: GREY,
      },
    ],
    `${plan.regulation} (${LEVELS[plan.level]}, ${PLAN_STATUSES[plan.status][language]})`,
    `1:${grouped(plan.mapScale, language)}, ${of(metres(plan.accuracyM))}`,
    [
      { text: say(said[plan.said]) },
      ...(plan.decided ? [{ text: say('decided'), face: 'bold' } as const] : []),
    ],
  ];
}

/** `25.000` in Indonesian, `25,000` in English. */
function grouped(value: number, language: 'id' | 'en'): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, language === 'id' ? '.' : ',');
}

/** What the parcel lies in. */
export function zonesSection(sheet: Sheet): void {
  const { flow, extract, language, say, squareMetres, percent } = sheet;
  if (extract.zones.length === 0) return;
  const deed = extract.zones.some((z) => z.compensatedM2 !== null);
  const columns = [
    { head: say('zone'), share: 44 },
    { head: say('area'), share: 18, align: 'right' },
    { head: say('share'), share: 12, align: 'right' },
    ...(deed ? [{ head: say('compensated'), share: 18, align: 'right' } as const] : []),
    { head: say('useClass'), share: 20 },
  ] as const;
  const rows = extract.zones.map((z): Cell[] => [
    { text: z.name === null ? z.code : `${z.code} - ${z.name}`, swatch: z.color },
    squareMetres(z.areaM2),
    percent(z.share),
    ...(deed ? [z.compensatedM2 === null ? '-' : squareMetres(z.compensatedM2)] : []),
    z.use === null ? '-' : `${z.use} (${USES[z.use][language]})`,
  ]);
  section(flow, say('zones'), () => table(flow, { columns, rows, rowHeads: true }));
}

/** The parts that were judged, and what of the parcel could be approved. */
export function partsSection(sheet: Sheet): void {
  const { flow, extract, say, squareMetres } = sheet;
  const { approved, refused } = extract.parcel;
  const columns = [
    { head: say('part'), share: 34 },
    { head: say('area'), share: 18, align: 'right' },
    { head: say('forbiddenBy'), share: 22 },
    { head: say('remark'), share: 26 },
  ] as const;
  const rows = extract.parts.map((p): Cell[] => [
    p.id === 'outside' ? say('outside') : p.id,
    squareMetres(p.areaM2),
    p.forbiddenBy === null ? '-' : sheet.rule(p.forbiddenBy),
    [...(p.doubtful ? [say('doubtful')] : []), ...(p.sliver ? [say('sliver')] : [])].join('; '),
  ]);
  section(flow, say('parts'), () => {
    table(flow, { columns, rows, rowHeads: true });
    const sums = [
      ['approvedSum', approved],
      ['refusedSum', refused],
    ] as const;
    for (const [key, ground] of sums) {
      if (!ground) continue;
      const areas = [squareMetres(ground.areaM2), squareMetres(ground.groundAreaM2)] as const;
      paragraph(flow, say(key, ...areas));
    }
    if (!approved && !refused) paragraph(flow, noApproval(sheet));
  });
}

/** Why there is no ground that could be approved. */
export function noApproval({ extract, say }: Sheet): string {
  if (extract.parcel.refused) return say('nothingApproved');
  if (extract.verdict === null) return say('approvalNotAsked');
  if (!extract.asked.includes('use')) return say('approvalOfUse');
  return say(extract.binding ? 'undecided' : 'approvalLoose');
}

/** What lies over the parcel. */
export function overlaysSection(sheet: Sheet): void {
  const { flow, extract, of, say, squareMetres, percent } = sheet;
  if (extract.overlays.length === 0) return;
  const columns = [
    { head: say('overlay'), share: 42 },
    { head: say('area'), share: 18, align: 'right' },
    { head: say('share'), share: 14, align: 'right' },
    { head: say('remark'), share: 26 },
  ] as const;
  const rows = extract.overlays.map((o): Cell[] => {
    const plain = o.code === '*' || o.code.startsWith(o.kind);
    return [
      plain ? of(o.title) : `${of(o.title)} (${o.code})`,
      squareMetres(o.areaM2),
      percent(o.share),
      o.screening ? say('screeningMark') : '',
    ];
  });
  section(flow, say('overlays'), () => table(flow, { columns, rows, rowHeads: true }));
}

/** All themes of the plans, each in one of three lists. */
export function themesSection(sheet: Sheet): void {
  const { flow, extract, of, say } = sheet;
  const lists = ['concerned', 'notConcerned', 'noData'] as const;
  if (lists.every((name) => extract.themes[name].length === 0)) return;
  const columns = [
    { head: say('theme'), share: 27 },
    { head: say('reason'), share: 40 },
    { head: say('basis'), share: 33 },
  ];
  section(flow, say('themes'), () => {
    for (const name of lists) {
      const themes = extract.themes[name];
      if (themes.length === 0) {
        paragraph(flow, `${say(name)}: ${say('none')}.`);
        continue;
      }
      heading(flow, `${say(name)} (${themes.length})`, 3);
      const rows = themes.map((t): Cell[] => [
        of(t.title),
        of(t.reason),
        { text: t.legalBasis.join('; ') || '-', color: GREY },
      ]);
      table(flow, { columns, rows, rowHeads: true, size: 9 });
    }
  });
}
