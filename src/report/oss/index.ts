/** Reports for OSS-RBA and for GIS: the decision's message, outlines and coordinate tables. */
export type { KkprDecision } from './decision.ts';
export { OSS, type OssField, type OssOutcome } from './fields.ts';
export { approvedGeoJson, cornerCsv } from './ground-files.ts';
export { licenseKkpr, type OssLicense, type OssTechnicalData } from './license.ts';
