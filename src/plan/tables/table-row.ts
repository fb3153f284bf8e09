/** A row of a table. `basis` is null where the row does not load: no legal basis, or cells that slipped. */
export interface TableRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
  readonly basis: readonly string[] | null;
}

/** Notes something on a table; `line` null = on all of it. */
export type Tell = (code: string, line: number | null, id: string, en: string) => void;
