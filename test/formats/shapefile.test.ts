import fc from 'fast-check';
import { parseShp } from 'shpjs';
import { describe, expect, it } from 'vitest';
import { readShapefile } from '../../src/formats/shapefile.ts';
import { makeDbf, makeShp } from './make-shapefile.ts';

type Ring = [number, number][];

/** A closed square from its lower left corner; clockwise as outer rings are in shapefiles. */
const square = (x: number, y: number, size: number): Ring => [
  [x, y],
  [x, y + size],
  [x + size, y + size],
  [x + size, y],
  [x, y],
];
const hole = (x: number, y: number, size: number): Ring => square(x, y, size).reverse() as Ring;

const geometries = (polygons: (Ring[] | null)[]) => {
  const result = readShapefile({ shp: makeShp(polygons) }, 'x');
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return {
    list: result.value.features.map((f) => f.geometry),
    notes: result.notes.map((n) => n.code),
  };
};
const codes = (parts: Parameters<typeof readShapefile>[0], encoding?: string) => {
  const result = readShapefile(parts, 'x', encoding ?? null);
  return result.ok ? result.notes.map((n) => n.code) : result.problems.map((p) => `! ${p.code}`);
};

describe('rings of a polygon', () => {
  it('puts a hole given before its outer ring, and one in the second part, where they belong', () => {
    const { list } = geometries([
      [hole(11, 1, 2), square(0, 0, 8), square(10, 0, 8), hole(1, 1, 2)],
    ]);
    expect(list[0]).toEqual({
      type: 'MultiPolygon',
      coordinates: [
        [square(0, 0, 8), hole(1, 1, 2)],
        [square(10, 0, 8), hole(11, 1, 2)],
      ],
    });
  });

  it('puts a hole in the smallest ring that holds it: an island in a lake', () => {
    const { list } = geometries([
      [square(0, 0, 100), hole(10, 10, 80), square(20, 20, 40), hole(30, 30, 5)],
    ]);
    expect(list[0]).toEqual({
      type: 'MultiPolygon',
      coordinates: [
        [square(0, 0, 100), hole(10, 10, 80)],
        [square(20, 20, 40), hole(30, 30, 5)],
      ],
    });
  });

  it('puts a hole in the smallest ring in whatever order they stand', () => {
    const { list } = geometries([
      [square(20, 20, 40), hole(30, 30, 5), hole(10, 10, 80), square(0, 0, 100)],
    ]);
    expect(list[0]).toEqual({
      type: 'MultiPolygon',
      coordinates: [
        [square(20, 20, 40), hole(30, 30, 5)],
        [square(0, 0, 100), hole(10, 10, 80)],
      ],
    });
  });

  it('tells by the ring, not by its bounding box', () => {
    const hook: Ring = [
      [0, 0],
      [0, 10],
      [10, 10],
      [10, 9],
      [1, 9],
      [1, 0],
      [0, 0],
    ];
    const { list } = geometries([[square(2, 1, 6), hook, hole(3, 2, 2)]]);
    expect(list[0]).toEqual({
      type: 'MultiPolygon',
      coordinates: [[square(2, 1, 6), hole(3, 2, 2)], [hook]],
    });
  });

  it('keeps a hole that touches its outer ring in corners', () => {
    const { list } = geometries([
      [
        square(0, 0, 8),
        [
          [0, 0],
          [4, 2],
          [2, 4],
          [0, 0],
        ],
      ],
    ]);
    expect(list[0]).toMatchObject({
      type: 'Polygon',
      coordinates: [square(0, 0, 8), { length: 4 }],
    });
  });

  it('keeps rings of a wrong direction instead of losing them, and says so', () => {
    const turned = geometries([[hole(0, 0, 8), square(1, 1, 2)], [hole(0, 0, 8)]]);
    expect(turned.list).toEqual([
      { type: 'Polygon', coordinates: [hole(0, 0, 8), square(1, 1, 2)] },
      { type: 'Polygon', coordinates: [hole(0, 0, 8)] },
    ]);
    expect(turned.notes.filter((c) => c === 'shapefile.ring_direction')).toHaveLength(2);
  });

  it('agrees with shpjs where shpjs is right', () => {
    const squares = fc.array(fc.tuple(fc.nat(20), fc.nat(20), fc.integer({ min: 1, max: 5 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(squares, (list) => {
        const shp = makeShp([list.map(([x, y, size], i) => square(30 * i + x, y, size))]);
        const read = readShapefile({ shp }, 'x');
        const theirs = parseShp(shp)[0] as GeoJSON.Polygon;
        expect(read.ok && read.value.features[0]!.geometry).toEqual({
          type: theirs.type,
          coordinates: theirs.coordinates,
        });
      }),
    );
  });
});

describe('a damaged .shp', () => {
  const whole = makeShp([[square(0, 0, 8)], null, [square(10, 0, 8), hole(11, 1, 2)]]);

  it('is refused at every cut', () => {
    const dbf = makeDbf(['a'], [['1'], ['2'], ['3']]);
    for (let end = 0; end < whole.length; end++) {
      const found = codes({ shp: whole.subarray(0, end), dbf });
      expect(found.join(), `${end} bytes`).toMatch(
        /! shapefile\.(damaged|truncated|counts_differ)/,
      );
    }
  });

  it('is refused at every cut without a .dbf too', () => {
    for (let end = 0; end < whole.length; end++) {
      expect(codes({ shp: whole.subarray(0, end) }).join(), `${end} bytes`).toMatch(
        /! shapefile\.(damaged|truncated)/,
      );
    }
  });

  it('is refused or read whole whatever byte is wrong; nothing throws or hangs', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bad = Uint8Array.from(whole);
        bad[at]! ^= flip;
        const result = readShapefile({ shp: bad, dbf: makeDbf(['a'], [['1'], ['2'], ['3']]) }, 'x');
        if (result.ok) expect(result.value.features).toHaveLength(3);
        else expect(result.problems[0]!.message.en).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  it('is read over dead bytes between records, by walking and by the index', () => {
    const first = 100 + 8 + whole.readInt32BE(104) * 2;
    const dead = Buffer.concat([whole.subarray(0, first), Buffer.alloc(64), whole.subarray(first)]);
    dead.writeInt32BE(dead.length / 2, 24);
    const walked = readShapefile({ shp: dead }, 'x');
    expect(walked.ok && walked.value.features).toHaveLength(3);
    expect(codes({ shp: dead })).toContain('shapefile.dead_bytes');
    const shx = Buffer.concat([whole.subarray(0, 100), Buffer.alloc(24)]);
    [100, first + 64, first + 76].forEach((offset, i) => {
      shx.writeInt32BE(offset / 2, 100 + 8 * i);
      shx.writeInt32BE(dead.readInt32BE(offset + 4), 104 + 8 * i);
    });
    const indexed = readShapefile({ shp: dead, shx }, 'x');
    expect(indexed.ok && indexed.value.features).toEqual(walked.ok && walked.value.features);
    expect(codes({ shp: dead, shx })).not.toContain('shapefile.dead_bytes');
  });

  it('is read without an index that leaves records out or gives one twice', () => {
    const shx = (...offsets: number[]) => {
      const index = Buffer.concat([whole.subarray(0, 100), Buffer.alloc(8 * offsets.length)]);
      offsets.forEach((offset, i) => {
        index.writeInt32BE(offset / 2, 100 + 8 * i);
        index.writeInt32BE(whole.readInt32BE(offset + 4), 104 + 8 * i);
      });
      return index;
    };
    const second = 100 + 8 + whole.readInt32BE(104) * 2;
    for (const index of [shx(100, second), shx(100, second, second + 12, 100)]) {
      const result = readShapefile({ shp: whole, shx: index }, 'x');
      expect(result.ok && result.value.features).toHaveLength(3);
      expect(result.ok && result.notes.map((n) => n.code)).toContain('shapefile.shx_ignored');
    }
  });

  it('is read without an index that lies, with a note', () => {
    expect(codes({ shp: whole, shx: Buffer.alloc(108) })).toContain('shapefile.shx_ignored');
  });

  it('names the record with impossible parts or coordinates', () => {
    const parts = Buffer.from(whole);
    parts.writeInt32LE(99, 100 + 8 + 44);
    const result = readShapefile({ shp: parts }, 'x');
    expect(result.ok ? [] : result.problems.map((p) => [p.code, p.pointer])).toEqual([
      ['shapefile.record_damaged', 'x.shp, record 1'],
    ]);
    const nan = Buffer.from(whole);
    nan.writeDoubleLE(Number.NaN, 100 + 8 + 48);
    expect(codes({ shp: nan })).toEqual(['! shapefile.record_damaged']);
  });

  it('of patches in space is refused by its type', () => {
    const patch = Buffer.from(whole);
    patch.writeInt32LE(31, 32);
    expect(codes({ shp: patch })).toEqual(['! shapefile.type']);
  });
});

describe('attributes', () => {
  const shp = makeShp([[square(0, 0, 1)], [square(2, 0, 1)]]);
  const names = (dbf: Uint8Array, cpg?: string, encoding?: string) => {
    const result = readShapefile({ shp, dbf, cpg }, 'x', encoding ?? null);
    return result.ok
      ? [result.value.features.map((f) => f.properties.nama), result.notes.map((n) => n.code)]
      : result.problems.map((p) => p.code);
  };
  const latin = Buffer.from('Nu\xf1ez', 'latin1');

  it.each([
    ['UTF-8', Buffer.from('Nuñez')],
    ['65001', Buffer.from('Nuñez')],
    ['ISO-8859-1', latin],
    ['88591', latin],
    ['8859_1', latin],
    ['1252', latin],
    ['ANSI 1252', latin],
    ['LATIN1\n', latin],
    ['CP850', Buffer.from([78, 117, 0xa4, 101, 122])],
    ['OEM 437', Buffer.from([78, 117, 0xa4, 101, 122])],
  ])('are decoded as .cpg says: %s', (cpg, bytes) => {
    expect(names(makeDbf(['nama'], [[bytes], ['b']]), cpg)).toEqual([['Nuñez', 'b'], []]);
  });

  it('are decoded by the language driver without .cpg', () => {
    expect(names(makeDbf(['nama'], [[latin], ['b']], 0x57))).toEqual([['Nuñez', 'b'], []]);
    const dos = Buffer.from([78, 117, 0xa4, 101, 122]);
    expect(names(makeDbf(['nama'], [[dos], ['b']], 2))).toEqual([['Nuñez', 'b'], []]);
  });

  it('are Windows-1252 with a note where nothing is said and it matters', () => {
    expect(names(makeDbf(['nama'], [[latin], ['b']]))).toEqual([
      ['Nuñez', 'b'],
      ['dbf.encoding_assumed'],
    ]);
    expect(names(makeDbf(['nama'], [['a'], ['b']]))).toEqual([['a', 'b'], []]);
    expect(names(makeDbf(['nama'], [[Buffer.from('Nuñez')], ['b']]))).toEqual([
      ['NuÃ±ez', 'b'],
      ['dbf.encoding_assumed'],
    ]);
  });

  it('are decoded as the plan says over what .cpg says', () => {
    expect(names(makeDbf(['nama'], [[Buffer.from('Nuñez')], ['b']]), '1252', 'UTF-8')).toEqual([
      ['Nuñez', 'b'],
      [],
    ]);
  });

  it('are refused in an encoding that we do not know, and noted where the encoding is wrong', () => {
    expect(names(makeDbf(['nama'], [['a'], ['b']]), 'EBCDIC-37')).toEqual(['dbf.encoding_unknown']);
    expect(names(makeDbf(['nama'], [[latin], ['b']]), 'UTF-8')[1]).toEqual(['dbf.encoding_wrong']);
  });

  it('cut in the middle of a letter lose only that letter', () => {
    const bytes = Buffer.concat([Buffer.alloc(19, 'a'), Buffer.from([0xc3])]);
    expect(names(makeDbf(['nama'], [[bytes], ['b']]), 'UTF-8')).toEqual([
      ['a'.repeat(19), 'b'],
      [],
    ]);
  });

  it('of another number than the shapes are refused', () => {
    expect(names(makeDbf(['nama'], [['a']]))).toEqual(['shapefile.counts_differ']);
  });

  it('marked as deleted take their shape along; numbers in the file stay', () => {
    const result = readShapefile({ shp, dbf: makeDbf(['nama'], [null, ['b']]) }, 'x');
    expect(result.ok && result.value.features.map((f) => [f.number, f.properties.nama])).toEqual([
      [1, 'b'],
    ]);
  });

  it('named alike or like an object member are kept apart', () => {
    const result = readShapefile(
      {
        shp,
        dbf: makeDbf(
          ['A', 'A', '__proto__'],
          [
            ['1', '2', '3'],
            ['', '', ''],
          ],
        ),
      },
      'x',
    );
    expect(result.ok && result.value.fields).toEqual(['A', 'A_2', '__proto__']);
    expect(result.ok && Object.entries(result.value.features[0]!.properties)).toEqual([
      ['A', '1'],
      ['A_2', '2'],
      ['__proto__', '3'],
    ]);
    expect(result.ok && result.value.features[1]!.properties.A).toBeNull();
  });

  it('are refused at every cut of the .dbf', () => {
    const dbf = makeDbf(['nama'], [['a'], ['b']]);
    for (let end = 0; end < dbf.length; end++) {
      expect(names(dbf.subarray(0, end)).join(), `${end} bytes`).toMatch(
        /^dbf\.(damaged|truncated)/,
      );
    }
  });
});
