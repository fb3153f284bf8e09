import type { IntensityRow } from '../plan/model.ts';
import type { Context } from './context.ts';
import { StackMemo } from './memo.ts';
import type { FindingResult } from './model.ts';
import type { Place } from './place.ts';
import type { Voice } from './site.ts';
import { type Choice, rowsHere } from './tiers.ts';

/**
 * Alternatives of intensity (`Alternatif 1: …, Alternatif 2: …`): a building passes if it keeps all limits of
 * one of them. A bit of each is none.
 */

/** More combinations than this are not tried: the zones' own first alternatives are judged then. */
const MOST_COMBINATIONS = 1000;

/** All ways to choose one alternative for each zone of a place, in the order of the tables' lines. */
export function choicesHere(context: Context, place: Place): Choice[] {
  const zones = voicesOf(place).flatMap((voice) => {
    const names = namesOf(rowsHere(context, place, voice, null));
    return names.length === 0 ? [] : [{ key: keyOf(voice), names }];
  });
  let choices: ReadonlyMap<string, string>[] = [new Map()];
  for (const { key, names } of zones) {
    const many = choices.length * names.length > MOST_COMBINATIONS;
    const used = many ? names.slice(0, 1) : names;
    choices = choices.flatMap((c) => used.map((name) => new Map([...c, [key, name]])));
  }
  return choices.map((c) => (voice) => c.get(keyOf(voice)) ?? '');
}

/** Whether rows of some zone that may speak at a place have alternatives; without, there is nothing to choose. */
export function hasAlternatives({ site }: Context, place: Place): boolean {
  return place.parts.some(({ part }) =>
    named.get(site.stack, part.key, () =>
      part.grounds.some(({ chains }) =>
        chains.some((chain) =>
          chain.some(({ plan, zone }) =>
            (plan.rules.intensity.get(zone) ?? []).some((row) => row.alternative !== ''),
          ),
        ),
      ),
    ),
  );
}

const named = new StackMemo<boolean>();

/** Names of all alternatives at a place; '' alone where there are none. */
export function alternativesIn(context: Context, place: Place): string[] {
  const rows = voicesOf(place).flatMap((voice) => rowsHere(context, place, voice, null));
  const names = namesOf(rows);
  return names.length === 0 ? [''] : names;
}

/** The rows of intensity that speak at a place when an alternative is chosen. */
export function speakingRows(context: Context, place: Place, choice: Choice): IntensityRow[] {
  return voicesOf(place).flatMap((voice) => rowsHere(context, place, voice, choice));
}

/**
 * The choice with the fewest broken limits, then the fewest unknown, then the fewest that rest on what is
 * stated; the first of equals. So one that is kept as a whole goes first, and where one might be kept
 * nothing is said to be broken.
 */
export function bestChoice(
  choices: readonly Choice[],
  judge: (choice: Choice) => readonly FindingResult[],
): Choice {
  if (choices.length === 1) return choices[0]!;
  const scored = choices.map((choice) => ({ choice, score: scoreOf(judge(choice)) }));
  return scored.reduce((a, b) => (lower(b.score, a.score) ? b : a)).choice;
}

function scoreOf(results: readonly FindingResult[]): number[] {
  const count = (result: FindingResult) => results.filter((r) => r === result).length;
  return [count('tidak'), count('tidak_diketahui'), count('bersyarat')];
}

function lower(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((v, i) => v !== b[i]);
  return at >= 0 && a[at]! < b[at]!;
}

function namesOf(rows: readonly IntensityRow[]): string[] {
  return [...new Set(rows.map((r) => r.alternative).filter((name) => name !== ''))];
}

/** Every zone that may speak on some ground of a place, each once: the first of a chain that is not silent. */
function voicesOf(place: Place): Voice[] {
  const chains = place.parts.flatMap(({ part }) => part.grounds.flatMap((g) => g.chains));
  const speakers = chains.flatMap((chain) => {
    const voice = chain.find((v) => !v.plan.rules.zones.get(v.zone)?.silent);
    return voice ? [voice] : [];
  });
  return [...new Map(speakers.map((v) => [keyOf(v), v])).values()];
}

function keyOf(voice: Voice): string {
  return `${voice.plan.manifest.id}|${voice.zone}`;
}
