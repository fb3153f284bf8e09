/** What other floors may touch of bulk checking. */
export type { BulkSummary } from './answer.ts';
export { type ColumnMap, unknownColumns } from './columns.ts';
export { type NumberReading, readFigure } from './numbers.ts';
export { type BulkOptions, runBulk } from './run.ts';
export { systemError } from './system-error.ts';
