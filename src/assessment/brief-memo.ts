import type { PlanStack } from '../plan/model.ts';
import type { Whole } from './brief-whole.ts';
import { type CellFacts, cellFacts } from './cell-facts.ts';
import type { Minimum } from './intensity.ts';
import type { Finding, VerdictValue } from './model.ts';
import { type NearGrid, nearGrid } from './near-grid.ts';
import { Trie } from './trie.ts';

/** What is left of a finding in one cell of a table. */
export type BriefFinding = Pick<Finding, 'rule' | 'result' | 'scope' | 'conditions'>;

/** What an answer in brief comes to. */
export interface BriefJudged {
  readonly verdict: VerdictValue | null;
  readonly findings: readonly BriefFinding[];
}

/** All that follows from the codes that a parcel meets and the activity that is asked about. */
export interface Combination {
  /** The activity's, as askedCode gives it; null where none is asked about. */
  readonly code: string | null;
  /** Findings on the parts; null where some condition looks at the parcel itself. */
  readonly found: FoundOnParts | null;
  /** The same by the number of what the conditions give, where they do. */
  readonly byConditions: Map<number, FoundOnParts>;
  /** What maps that screen tell, plan by plan. */
  readonly maps: readonly (readonly Whole[])[];
}

/** Findings on the parts, from codes alone. */
export interface FoundOnParts {
  readonly findings: readonly Finding[];
  /** Which parts some finding refuses, by their order. */
  readonly refusing: readonly boolean[];
  /** What follows, by the doubts about the parts. */
  readonly judged: { readonly flags: string; readonly on: OnParts }[];
}

/** What a place has to have at least. */
export interface Minima {
  readonly size: Minimum;
  readonly frontage: Minimum;
}

/** What follows from them with the doubts that there are. */
export interface OnParts {
  /** Numbers of the deciding parts, and of those among them that are refused. */
  readonly deciding: readonly number[];
  readonly refused: readonly number[];
  /** Some sliver asks for a survey of its border. */
  readonly border: boolean;
  /** Minima of the parcel's size and frontage, where every parcel of these parts has the same. */
  minima: Minima | 'vary' | null;
  /** What it comes to, by the marks of the findings on the whole. */
  readonly judged: Map<number, BriefJudged>;
}

/** What is kept of a stack for answers in brief. */
export interface BriefMemo {
  readonly stack: PlanStack;
  readonly facts: CellFacts;
  readonly near: NearGrid;
  /** By what a parcel meets and what is asked about. */
  readonly combinations: Trie<Combination>;
  /** Sequences of the marks of findings on the whole. */
  readonly marks: Trie<never>;
  /** Numbers of activities, by kind of code. */
  readonly activities: { readonly code: Map<string, number>; readonly kbli: Map<string, number> };
}

/**
 * Nodes that are kept at most; beyond it all is forgotten and worked out anew. A combination of codes comes to
 * some 2 kB: with 600,000 nodes a million rows took 120 MB more a thread, for 3 % less time.
 */
const MOST_NODES = 100_000;

const held = new WeakMap<PlanStack, BriefMemo>();
/** Most answers are of the stack of the one before. */
let last: BriefMemo | null = null;

/** The memo of a stack. Asked for once an answer: its numbers hold for as long as that takes. */
export function briefMemo(stack: PlanStack): BriefMemo {
  if (last?.stack === stack && !isFull(last)) return last;
  let memo = held.get(stack);
  if (!memo || isFull(memo)) {
    memo = newMemo(stack);
    held.set(stack, memo);
  }
  last = memo;
  return memo;
}

function isFull({ combinations, marks, activities }: BriefMemo): boolean {
  const { code, kbli } = activities;
  return combinations.size + marks.size + code.size + kbli.size > MOST_NODES;
}

function newMemo(stack: PlanStack): BriefMemo {
  return {
    stack,
    facts: cellFacts(stack),
    near: nearGrid(stack),
    combinations: new Trie(),
    marks: new Trie(),
    activities: { code: new Map(), kbli: new Map() },
  };
}
