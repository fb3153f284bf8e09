import { describe, expect, it } from 'vitest';
import { caseFiles, runCase } from './cases-runner.ts';

const files = caseFiles();

describe('cases worked by hand', () => {
  for (const { file, cases } of files) {
    describe(file, () => {
      for (const one of cases) {
        it(one.name, async () => {
          expect(await runCase(one)).toEqual([]);
        });
      }
    });
  }
});

describe('the set of cases', () => {
  const all = files.flatMap((f) => f.cases);

  it('has no two cases of one name', () => {
    expect(new Set(all.map((c) => c.name)).size).toBe(all.length);
  });

  it('covers every verdict', () => {
    const verdicts = new Set(all.flatMap((c) => ('verdict' in c.expect ? [c.expect.verdict] : [])));
    expect(verdicts).toEqual(
      new Set([
        'sesuai',
        'sesuai_bersyarat',
        'sesuai_sebagian',
        'tidak_sesuai',
        'perlu_telaah',
        null,
      ]),
    );
  });

  it('covers every point of the verdict law that an answer can show', () => {
    const points = new Set(all.flatMap((c) => c.law));
    for (let point = 1; point <= 13; point++) expect(points).toContain(String(point));
  });
});

const VERDICTS = ['sesuai', 'sesuai_bersyarat', 'sesuai_sebagian', 'tidak_sesuai', 'perlu_telaah'];
const EXPECTED = new Set(
  `verdict verdictIn asked binding plan parcel activities parts findings absent zones overlays limits plans
  permitted notPermitted date conditions conditionStatus conditionRows absentConditions partial notAssessed problems`.split(
    /\s+/,
  ),
);

describe('a case that is written wrongly', () => {
  it('fails, whichever case it is, with each verdict that its answer does not have', async () => {
    const deaf: string[] = [];
    const stated = files
      .flatMap((f) => f.cases)
      .filter((c) => typeof c.expect.verdict === 'string');
    expect(stated.length).toBeGreaterThan(300);
    for (const one of stated) {
      const other = VERDICTS[(VERDICTS.indexOf(one.expect.verdict!) + 1) % VERDICTS.length]!;
      const why = await runCase({ ...one, expect: { verdict: other } });
      if (!why[0]?.startsWith('verdict: expected')) deaf.push(one.name);
    }
    expect(deaf).toEqual([]);
  });

  it('cannot hide behind a word that nobody compares', () => {
    const words = files.flatMap((f) => f.cases).flatMap((c) => Object.keys(c.expect));
    expect(words.filter((word) => !EXPECTED.has(word))).toEqual([]);
  });

  const sample = files.flatMap((f) => f.cases).find((c) => c.expect.parts && c.expect.findings)!;
  const wrong = (expectation: object) => runCase({ ...sample, expect: expectation });

  it('fails: another verdict, an area off by a square metre, a finding that is not there', async () => {
    expect(await runCase(sample)).toEqual([]);
    const other = sample.expect.verdict === 'sesuai' ? 'tidak_sesuai' : 'sesuai';
    expect(await wrong({ ...sample.expect, verdict: other })).not.toEqual([]);
    const [first, ...rest] = sample.expect.parts!;
    const parts = [{ ...first, areaM2: Number(first!.areaM2) + 1 }, ...rest];
    expect(await wrong({ ...sample.expect, parts })).not.toEqual([]);
    const findings = [...sample.expect.findings!, { rule: 'kdb', result: 'nothing' }];
    expect(await wrong({ ...sample.expect, findings })).not.toEqual([]);
  });
});
