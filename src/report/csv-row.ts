import { type Brief, type BriefFinding, largerFirst } from '../assessment/index.ts';

/** Columns that a bulk answer adds behind the input's own, in this order. */
export const ANSWER_COLUMNS = [
  'verdict',
  'area_m2',
  'zones',
  'overlays',
  'findings',
  'error',
] as const;

export type AnswerCells = Readonly<Record<(typeof ANSWER_COLUMNS)[number], string>>;

/**
 * An assessment as the cells of a CSV row: `R-2:640.10;K-1:172.30` (m², largest first), overlays in the
 * same form, and of the findings all that are not passed: `kdb:tidak;use@R-2:bersyarat`.
 */
export function answerCells(a: Brief, digits = 2): AnswerCells {
  return {
    verdict: a.verdict ?? '',
    area_m2: a.parcel.areaM2.toFixed(digits),
    zones: a.zones.map((z) => `${z.code}:${z.areaM2.toFixed(digits)}`).join(';'),
    overlays: overlaysByKind(a, digits),
    findings: shortFindings(a.findings),
    error: '',
  };
}

/** Cells of a row that could not be read: nothing but the error. */
export function errorCells(error: string): AnswerCells {
  return { verdict: '', area_m2: '', zones: '', overlays: '', findings: '', error };
}

function overlaysByKind(a: Brief, digits: number): string {
  const overlays =
    a.overlays.length < 2
      ? a.overlays
      : [...a.overlays].sort((x, y) => largerFirst(x, y) || (key(x) < key(y) ? -1 : 1));
  let text = '';
  for (const o of overlays) {
    text += `${text === '' ? '' : ';'}${key(o)}:${o.areaM2.toFixed(digits)}`;
  }
  return text;
}

/** A strip's code begins with its kind already. */
function key(o: { readonly kind: string; readonly code: string }): string {
  return o.code === '*' || o.code === o.kind || o.code.startsWith(`${o.kind}:`)
    ? o.code.replace('*', o.kind)
    : `${o.kind}/${o.code}`;
}

const shortened = new WeakMap<readonly BriefFinding[], string>();

/** Short codes; kept per list, since answers in brief share theirs. */
function shortFindings(findings: readonly BriefFinding[]): string {
  let short = shortened.get(findings);
  if (short === undefined) {
    short = shorten(findings);
    shortened.set(findings, short);
  }
  return short;
}

function shorten(findings: readonly BriefFinding[]): string {
  const codes = findings
    .filter((f) => f.result !== 'lulus')
    .map((f) => `${ruleName(f)}${f.scope === 'parcel' ? '' : `@${f.scope}`}:${f.result}`);
  return [...new Set(codes)].join(';');
}

/** A check of a condition says of which: `condition/T1`. */
function ruleName(f: BriefFinding): string {
  return f.rule === 'condition' ? `${f.rule}/${(f.conditions ?? []).join('+')}` : f.rule;
}
