/** A function that makes its value when it is first asked for, and gives the same one from then on. */
export function once<T>(make: () => T): () => T {
  let value: { readonly is: T } | null = null;
  return () => {
    value ??= { is: make() };
    return value.is;
  };
}
