/** Where a text stops being JSON: 1-based line and column. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  /** What stands there, at most 12 characters; empty at the end of the text. */
  readonly found: string;
}

const SPACE = /[\t\n\r ]*/y;
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Finds the place of the first fault of a text that JSON.parse refused; the engine's own message
 * tells no place for short texts. A walk with a stack of its own: nesting costs no call depth.
 */
export function findJsonFault(text: string): JsonFault {
  const at = faultOffset(text);
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  return { line, column, found: text.slice(at, at + 12) };
}

type State = 'value' | 'first' | 'key' | 'colon' | 'after';

function faultOffset(text: string): number {
  const stack: ('{' | '[')[] = [];
  let state: State = 'value';
  let at = 0;
  for (;;) {
    at = endOf(SPACE, text, at) ?? at;
    const next = step(state, text[at], stack);
    if (next === null) return at;
    if (next === 'scalar' || next === 'name') {
      const isText = next === 'name' || text[at] === '"';
      const { end, fault } = isText ? stringEnd(text, at) : wordEnd(text, at);
      if (fault) return end;
      at = end;
      state = next === 'name' ? 'colon' : 'after';
    } else {
      state = next;
      at += 1;
    }
  }
}

function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

function wordEnd(text: string, at: number): { end: number; fault: boolean } {
  const end = endOf(WORD, text, at);
  return { end: end ?? at, fault: end === null };
}

/** Walks through a string; `fault` with the place of a sign that may not stand in one. */
function stringEnd(text: string, start: number): { end: number; fault: boolean } {
  if (text[start] !== '"') return { end: start, fault: true };
  let at = start + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (text[at] === '"') return { end: at + 1, fault: false };
    if (!(code >= 0x20)) return { end: at, fault: true };
    const next = text[at] === '\\' ? endOf(ESCAPE, text, at) : at + 1;
    if (next === null) return { end: at, fault: true };
    at = next;
  }
}

/** The next state after one sign of punctuation, what must be read now, or null for a fault. */
function step(
  state: State,
  char: string | undefined,
  stack: ('{' | '[')[],
): State | 'scalar' | 'name' | null {
  const inObject = stack.at(-1) === '{';
  if (state === 'colon') return char === ':' ? 'value' : null;
  if (state === 'after') {
    if (char === ',' && stack.length > 0) return inObject ? 'key' : 'value';
    return close(char, stack);
  }
  if (state === 'first' && close(char, stack)) return 'after';
  if (state === 'key' || (state === 'first' && inObject)) return 'name';
  if (char === '{' || char === '[') {
    stack.push(char);
    return 'first';
  }
  return 'scalar';
}

function close(char: string | undefined, stack: ('{' | '[')[]): 'after' | null {
  const open = stack.at(-1);
  if ((char !== '}' || open !== '{') && (char !== ']' || open !== '[')) return null;
  stack.pop();
  return 'after';
}
