import type { Asked, Finding, FindingResult, Part, VerdictValue } from './model.ts';

/**
 * The verdict law (points 4 and 6): findings and parts in, verdict out. Nothing else is looked at, so
 * that anyone can recompute a verdict from an answer.
 */

const WORST_FIRST: readonly FindingResult[] = ['tidak', 'tidak_diketahui', 'bersyarat', 'lulus'];
const VERDICT_WORST_FIRST: readonly VerdictValue[] = [
  'tidak_sesuai',
  'perlu_telaah',
  'sesuai_sebagian',
  'sesuai_bersyarat',
  'sesuai',
];

/** The worst of some results; null for none. */
export function worstResult(results: readonly FindingResult[]): FindingResult | null {
  return WORST_FIRST.find((r) => results.includes(r)) ?? null;
}

/** The worst of some verdicts; null for none. */
export function worstVerdict(verdicts: readonly VerdictValue[]): VerdictValue | null {
  return VERDICT_WORST_FIRST.find((v) => verdicts.includes(v)) ?? null;
}

/**
 * Parts that decide: all but slivers. If nothing but slivers is left, the largest part decides (the
 * first of equals, in the order of the answer).
 */
export function decidingParts(parts: readonly Part[]): {
  deciding: readonly Part[];
  onlySlivers: boolean;
} {
  const deciding = parts.filter((p) => !p.sliver);
  if (deciding.length > 0 || parts.length === 0) return { deciding, onlySlivers: false };
  const largest = parts.reduce((a, b) => (b.areaM2 > a.areaM2 ? b : a));
  return { deciding: [largest], onlySlivers: true };
}

/**
 * Status of a part: the worst of its findings. What a doubtful part forbids is only unknown (point 3);
 * the point says so of doubtful parts other than slivers, so a sliver that has to decide keeps its `tidak`.
 */
export function partStatus(part: Part, findings: readonly Finding[]): FindingResult | null {
  const worst = worstResult(findings.filter((f) => f.scope === part.id).map((f) => f.result));
  return worst === 'tidak' && part.doubtful && !part.sliver ? 'tidak_diketahui' : worst;
}

/** Parts that decide and are refused. */
export function refusedParts(parts: readonly Part[], findings: readonly Finding[]): Part[] {
  return decidingParts(parts).deciding.filter((p) => partStatus(p, findings) === 'tidak');
}

/** Findings that bear on one activity: those that name it and those that name none. */
export function findingsFor(activity: string | null, findings: readonly Finding[]): Finding[] {
  return findings.filter((f) => f.activity === undefined || f.activity === activity);
}

/**
 * The verdict for one activity (or for none). Point 6 from top to bottom; null when nothing was asked.
 */
export function verdictOf(
  parts: readonly Part[],
  findings: readonly Finding[],
  asked: readonly Asked[],
): VerdictValue | null {
  if (asked.length === 0) return null;
  const { deciding, onlySlivers } = decidingParts(parts);
  const verdict = verdictOfDeciding(deciding, findings, asked);
  const tooGood = verdict !== 'tidak_sesuai' && verdict !== 'perlu_telaah';
  return onlySlivers && tooGood ? 'perlu_telaah' : verdict;
}

function verdictOfDeciding(
  deciding: readonly Part[],
  findings: readonly Finding[],
  asked: readonly Asked[],
): VerdictValue {
  const whole = findings.filter((f) => f.scope === 'parcel').map((f) => f.result);
  const statuses = deciding.map((p) => partStatus(p, findings));
  if (whole.includes('tidak')) return 'tidak_sesuai';
  if (deciding.length > 0 && statuses.every((s) => s === 'tidak')) return 'tidak_sesuai';
  if (whole.includes('tidak_diketahui') || statuses.includes('tidak_diketahui'))
    return 'perlu_telaah';
  if (deciding.length === 0 || useIsMissing(deciding, findings, asked)) return 'perlu_telaah';
  if (statuses.includes('tidak')) return partialVerdict(findings);
  const conditional = findings.some((f) => f.result === 'bersyarat');
  return conditional ? 'sesuai_bersyarat' : 'sesuai';
}

function useIsMissing(
  deciding: readonly Part[],
  findings: readonly Finding[],
  asked: readonly Asked[],
): boolean {
  if (!asked.includes('use')) return false;
  return deciding.some(
    (p) =>
      partStatus(p, findings) !== 'tidak' &&
      !findings.some((f) => f.rule === 'use' && f.scope === p.id),
  );
}

/** Some deciding part is refused: what is left has to stand on its own. */
function partialVerdict(findings: readonly Finding[]): VerdictValue {
  const rest = worstResult(findings.filter((f) => f.scope === 'remainder').map((f) => f.result));
  if (rest === 'tidak') return 'tidak_sesuai';
  return rest === null || rest === 'tidak_diketahui' ? 'perlu_telaah' : 'sesuai_sebagian';
}
