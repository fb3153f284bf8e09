export {
  type Answered,
  answer,
  answerAndRequest,
  answerBrief,
  answerParsed,
  answerWithLedger,
} from './answer.ts';
export { figureProblems } from './building-figures.ts';
export { dayInWita, timeInWita } from './date.ts';
export { fromOss, type OssApplication } from './oss/from-oss.ts';
export { type ParsedRequest, parseRequest, REQUEST_FIELDS } from './parse-request.ts';
export { PlainDoor, type PlainRow } from './plain-door.ts';
export { remake, sourceOf } from './report-source.ts';
export {
  type AnsweredVariant,
  answerVariants,
  MOST_VARIANTS,
  parseVariants,
  VARIANT_FIELDS,
  type WhatIf,
} from './what-if.ts';
export { parseWhere, WHERE_FIELDS, type WhereRequest } from './where-request.ts';
