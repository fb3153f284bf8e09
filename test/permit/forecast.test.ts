import { expect, it } from 'vitest';
import { forecastOf } from '../../src/permit/applications/forecast.ts';
import type { PermitFile } from '../../src/permit/index.ts';

const FILE = {
  stage: 'periksa',
  events: [
    { at: '2026-02-02T09:00:00+08:00', to: 'periksa', track: null },
    { at: '2026-02-05T23:00:00+08:00', to: 'periksa', track: null },
    { at: '2026-02-06T09:00:00+08:00', to: 'telaah_fpr', track: 'telaah' },
  ],
} as unknown as PermitFile;
const PAST = { kind: 'pbg', stage: 'periksa', stays: 5, medianDays: 2, p90Days: 3.1 };

it('counts from the last time that the file came to its stage, in days of WITA', () => {
  expect(forecastOf([PAST], 'pbg', FILE)).toEqual({
    stays: 5,
    medianOn: '2026-02-07',
    p90On: '2026-02-09',
  });
});

it('says nothing of a stage where too few stayed, or another kind did', () => {
  expect(forecastOf([{ ...PAST, stays: 4 }], 'pbg', FILE)).toBeNull();
  expect(forecastOf([PAST], 'pkkpr_umk', FILE)).toBeNull();
  expect(forecastOf([], 'pbg', FILE)).toBeNull();
});
