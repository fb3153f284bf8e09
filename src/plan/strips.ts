import { growLines, growRings } from '../geometry/buffer.ts';
import { joinRings, type Lines, type Rings } from '../geometry/rings.ts';
import { canonicalCode } from './codes.ts';
import type { AreaDraft, AreaFeature, WaterDraft, WaterFeature } from './draft.ts';
import type { Rules, SempadanRow, UnruledWater } from './model.ts';
import { sempadanRow } from './tables/index.ts';

/**
 * Sempadan strips of a water layer, each as wide as the row that decides for its feature
 * (tables/lookup.ts). A strip holds the water itself: its bed may not be built on either. Features
 * that no row decides have no strip: there the theme is unknown within its reach.
 */
export function cutStrips(
  water: WaterDraft,
  rules: Rules,
): { strips: AreaDraft; unruled: UnruledWater[] } {
  const features: AreaFeature[] = [];
  const unruled: UnruledWater[] = [];
  for (const feature of water.features) {
    const row = sempadanRow(rules, water.theme, feature.name, feature.class);
    if (row === null) {
      unruled.push({ theme: water.theme, name: feature.name, lines: outlineOf(feature) });
      continue;
    }
    const rings = stripOf(feature, row.distanceM);
    const at = rules.sempadan.indexOf(row);
    if (rings.ends.length > 0) features.push(stripFeature(feature, rings, row, at));
  }
  const { id, theme, law, accuracyM } = water;
  return { strips: { id, kind: 'strip', theme, law, accuracyM, features }, unruled };
}

function stripFeature(
  feature: WaterFeature,
  rings: Rings,
  row: SempadanRow,
  at: number,
): AreaFeature {
  const { number, name, key } = feature;
  return { number, rings, code: stripCode(row), name, group: null, row: at, key };
}

/** `theme`, or `theme:NAME` for a row of its own name. A class is a general row: it gives no code of its own. */
export function stripCode(row: SempadanRow): string {
  return row.name === '' ? row.theme : `${row.theme}:${canonicalCode(row.name)}`;
}

function stripOf(feature: WaterFeature, distanceM: number): Rings {
  return feature.rings ? growRings(feature.rings, distanceM) : growLines(feature.lines!, distanceM);
}

/** Outline as open lines: rings get their first point again at the end. */
function outlineOf(feature: WaterFeature): Lines {
  if (feature.lines) return feature.lines;
  const rings = feature.rings!;
  const closed: Lines[] = [];
  let start = 0;
  for (const end of rings.ends) {
    const xy = new Float64Array(2 * (end - start + 1));
    xy.set(rings.xy.subarray(2 * start, 2 * end));
    xy.set(rings.xy.subarray(2 * start, 2 * start + 2), 2 * (end - start));
    closed.push({ xy, ends: Uint32Array.of(end - start + 1) });
    start = end;
  }
  return joinRings(closed);
}
