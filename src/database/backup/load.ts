import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../schema.ts';
import type { TableEnd, TableStart } from './format.ts';
import { Damaged, type Source } from './lines.ts';
import type { TableShape } from './tables.ts';

/** Rows go to the database in groups of about this many characters. */
const GROUP_CHARS = 2_000_000;

export async function emptyTables(
  tx: Transaction<Schema>,
  names: readonly string[],
): Promise<void> {
  for (const name of names) await sql`delete from ${sql.table(name)}`.execute(tx);
}

/** Writes the rows of the table that stands next in the backup; gives how many. Throws Damaged. */
export async function loadTable(
  tx: Transaction<Schema>,
  shape: TableShape,
  source: Source,
): Promise<number> {
  expectStart(shape, source.parsed<TableStart>(await source.next()), source.line());
  const hash = createHash('sha256');
  let [group, chars, rows]: [string[], number, number] = [[], 0, 0];
  const flush = async () => {
    if (group.length > 0) await insert(tx, shape, group, source.line());
    [group, chars] = [[], 0];
  };
  for (;;) {
    const line = await source.next();
    if (!line.startsWith('[')) {
      await flush();
      expectEnd(shape.name, source.parsed<TableEnd>(line), rows, hash.digest('hex'), source.line());
      return rows;
    }
    hash.update(`${line}\n`);
    rows++;
    group.push(line);
    chars += line.length;
    if (chars > GROUP_CHARS) await flush();
  }
}

function expectStart({ name, columns }: TableShape, start: Partial<TableStart>, line: number) {
  if (start.table !== name) throw new Damaged(line, `the table ${name} should begin here`);
  const own = columns.map((c) => c.name).join(', ');
  const told = start.columns?.join(', ');
  if (told !== own) throw new Damaged(line, `${name} has the columns ${own}, not ${told}`);
}

function expectEnd(
  name: string,
  end: Partial<TableEnd>,
  rows: number,
  sha256: string,
  line: number,
): void {
  if (end.end !== name) throw new Damaged(line, `neither a row nor the end of ${name}`);
  if (end.rows !== rows) throw new Damaged(line, `${name}: ${rows} rows instead of ${end.rows}`);
  if (end.sha256 !== sha256) throw new Damaged(line, `${name}: the check sum of its rows differs`);
}

/** The lines as they are, taken apart by the database: each value from its text to the column's type. */
async function insert(
  tx: Transaction<Schema>,
  { name, columns }: TableShape,
  group: readonly string[],
  line: number,
): Promise<void> {
  const names = sql.join(columns.map((c) => sql.ref(c.name)));
  const values = sql.join(
    columns.map(({ type }, i) => sql`(r ->> ${sql.lit(i)})::${sql.raw(type)}`),
  );
  const rows = `[${group.join(',')}]`;
  try {
    await sql`insert into ${sql.table(name)} (${names})
      select ${values} from json_array_elements(${rows}::text::json) r`.execute(tx);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new Damaged(
      line,
      `${name}: a row before this line was refused (${(error as Error).message})`,
    );
  }
}

/** SQLSTATE 22 (data) and 23 (constraints). */
function isRefusal(error: unknown): boolean {
  return /^2[23]/.test(String((error as { code?: unknown }).code));
}
