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
