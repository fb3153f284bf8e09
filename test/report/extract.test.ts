import { beforeAll, describe, expect, it } from 'vitest';
import { assessmentJson, type Extract, makeExtract } from '../../src/report/index.ts';
import { answer } from '../../src/request/index.ts';
import { type AnsweredCase, answeredCases } from './a-source.ts';

let cases: readonly (AnsweredCase & { readonly extract: Extract })[];
beforeAll(async () => {
  cases = (await answeredCases()).map((one) => ({ ...one, extract: makeExtract(one.source) }));
});

describe('the extract of every case', () => {
  it('has a request that is answered with the same bytes', () => {
    expect(cases.length).toBeGreaterThan(200);
    for (const { name, store, source, extract } of cases) {
      const body: unknown = JSON.parse(JSON.stringify(extract.request));
      const again = answer(store, body, '2199-12-31');
      const text = again.ok ? assessmentJson(again.value) : JSON.stringify(again.problems);
      expect(text, name).toBe(assessmentJson(source.assessment));
    }
  });
});
