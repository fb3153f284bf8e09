/** A text that comes so often is worth a name; before, it may never come again. */
const WORTH = 3;
/** Names that a connection holds at most, for the server's memory; further texts go without. */
const MOST_NAMES = 400;
const MOST_COUNTED = 2_000;
/** Longer ones are lists of many rows, of a length of their own each time. */
const MOST_TEXT = 6_000;

/**
 * Gives names to the texts of statements that come again and again, so that the server reads and plans
 * each once a connection; null for all others.
 */
export function statementNames(): (text: string) => string | null {
  const names = new Map<string, string>();
  const seen = new Map<string, number>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined) return known;
    if (names.size >= MOST_NAMES || text.length > MOST_TEXT) return null;
    const times = (seen.get(text) ?? 0) + 1;
    if (times < WORTH) {
      if (seen.size >= MOST_COUNTED) seen.clear();
      seen.set(text, times);
      return null;
    }
    seen.delete(text);
    const name = `si_pejuang_${names.size + 1}`;
    names.set(text, name);
    return name;
  };
}
