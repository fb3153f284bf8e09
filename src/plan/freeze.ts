import { type Note, note } from '../base/problem.ts';
import { buildCellIndex, type CellIndex } from '../geometry/cell-index.ts';
import { intersectRings, sharedBox } from '../geometry/outline.ts';
import {
  areaOf,
  type Box,
  boxOf,
  type FeatureSet,
  featureRings,
  packFeatures,
  type Rings,
} from '../geometry/rings.ts';
import type { AreaDraft, AreaFeature, Drafts } from './draft.ts';
import { compareText } from './hash.ts';
import { giveWay, isNothing, type Pair, sharedPairs } from './merge.ts';
import type { AreaLayer, ParcelRegister, PlanVersion, RoadLayer } from './model.ts';
import { releaseMemory } from './release.ts';

export type FrozenAreas = Pick<PlanVersion, 'areas' | 'layers' | 'index' | 'overlaps' | 'box'>;

/**
 * Packs all areal layers into one feature set with its index. Features stand in the order of their
 * content, whatever their order in the file. Ground that a layer claims twice with one code is
 * counted once (noted); ground that zones of two codes claim is kept aside in `overlaps`.
 */
export function freezeAreas(drafts: readonly AreaDraft[], notes: Note[]): FrozenAreas {
  const ordered = drafts.map((draft) => settleSmall(inContentOrder(draft), notes));
  const packed = pack(ordered);
  const pairs = sharedPairs(packed.areas, packed.index, groupsOf(ordered));
  const code = ordered.flatMap((layer) => layer.features.map((f) => f.code));
  // Only zones are of one group without being of one code.
  const same = pairs.filter((p) => code[p.a] === code[p.b]);
  const other = pairs.filter((p) => code[p.a] !== code[p.b]);
  if (same.length === 0) return finished(packed, other);
  releaseMemory();
  const { layers, newNumber } = countOnce(ordered, same, notes);
  const kept = other.map((p) => ({ ...p, a: newNumber[p.a]!, b: newNumber[p.b]! }));
  return finished(
    pack(layers),
    kept.filter((p) => p.a >= 0 && p.b >= 0),
  );
}

function finished(packed: Packed, pairs: readonly Pair[]): FrozenAreas {
  return { ...packed, box: zoneBox(packed), overlaps: withGround(packed.areas, pairs) };
}

function inContentOrder(draft: AreaDraft): AreaDraft {
  return { ...draft, features: [...draft.features].sort((a, b) => compareText(a.key, b.key)) };
}

/** Layers of at most so many features are settled pair by pair, before there is an index. */
const FEW = 200;

/** Counts once what a small layer claims twice, so that the index need not be built again for it. */
function settleSmall(draft: AreaDraft, notes: Note[]): AreaDraft {
  const { kind, features, disjoint } = draft;
  if (kind === 'zones' || kind === 'admin' || disjoint || features.length > FEW) return draft;
  const [settled] = countOnce([draft], pairsByOutline(features), notes).layers;
  return { ...settled!, disjoint: true };
}

function pairsByOutline(features: readonly AreaFeature[]): Pair[] {
  const boxes = features.map((f) => boxOf(f.rings.xy));
  const pairs: Pair[] = [];
  features.forEach((one, a) => {
    for (let b = a + 1; b < features.length; b++) {
      const other = features[b]!;
      if (one.code !== other.code || one.row !== other.row) continue;
      if (sharedBox(boxes[a]!, boxes[b]!) === null) continue;
      const common = intersectRings(one.rings, other.rings);
      if (!isNothing(common)) pairs.push({ a, b, areaM2: areaOf(common) });
    }
  });
  return pairs;
}

interface Packed {
  readonly areas: FeatureSet;
  readonly layers: AreaLayer[];
  readonly index: CellIndex;
}

function pack(drafts: readonly AreaDraft[]): Packed {
  const areas = packFeatures(drafts.flatMap((d) => d.features.map((f) => f.rings)));
  let first = 0;
  const layers = drafts.map((draft): AreaLayer => {
    const { id, kind, theme, law, accuracyM, features } = draft;
    const layer = {
      id,
      kind,
      theme,
      law,
      accuracyM,
      first,
      count: features.length,
      code: features.map((f) => f.code),
      name: features.map((f) => f.name),
      group: features.map((f) => f.group),
      row: features.map((f) => f.row),
      number: features.map((f) => f.number),
    };
    first += features.length;
    return layer;
  });
  return { areas, layers, index: buildCellIndex(areas) };
}

/**
 * Features of one group may not claim ground twice: all zones are of group 0, the features of one
 * code (and sempadan row) in another layer of a group of their own; districts are not our matter.
 */
function groupsOf(drafts: readonly AreaDraft[]): (feature: number) => number {
  const numbers = new Map<string, number>();
  const groups = drafts.flatMap((draft, layer) =>
    draft.features.map((f) => {
      if (draft.kind === 'zones' && draft.law) return 0;
      if (draft.kind === 'admin' || draft.disjoint) return -1;
      const key = `${layer} ${f.row} ${f.code}`;
      if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
      return numbers.get(key)!;
    }),
  );
  return (feature) => groups[feature]!;
}

/**
 * Takes shared ground of one code from the second of each pair; a feature with nothing left is
 * dropped. `newNumber` gives each feature's number afterwards, -1 where it was dropped.
 */
function countOnce(
  drafts: readonly AreaDraft[],
  pairs: readonly Pair[],
  notes: Note[],
): { layers: AreaDraft[]; newNumber: Int32Array } {
  const rings = drafts.flatMap((d) => d.features.map((f) => f.rings));
  giveWay(rings, pairs);
  const touched = new Set(pairs.map((p) => p.b));
  const newNumber = new Int32Array(rings.length).fill(-1);
  let old = 0;
  let kept = 0;
  const layers = drafts.map((draft) => {
    const first = old;
    const features: AreaFeature[] = [];
    for (const feature of draft.features) {
      const left = rings[old]!;
      if (!touched.has(old) || !isNothing(left)) {
        features.push({ ...feature, rings: left });
        newNumber[old] = kept++;
      }
      old++;
    }
    const count = pairs.filter((p) => p.b >= first && p.b < old).length;
    // Strips of one river's reaches always overlap where these meet: nobody needs to be told.
    if (count > 0 && draft.kind !== 'strip') notes.push(countedOnce(draft.id, count));
    return { ...draft, features };
  });
  return { layers, newNumber };
}

function countedOnce(layer: string, pairs: number): Note {
  return note(
    'layer.claimed_twice',
    layer,
    `${pairs} pasang fitur berkode sama saling tumpang tindih; luas bersamanya dihitung sekali.`,
    `${pairs} pairs of features of one code overlap; their common ground is counted once.`,
  );
}

function withGround(areas: FeatureSet, pairs: readonly Pair[]): PlanVersion['overlaps'] {
  return pairs.flatMap(({ a, b }) => {
    const rings = intersectRings(featureRings(areas, a), featureRings(areas, b));
    return isNothing(rings) ? [] : [{ a, b, rings }];
  });
}

/** Box of all zones; of all areas in a plan that only has overlays. */
function zoneBox({ areas, layers }: Packed): Box {
  const zones = layers.filter((l) => l.kind === 'zones' && l.count > 0);
  if (zones.length === 0) return boxOf(areas.xy);
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const layer of zones) {
    for (let f = layer.first; f < layer.first + layer.count; f++) {
      const [x0, y0, x1, y1] = boxOf(featureRings(areas, f).xy);
      box[0] = Math.min(box[0], x0);
      box[1] = Math.min(box[1], y0);
      box[2] = Math.max(box[2], x1);
      box[3] = Math.max(box[3], y1);
    }
  }
  return box;
}

/** All road layers as one, in the order of their content; null where there is none and none is lost. */
export function freezeRoads(layers: Drafts['roads'], incomplete = false): RoadLayer | null {
  if (layers.length === 0 && !incomplete) return null;
  const features = layers.flatMap((l) => l.features).sort((a, b) => compareText(a.key, b.key));
  const set = packFeatures(features.map((f) => f.line));
  return {
    lines: { xy: set.xy, ends: set.ringEnds },
    roads: features.map((f) => f.road),
    accuracyM: Math.max(0, ...layers.map((l) => l.accuracyM)),
    ...(incomplete ? { incomplete } : {}),
  };
}

/** The parcels of all such layers as one register; null where there is none. */
export function freezeParcels(layers: Drafts['parcels']): ParcelRegister | null {
  if (layers.length === 0) return null;
  const parcels = layers.flat();
  return {
    features: packFeatures(parcels.map((p): Rings => p.rings)),
    number: parcels.map((p) => p.number),
    deedAreaM2: parcels.map((p) => p.deedAreaM2),
    frontageM: parcels.map((p) => p.frontageM),
  };
}
