/**
 * Prints a hash of the PDF of each of some cases: `node test/report/pdf-child.ts CLOCK`, where CLOCK is
 * ms that the clock of this process is put forward. The order is turned round where it is not 0, so
 * that what one report leaves behind in memory would show in the next.
 */
import { createHash } from 'node:crypto';

const shift = Number(process.argv[2] ?? 0);
if (shift !== 0) {
  const now = Date.now;
  Date.now = () => now() + shift;
  Math.random = () => 0.5;
  globalThis.Date = class extends Date {
    constructor(...given: [] | [number | string]) {
      super(...((given.length === 0 ? [Date.now()] : given) as [number]));
    }
  } as DateConstructor;
}

// Only now, so that nothing is loaded under the true clock.
const { pdfOf, someCases } = await import('./pdf-cases.ts');
const cases = await someCases(25);
if (shift !== 0) cases.reverse();
const lines = (['id', 'en'] as const).flatMap((language) =>
  cases.map(({ name, extract }) => {
    const hash = createHash('sha256').update(pdfOf(extract, language)).digest('hex');
    return `${hash} ${language} ${name}`;
  }),
);
console.log(lines.sort().join('\n'));
