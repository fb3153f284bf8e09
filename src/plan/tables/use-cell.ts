import { canonicalCode } from '../codes.ts';
import type { CellFault, Mark, UseCell } from '../model.ts';

/** Text of this many bytes or more was cut off by a DBF on its way (254 is the longest that one holds). */
const CUT_AT_BYTES = 254;

const CONDITION = /^([TB])-?\d+[A-Z]?$/;

/**
 * One cell of the use table (ITBX). `I`, `X`, or T and B with or without condition codes, joined
 * with `;`, `,`, `/`, `+` or blanks, in any case (`T1;B2`). T and B together make `TB`. What does
 * not come out as one clear class is unknown, with its fault: `truncated`, `blank` (without a
 * mark), `contradictory` (I or X beside others), `unknown_condition` (a code that the table
 * conditions lacks), `unreadable`. A mark decides first; `not_regulated` names no class, so a use
 * cell that is marked so is unreadable.
 */
export function readUseCell(
  raw: string,
  mark: Mark | null,
  conditions: { has(code: string): boolean },
): UseCell {
  const text = raw.trim();
  if (mark === 'silent') return { raw: text, use: null, conditions: [], fault: null, silent: true };
  if (mark === 'forbidden') return { ...unknown(text, 'blank'), use: 'X', fault: null };
  if (mark === 'not_regulated') return unknown(text, 'unreadable');
  if (Buffer.byteLength(raw) >= CUT_AT_BYTES) return unknown(text, 'truncated');
  if (text === '') return unknown(text, 'blank');
  const tokens = text
    .toUpperCase()
    .split(/[\s;,/+&]+/)
    .filter((t) => t !== '');
  return classOf(text, tokens, conditions);
}

/** A cell that says nothing, and why. */
export function unknown(
  raw: string,
  fault: CellFault,
  conditions: readonly string[] = [],
): UseCell {
  return { raw, use: null, conditions, fault, silent: false };
}

function classOf(
  raw: string,
  tokens: readonly string[],
  conditions: { has(code: string): boolean },
): UseCell {
  const letters = tokens.map(lettersOf);
  if (tokens.length === 0 || letters.includes('')) return unknown(raw, 'unreadable');
  const all = new Set(letters.flatMap((l) => [...l]));
  const codes = [...new Set(tokens.filter((t) => CONDITION.test(t)).map(conditionCode))];
  if (all.size > 1 && (all.has('I') || all.has('X'))) return unknown(raw, 'contradictory', codes);
  if (codes.some((code) => !conditions.has(code))) return unknown(raw, 'unknown_condition', codes);
  const both = all.has('T') && all.has('B');
  const use = both ? 'TB' : ([...all][0] as 'I' | 'T' | 'B' | 'X');
  return { raw, use, conditions: codes, fault: null, silent: false };
}

/** The classes that a token names: `T1` -> `T`, `TB` -> `TB`, nothing for what is no token of ours. */
function lettersOf(token: string): string {
  if (/^(?:[ITBX]|TB|BT)$/.test(token)) return token;
  return CONDITION.exec(token)?.[1] ?? '';
}

/** `T-1` and `T1` are one condition. */
function conditionCode(token: string): string {
  return canonicalCode(token).replace('-', '');
}
