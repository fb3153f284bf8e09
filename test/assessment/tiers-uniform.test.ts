import { describe, expect, it } from 'vitest';
import { isUniform } from '../../src/assessment/tiers.ts';
import type { IntensityRow } from '../../src/plan/model.ts';

type Given = readonly [
  roadClass: string,
  from: number | null,
  to: number | null,
  value: number,
  alternative?: string,
];

function isSame(given: readonly Given[]): boolean {
  const rows = given.map(([roadClass, parcelFromM2, parcelToM2, value, alternative = '']) => ({
    roadClass,
    parcelFromM2,
    parcelToM2,
    alternative,
    severalZones: 'strictest',
    limits: { parcelMinM2: { state: 'value', value, raw: `${value}` } },
  })) as unknown as IntensityRow[];
  const plan = { rules: { intensity: new Map([['R', rows]]) } };
  return isUniform({ plan, zone: 'R' } as never, 'parcelMinM2');
}

describe('a limit is the same whatever road and size', () => {
  const CASES: readonly (readonly [string, boolean, readonly Given[]])[] = [
    ['one plain row', true, [['', null, null, 100]]],
    [
      'sizes that say the same',
      true,
      [
        ['', null, 120, 100],
        ['', 120, null, 100],
      ],
    ],
    [
      'sizes out of order',
      true,
      [
        ['', 120, null, 100],
        ['', null, 120, 100],
      ],
    ],
    [
      'sizes that differ',
      false,
      [
        ['', null, 120, 100],
        ['', 120, null, 90],
      ],
    ],
    [
      'a gap between sizes',
      false,
      [
        ['', null, 120, 100],
        ['', 130, null, 100],
      ],
    ],
    [
      'sizes that overlap',
      false,
      [
        ['', null, 140, 100],
        ['', 120, null, 100],
      ],
    ],
    ['nothing for the largest', false, [['', null, 120, 100]]],
    ['nothing for the smallest', false, [['', 120, null, 100]]],
    [
      'two rows of one size',
      false,
      [
        ['', null, null, 100],
        ['', null, null, 100],
      ],
    ],
    [
      'a class that says the same',
      true,
      [
        ['', null, null, 100],
        ['arteri', null, null, 100],
      ],
    ],
    [
      'a class that differs',
      false,
      [
        ['', null, null, 100],
        ['arteri', null, null, 200],
      ],
    ],
    [
      'a class with a gap',
      false,
      [
        ['', null, null, 100],
        ['arteri', 50, null, 100],
      ],
    ],
    [
      'named classes alone',
      false,
      [
        ['lokal', null, null, 100],
        ['arteri', null, null, 100],
      ],
    ],
    [
      'alternatives',
      false,
      [
        ['', null, null, 100, 'a'],
        ['', null, null, 100, 'b'],
      ],
    ],
  ];
  it.each(CASES)('%s: %s', (_, same, rows) => {
    expect(isSame(rows)).toBe(same);
  });
});
