import type { FormField } from '../../src/permit/form/fields.ts';

/** A paper of a kind with all that it needs; `n` makes it another than those before. */
export function paperOf(fields: readonly FormField[], kind: string, n: string, day: string) {
  const own = fields.filter((f) => f.section === kind && f.required === null);
  return Object.fromEntries(own.map((f) => [f.name, answerOf(f, n, day)]));
}

function answerOf({ type, choices, name }: FormField, n: string, day: string): unknown {
  if (type === 'choice') return choices[0];
  if (type === 'date') return day;
  return type === 'number' || type === 'whole' ? 250_000 : `${name} ${n}`;
}
