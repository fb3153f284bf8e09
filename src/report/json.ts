import type { Assessment } from '../assessment/model.ts';

/** An assessment as JSON text: the same assessment gives the same bytes. */
export function assessmentJson(a: Assessment, indent = 0): string {
  return `${JSON.stringify(a, null, indent)}\n`;
}
