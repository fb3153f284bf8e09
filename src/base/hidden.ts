/** Characters that nobody sees: control and format signs (zero width, bidi overrides), separators of lines, blanks that count as letters. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u2800\u3164\uFFA0]/u;
/** The same in a text of many lines. */
const HIDDEN_IN_LINES = /[^\P{Cc}\t\n\r]|[\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u2800\u3164\uFFA0]/u;

/**
 * The first character of a text that does not show, as `U+200B`; null where there is none. Two numbers or
 * names that look the same have to be the same. Marks that combine with a letter show with it.
 */
export function hiddenIn(text: string, lines: 'one' | 'many'): string | null {
  const found = (lines === 'one' ? HIDDEN : HIDDEN_IN_LINES).exec(text.trim())?.[0];
  if (found === undefined) return null;
  return `U+${found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
