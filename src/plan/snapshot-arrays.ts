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

/** Way into plain data: names of properties, places in lists, keys of maps. */
export type Path = readonly (string | number)[];

/** A typed array and all places where it stands. */
export interface PlacedArray {
  readonly array: TypedArray;
  readonly paths: readonly Path[];
}

/**
 * Plain data (objects, arrays, maps, sets) with null where its typed arrays were, and these apart;
 * what stood twice in the data is listed once.
 */
export function takeArrays(value: unknown): { tree: unknown; arrays: PlacedArray[] } {
  const places = new Map<TypedArray, Path[]>();
  const take = (item: unknown, path: Path): unknown => {
    if (item === null || typeof item !== 'object') return item;
    if (isTyped(item)) {
      places.set(item, [...(places.get(item) ?? []), path]);
      return null;
    }
    if (Array.isArray(item)) return item.map((inner, i) => take(inner, [...path, i]));
    if (item instanceof Map)
      return new Map([...item].map(([key, inner]) => [key, take(inner, [...path, key])]));
    if (item instanceof Set) return new Set(item);
    return Object.fromEntries(
      Object.entries(item).map(([key, inner]) => [key, take(inner, [...path, key])]),
    );
  };
  const tree = take(value, []);
  return { tree, arrays: [...places].map(([array, paths]) => ({ array, paths })) };
}

/** Puts the arrays back where takeArrays took them from, in place. */
export function putArrays(tree: unknown, arrays: readonly PlacedArray[]): void {
  for (const { array, paths } of arrays) {
    for (const path of paths) {
      const holder = path.slice(0, -1).reduce(inside, tree);
      const last = path[path.length - 1]!;
      if (holder instanceof Map) holder.set(last, array);
      else (holder as Record<string | number, unknown>)[last] = array;
    }
  }
}

function inside(holder: unknown, step: string | number): unknown {
  return holder instanceof Map
    ? holder.get(step)
    : (holder as Record<string | number, unknown>)[step];
}

function isTyped(item: object): item is TypedArray {
  return ArrayBuffer.isView(item) && Object.hasOwn(ARRAY_TYPES, item.constructor.name);
}
