/**
 * A source text with everything blanked that is not code: comments, and (unless `keepTexts`) what
 * stands in quotes; template texts always, except their `${...}`. Line numbers stay.
 */
export function codeOnly(source: string, options: { keepTexts: boolean }): string {
  const out = source.split('');
  // Depth of braces within each open `${`: at 0 the closing one leads back into its template.
  const templates: number[] = [];
  let i = 0;
  while (i < source.length) {
    const { end, from, to } = nextToken(source, out, i, templates);
    const isText = source[i] === '"' || source[i] === "'";
    if (!(isText && options.keepTexts)) {
      for (let k = from; k < to; k++) if (source[k] !== '\n') out[k] = ' ';
    }
    i = end;
  }
  return out.join('');
}

/** A piece of source that ends before `end`; [from, to) of it is not code. */
interface Token {
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

function nextToken(source: string, out: readonly string[], i: number, templates: number[]): Token {
  const c = source[i]!;
  if (c === '/' && source[i + 1] === '/') return token(i, endOfLine(source, i));
  if (c === '/' && source[i + 1] === '*') return token(i, after(source, '*/', i + 2));
  if (c === '/' && startsPattern(out, i)) return token(i + 1, endOfPattern(source, i), 1);
  if (c === '"' || c === "'") return token(i + 1, endOfText(source, i), 1);
  if (c === '`') return token(i + 1, openTemplate(source, i + 1, templates));
  if (c === '}' && templates.at(-1) === 0) {
    templates.pop();
    return token(i + 1, openTemplate(source, i + 1, templates));
  }
  if (templates.length > 0 && c === '{') templates[templates.length - 1]!++;
  if (templates.length > 0 && c === '}') templates[templates.length - 1]!--;
  return token(i + 1, i + 1);
}

function token(from: number, end: number, closing = 0): Token {
  return { end, from, to: end - closing };
}

function endOfLine(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 ? source.length : end;
}

function after(source: string, mark: string, from: number): number {
  const at = source.indexOf(mark, from);
  return at < 0 ? source.length : at + mark.length;
}

/** Index after the closing quote; a text without one ends with its line. */
function endOfText(source: string, start: number): number {
  for (let i = start + 1; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === source[start] || source[i] === '\n') return i + 1;
  }
  return source.length;
}

/** Index after the template's end, or after the `${` that comes first (noted in `templates`). */
function openTemplate(source: string, from: number, templates: number[]): number {
  for (let i = from; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === '`') return i + 1;
    else if (source[i] === '$' && source[i + 1] === '{') {
      templates.push(0);
      return i + 2;
    }
  }
  return source.length;
}

/** A slash begins a pattern where no value stands before it. */
function startsPattern(code: readonly string[], at: number): boolean {
  let i = at - 1;
  while (i >= 0 && /\s/.test(code[i]!)) i--;
  if (i < 0 || /[(,=:[!&|?{};+\-*%<>~^]/.test(code[i]!)) return true;
  return /\b(?:return|typeof|case|in|of|do|else)$/.test(
    code.slice(Math.max(0, i - 8), i + 1).join(''),
  );
}

function endOfPattern(source: string, start: number): number {
  let inClass = false;
  for (let i = start + 1; i < source.length; i++) {
    const c = source[i]!;
    if (c === '\\') i++;
    else if (c === '\n') return start + 2;
    else if (c === '[') inClass = true;
    else if (c === ']') inClass = false;
    else if (c === '/' && !inClass) return i + 1;
  }
  return source.length;
}
