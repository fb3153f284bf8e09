import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../src/request/canonical.ts';

/** The same by JSON.stringify alone. */
function plainly(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainly);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, v]) => v !== null && v !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([k, v]) => [k, plainly(v)]));
}

const decimal = fc
  .tuple(fc.integer({ min: -1_999_999, max: 1_999_999 }), fc.nat(999_999_999), fc.nat(9))
  .map(([whole, digits, places]) => whole + Math.round(digits / 10 ** (9 - places)) / 10 ** places);
const number = fc.oneof(
  decimal,
  fc.double(),
  fc.integer(),
  fc.constantFrom(-0, 1e-6, 1e-7, 5e-7, 0.1, 1e21),
);

test('every number is written as JSON writes it', () => {
  fc.assert(
    fc.property(number, (v) => {
      expect(canonicalJson(v)).toBe(JSON.stringify(v));
    }),
    { numRuns: 20_000 },
  );
});

test('plain data is written as JSON with sorted keys and without what is not given', () => {
  // Names of ours: no digits alone, which objects would put first.
  const key = fc.string().filter((k) => !/^\d+$/.test(k) && k !== '__proto__');
  const { data } = fc.letrec((tie) => ({
    data: fc.oneof(
      { depthSize: 'small' },
      ...[fc.string(), number, fc.boolean(), fc.constantFrom(null, undefined)],
      fc.array(tie('data')),
      fc.dictionary(key, tie('data')),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, data!), (value) => {
      expect(canonicalJson(value)).toBe(JSON.stringify(plainly(value)));
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(turned)).toBe(canonicalJson(value));
    }),
    { numRuns: 2000 },
  );
});
