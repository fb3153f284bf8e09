import type { Brief } from '../assessment/index.ts';
import { readPlainRing } from '../formats/wkt-plain.ts';
import type { PlanStore } from '../plan/store.ts';
import { PlainDoor } from '../request/index.ts';
import { type ColumnMap, parcelForm } from './columns.ts';
import { readFigure } from './numbers.ts';
import type { RowTask, TableRow } from './rows.ts';

/** Columns of a file that a plain row may use; -1 where the file has none. */
interface PlainColumns {
  readonly wkt: number;
  readonly code: number;
  readonly kbli: number;
  readonly crs: number;
  readonly deed: number;
  /** All other known columns: blank in a plain row. */
  readonly others: readonly number[];
}

/** Answers the rows that hold a WKT and at most an activity, a CRS and a deed's area; see PlainDoor. */
export class PlainRows {
  readonly #door: PlainDoor;
  readonly #columns: PlainColumns;
  readonly #cells: number;
  readonly #crs: string | null;
  readonly #decimalPoint: boolean;

  constructor(store: PlanStore, { map, defaults, dialect, today }: RowTask) {
    this.#door = new PlainDoor(store, defaults.date ?? today);
    this.#columns = plainColumns(map);
    this.#cells = map.header.length;
    this.#crs = defaults.crs ?? null;
    this.#decimalPoint = dialect.delimiter === ',';
  }

  /** Null where every row of a task is for the wide door. */
  static of(store: PlanStore, task: RowTask): PlainRows | null {
    const fits = parcelForm(task.map) === 'wkt' && task.defaults.plan === undefined;
    return fits ? new PlainRows(store, task) : null;
  }

  /** The answer of a row; null where the row is for the wide door. */
  answer({ cells, problem }: TableRow): Brief | null {
    const { wkt, code, kbli, crs, deed, others } = this.#columns;
    if (problem || cells.length !== this.#cells) return null;
    for (const column of others) if (cells[column]!.trim() !== '') return null;
    const xy = readPlainRing(cells[wkt]!.trim());
    const deedAreaM2 = this.#figureAt(cells, deed);
    if (!xy || Number.isNaN(deedAreaM2)) return null;
    const named = textAt(cells, crs) ?? this.#crs;
    return this.#door.answer({
      xy,
      crs: named,
      activity: activityOf(textAt(cells, code), textAt(cells, kbli)),
      deedAreaM2,
    });
  }

  /** NaN for what is no number, or two. */
  #figureAt(cells: readonly string[], column: number): number | null {
    const raw = textAt(cells, column);
    if (raw === null) return null;
    const reading = readFigure(raw, this.#decimalPoint);
    return reading.kind === 'number' ? reading.value : Number.NaN;
  }
}

/** A code of an activity says more than a KBLI. */
function activityOf(code: string | null, kbli: string | null) {
  if (code !== null) return { kind: 'code', text: code } as const;
  return kbli === null ? null : ({ kind: 'kbli', text: kbli } as const);
}

/** A cell without the white space around it; null where it is blank or the column missing. */
function textAt(cells: readonly string[], column: number): string | null {
  const text = column < 0 ? '' : cells[column]!.trim();
  return text === '' ? null : text;
}

function plainColumns({ fields, parcel }: ColumnMap): PlainColumns {
  const take = (path: string) =>
    fields.find(({ known }) => known.field.join('.') === path)?.column ?? -1;
  const used = {
    code: take('activity.code'),
    kbli: take('activity.kbli'),
    crs: take('crs'),
    deed: take('deedAreaM2'),
  };
  const others = fields.map((f) => f.column).filter((c) => !Object.values(used).includes(c));
  return { wkt: parcel.wkt, ...used, others };
}
