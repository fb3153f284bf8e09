/** What other floors may touch of bulk checking. */
export { type BulkOptions, type BulkSummary, runBulk } from './run.ts';
