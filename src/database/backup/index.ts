/** One file with all tables, for both databases and between them; the form is in format.ts. */
export type { BackupSummary } from './format.ts';
export { readBackup } from './read.ts';
export { writeBackup } from './write.ts';
