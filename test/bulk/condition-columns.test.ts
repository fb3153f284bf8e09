import { describe, expect, it } from 'vitest';
import { mapColumns } from '../../src/bulk/columns.ts';
import { requestOf } from '../../src/bulk/rows.ts';

const HEADER = ['wkt', 'kbli', 'luas_kegiatan', 'jam_buka', 'jam_tutup', 'dokumen'];

/** The request that one row of a CSV becomes. */
function request(...cells: string[]): unknown {
  const result = requestOf({ rows: [{ line: 2, cells }] }, mapColumns(HEADER), {});
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

describe('columns for conditions', () => {
  it('become area, hours and documents', () => {
    expect(
      request('POINT (1 2)', '47111', '120,5', '08:00', '21:00', 'UKL-UPL | ANDALALIN|'),
    ).toEqual({
      wkt: 'POINT (1 2)',
      activity: { kbli: '47111', areaM2: 120.5, hours: { from: '08:00', to: '21:00' } },
      documents: ['UKL-UPL', 'ANDALALIN'],
    });
  });

  it('are left out where they are blank', () => {
    expect(request('POINT (1 2)', '47111', '', '', '', '')).toEqual({
      wkt: 'POINT (1 2)',
      activity: { kbli: '47111' },
    });
  });
});
