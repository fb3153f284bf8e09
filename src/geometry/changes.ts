/** What cleaning did to a polygon, in words (clean.ts does it). */
import type { Text } from '../base/problem.ts';
import type { TidyRing } from './tidy-ring.ts';

export type ChangeKind =
  | 'closed'
  | 'duplicate'
  | 'spike'
  | 'empty_ring'
  | 'repaired'
  | 'nested'
  /** Nothing was changed: the ring touches itself, which other programs call invalid. */
  | 'touches'
  | 'twin'
  /** Parts over each other made one. */
  | 'united'
  | 'unusable';

/** `ring` counts through all polygons of the feature, `vertex` within its ring, both from 0. */
export interface Change {
  readonly kind: ChangeKind;
  readonly ring: number;
  readonly vertex: number;
  readonly at: readonly [number, number];
  /** Ground before and after, m², where the change may alter it. */
  readonly areaBeforeM2?: number;
  readonly areaAfterM2?: number;
  /** Ground that was meant is missing now: the feature is not all there. */
  readonly losesGround?: true;
  readonly message: Text;
}

/** A tidied ring with its number among all rings of the feature, and its role by the input's order. */
export interface NumberedRing extends TidyRing {
  readonly number: number;
  /** Number of its polygon in the feature. */
  readonly part: number;
  readonly isHole: boolean;
}

/** What was changed in a ring `number`, given as `ring`; `empty`: it has no ground and is dropped. */
export function changesOf(
  ring: readonly (readonly number[])[],
  tidy: TidyRing,
  number: number,
  empty: boolean,
): Change[] {
  const list: Change[] = [];
  const add = (kind: ChangeKind, vertex: number, id: string, en: string) => {
    const [x, y] = ring[vertex] ?? [Number.NaN, Number.NaN];
    const where = { id: `${id} (${place(x!, y!)}).`, en: `${en} (${place(x!, y!)}).` };
    list.push(change(kind, number, vertex, [x!, y!], where));
  };
  if (empty) {
    add(
      'empty_ring',
      0,
      `Cincin ${number} tanpa luas dibuang`,
      `Ring ${number} without area dropped`,
    );
    return list;
  }
  if (!tidy.wasClosed) {
    add('closed', 0, `Cincin ${number} tidak tertutup; ditutup`, `Ring ${number} was open; closed`);
  }
  const { duplicates, spikes } = tidy;
  if (duplicates.length > 0) {
    const n = duplicates.length;
    add(
      'duplicate',
      duplicates[0]!,
      `${n} titik kembar pada cincin ${number} dibuang, pertama titik ${duplicates[0]}`,
      `${n} repeated point(s) of ring ${number} dropped, the first is point ${duplicates[0]}`,
    );
  }
  if (spikes.length > 0) {
    const n = spikes.length;
    add(
      'spike',
      spikes[0]!,
      `${n} duri tanpa luas pada cincin ${number} dibuang, pertama titik ${spikes[0]}`,
      `${n} spike(s) without area of ring ${number} dropped, the first is point ${spikes[0]}`,
    );
  }
  return list;
}

/** A ring whose place tells another role than its order. */
export function misplaced(ring: NumberedRing, isHole: boolean): Change {
  const at: [number, number] = [ring.points[0]!, ring.points[1]!];
  const area = Math.abs(ring.areaM2).toFixed(2);
  const text = isHole
    ? {
        id: `Cincin ${ring.number} (${area} m2, ${place(...at)}) terletak di dalam bagian lain; dibaca sebagai lubang.`,
        en: `Ring ${ring.number} (${area} m2, ${place(...at)}) lies inside another part; read as a hole.`,
      }
    : {
        id: `Lubang ${ring.number} (${area} m2, ${place(...at)}) tidak berada di dalam cincin luarnya; dibaca sebagai bagian.`,
        en: `Hole ${ring.number} (${area} m2, ${place(...at)}) does not lie in its outer ring; read as a part.`,
      };
  return change('nested', ring.number, ring.numbers[0]!, at, text);
}

/** Where `ring` and `vertex` are the numbers as given. */
export function change(
  kind: ChangeKind,
  ring: number,
  vertex: number,
  at: readonly [number, number],
  message: Text,
): Change {
  return { kind, ring, vertex, at, message };
}

/** A ring that repeats another. */
export function twinOf(ring: NumberedRing, twin: NumberedRing): Change {
  const at: [number, number] = [ring.points[0]!, ring.points[1]!];
  return change('twin', ring.number, 0, at, {
    id: `Cincin ${ring.number} sama dengan cincin ${twin.number}; dihitung satu kali (${place(...at)}).`,
    en: `Ring ${ring.number} is the same as ring ${twin.number}; counted once (${place(...at)}).`,
  });
}

/** A ring that touches itself: kept, since its ground is clear. */
export function touching(
  at: readonly [number, number],
  first: { ring: number; vertex: number },
  second: { vertex: number },
): Change {
  const where = place(...at);
  return change('touches', first.ring, first.vertex, at, {
    id: `Cincin ${first.ring} menyentuh dirinya sendiri di ${where} (titik ${first.vertex} dan ${second.vertex}); dibiarkan, luasnya jelas.`,
    en: `Ring ${first.ring} touches itself at ${where} (points ${first.vertex} and ${second.vertex}); kept as it is, its ground is clear.`,
  });
}

/** An outline past repairing. */
export function tooDense(tidy: readonly NumberedRing[]): Change {
  const { number, points } = tidy[0]!;
  return change('unusable', number, 0, [points[0]!, points[1]!], {
    id: 'Garis batas terlalu sering memotong atau melipat dirinya; tidak dapat diperbaiki.',
    en: 'The outline crosses or folds over itself too often; it cannot be repaired.',
  });
}

/** Nothing usable is left. */
export function noGround(): Change {
  return change('unusable', 0, 0, [Number.NaN, Number.NaN], {
    id: 'Tidak ada cincin yang punya luas.',
    en: 'No ring has any area.',
  });
}

/** A place for people, to the millimetre. */
export function place(x: number, y: number): string {
  return `${x.toFixed(3)}, ${y.toFixed(3)}`;
}
