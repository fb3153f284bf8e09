export { findAssessment, type KeptAssessment, keepAssessment } from './assessments.ts';
export {
  type Database,
  type DatabaseOptions,
  type DatabaseState,
  openDatabase,
} from './connection.ts';
export { NewerDatabase } from './newer-database.ts';
export {
  findReport,
  findReportFile,
  type KeptReport,
  keepReport,
  type ReportFile,
  type ReportFileKey,
  withdrawReport,
} from './reports.ts';
