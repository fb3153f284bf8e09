type Point = readonly [number, number];

/** A `.shp` of polygons (type 5), each a list of rings as they shall stand there. */
export function makeShp(polygons: readonly (readonly (readonly Point[])[] | null)[]): Buffer {
  const records = polygons.map((rings, i) => {
    const content = rings === null ? Buffer.alloc(4) : polygonContent(rings);
    const head = Buffer.alloc(8);
    head.writeInt32BE(i + 1, 0);
    head.writeInt32BE(content.length / 2, 4);
    return Buffer.concat([head, content]);
  });
  const header = Buffer.alloc(100);
  header.writeInt32BE(9994, 0);
  header.writeInt32BE((100 + records.reduce((sum, r) => sum + r.length, 0)) / 2, 24);
  header.writeInt32LE(1000, 28);
  header.writeInt32LE(5, 32);
  return Buffer.concat([header, ...records]);
}

function polygonContent(rings: readonly (readonly Point[])[]): Buffer {
  const points = rings.flat();
  const content = Buffer.alloc(44 + 4 * rings.length + 16 * points.length);
  content.writeInt32LE(5, 0);
  content.writeInt32LE(rings.length, 36);
  content.writeInt32LE(points.length, 40);
  let first = 0;
  rings.forEach((ring, i) => {
    content.writeInt32LE(first, 44 + 4 * i);
    first += ring.length;
  });
  points.forEach(([x, y], i) => {
    content.writeDoubleLE(x, 44 + 4 * rings.length + 16 * i);
    content.writeDoubleLE(y, 52 + 4 * rings.length + 16 * i);
  });
  return content;
}

/** A `.dbf` of text columns of 20 bytes; a null row is marked as deleted. */
export function makeDbf(
  fields: readonly string[],
  rows: readonly (readonly (string | Uint8Array)[] | null)[],
  languageDriver = 0,
): Buffer {
  const header = Buffer.alloc(33 + 32 * fields.length);
  header[0] = 3;
  header.writeUInt32LE(rows.length, 4);
  header.writeUInt16LE(header.length, 8);
  header.writeUInt16LE(1 + 20 * fields.length, 10);
  header[29] = languageDriver;
  fields.forEach((name, i) => {
    header.write(name, 32 + 32 * i, 11, 'latin1');
    header.write('C', 32 + 32 * i + 11, 'latin1');
    header[32 + 32 * i + 16] = 20;
  });
  header[header.length - 1] = 13;
  const body = rows.map((row) => {
    const record = Buffer.alloc(1 + 20 * fields.length, ' ');
    if (row === null) record.write('*');
    row?.forEach((cell, i) => {
      record.set(typeof cell === 'string' ? Buffer.from(cell) : cell, 1 + 20 * i);
    });
    return record;
  });
  return Buffer.concat([header, ...body]);
}
