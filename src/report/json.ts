import type { Assessment } from '../assessment/model.ts';

/** An assessment as JSON text: the same assessment gives the same bytes. */
export function assessmentJson(a: Assessment, indent = 0): string {
  if (indent > 0) return `${JSON.stringify(a, null, indent)}\n`;
  let text = '';
  for (const [name, value] of Object.entries(a)) {
    if (value === undefined) continue;
    text += `${text === '' ? '{' : ','}"${name}":`;
    if (LISTS.has(name)) text += listJson(value as readonly object[]);
    else text += WHOLE.has(name) && value ? entryJson(value as object) : JSON.stringify(value);
  }
  return `${text}}\n`;
}

/** Lists whose entries many answers share, since rules are judged once for each combination of codes. */
const LISTS: ReadonlySet<string> = new Set(['plans', 'findings', 'conditions', 'notes']);

/** What many answers share as it is. */
const WHOLE: ReadonlySet<string> = new Set(['plan', 'permitted']);

/** Text of entries that came again; null of those that came once. */
const texts = new WeakMap<object, string | null>();

function listJson(list: readonly object[]): string {
  let text = '[';
  for (let i = 0; i < list.length; i++) {
    if (i > 0) text += ',';
    text += entryJson(list[i]!);
  }
  return `${text}]`;
}

function entryJson(entry: object): string {
  const known = texts.get(entry);
  if (known) return known;
  const text = JSON.stringify(entry);
  texts.set(entry, known === null ? text : null);
  return text;
}
