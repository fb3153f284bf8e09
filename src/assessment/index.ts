/** What other floors may touch of the assessment. */
export { type AssessOptions, assess, ENGINE } from './assess.ts';
export { assessBrief, type Brief, type BriefFinding } from './brief.ts';
export type * from './model.ts';
export { largerFirst } from './site-met.ts';
export { verdictOf, worstVerdict } from './verdict.ts';
