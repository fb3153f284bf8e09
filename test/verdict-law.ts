/**
 * The verdict law (contract, points 3, 4, 6 and 13) written a second time, from its words alone and
 * without a look at the engine: "anyone can recompute a verdict from parts and findings alone".
 */
import type { Assessment, Finding, FindingResult, Part } from '../src/assessment/model.ts';

const WORST: readonly FindingResult[] = ['tidak', 'tidak_diketahui', 'bersyarat', 'lulus'];
const ORDER = [
  'tidak_sesuai',
  'perlu_telaah',
  'sesuai_sebagian',
  'sesuai_bersyarat',
  'sesuai',
] as const;
type Verdict = (typeof ORDER)[number];

/** What in an answer breaks the law; an empty list means that it keeps it. */
export function lawBreaks(answer: Assessment): string[] {
  const why: string[] = [];
  const say = (holds: boolean, sentence: string) => {
    if (!holds) why.push(sentence);
  };
  const verdict = recompute(answer);
  say(answer.verdict === verdict, `verdict ${answer.verdict}, recomputed ${verdict}`);
  for (const { code, verdict: given } of answer.activities) {
    const own = verdictFrom(answer, findingsFor(answer, code));
    say(given === own, `activity ${code}: ${given}, recomputed ${own}`);
  }
  const sum = answer.parts.reduce((total, part) => total + part.areaM2, 0);
  // A rest under 1 m2 outside of every zone is no part.
  say(Math.abs(sum - answer.parcel.areaM2) < 1.0001, `parts sum to ${sum}`);
  const scopes = new Set(['parcel', 'remainder', ...answer.parts.map((p) => p.id)]);
  for (const f of answer.findings) {
    const name = `${f.rule}@${f.scope}`;
    say(scopes.has(f.scope), `${name}: no such part`);
    say(f.message.id.length > 10 && f.message.en.length > 10, `${name}: no sentence`);
    say(f.result !== 'tidak' || f.legalBasis.length > 0, `${name}: tidak without a legal basis`);
    const mild = f.result === 'lulus' || f.result === 'bersyarat';
    say(!f.screening || mild, `${name}: screening says ${f.result}`);
  }
  return why;
}

/** Verdict of an answer from its parts and findings; null where nothing is asked. */
export function recompute(answer: Assessment): Verdict | null {
  if (answer.asked.length === 0) return null;
  const codes = answer.activities.map((a) => a.code);
  if (codes.length === 0) return verdictFrom(answer, answer.findings);
  const all = codes.map((code) => verdictFrom(answer, findingsFor(answer, code)));
  return ORDER.find((v) => all.includes(v)) ?? 'sesuai';
}

/** "from the findings that name it or none" */
function findingsFor(answer: Assessment, code: string): Finding[] {
  return answer.findings.filter((f) => f.activity === undefined || f.activity === code);
}

function verdictFrom(answer: Assessment, findings: readonly Finding[]): Verdict {
  const whole = findings.filter((f) => f.scope === 'parcel').map((f) => f.result);
  const deciding = decidingParts(answer.parts);
  const status = deciding.parts.map((part) => statusOf(part, findings));
  const found = firstThatHolds(answer, findings, whole, deciding.parts, status);
  if (!deciding.onlySlivers) return found;
  return found === 'tidak_sesuai' ? found : 'perlu_telaah';
}

function firstThatHolds(
  answer: Assessment,
  findings: readonly Finding[],
  whole: readonly FindingResult[],
  deciding: readonly Part[],
  status: readonly FindingResult[],
): Verdict {
  if (whole.includes('tidak')) return 'tidak_sesuai';
  if (status.length > 0 && status.every((s) => s === 'tidak')) return 'tidak_sesuai';
  if (whole.includes('tidak_diketahui') || status.includes('tidak_diketahui')) {
    return 'perlu_telaah';
  }
  if (deciding.length === 0) return 'perlu_telaah';
  const withoutUse = deciding.some(
    (part, i) =>
      status[i] !== 'tidak' && !findings.some((f) => f.rule === 'use' && f.scope === part.id),
  );
  if (answer.asked.includes('use') && withoutUse) return 'perlu_telaah';
  if (status.includes('tidak')) return onRemainder(findings);
  return findings.some((f) => f.result === 'bersyarat') ? 'sesuai_bersyarat' : 'sesuai';
}

function onRemainder(findings: readonly Finding[]): Verdict {
  const rest = findings.filter((f) => f.scope === 'remainder').map((f) => f.result);
  if (rest.includes('tidak')) return 'tidak_sesuai';
  if (rest.length === 0 || rest.includes('tidak_diketahui')) return 'perlu_telaah';
  return 'sesuai_sebagian';
}

/** "If nothing but slivers is left, the largest part decides". */
function decidingParts(parts: readonly Part[]): { parts: readonly Part[]; onlySlivers: boolean } {
  const firm = parts.filter((part) => !part.sliver);
  if (firm.length > 0 || parts.length === 0) return { parts: firm, onlySlivers: false };
  const largest = parts.reduce((a, b) => (b.areaM2 > a.areaM2 ? b : a));
  return { parts: [largest], onlySlivers: true };
}

/** The worst of a part's findings; "any other doubtful part decides, but its tidak is read as unknown". */
function statusOf(part: Part, findings: readonly Finding[]): FindingResult {
  const own = findings.filter((f) => f.scope === part.id).map((f) => f.result);
  const worst = WORST.find((result) => own.includes(result)) ?? 'lulus';
  return worst === 'tidak' && part.doubtful && !part.sliver ? 'tidak_diketahui' : worst;
}
