import type { CellIndex } from '../geometry/cell-index.ts';
import { intersectRings, subtractRings, uniteRings } from '../geometry/outline.ts';
import { createOverlay, type Overlay } from '../geometry/overlay.ts';
import { areaOf, featureRings, joinRings, type Rings } from '../geometry/rings.ts';
import type { AreaLayer, Forbid, PieceLabel, PlanStack, PlanVersion } from '../plan/model.ts';
import type { Parcel } from './model.ts';

/** A zone of a plan that may speak about a piece of ground; the next in a chain speaks where it is silent. */
export interface Voice {
  readonly plan: PlanVersion;
  readonly zone: string;
}

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
  /** Numbers of its labels in the stack; none for what lies on no piece. */
  readonly labels: readonly number[];
  /** Outline inside the parcel; cut when first asked for, by a robust library, since people and doubts look at it. */
  readonly outline: () => Rings;
}

/** A zone or overlay that the parcel meets, by code, with the common area in m² on the map. */
export interface Met {
  readonly plan: PlanVersion;
  readonly layer: AreaLayer;
  readonly code: string;
  readonly name: string | null;
  readonly group: string | null;
  readonly areaM2: number;
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
/** Less than this is noise of the cut, not ground. */
const NOISE_M2 = 1e-3;

const overlays = new WeakMap<CellIndex, Overlay>();

/** One query object per index, kept: it owns reusable buffers. */
export function overlayOf(index: CellIndex): Overlay {
  let overlay = overlays.get(index);
  if (!overlay) {
    overlay = createOverlay(index);
    overlays.set(index, overlay);
  }
  return overlay;
}

/** Looks the parcel up in all plans of the stack. */
export function surveySite(stack: PlanStack, parcel: Parcel): Site {
  const areaM2 = areaOf(parcel.rings);
  return {
    stack,
    parcel,
    areaM2,
    groundScale: parcel.groundAreaM2 / areaM2,
    parts: partsOf(stack, parcel.rings, areaM2),
    met: stack.plans.flatMap((plan) => metIn(plan, parcel.rings)),
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
  const groups = groupsOf(byLabel);
  const outside = areaM2 - zoned;
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
  if (parts.length > 1) parts.sort((a, b) => b.areaM2 - a.areaM2 || (a.id < b.id ? -1 : 1));
  return parts;
}

/** By label in the order met, but nearest plan first, so that its zones keep their plain codes whatever the order of the pieces. */
function hitsByLabel(stack: PlanStack, parcel: Rings): LabelHits[] {
  const facts = factsOf(stack);
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

/** What a label says whatever the parcel. */
interface LabelFacts {
  readonly number: number;
  readonly chains: readonly (readonly Voice[])[];
  /** The plan that speaks here and its place in the stack; null and behind all where none does. */
  readonly plan: PlanVersion | null;
  readonly rank: number;
  readonly partId: string;
  readonly zone: string | null;
  readonly forbiddenBy: string | null;
  readonly forbids: readonly Forbid[];
  readonly accuracyM: number;
  readonly protective: boolean;
}

const factsHeld = new WeakMap<PlanStack, readonly LabelFacts[]>();

/** Facts of every label of a stack, worked out once. */
function factsOf(stack: PlanStack): readonly LabelFacts[] {
  let facts = factsHeld.get(stack);
  if (!facts) {
    facts = stack.labels.map((label, number) => labelFacts(stack, label, number));
    factsHeld.set(stack, facts);
  }
  return facts;
}

function labelFacts(stack: PlanStack, label: PieceLabel, number: number): LabelFacts {
  const plan = label.zone === null ? null : speaker(chainsOf(stack, label)[0]!).plan;
  const chains = chainsOf(stack, label);
  const speakers = chains.map(speaker);
  const accuracies = [
    ...speakers.map((v) => planAccuracyM(v.plan)),
    ...label.forbids.map((f) => f.accuracyM),
  ];
  return {
    number,
    chains,
    plan,
    rank: plan === null ? stack.plans.length : stack.plans.indexOf(plan),
    partId: partId(stack, label),
    zone: effectiveZone(stack, label),
    forbiddenBy: forbidThemes(label),
    forbids: uniqueForbids(label.forbids),
    accuracyM: Math.max(0, ...accuracies),
    protective: label.forbids.length > 0 || speakers.some(isProtective),
  };
}

/** Who may speak on ground of this label, per claiming zone, nearest plan first. */
export function chainsOf(stack: PlanStack, label: PieceLabel): Voice[][] {
  // A further plan with a gap here is unknown, not silent: nobody behind it is asked.
  const gap = label.below.findIndex((b) => b.zone === null);
  const below = (gap < 0 ? label.below : label.below.slice(0, gap)).map((b) => ({
    plan: stack.plans[b.plan]!,
    zone: b.zone!,
  }));
  return label.claims.map((zone) => [{ plan: stack.plans[label.plan]!, zone }, ...below]);
}

/** The first voice of a chain whose zone is not declared silent as a whole; the first if all are. */
export function speaker(chain: readonly Voice[]): Voice {
  return chain.find((v) => !v.plan.rules.zones.get(v.zone)?.silent) ?? chain[0]!;
}

function effectiveZone(stack: PlanStack, label: PieceLabel): string | null {
  if (label.zone === null) return null;
  if (label.claims.length > 1) return [...label.claims].sort().join('+');
  return speaker(chainsOf(stack, label)[0]!).zone;
}

function partId(stack: PlanStack, label: PieceLabel): string {
  const zone = effectiveZone(stack, label) ?? 'outside';
  const forbids = forbidIds(label);
  return forbids === null ? zone : `${zone}/${forbids}`;
}

function forbidIds(label: PieceLabel): string | null {
  const ids = [...new Set(label.forbids.map((f) => f.id))].sort();
  return ids.length > 0 ? ids.join('+') : null;
}

/** What forbids, by kind; the part's id tells further whether a row of its own did. */
function forbidThemes(label: PieceLabel): string | null {
  const themes = [...new Set(label.forbids.map((f) => f.theme))].sort();
  return themes.length > 0 ? themes.join('+') : null;
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
    key: alone ? `${id}=${first.number}` : `${id}=${labels.join('.')}`,
    labels,
    outline: once(() => cutOut(stack, parcel, pieces)),
  };
}

function uniqueForbids(forbids: readonly Forbid[]): readonly Forbid[] {
  if (forbids.length === 0) return forbids;
  const seen = new Map<string, Forbid>();
  for (const f of forbids) {
    seen.set(`${f.id}|${f.plan}|${f.effect}|${f.legalBasis.join(';')}`, f);
  }
  return [...seen.values()].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.plan - b.plan));
}

/** Accuracy of a plan's zone map: 0.5 mm at its scale, in m. */
export function planAccuracyM(plan: PlanVersion): number {
  return plan.layers.find((l) => l.kind === 'zones')?.accuracyM ?? plan.manifest.mapScale * 0.0005;
}

/** Whether a zone is declared protective; one without a row may be, which only adds a condition. */
export function isProtective(voice: Voice): boolean {
  return voice.plan.rules.zones.get(voice.zone)?.protective ?? true;
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
    key: 'outside',
    labels: [],
    outline: once(() =>
      pieces.length === 0
        ? parcel
        : subtractRings(parcel, joinRings(pieces.map((p) => featureRings(stack.pieces, p)))),
    ),
  };
}

/** A zone or overlay that features of one layer share: what sums go under. */
interface MetKey {
  readonly layer: AreaLayer;
  /** Place of the layer in the plan. */
  readonly rank: number;
  readonly code: string;
}

interface MetKeys {
  /** Number in `keys` of every feature of the plan. */
  readonly keyOf: Uint32Array;
  readonly keys: readonly MetKey[];
}

const keysHeld = new WeakMap<PlanVersion, MetKeys>();

/** Features by what their areas are summed under: layer and code, and for admin the name; worked out once. */
function metKeys(plan: PlanVersion): MetKeys {
  const ready = keysHeld.get(plan);
  if (ready) return ready;
  const keys: MetKey[] = [];
  const numbers = new Map<string, number>();
  const keyOf = new Uint32Array(plan.areas.featureEnds.length);
  plan.layers.forEach((layer, rank) => {
    for (let at = 0; at < layer.count; at++) {
      const code = layer.code[at]!;
      const name = `${rank}|${code}|${layer.kind === 'admin' ? layer.name[at]! : ''}`;
      let number = numbers.get(name);
      if (number === undefined) {
        number = keys.push({ layer, rank, code }) - 1;
        numbers.set(name, number);
      }
      keyOf[layer.first + at] = number;
    }
  });
  const made = { keyOf, keys };
  keysHeld.set(plan, made);
  return made;
}

interface MetSum extends Met {
  areaM2: number;
  name: string | null;
  group: string | null;
  readonly key: MetKey;
}

function metIn(plan: PlanVersion, parcel: Rings): Met[] {
  const { keyOf, keys } = metKeys(plan);
  const overlay = overlayOf(plan.index);
  const count = overlay.query(parcel);
  const sums: MetSum[] = [];
  for (let i = 0; i < count; i++) {
    const id = overlay.ids[i]!;
    const key = keys[keyOf[id]!]!;
    const { layer, code } = key;
    const at = id - layer.first;
    const name = layer.name[at]!;
    const group = layer.kind === 'admin' ? layer.group[at]! : null;
    const held = sums.find((m) => m.key === key);
    if (held) {
      held.areaM2 += overlay.areas[i]!;
      held.name = name;
      held.group = group;
    } else sums.push({ plan, layer, code, name, group, areaM2: overlay.areas[i]!, key });
  }
  const met = sums.length === 1 ? sums : sums.filter((m) => m.areaM2 > NOISE_M2);
  return met.sort(
    (a, b) => a.key.rank - b.key.rank || b.areaM2 - a.areaM2 || (a.code < b.code ? -1 : 1),
  );
}

function once<T>(make: () => T): () => T {
  let value: { readonly is: T } | null = null;
  return () => {
    value ??= { is: make() };
    return value.is;
  };
}
