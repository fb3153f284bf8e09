import MiniSearch from 'minisearch';
import type { Text } from '../base/problem.ts';
import { canonicalCode, compareCodes } from './codes.ts';
import type { Kbli } from './kbli.ts';
import { editDistance, KBLI_FIVE_DIGITS, kbliTitle } from './kbli.ts';
import type { Activity } from './model.ts';
import { nationalFile, nationalRows } from './national.ts';

/** An activity that a search found, best first; `score` compares hits of one search only. */
export interface ActivityHit {
  readonly code: string;
  readonly name: Text;
  /** Its KBLI prefixes; title '' where the list has none. */
  readonly kbli: readonly Kbli[];
  readonly score: number;
}

/** A five-digit KBLI code that a search found. */
export interface KbliHit extends Kbli {
  readonly score: number;
}

/** Search over the activities of one plan. Build it once and keep it. */
export interface ActivitySearch {
  /** By words (Indonesian or English, mistyped too), an activity's code, or the beginning of a KBLI code. */
  readonly search: (query: string, limit?: number) => readonly ActivityHit[];
  /** For "unknown activity": those whose code or name is nearest. */
  readonly nearest: (code: string, limit?: number) => readonly ActivityHit[];
}

/** Longer queries are cut: a search is words, not a document. */
const LONGEST_QUERY = 200;

/** Words that say nothing about what is sought. */
const EMPTY_WORDS = new Set(['dan', 'atau', 'yang', 'di', 'untuk', 'the', 'a', 'of', 'and', 'or']);

const INDONESIAN = new Map(
  nationalRows(nationalFile('search-words.csv')).map((row) => [row.en ?? '', row.id ?? '']),
);

/** A search over the given activities and the titles of the KBLI codes that they stand for. */
export function createActivitySearch(activities: ReadonlyMap<string, Activity>): ActivitySearch {
  const index = miniSearch({ code: 4, names: 3, titles: 1 });
  const sorted = [...activities.values()].sort((a, b) => compareCodes(a.code, b.code));
  index.addAll(sorted.map(documentOf));
  const search: ActivitySearch['search'] = (query, limit = 20) => {
    const digits = kbliQuery(query);
    const hits = digits === null ? byWords(index, query) : byKbli(sorted, digits);
    return hits.slice(0, limit).map(([code, score]) => hitOf(activities.get(code)!, score));
  };
  const nearest: ActivitySearch['nearest'] = (code, limit = 5) => {
    const found = search(code.replace(/[_-]+/g, ' '), limit);
    const close = byCode(sorted, code).filter(([c]) => !found.some((hit) => hit.code === c));
    const rest = close.map(([c, score]) => hitOf(activities.get(c)!, score));
    return [...found, ...rest].slice(0, limit);
  };
  return { search, nearest };
}

const searches = new WeakMap<ReadonlyMap<string, Activity>, ActivitySearch>();

/** The nearest activities of a table; its index is made once and kept as long as the table lives. */
export function nearestActivities(
  activities: ReadonlyMap<string, Activity>,
  code: string,
  limit = 5,
): readonly ActivityHit[] {
  return searchOf(activities).nearest(code, limit);
}

function searchOf(activities: ReadonlyMap<string, Activity>): ActivitySearch {
  let search = searches.get(activities);
  if (!search) {
    search = createActivitySearch(activities);
    searches.set(activities, search);
  }
  return search;
}

/** Activities of a table that words (or the beginning of a KBLI code) find, best first. */
export function searchIn(
  activities: ReadonlyMap<string, Activity>,
  query: string,
  limit: number,
): Activity[] {
  const hits = searchOf(activities).search(query, limit);
  return hits.flatMap(({ code }) => activities.get(code) ?? []);
}

/** The activity of a code: as it is written, else the only one that differs in case and signs between words. */
export function findActivity(
  activities: ReadonlyMap<string, Activity>,
  code: string,
): Activity | null {
  const exact = activities.get(code.trim());
  if (exact) return exact;
  const wanted = looseCode(code);
  const same = [...activities.values()].filter((a) => looseCode(a.code) === wanted);
  return same.length === 1 ? same[0]! : null;
}

/** Codes of activities often are words: `rumah_kos`, `Rumah kos` and `RUMAH-KOS` are one. */
function looseCode(code: string): string {
  return canonicalCode(code.slice(0, 200).replaceAll('_', ' '));
}

let kbliIndex: MiniSearch | null = null;

/** Five-digit KBLI codes by words of their titles, or all that begin with the given digits. */
export function searchKbli(query: string, limit = 20): readonly KbliHit[] {
  const digits = kbliQuery(query);
  const hits = digits === null ? byWords(indexOfKbli(), query) : kbliUnder(digits);
  return hits
    .slice(0, limit)
    .map(([code, score]) => ({ code, title: kbliTitle(code) ?? '', score }));
}

function indexOfKbli(): MiniSearch {
  if (kbliIndex) return kbliIndex;
  kbliIndex = miniSearch({ code: 4, titles: 1 });
  kbliIndex.addAll(KBLI_FIVE_DIGITS.map(({ code, title }) => ({ id: code, code, titles: title })));
  return kbliIndex;
}

function kbliUnder(digits: string): Hit[] {
  return KBLI_FIVE_DIGITS.filter(({ code }) => code.startsWith(digits)).map(({ code }) => [
    code,
    1,
  ]);
}

/** The digits of a query that is the beginning of a KBLI code (2 to 5 of them), else null. */
function kbliQuery(query: string): string | null {
  return /^(?:kbli\s*)?(\d{2,5})$/i.exec(query.trim())?.[1] ?? null;
}

type Hit = [code: string, score: number];

function miniSearch(boost: Record<string, number>): MiniSearch {
  return new MiniSearch({
    fields: Object.keys(boost),
    tokenize: wordsOf,
    searchOptions: {
      boost,
      prefix: (t) => t.length >= 3,
      fuzzy: fuzziness,
      weights: { fuzzy: 0.3, prefix: 0.6 },
    },
  });
}

/** Mistakes to forgive, by length: none in short words and numbers, where one letter is another word. */
function fuzziness(word: string): number | false {
  if (word.length < 4 || /\d/.test(word)) return false;
  return word.length < 8 ? 1 : 2;
}

/** Words in lower case without accents, digits and letters only. */
function wordsOf(text: string): string[] {
  const plain = text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !EMPTY_WORDS.has(word));
}

function documentOf(activity: Activity) {
  const titles = activity.kbli.map((code) => kbliTitle(code) ?? '').join(' ');
  const names = `${activity.name.id} ${activity.name.en}`;
  return { id: activity.code, code: activity.code, names, titles };
}

/** Hits of all words together if there are any, else of some; an English word also finds its Indonesian ones. */
function byWords(index: MiniSearch, query: string): Hit[] {
  const words = wordsOf(query.slice(0, LONGEST_QUERY));
  if (words.length === 0) return [];
  const parts = words.map((word) => {
    const other = INDONESIAN.get(word) ?? INDONESIAN.get(word.replace(/s$/, ''));
    const both = other ? [word, ...wordsOf(other)] : [word];
    return { combineWith: 'OR' as const, queries: both };
  });
  const all = index.search({ combineWith: 'AND', queries: parts });
  const found = all.length > 0 ? all : index.search({ combineWith: 'OR', queries: parts });
  return found.map(({ id, score }): Hit => [id, Math.round(score * 1000) / 1000]).sort(bestFirst);
}

function bestFirst(a: Hit, b: Hit): number {
  return b[1] - a[1] || compareCodes(a[0], b[0]);
}

/** Activities that a KBLI beginning leads to, or that stand under it: the longest shared beginning first. */
function byKbli(activities: readonly Activity[], digits: string): Hit[] {
  const shared = (prefix: string): number =>
    digits.startsWith(prefix) || prefix.startsWith(digits)
      ? Math.min(prefix.length, digits.length)
      : 0;
  return activities
    .map((activity): Hit => [activity.code, Math.max(0, ...activity.kbli.map(shared))])
    .filter(([, score]) => score > 0)
    .sort(bestFirst);
}

/** By edits of the code, as a share of its length; more than half of it is another code. */
function byCode(activities: readonly Activity[], code: string): Hit[] {
  const given = looseCode(code.slice(0, 60));
  return activities
    .map(({ code: own }): Hit => {
      const length = Math.max(given.length, own.length, 1);
      return [own, Math.round((1 - editDistance(given, looseCode(own)) / length) * 1000) / 1000];
    })
    .filter(([, score]) => score >= 0.5)
    .sort(bestFirst);
}

function hitOf(activity: Activity, score: number): ActivityHit {
  const kbli = activity.kbli.map((code) => ({ code, title: kbliTitle(code) ?? '' }));
  return { code: activity.code, name: activity.name, kbli, score };
}
