import type { Text } from '../base/problem.ts';
import type { Measured } from './limits.ts';
import type { Finding, Unit } from './model.ts';
import { fill, metres, num, say, squareMetres } from './wording.ts';

/**
 * What is left to a limit, and where it is broken the smallest change that passes, in the figure that
 * one would change: m² of footprint, floors, metres of wall.
 */
export type Margin = Pick<Finding, 'margin' | 'change'>;

/** Rounded up to what people build by, so that the change surely passes. */
const STEP: Readonly<Record<string, number>> = { m2: 0.01, m: 0.01, floors: 1 };

interface Ground {
  /** Area that ratios were divided by, m². */
  readonly basisM2: number | null;
}

/** Sentences of the change by rule; `{n}` is the amount with its unit. Ratios are changed by their area. */
const CHANGES: Readonly<Record<string, { readonly unit: Unit; readonly text: Text }>> = {
  kdb: { unit: 'm2', text: say('Kurangi tapak bangunan {n}.', '{n} less footprint.') },
  klb: { unit: 'm2', text: say('Kurangi luas lantai {n}.', '{n} less floor area.') },
  kdh: { unit: 'm2', text: say('Tambah ruang hijau {n}.', '{n} more green area.') },
  ktb: { unit: 'm2', text: say('Kurangi basemen {n}.', '{n} less basement.') },
  height: { unit: 'm', text: say('Rendahkan bangunan {n}.', '{n} lower.') },
  floors: { unit: 'floors', text: say('Kurangi {n} lantai.', '{n} floors less.') },
  basement_floors: {
    unit: 'floors',
    text: say('Kurangi {n} lantai basemen.', '{n} basement floors less.'),
  },
  parcel_min: { unit: 'm2', text: say('Tambah luas bidang {n}.', '{n} more land.') },
  frontage: { unit: 'm', text: say('Perlebar muka bidang {n}.', '{n} more frontage.') },
};

/** Margin and change of a judged limit; empty where nothing was measured or nothing is limited. */
export function marginOf(
  what: Pick<Measured, 'rule' | 'kind' | 'measured'>,
  limit: number | null,
  ground: Ground,
): Margin {
  if (what.measured === null || limit === null) return {};
  const margin = what.kind === 'max' ? limit - what.measured : what.measured - limit;
  const change = CHANGES[what.rule];
  if (margin >= -1e-9 || !change) return { margin };
  const perArea = ['kdb', 'klb', 'kdh', 'ktb'].includes(what.rule);
  if (perArea && ground.basisM2 === null) return { margin };
  const amount = perArea ? -margin * ground.basisM2! : -margin;
  return { margin, change: changeBy(amount, change.unit, change.text) };
}

/** The same for a wall that stands too near to a line. */
export function wallMargin(marginM: number): Margin {
  const text = say('Mundurkan dinding {n}.', 'Move the wall back by {n}.');
  return marginM >= -1e-9
    ? { margin: marginM }
    : { margin: marginM, change: changeBy(-marginM, 'm', text) };
}

/** The same for a building that is too tall for an overlay. */
export function heightMargin(marginM: number): Margin {
  return marginM >= -1e-9
    ? { margin: marginM }
    : { margin: marginM, change: changeBy(-marginM, 'm', CHANGES.height!.text) };
}

function changeBy(amount: number, unit: Unit, text: Text): Finding['change'] {
  const step = STEP[unit] ?? 0.01;
  // A hair less before rounding up: 1.2 m must not become 1.21 by the last bit of a difference.
  const rounded = Math.ceil(amount / step - 1e-6) * step;
  const n =
    unit === 'm2' ? squareMetres(rounded) : unit === 'm' ? metres(rounded) : num(rounded, 0);
  return { amount: Number(rounded.toFixed(6)), unit, text: fill(text, { n }) };
}
