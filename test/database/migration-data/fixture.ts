/**
 * What a migration does to data that is there. Each migration has a file of its name beside this one
 * that gives a `fixture`; rows that `rows` writes and `changes` does not name have to stay as they are.
 */
export interface Fixture {
  /** Writes rows as they were in the version before, in every table that there was. */
  readonly rows: readonly string[];
  /** Tables whose rows the migration changes; none if left out. */
  readonly changes?: readonly string[];
  /** Questions to the new version and their answers. */
  readonly after: readonly { readonly sql: string; readonly gives: readonly object[] }[];
}
