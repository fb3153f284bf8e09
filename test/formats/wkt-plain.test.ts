import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseEwkt } from '../../src/formats/wkt.ts';

/** Numbers as programs and people write them, of few digits and of many, and some that are none. */
const usualNumber = fc.oneof(
  fc.double({ min: -180, max: 180, noNaN: true }).map(String),
  fc
    .tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.nat(20))
    .map(([v, d]) => v.toFixed(d)),
  fc.integer({ min: -20_000_000, max: 20_000_000 }).map(String),
);
const number = fc.oneof(
  { weight: 30, arbitrary: usualNumber },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...['+1.5', '-.5', '.5', '7.', '-0', '00012.50'],
      ...['1.2.3', '-', '.', '1e3', '12a', ''],
    ),
  },
);
const gap = fc.constantFrom(' ', ' ', ' ', ' ', ' ', ' ', '  ', '\t', '\n');
const comma = fc.constantFrom(',', ', ', ' ,', ',,', '');
const point = fc
  .tuple(number, gap, number, fc.constantFrom('', '', '', '', '', '', '', '', ' 12.5'))
  .map((p) => p.join(''));
const inBrackets = (item: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.array(item, { minLength: 1, maxLength: 4 }), fc.constantFrom(', ', ',', ' , '), comma)
    .map(([items, between, last]) => `(${items.join(between)}${last === ', ' ? last : ''})`);
const usual = fc
  .tuple(fc.array(point, { minLength: 1, maxLength: 5 }), fc.constantFrom(', ', ','))
  .map(([points, between]) => `(${points.join(between)})`);
const text = fc.oneof(
  inBrackets(usual).map((t) => ['POLYGON', t] as const),
  inBrackets(inBrackets(usual)).map((t) => ['MULTIPOLYGON', t] as const),
);
const ending = fc.constantFrom('', '', ' ', ';', ')', ' x');

/** Words in small letters take the long way, so the two ways can be held against each other. */
test('plain polygons are read as all others are, and refused for the same reasons', () => {
  let read = 0;
  fc.assert(
    fc.property(text, gap, ending, ([type, body], between, end) => {
      const given = `${between === ' ' ? '' : between}${body}${end}`;
      const plain = parseEwkt(type + given);
      const long = parseEwkt(type.toLowerCase() + given);
      if (plain.ok) read++;
      // Its word is told as it was given.
      const told = JSON.stringify(plain).replaceAll(type, type.toLowerCase());
      expect(told).toBe(JSON.stringify(long));
      if (plain.ok && long.ok) expect(plain.value).toEqual(long.value);
    }),
    { numRuns: 4000 },
  );
  expect(read).toBeGreaterThan(300);
});

test('every number is the nearest one to its text', () => {
  const digits = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 17n }), fc.nat(17)).map(([n, d]) => {
    const padded = n.toString().padStart(d + 1, '0');
    return `${padded.slice(0, padded.length - d)}.${padded.slice(padded.length - d)}`;
  });
  fc.assert(
    fc.property(digits, fc.constantFrom('', '-', '+'), (text, sign) => {
      const parsed = parseEwkt(`POLYGON ((${sign}${text} 1, 2 3, 4 5))`);
      if (!parsed.ok || parsed.value.geometry.type !== 'Polygon') throw new Error('not read');
      expect(parsed.value.geometry.coordinates[0]![0]).toEqual([Number(sign + text), 1]);
    }),
    { numRuns: 3000 },
  );
});
