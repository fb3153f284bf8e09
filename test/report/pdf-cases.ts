import { type Extract, makeExtract } from '../../src/report/index.ts';
import { reportPdf } from '../../src/report/pdf/index.ts';
import { answerAndRequest } from '../../src/request/index.ts';
import { allCases, storeFor, TODAY } from '../cases-runner.ts';
import { sourceOf } from './a-source.ts';

export interface CaseExtract {
  readonly name: string;
  readonly extract: Extract;
}

/** The extract of every so many-th case of each verdict that is answered from the plan `uji`. */
export async function someCases(every: number): Promise<CaseExtract[]> {
  const seen = new Map<unknown, number>();
  const found: CaseExtract[] = [];
  for (const { file, one } of allCases()) {
    const verdict = one.expect.verdict;
    const before = seen.get(verdict) ?? 0;
    if (one.plans.length !== 1 || one.plans[0] !== 'uji' || one.expect.problems) continue;
    seen.set(verdict, before + 1);
    if (before % every > 0) continue;
    const answered = answerAndRequest(await storeFor(one.plans), one.request, one.today ?? TODAY);
    if (!answered.ok) continue;
    found.push({ name: `${file}: ${one.name}`, extract: makeExtract(sourceOf(answered.value)) });
  }
  return found;
}

export const ATTACHED = 'laporan.json';

/** The bytes that are attached to the PDF of an extract. */
export function attachedBytes(extract: Extract): Uint8Array {
  return Buffer.from(JSON.stringify(extract));
}

export function pdfOf(extract: Extract, language: 'id' | 'en'): Uint8Array {
  return reportPdf(extract, {
    language,
    maps: null,
    verifyUrl: `https://pejuang.example/laporan/${extract.code}`,
    attachment: { name: ATTACHED, bytes: attachedBytes(extract) },
  });
}
