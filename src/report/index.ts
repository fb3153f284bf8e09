/** Renderings of a finished assessment. None of them recomputes anything. */
export { ANSWER_COLUMNS, type AnswerCells, answerCells, errorCells } from './csv-row.ts';
export { type BasisText, type BasisTexts, basisTexts } from './explain.ts';
export { checkExtract } from './extract/check-extract.ts';
export { readReportCode, reportCode } from './extract/code.ts';
export { type ExtractOptions, makeExtract } from './extract/make-extract.ts';
export type * from './extract/model.ts';
export { REPORT_SCHEMA } from './extract/model.ts';
export { requestBody } from './extract/request-body.ts';
export { ReportSchema, reportSchemaText } from './extract/schema.ts';
export { assessmentFeatures, featuresHead, featuresText } from './features.ts';
export { assessmentJson } from './json.ts';
export {
  type Frame,
  type MapOptions,
  mapScene,
  pngBytes,
  type Scene,
  svgText,
} from './map/index.ts';
export {
  approvedGeoJson,
  cornerCsv,
  type KkprDecision,
  licenseKkpr,
  OSS,
  type OssField,
  type OssLicense,
  type OssOutcome,
  type OssTechnicalData,
} from './oss/index.ts';
export { PUBLISHED_SCHEMAS, type PublishedSchema } from './published-schemas.ts';
export type { ReportSource } from './source.ts';
export { type Language, reportText, type TextOptions } from './text.ts';
export { zoneColor } from './zone-color.ts';
