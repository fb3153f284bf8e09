import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { approvedGeoJson, cornerCsv, type Extract, makeExtract } from '../../src/report/index.ts';
import { answeredCases } from './a-source.ts';

let extracts: readonly Extract[];
beforeAll(async () => {
  extracts = (await answeredCases()).map(({ source }) => makeExtract(source));
});

describe('the ground that could be approved', () => {
  it('is one feature as the extract has it, or none', () => {
    const counts = [0, 0];
    for (const extract of extracts) {
      const { features } = approvedGeoJson(extract);
      const { approved } = extract.parcel;
      counts[features.length]!++;
      expect(features).toHaveLength(approved ? 1 : 0);
      if (!approved) continue;
      expect(features[0]).toMatchObject({
        geometry: approved.geometry,
        properties: { id: extract.id, areaM2: approved.areaM2, demonstration: true },
      });
    }
    expect(counts.every((n) => n > 10)).toBe(true);
  });
});

describe('a coordinate table as CSV', () => {
  it('reads back as the table that it was made of', () => {
    for (const extract of extracts) {
      for (const which of ['requested', 'approved'] as const) {
        const table =
          which === 'requested'
            ? extract.parcel.requested
            : (extract.parcel.approved?.corners ?? []);
        const rows = parse(cornerCsv(extract, which), { from_line: 2 });
        expect(rows).toEqual(
          table.map((c) => [
            `${c.ring + 1}`,
            `${c.number}`,
            `${c.lon}`,
            `${c.lat}`,
            c.bujur,
            c.lintang,
            `${c.x}`,
            `${c.y}`,
          ]),
        );
      }
    }
  });

  it('has its headings in Indonesian, longitude first', () => {
    const [head] = cornerCsv(extracts[0]!, 'requested').split('\r\n');
    expect(head).toBe('cincin,urut,bujur,lintang,bujur dms,lintang dms,x EPSG:32751,y EPSG:32751');
  });
});
