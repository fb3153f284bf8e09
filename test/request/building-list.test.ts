import { expect, it } from 'vitest';
import { answer } from '../../src/request/answer.ts';
import { storeOf } from './a-store.ts';

it('one building and a list of one have ids of their own: their findings point elsewhere', async () => {
  const store = await storeOf('uji');
  const square = [
    [565020, 8875020],
    [565060, 8875020],
    [565060, 8875060],
    [565020, 8875060],
    [565020, 8875020],
  ];
  const request = { parcel: { type: 'Polygon', coordinates: [square] }, crs: 'EPSG:32751' };
  const idOf = (building: unknown) => {
    const said = answer(store, { ...request, building }, '2026-01-15');
    return said.ok ? said.value.id : said.problems;
  };
  expect(idOf({ floors: 1 })).toMatch(/./);
  expect(idOf([{ floors: 1 }])).not.toEqual(idOf({ floors: 1 }));
});
