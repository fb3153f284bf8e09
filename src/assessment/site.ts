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

interface PieceHit {
  readonly piece: number;
  readonly areaM2: number;
}

interface PartGroup {
  readonly plan: PlanVersion | null;
  readonly grounds: { label: PieceLabel; hits: PieceHit[] }[];
}

/** One code of two plans is two zones: the one that comes later is told apart by its plan, `K-1@plan`. */
function uniqueId(
  groups: ReadonlyMap<string, PartGroup>,
  id: string,
  plan: PlanVersion | null,
): string {
  const held = groups.get(id);
  return !held || held.plan === plan ? id : `${id}@${plan?.manifest.id ?? ''}`;
}

function rankOf(stack: PlanStack, label: PieceLabel): number {
  const plan = speakingPlan(stack, label);
  return plan === null ? stack.plans.length : stack.plans.indexOf(plan);
}

function speakingPlan(stack: PlanStack, label: PieceLabel): PlanVersion | null {
  return label.zone === null ? null : speaker(chainsOf(stack, label)[0]!).plan;
}

function partsOf(stack: PlanStack, parcel: Rings, areaM2: number): SitePart[] {
  const groups = new Map<string, PartGroup>();
  let zoned = 0;
  let outsideForbidden = 0;
  const byLabel = hitsByLabel(stack, parcel);
  // Nearest plan first, so that its zones keep their plain codes whatever the order of the pieces.
  const inRank = [...byLabel].sort(([a], [b]) => rankOf(stack, a) - rankOf(stack, b));
  for (const [label, hits] of inRank) {
    const sum = hits.reduce((s, h) => s + h.areaM2, 0);
    if (label.zone === null) outsideForbidden += sum;
    else zoned += sum;
    const id = uniqueId(groups, partId(stack, label), speakingPlan(stack, label));
    const group = groups.get(id) ?? { plan: speakingPlan(stack, label), grounds: [] };
    group.grounds.push({ label, hits });
    groups.set(id, group);
  }
  const outside = areaM2 - zoned;
  const parts: SitePart[] = [];
  for (const [id, { grounds: group }] of groups) {
    if (group[0]!.label.zone === null && outside < OUTSIDE_FROM_M2) continue;
    const part = makePart(stack, parcel, id, group);
    if (part.areaM2 > NOISE_M2 || groups.size === 1) parts.push(part);
  }
  const rest = outside - outsideForbidden;
  if (outside >= OUTSIDE_FROM_M2 && rest > NOISE_M2) {
    parts.push(outsidePart(stack, parcel, rest, byLabel));
  }
  return parts.sort((a, b) => b.areaM2 - a.areaM2 || (a.id < b.id ? -1 : 1));
}

function hitsByLabel(stack: PlanStack, parcel: Rings): Map<PieceLabel, PieceHit[]> {
  const overlay = overlayOf(stack.index);
  const count = overlay.query(parcel);
  const byLabel = new Map<PieceLabel, PieceHit[]>();
  for (let i = 0; i < count; i++) {
    const piece = overlay.ids[i]!;
    const label = stack.labels[stack.labelOf[piece]!]!;
    const list = byLabel.get(label) ?? [];
    list.push({ piece, areaM2: overlay.areas[i]! });
    byLabel.set(label, list);
  }
  return byLabel;
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

function makePart(
  stack: PlanStack,
  parcel: Rings,
  id: string,
  group: readonly { label: PieceLabel; hits: readonly PieceHit[] }[],
): SitePart {
  const first = group[0]!.label;
  const grounds = group.map(({ label, hits }) => ({
    chains: chainsOf(stack, label),
    areaM2: hits.reduce((s, h) => s + h.areaM2, 0),
  }));
  const pieces = group.flatMap(({ hits }) => hits.map((h) => h.piece));
  const forbids = uniqueForbids(group.map((g) => g.label));
  return {
    id,
    zone: effectiveZone(stack, first),
    forbiddenBy: forbidThemes(first),
    forbids,
    grounds,
    areaM2: grounds.reduce((s, g) => s + g.areaM2, 0),
    accuracyM: Math.max(0, ...grounds.flatMap(accuraciesOf), ...forbids.map((f) => f.accuracyM)),
    protective: forbids.length > 0 || grounds.some(hasProtectiveVoice),
    outline: once(() => cutOut(stack, parcel, pieces)),
  };
}

function uniqueForbids(labels: readonly PieceLabel[]): Forbid[] {
  const seen = new Map<string, Forbid>();
  for (const f of labels.flatMap((l) => l.forbids)) {
    seen.set(`${f.id}|${f.plan}|${f.effect}|${f.legalBasis.join(';')}`, f);
  }
  return [...seen.values()].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.plan - b.plan));
}

/** Accuracy of a plan's zone map: 0.5 mm at its scale, in m. */
export function planAccuracyM(plan: PlanVersion): number {
  return plan.layers.find((l) => l.kind === 'zones')?.accuracyM ?? plan.manifest.mapScale * 0.0005;
}

function accuraciesOf(ground: PartGround): number[] {
  return ground.chains.map((chain) => planAccuracyM(speaker(chain).plan));
}

/** Whether a zone is declared protective; one without a row may be, which only adds a condition. */
export function isProtective(voice: Voice): boolean {
  return voice.plan.rules.zones.get(voice.zone)?.protective ?? true;
}

function hasProtectiveVoice(ground: PartGround): boolean {
  return ground.chains.some((chain) => {
    const voice = speaker(chain);
    return isProtective(voice);
  });
}

function cutOut(stack: PlanStack, parcel: Rings, pieces: readonly number[]): Rings {
  const cut = pieces.map((p) => intersectRings(featureRings(stack.pieces, p), parcel));
  return cut.length === 1 ? cut[0]! : uniteRings(cut);
}

function outsidePart(
  stack: PlanStack,
  parcel: Rings,
  areaM2: number,
  byLabel: ReadonlyMap<PieceLabel, readonly PieceHit[]>,
): SitePart {
  const pieces = [...byLabel.values()].flatMap((hits) => hits.map((h) => h.piece));
  return {
    id: 'outside',
    zone: null,
    forbiddenBy: null,
    forbids: [],
    grounds: [],
    areaM2,
    accuracyM: Math.max(...stack.plans.map(planAccuracyM), 0),
    protective: false,
    outline: once(() =>
      pieces.length === 0
        ? parcel
        : subtractRings(parcel, joinRings(pieces.map((p) => featureRings(stack.pieces, p)))),
    ),
  };
}

function metIn(plan: PlanVersion, parcel: Rings): Met[] {
  const overlay = overlayOf(plan.index);
  const count = overlay.query(parcel);
  const sums = new Map<string, Met>();
  for (let i = 0; i < count; i++) {
    const id = overlay.ids[i]!;
    const layer = plan.layers.find((l) => id >= l.first && id < l.first + l.count)!;
    const at = id - layer.first;
    const code = layer.code[at]!;
    const group = layer.kind === 'admin' ? layer.group[at]! : null;
    const name = layer.name[at]!;
    const key = `${layer.id}|${code}|${layer.kind === 'admin' ? name : ''}`;
    const areaM2 = (sums.get(key)?.areaM2 ?? 0) + overlay.areas[i]!;
    sums.set(key, { plan, layer, code, name, group, areaM2 });
  }
  const met = [...sums.values()].filter((m) => m.areaM2 > NOISE_M2 || sums.size === 1);
  return met.sort(
    (a, b) =>
      plan.layers.indexOf(a.layer) - plan.layers.indexOf(b.layer) ||
      b.areaM2 - a.areaM2 ||
      (a.code < b.code ? -1 : 1),
  );
}

function once<T>(make: () => T): () => T {
  let value: { readonly is: T } | null = null;
  return () => {
    value ??= { is: make() };
    return value.is;
  };
}
