/** Renderings of a finished assessment. None of them recomputes anything. */
export { ANSWER_COLUMNS, type AnswerCells, answerCells, errorCells } from './csv-row.ts';
export { type BasisText, type BasisTexts, basisTexts } from './explain.ts';
export { assessmentFeatures, featuresHead, featuresText } from './features.ts';
export { assessmentJson } from './json.ts';
export { type Language, reportText, type TextOptions } from './text.ts';
