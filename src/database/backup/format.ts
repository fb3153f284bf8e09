/**
 * A backup is gzipped text, one JSON value a line, the same for both databases:
 *
 *     {"format":"si-pejuang-backup","version":1,"createdAt":"…","migrations":["001-…",…],"tables":{"audit":2,…}}
 *     {"table":"audit","columns":["seq","at",…]}
 *     ["1","2026-01-15T08:00:00+08:00",…]          one line a row: each value as PostgreSQL's text, or null
 *     ["2",…]
 *     {"end":"audit","rows":2,"sha256":"…"}         over the lines of the rows, with their line ends
 *     …                                             further tables, those referred to before those that refer
 *     {"end":"backup","sha256":"…"}                 over all lines before
 *
 * Files (documents, keys, heads of the audit trail) are not in it: they stand under SI_PEJUANG_HOME. A
 * later version may add lines of `{"file":…}` after the tables.
 */
export const FORMAT = 'si-pejuang-backup';
export const VERSION = 1;

export interface Header {
  readonly format: typeof FORMAT;
  readonly version: number;
  /** ISO 8601 in WITA. */
  readonly createdAt: string;
  /** Names of the migrations that the database had had. */
  readonly migrations: readonly string[];
  /** Rows by table. */
  readonly tables: Readonly<Record<string, number>>;
}

export interface TableStart {
  readonly table: string;
  readonly columns: readonly string[];
}

export interface TableEnd {
  readonly end: string;
  readonly rows: number;
  readonly sha256: string;
}

export interface BackupEnd {
  readonly end: 'backup';
  readonly sha256: string;
}

/** What a backup or a restore went through. */
export interface BackupSummary {
  readonly createdAt: string;
  readonly migrations: readonly string[];
  readonly tables: Readonly<Record<string, number>>;
}
