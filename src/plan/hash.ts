import { createHash } from 'node:crypto';

/**
 * JSON with sorted keys and without blanks: equal values give equal bytes, whatever the order in
 * which their keys were written. Maps and sets count as lists in sorted order.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner) => {
    if (inner instanceof Map) return [...inner].sort(byFirst);
    if (inner instanceof Set) return [...inner].sort();
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(byFirst));
  });
}

function byFirst(a: readonly [unknown, unknown], b: readonly [unknown, unknown]): number {
  return compareText(String(a[0]), String(b[0]));
}

/** Order of code units: the same on every machine, unlike localeCompare. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** SHA-256 of the parts one after the other, each preceded by its length, as hex. */
export function sha256(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
    hash.update(`${bytes.byteLength}:`);
    hash.update(bytes);
  }
  return hash.digest('hex');
}

/** Raw bytes of a typed array, without a copy. */
export function bytesOf(array: Float64Array | Uint32Array | Float32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** What a plan's content is made of; files are given by name and bytes, features by their keys. */
export interface PlanContent {
  readonly manifest: unknown;
  readonly themes: unknown;
  readonly layers: readonly { readonly id: string; readonly keys: readonly string[] }[];
  readonly files: readonly { readonly role: string; readonly bytes: Uint8Array }[];
}

/**
 * `sha256:` and the content's hash. It depends neither on the order of layers, features or files,
 * nor on file names, folder names, zipping or time: features count by the sorted list of their
 * keys (source coordinates and the attributes that the plan uses), tables and rasters by their bytes.
 */
export function planHash(content: PlanContent): string {
  const layers = content.layers
    .map(({ id, keys }) => `${id} ${sha256(...[...keys].sort())}`)
    .sort();
  const files = content.files.map(({ role, bytes }) => `${role} ${sha256(bytes)}`).sort();
  return `sha256:${sha256(
    'si-pejuang plan 1',
    canonicalJson(content.manifest),
    canonicalJson(content.themes),
    ...layers,
    ...files,
  )}`;
}
