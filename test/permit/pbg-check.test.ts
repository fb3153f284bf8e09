import { describe, expect, it } from 'vitest';
import type { ApprovalTerms } from '../../src/permit/applications/approvals.ts';
import {
  type Approval,
  checkPbg,
  type PlannedBuilding,
} from '../../src/permit/applications/pbg-check.ts';
import { impossibleFigures } from '../../src/permit/applications/pbg-figures.ts';

type Lines = ApprovalTerms['lines'];
const gsb = (...limits: (number | null)[]): Lines =>
  limits.map((limit) => ({ rule: 'gsb', limit }));
/** Of the sides and the rear; the planned building below keeps them where nothing else is said. */
const beside = (lines: Lines): Lines =>
  ['jbs', 'jbb'].flatMap((rule) =>
    lines.some((line) => line.rule === rule) ? [] : [{ rule, limit: 1 }],
  );

const LIMITS = { kdbMax: 0.6, klbMax: 1.2, kdhMin: 0.3, ktbMax: 0, heightMaxM: 8, floorsMax: 2 };
const KEPT: PlannedBuilding = {
  ...{
    footprintM2: 300,
    grossFloorAreaM2: 520,
    basementM2: 0,
    greenM2: 350,
    heightM: 8,
    floors: 2,
    jbsM: 9,
    jbbM: 9,
  },
};

/** With lines of the sides and the rear; `lines` of the answer are those asked about. */
function checkBeside(asked: Lines, building: PlannedBuilding, conditions: unknown[] = []) {
  const checked = check([...asked, ...beside(asked)], building, conditions);
  return { ...checked, lines: checked.lines.slice(0, asked.length) };
}

function check(lines: Lines, building: PlannedBuilding, conditions: unknown[] = []) {
  const terms = { areaM2: 750, groundAreaM2: 750, limits: LIMITS, lines, conditions };
  const approval = { number: 'N', status: 'in_force', valid_to: '2029-02-02', terms };
  const checked = checkPbg(approval as unknown as Approval, { ...KEPT, ...building }, '2026-02-02');
  if (!checked.ok) throw new Error(checked.problems[0]!.message.en);
  const { result, findings } = checked.value;
  return { result, lines: findings.filter((f) => f.rule !== 'conditions').slice(6), findings };
}

const UNKNOWN_BOTH = ['tidak_diketahui', 'tidak_diketahui'];

it.each<[string, Lines, PlannedBuilding, string[], string]>([
  ['kept', gsb(6), { gsbM: 6 }, ['lulus'], 'sesuai'],
  ['kept within a millimetre', gsb(6), { gsbM: 5.9995 }, ['lulus'], 'sesuai'],
  ['not kept', gsb(6), { gsbM: 5.9 }, ['tidak'], 'tidak_sesuai'],
  ['not given', gsb(6), {}, ['tidak_diketahui'], 'perlu_telaah'],
  ['set by no PKKPR', gsb(null), { gsbM: 10 }, ['tidak_diketahui'], 'perlu_telaah'],
  ['of two fronts both kept', gsb(6, 4), { gsbM: 6 }, ['lulus', 'lulus'], 'sesuai'],
  // 5 m may be the distance to the road of 4 m: nobody knows.
  ['of two fronts one', gsb(6, 4), { gsbM: 5 }, ['tidak_diketahui', 'lulus'], 'perlu_telaah'],
  ['of two fronts none', gsb(6, 4), { gsbM: 3 }, ['tidak', 'tidak'], 'tidak_sesuai'],
  // Scar: the figure may be measured at the road whose line nobody knows, and "not kept" was said of the other.
  ['of two fronts one unknown', gsb(6, null), { gsbM: 5 }, UNKNOWN_BOTH, 'perlu_telaah'],
  [
    'of two fronts one unknown, the other kept',
    gsb(6, null),
    { gsbM: 6 },
    ['lulus', 'tidak_diketahui'],
    'perlu_telaah',
  ],
  [
    'each by its own figure',
    [...gsb(6), { rule: 'jbs', limit: 2 }, { rule: 'jbb', limit: 3 }],
    { gsbM: 6, jbsM: 1, jbbM: 3 },
    ['lulus', 'tidak', 'lulus'],
    'tidak_sesuai',
  ],
])('building lines of a planned building: %s', (_, lines, building, results, whole) => {
  const checked = checkBeside(lines, building);
  expect(checked.lines.map((f) => f.result)).toEqual(results);
  expect(checked.result).toBe(whole);
});

it('tells the field that is missing, and the line', () => {
  expect(checkBeside(gsb(6.5), {}).lines).toEqual([
    {
      rule: 'gsb',
      result: 'tidak_diketahui',
      measured: null,
      limit: 6.5,
      missingField: '/building/gsbM',
      message: {
        id: 'GSB paling sedikit 6,5 m: "gsbM" tidak diberikan; periksa pada rencana tapak.',
        en: 'GSB at least 6.5 m: "gsbM" is not given; check it on the site plan.',
      },
    },
  ]);
});

it('is never wholly kept while conditions are not looked at', () => {
  expect(checkBeside(gsb(6), { gsbM: 9 }, [{}]).result).toBe('perlu_telaah');
});

it('scar: a PKKPR that was asked for without a building has no lines, and every building kept them', () => {
  const { lines, result } = check([], { gsbM: 20 });
  expect(lines.map((f) => [f.rule, f.result, f.measured])).toEqual([
    ['gsb', 'tidak_diketahui', 20],
    ['jbs', 'tidak_diketahui', 9],
    ['jbb', 'tidak_diketahui', 9],
  ]);
  expect(result).toBe('perlu_telaah');
});

describe('scar: figures that cannot be were kept', () => {
  const square = [
    [123.6, -10.2],
    [123.6003, -10.2],
    [123.6003, -10.1997],
    [123.6, -10.2],
  ];
  const terms = {
    ...{ areaM2: 750, groundAreaM2: 751 },
    geometry: { type: 'Polygon', coordinates: [square] },
  } as unknown as ApprovalTerms;
  const told = (building: PlannedBuilding) =>
    impossibleFigures(building, terms).map((p) => `${p.code} ${p.pointer.slice(10)}`);

  it.each<[PlannedBuilding, string[]]>([
    [KEPT, []],
    [{ greenM2: 5000 }, ['building.larger_than_parcel greenM2']],
    [
      { footprintM2: 800, greenM2: 760 },
      ['footprintM2', 'greenM2'].map((f) => `building.larger_than_parcel ${f}`),
    ],
    [{ footprintM2: 400, greenM2: 380 }, ['figures.contradict greenM2']],
    [{ footprintM2: 400, greenM2: 351 }, []],
    [
      { footprintM2: 300, grossFloorAreaM2: 200, floors: 1 },
      ['figures.contradict grossFloorAreaM2'],
    ],
    [{ floors: 0, grossFloorAreaM2: 100 }, ['building.no_floors floors']],
    [{ floors: 2, heightM: 1 }, ['building.height heightM']],
    [{ gsbM: 500, jbsM: 40 }, ['building.distance gsbM']],
  ])('%j', (building, problems) => {
    expect(told(building)).toEqual(problems);
  });
});
