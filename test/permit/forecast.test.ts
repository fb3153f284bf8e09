import { expect, it } from 'vitest';
import { forecastOf, rememberPast } from '../../src/permit/applications/forecast.ts';
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

it('lets nobody wait for a new count who can be told the one before (a million files: 4 s)', async () => {
  let time = Date.parse('2026-02-02T09:00:00+08:00');
  const asked: { from: string; tell: (past: readonly (typeof PAST)[]) => void }[] = [];
  const past = rememberPast(
    (from) => new Promise((tell) => asked.push({ from, tell })),
    () => new Date(time),
  );
  const [first, beside] = [past(), past()];
  expect(asked.map((a) => a.from)).toEqual(['2025-02-02']);
  asked[0]!.tell([PAST]);
  expect(await first).toEqual([PAST]);
  expect(await beside).toEqual([PAST]);

  time += 601_000;
  expect(await past()).toEqual([PAST]);
  expect(await past()).toEqual([PAST]);
  expect(asked).toHaveLength(2);
  asked[1]!.tell([]);
  await new Promise(setImmediate);
  expect(await past()).toEqual([]);

  time += 86_401_000;
  const nextDay = past();
  asked[2]!.tell([PAST]);
  expect(await nextDay).toEqual([PAST]);
});

it('a count that failed is made again by the next reader', async () => {
  const answers = [Promise.reject(new Error('gone')), Promise.resolve([PAST])];
  const past = rememberPast(
    () => answers.shift()!,
    () => new Date(0),
  );
  await expect(past()).rejects.toThrow('gone');
  expect(await past()).toEqual([PAST]);
});
