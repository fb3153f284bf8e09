const TYPES = {
  Float64Array,
  Float32Array,
  Uint32Array,
  Int32Array,
  Uint16Array,
  Int16Array,
  Uint8Array,
  Int8Array,
} as const;
export type ArrayType = keyof typeof TYPES;
export type TypedArray = InstanceType<(typeof TYPES)[ArrayType]>;

interface ArrayMaker {
  new (buffer: ArrayBufferLike, offset: number, length: number): TypedArray;
  readonly BYTES_PER_ELEMENT: number;
}

/** The kinds of typed array that plans are made of, by name. */
export const ARRAY_TYPES: Readonly<Record<ArrayType, ArrayMaker>> = TYPES;

/** Key of the object that stands in the plain data where a typed array was. */
const MARK = '\u0000array';

/**
 * Plain data (objects, arrays, maps, sets) without its typed arrays, and these apart; what stood
 * twice in the data is listed once.
 */
export function takeArrays(value: unknown): { tree: unknown; arrays: TypedArray[] } {
  const arrays: TypedArray[] = [];
  const places = new Map<TypedArray, number>();
  const tree = replace(value, (item) => {
    if (!isTyped(item)) return undefined;
    const place = places.get(item) ?? arrays.push(item) - 1;
    places.set(item, place);
    return { [MARK]: place };
  });
  return { tree, arrays };
}

/** Puts the arrays back where takeArrays took them from. */
export function putArrays(tree: unknown, arrays: readonly TypedArray[]): unknown {
  return replace(tree, (item) => {
    if (item === null || typeof item !== 'object' || !(MARK in item)) return undefined;
    return arrays[item[MARK] as number];
  });
}

function isTyped(item: unknown): item is TypedArray {
  return ArrayBuffer.isView(item) && Object.hasOwn(ARRAY_TYPES, item.constructor.name);
}

/** A copy of plain data with those items replaced for which `by` gives something. */
function replace(item: unknown, by: (item: unknown) => unknown): unknown {
  if (item === null || typeof item !== 'object') return item;
  const other = by(item);
  if (other !== undefined) return other;
  if (Array.isArray(item)) return item.map((inner) => replace(inner, by));
  if (item instanceof Map)
    return new Map([...item].map(([key, inner]) => [key, replace(inner, by)]));
  if (item instanceof Set) return new Set(item);
  return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, replace(inner, by)]));
}
