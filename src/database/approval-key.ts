import { type Expression, type RawBuilder, sql } from 'kysely';

/** White space, also of other alphabets than ASCII, whatever the locale of the database. */
const BLANKS = String.raw`[\s\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]`;

/** The number of an approval without regard to case and spaces, as the index `approvals_by_key` has it. */
export function approvalKey(number: Expression<unknown>): RawBuilder<string> {
  return sql<string>`lower(regexp_replace(${number}, ${sql.lit(BLANKS)}, '', 'g'))`;
}

/** Approvals whose number reads the same as one that was given, found by the index. */
export function numberReads(column: string, given: string): RawBuilder<boolean> {
  return sql<boolean>`${approvalKey(sql.ref(column))} = ${approvalKey(sql.val(given))}`;
}
