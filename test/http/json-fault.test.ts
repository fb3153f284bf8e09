import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findJsonFault } from '../../src/http/json-fault.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

it.each([
  ['{"a": NaN}', 1, 7],
  ['{"a":1,}', 1, 8],
  ['{\n "a": [1, 2\n}', 3, 1],
  ['', 1, 1],
  ['{"a":"b\nc"}', 1, 8],
  ['01', 1, 2],
  ["{'a': 1}", 1, 2],
  ['{"a":1}}', 1, 8],
  ['{"a":"\\q"}', 1, 7],
])('%j is wrong at its place', (text, line, column) => {
  expect(findJsonFault(text)).toMatchObject({ line, column });
});

it('finds, in any JSON that was cut, the cut or a fault before it', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, n) => {
      const cut = text.slice(0, n % (text.length + 1));
      if (isJson(cut)) return;
      const { line, column, found } = findJsonFault(cut);
      expect(line).toBe(1);
      // Digits and words that were cut are told at their start.
      expect(column).toBeGreaterThan(cut.length - 6);
      expect(cut.slice(column - 1)).toBe(found);
    }),
  );
});

it('never runs past the place that JSON.parse would stop at', () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(),
      fc.constantFrom('{', '}', ']', ',', ':', '"', 'x', '\u0001'),
      (text, n, sign) => {
        const at = n % (text.length + 1);
        const broken = text.slice(0, at) + sign + text.slice(at);
        if (isJson(broken)) return;
        const { column } = findJsonFault(broken);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(column).toBeLessThanOrEqual(broken.length + 1);
        // What stands before the fault can still become JSON: nothing earlier is wrong.
        expect(findJsonFault(broken.slice(0, column - 1)).column).toBeGreaterThan(column - 6);
      },
    ),
  );
});

it('walks through brackets and texts of any size', () => {
  expect(findJsonFault('['.repeat(1e6)).column).toBe(1e6 + 1);
  expect(findJsonFault(`"${'x'.repeat(3e6)}`).column).toBe(3e6 + 2);
});
