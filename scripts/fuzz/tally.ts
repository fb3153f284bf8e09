/** What came of many pairs. Plain numbers, so that threads can send it. */
export interface Tally {
  pairs: number;
  /** Pairs with common ground, by the judge. */
  meeting: number;
  /** Pairs at which GEOS agrees; of the others exact arithmetic is the judge. */
  geosAgrees: number;
  /** Valid pairs at which GEOS itself is off by more than is allowed, or gives up. */
  geosOff: number;
  geosOffM2: number;
  /** Pairs of which one is no valid polygon, so that GEOS is not asked. */
  invalid: number;
  /** Pairs judged exactly though GEOS agrees. */
  sampled: number;
  /** Largest deviation from the judge as a share of the allowed one, and its pair. */
  largestOfAllowed: number;
  largestPair: number;
  disagreements: Disagreement[];
}

export interface Disagreement {
  readonly pair: number;
  readonly kernel: string;
  readonly area: number;
  readonly exact: number;
  readonly allowed: number;
}

export function emptyTally(): Tally {
  return {
    pairs: 0,
    meeting: 0,
    geosAgrees: 0,
    geosOff: 0,
    geosOffM2: 0,
    invalid: 0,
    sampled: 0,
    largestOfAllowed: 0,
    largestPair: -1,
    disagreements: [],
  };
}

export function addTally(to: Tally, more: Tally): void {
  to.pairs += more.pairs;
  to.meeting += more.meeting;
  to.geosAgrees += more.geosAgrees;
  to.geosOff += more.geosOff;
  to.geosOffM2 = Math.max(to.geosOffM2, more.geosOffM2);
  to.invalid += more.invalid;
  to.sampled += more.sampled;
  if (more.largestOfAllowed > to.largestOfAllowed) {
    to.largestOfAllowed = more.largestOfAllowed;
    to.largestPair = more.largestPair;
  }
  to.disagreements.push(...more.disagreements);
}
