export { findAssessment, type KeptAssessment, keepAssessment } from './assessments.ts';
export {
  type Database,
  type DatabaseOptions,
  type DatabaseState,
  openDatabase,
} from './connection.ts';
