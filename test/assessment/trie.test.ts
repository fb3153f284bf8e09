import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROOT, Trie } from '../../src/assessment/trie.ts';

const token = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer());
const sequences = fc.array(fc.array(token, { maxLength: 6 }), { maxLength: 2000, size: 'max' });

describe('a trie', () => {
  it('gives equal sequences one number and different ones different numbers, however it has grown', () => {
    fc.assert(
      fc.property(sequences, (all) => {
        const trie = new Trie<string>();
        const walk = (sequence: readonly number[]) =>
          sequence.reduce((node, next) => trie.step(node, next), ROOT);
        for (const sequence of all) trie.set(walk(sequence), sequence.join());
        const size = trie.size;
        for (const sequence of all) expect(trie.get(walk(sequence))).toBe(sequence.join());
        expect(trie.size).toBe(size);
        const prefixes = all.flatMap((s) => s.map((_, i) => s.slice(0, i + 1).join()));
        expect(size).toBe(1 + new Set(prefixes).size);
      }),
      { seed: 1, numRuns: 30 },
    );
  });
});
