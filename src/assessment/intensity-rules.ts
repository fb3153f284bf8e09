import type { Text } from '../base/problem.ts';
import type { LimitKey } from '../plan/model.ts';
import type { BuildingFigures, Figure } from './figures.ts';
import type { LimitKind } from './limits.ts';
import type { Unit } from './model.ts';

/**
 * KDB, KLB, KDH, KTB, height, floors and parcel size. KDB = footprint / parcel, KLB = gross floor
 * area / parcel, KDH = green area / parcel, KTB = basement area / parcel (Permen ATR 11/2021; areas by
 * the plan's `areaBasis`). Which figures are lawful stands in the plan's intensity table.
 */
export interface IntensityRule {
  readonly rule: string;
  readonly key: LimitKey;
  readonly kind: LimitKind;
  readonly unit: Unit;
  readonly slack: number;
  /** The most generous value that an unknown limit could have; null where there is no such bound. */
  readonly bound: number | null;
  readonly title: Text;
  readonly needsBuilding: boolean;
  readonly measure: (figures: BuildingFigures) => Figure;
  /** The figure is divided by the basis area. */
  readonly perArea: boolean;
}

const RATIO = { unit: 'ratio', slack: 1e-6, needsBuilding: true, perArea: true } as const;
const COUNT = {
  unit: 'floors',
  slack: 1e-6,
  needsBuilding: true,
  perArea: false,
  bound: null,
} as const;

export const INTENSITY_RULES: readonly IntensityRule[] = [
  {
    ...RATIO,
    rule: 'kdb',
    key: 'kdbMax',
    kind: 'max',
    bound: 1,
    title: {
      id: 'KDB (tapak bangunan dibagi luas bidang)',
      en: 'KDB (footprint over parcel area)',
    },
    measure: (f) => f.total('footprintM2'),
  },
  {
    ...RATIO,
    rule: 'klb',
    key: 'klbMax',
    kind: 'max',
    bound: null,
    title: { id: 'KLB (luas lantai dibagi luas bidang)', en: 'KLB (floor area over parcel area)' },
    measure: (f) => f.total('grossFloorAreaM2'),
  },
  {
    ...RATIO,
    rule: 'kdh',
    key: 'kdhMin',
    kind: 'min',
    bound: 0,
    title: { id: 'KDH (ruang hijau dibagi luas bidang)', en: 'KDH (green area over parcel area)' },
    measure: (f) => f.atLeast('greenM2'),
  },
  {
    ...RATIO,
    rule: 'ktb',
    key: 'ktbMax',
    kind: 'max',
    bound: 1,
    title: { id: 'KTB (tapak basemen dibagi luas bidang)', en: 'KTB (basement over parcel area)' },
    measure: (f) => f.total('basementM2'),
  },
  {
    rule: 'height',
    key: 'heightMaxM',
    kind: 'max',
    unit: 'm',
    slack: 1e-3,
    bound: null,
    title: { id: 'Tinggi bangunan', en: 'Building height' },
    needsBuilding: true,
    perArea: false,
    measure: (f) => f.largest('heightM'),
  },
  {
    ...COUNT,
    rule: 'floors',
    key: 'floorsMax',
    kind: 'max',
    title: { id: 'Jumlah lantai', en: 'Number of floors' },
    measure: (f) => f.largest('floors'),
  },
  {
    ...COUNT,
    rule: 'basement_floors',
    key: 'basementFloorsMax',
    kind: 'max',
    title: { id: 'Jumlah lantai basemen', en: 'Number of basement floors' },
    measure: (f) => f.basementFloors(),
  },
];
