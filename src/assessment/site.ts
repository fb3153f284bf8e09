import { once } from '../base/once.ts';
import { intersectRings, subtractRings, uniteRings } from '../geometry/outline.ts';
import { areaOf, featureRings, joinRings, type Rings } from '../geometry/rings.ts';
import type { Forbid, PlanStack, PlanVersion } from '../plan/model.ts';
import { nextNumber, StackMemo } from './memo.ts';
import type { Parcel } from './model.ts';
import {
  keyNumber,
  type LabelFacts,
  labelFactsOf,
  planAccuracyM,
  uniqueForbids,
  type Voice,
} from './site-labels.ts';
import { largerFirst, type Met, metIn, NOISE_M2, overlayOf } from './site-met.ts';

export { chainsOf, isProtective, planAccuracyM, speaker, type Voice } from './site-labels.ts';
export { type Met, overlayOf } from './site-met.ts';

/** Ground of one label inside a part: who may speak there, one chain per zone that claims it. */
export interface PartGround {
  readonly chains: readonly (readonly Voice[])[];
  readonly areaM2: number;
}

/** A part of the parcel before its doubts are known. */
export interface SitePart {
  readonly id: string;
  /** Zone whose rules apply: the nearest plan's that is not silent as a whole. Null outside every zone. */
  readonly zone: string | null;
  readonly forbiddenBy: string | null;
  readonly forbids: readonly Forbid[];
  readonly grounds: readonly PartGround[];
  readonly areaM2: number;
  /** 0.5 mm at the coarsest map that drew it, in m. */
  readonly accuracyM: number;
  readonly protective: boolean;
  /**
   * Who may speak here and what forbids, as text: parts of one key have the same findings on use and themes,
   * whatever the parcel.
   */
  readonly key: string;
  /** A number that stands for the key. */
  readonly keyNumber: number;
  /** Numbers of its labels in the stack; none for what lies on no piece. */
  readonly labels: readonly number[];
  /** Outline inside the parcel; cut when first asked for, by a robust library, since people and doubts look at it. */
  readonly outline: () => Rings;
}

/** All that the ground says about one parcel, before any rule is asked. */
export interface Site {
  readonly stack: PlanStack;
  readonly parcel: Parcel;
  readonly areaM2: number;
  /** Ground area per map area. */
  readonly groundScale: number;
  readonly parts: readonly SitePart[];
  readonly met: readonly Met[];
}

/** Ground in no zone below this counts as none (law of the verdict, point 2). */
const OUTSIDE_FROM_M2 = 1;
/** Looks the parcel up in all plans of the stack. */
export function surveySite(stack: PlanStack, parcel: Parcel): Site {
  const areaM2 = areaOf(parcel.rings);
  return {
    stack,
    parcel,
    areaM2,
    groundScale: parcel.groundAreaM2 / areaM2,
    parts: partsOf(stack, parcel.rings, areaM2),
    met: metIn(stack.plans, parcel.rings),
  };
}

/** Pieces of one label that the parcel meets. */
interface LabelHits {
  readonly facts: LabelFacts;
  readonly pieces: number[];
  areaM2: number;
}

interface PartGroup {
  readonly id: string;
  readonly plan: PlanVersion | null;
  readonly grounds: LabelHits[];
}

function partsOf(stack: PlanStack, parcel: Rings, areaM2: number): SitePart[] {
  let zoned = 0;
  let outsideForbidden = 0;
  const byLabel = hitsByLabel(stack, parcel);
  for (const hits of byLabel) {
    if (hits.facts.zone === null) outsideForbidden += hits.areaM2;
    else zoned += hits.areaM2;
  }
  const outside = areaM2 - zoned;
  const only = byLabel.length === 1 ? byLabel[0]! : null;
  if (only && only.facts.zone !== null && outside < OUTSIDE_FROM_M2) {
    return [
      makePart(stack, parcel, { id: only.facts.partId, plan: only.facts.plan, grounds: byLabel }),
    ];
  }
  const groups = groupsOf(byLabel);
  const parts: SitePart[] = [];
  for (const group of groups) {
    if (group.grounds[0]!.facts.zone === null && outside < OUTSIDE_FROM_M2) continue;
    const part = makePart(stack, parcel, group);
    if (part.areaM2 > NOISE_M2 || groups.length === 1) parts.push(part);
  }
  const rest = outside - outsideForbidden;
  if (outside >= OUTSIDE_FROM_M2 && rest > NOISE_M2) {
    parts.push(outsidePart(stack, parcel, rest, byLabel));
  }
  if (parts.length > 1) parts.sort((a, b) => largerFirst(a, b) || (a.id < b.id ? -1 : 1));
  return parts;
}

/** By label in the order met, but nearest plan first, so that its zones keep their plain codes whatever the order of the pieces. */
function hitsByLabel(stack: PlanStack, parcel: Rings): LabelHits[] {
  const facts = labelFactsOf(stack);
  const overlay = overlayOf(stack.index);
  const count = overlay.query(parcel);
  const found: LabelHits[] = [];
  for (let i = 0; i < count; i++) {
    const piece = overlay.ids[i]!;
    const own = facts[stack.labelOf[piece]!]!;
    const areaM2 = overlay.areas[i]!;
    const held = found.find((f) => f.facts === own);
    if (held) {
      held.pieces.push(piece);
      held.areaM2 += areaM2;
    } else found.push({ facts: own, pieces: [piece], areaM2 });
  }
  if (found.length > 1) found.sort((a, b) => a.facts.rank - b.facts.rank);
  return found;
}

/** Labels of one part together. One code of two plans is two zones: the later is told apart by its plan, `K-1@plan`. */
function groupsOf(byLabel: readonly LabelHits[]): PartGroup[] {
  const groups: PartGroup[] = [];
  for (const hits of byLabel) {
    const { partId, plan } = hits.facts;
    const held = groups.find((g) => g.id === partId);
    const id = !held || held.plan === plan ? partId : `${partId}@${plan?.manifest.id ?? ''}`;
    const group = groups.find((g) => g.id === id);
    if (group) group.grounds.push(hits);
    else groups.push({ id, plan, grounds: [hits] });
  }
  return groups;
}

/** Keys of all parts, largest first: all that rules on codes alone depend on. */
export function siteKey({ parts }: Site): string {
  return parts.length === 1 ? parts[0]!.key : parts.map((p) => p.key).join('|');
}

const numbers = new StackMemo<number>();

/** A number that stands for the key; no kept answer has the same. */
export function siteNumber(site: Site): number {
  return numbers.get(site.stack, siteKey(site), nextNumber);
}

function makePart(stack: PlanStack, parcel: Rings, { id, grounds }: PartGroup): SitePart {
  const first = grounds[0]!.facts;
  const alone = grounds.length === 1;
  const labels = grounds.map((g) => g.facts.number);
  const pieces = alone ? grounds[0]!.pieces : grounds.flatMap((g) => g.pieces);
  let areaM2 = 0;
  let accuracyM = 0;
  for (const g of grounds) {
    areaM2 += g.areaM2;
    accuracyM = Math.max(accuracyM, g.facts.accuracyM);
  }
  return {
    id,
    zone: first.zone,
    forbiddenBy: first.forbiddenBy,
    forbids: alone ? first.forbids : uniqueForbids(grounds.flatMap((g) => g.facts.forbids)),
    grounds: grounds.map((g) => ({ chains: g.facts.chains, areaM2: g.areaM2 })),
    areaM2,
    accuracyM,
    protective: grounds.some((g) => g.facts.protective),
    ...(alone && id === first.partId
      ? { key: first.partKey, keyNumber: first.keyNumber }
      : keyOf(`${id}=${labels.join('.')}`)),
    labels,
    outline: once(() => cutOut(stack, parcel, pieces)),
  };
}

function keyOf(key: string): Pick<SitePart, 'key' | 'keyNumber'> {
  return { key, keyNumber: keyNumber(key) };
}

function cutOut(stack: PlanStack, parcel: Rings, pieces: readonly number[]): Rings {
  const cut = pieces.map((p) => intersectRings(featureRings(stack.pieces, p), parcel));
  return cut.length === 1 ? cut[0]! : uniteRings(cut);
}

function outsidePart(
  stack: PlanStack,
  parcel: Rings,
  areaM2: number,
  byLabel: readonly LabelHits[],
): SitePart {
  const pieces = byLabel.flatMap((hits) => hits.pieces);
  return {
    id: 'outside',
    zone: null,
    forbiddenBy: null,
    forbids: [],
    grounds: [],
    areaM2,
    accuracyM: Math.max(...stack.plans.map(planAccuracyM), 0),
    protective: false,
    ...keyOf('outside'),
    labels: [],
    outline: once(() =>
      pieces.length === 0
        ? parcel
        : subtractRings(parcel, joinRings(pieces.map((p) => featureRings(stack.pieces, p)))),
    ),
  };
}
