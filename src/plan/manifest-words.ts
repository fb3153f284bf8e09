import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import type { TextRule } from './manifest-reader.ts';
import type { AreaBasis, Mark, PlanStatus } from './model.ts';

export const PLAN_STATUSES: readonly PlanStatus[] = ['draft', 'in_force', 'repealed'];
export const PLAN_AREA_BASES: readonly AreaBasis[] = ['ground', 'deed', 'map'];
export const MARKS: readonly Mark[] = ['not_regulated', 'forbidden', 'silent'];

/** Tables that plan.json may name. */
export const TABLE_NAMES: readonly string[] = [
  'legal_bases',
  'zones',
  'itbx',
  'conditions',
  'condition_checks',
  'intensity',
  'setbacks',
  'distances',
  'sempadan',
  'overlays',
  'raster_classes',
  'kkop_runways',
  'kkop_surfaces',
];

/** Names of checks in an answer: a theme or a screening layer of the same name would be taken for one. */
const RULE_NAMES = new Set([
  'use',
  'condition',
  'kdb',
  'jbs',
  'jbb',
  'klb',
  'kdh',
  'ktb',
  'height',
  'floors',
  'basement_floors',
  'parcel_min',
  'frontage',
  'gsb',
  'outside',
  'zone_overlap',
  'border_doubt',
  'plan_omitted',
  'deed_area',
  'pieces',
  'kkop_surface',
]);

/** Notes `reserved_id` where an id that will name findings is the name of a check. */
export function noRuleName(id: string, pointer: string, problems: Problem[]): void {
  if (!RULE_NAMES.has(id)) return;
  problems.push(
    problem(
      'reserved_id',
      pointer,
      'Nama ini dipakai untuk sebuah pemeriksaan; pilih id lain.',
      'This is the name of a check; choose another id.',
      id,
    ),
  );
}

export const ID: TextRule = {
  test: (text) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && text.length <= 80,
  id: 'huruf kecil, angka, dan tanda hubung, misalnya kupang-rdtr',
  en: 'lower case letters, digits and hyphens, e.g. kupang-rdtr',
};

export const NAME: TextRule = {
  test: (text) => /^[a-z0-9]+([_-][a-z0-9]+)*$/.test(text) && text.length <= 80,
  id: 'huruf kecil, angka, tanda hubung, dan garis bawah, misalnya sempadan_sungai',
  en: 'lower case letters, digits, hyphens and underscores, e.g. sempadan_sungai',
};

export const CRS_CODE: TextRule = {
  test: (text) => /^EPSG:\d{4,6}$/.test(text),
  id: 'kode CRS, misalnya EPSG:32751',
  en: 'the code of a CRS, e.g. EPSG:32751',
};

export const LAYER_CRS: TextRule = {
  test: (text) => text === 'file' || CRS_CODE.test(text),
  id: '"file" (seperti kata .prj-nya) atau kode CRS, misalnya EPSG:32751',
  en: '"file" (as its .prj says) or the code of a CRS, e.g. EPSG:32751',
};

export const DAY: TextRule = {
  test: isDay,
  id: 'tanggal yang ada, TTTT-BB-HH, misalnya 2026-01-15',
  en: 'a date that exists, YYYY-MM-DD, e.g. 2026-01-15',
};

export const FILE: TextRule = {
  test: isInside,
  id: 'jalur berkas relatif di dalam folder rencana, dengan / dan tanpa .., misalnya tables/itbx.csv',
  en: "a relative path inside the plan's folder, with / and without .., e.g. tables/itbx.csv",
};

/** Days of the calendar only: 2026-02-30 is none. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function isInside(text: string): boolean {
  if (text === '' || /[\\:\0]/.test(text)) return false;
  return text.split('/').every((part) => part.trim() !== '' && part !== '.' && part !== '..');
}
