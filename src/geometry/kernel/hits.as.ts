/*
 * The hits of the parcel at hand: features, and how much of each.
 */
import { FEATURE_SHIFT, IS_LAST, IS_OTHER_SIDE } from '../cell-layout';
import { LEAST_SHARE } from '../overlay-limits';

/** Where a feature stands among the hits; only to be believed if it does stand there. */
let slotOf: usize = 0;
let ids: usize = 0;
let areas: usize = 0;
let hits: u32 = 0;

export function useSlots(slotOfAt: usize): void {
  slotOf = slotOfAt;
}

/** Forgets all hits; the next ones go to these places. */
export function startHits(idsAt: usize, areasAt: usize): void {
  ids = idsAt;
  areas = areasAt;
  hits = 0;
}

/** Place of a feature among the hits. */
// @ts-ignore: decorator
@inline
export function hitOf(feature: u32): u32 {
  const known = load<u32>(slotOf + (<usize>feature << 2));
  if (known < hits && load<u32>(ids + (<usize>known << 2)) == feature) return known;
  const hit = hits++;
  store<u32>(slotOf + (<usize>feature << 2), hit);
  store<u32>(ids + (<usize>hit << 2), feature);
  store<f64>(areas + (<usize>hit << 3), 0);
  return hit;
}

// @ts-ignore: decorator
@inline
export function addTo(hit: u32, area: f64): void {
  const at = areas + (<usize>hit << 3);
  store<f64>(at, load<f64>(at) + area);
}

/** Adds an area to the owners whose words begin here. */
// @ts-ignore: decorator
@inline
export function addToOwners(words: usize, area: f64): void {
  let word: u32;
  let at = words;
  do {
    word = load<u32>(at);
    addTo(hitOf(word >>> FEATURE_SHIFT), word & IS_OTHER_SIDE ? -area : area);
    at += 4;
  } while (!(word & IS_LAST));
}

/** Keeps what is more than nothing, in m². */
export function report(twiceParcel: f64): u32 {
  const least = LEAST_SHARE * twiceParcel;
  let kept: u32 = 0;
  for (let i: u32 = 0; i < hits; i++) {
    const area = load<f64>(areas + (<usize>i << 3));
    store<u32>(ids + (<usize>kept << 2), load<u32>(ids + (<usize>i << 2)));
    store<f64>(areas + (<usize>kept << 3), area / 2);
    kept += <u32>(area > least);
  }
  return kept;
}
