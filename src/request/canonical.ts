/**
 * JSON with sorted keys and without what is null or left out, so that two requests that say the
 * same have the same text. For plain data of objects, lists, texts, numbers and truth values.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? `${value}` : 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return listText(value);
  if (typeof value === 'object' && value !== null) return objectText(value);
  return value === true ? 'true' : value === false ? 'false' : 'null';
}

function listText(list: readonly unknown[]): string {
  let text = '[';
  for (let i = 0; i < list.length; i++) text += (i === 0 ? '' : ',') + canonicalJson(list[i]);
  return `${text}]`;
}

function objectText(object: object): string {
  let text = '';
  for (const key of sortedKeys(object)) {
    const value: unknown = (object as Record<string, unknown>)[key];
    if (value === null || value === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(value)}`;
  }
  return `{${text}}`;
}

function sortedKeys(object: object): string[] {
  const keys = Object.keys(object);
  for (let i = 1; i < keys.length; i++) if (keys[i]! < keys[i - 1]!) return keys.sort();
  return keys;
}
