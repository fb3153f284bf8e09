export interface TiffOptions {
  readonly nodata?: string;
  readonly epsg?: number;
  readonly geographic?: boolean;
  readonly pixelIsPoint?: boolean;
  readonly bands?: number;
  readonly compression?: number;
  /** ModelTransformation instead of tie point and scale. */
  readonly matrix?: readonly number[];
  readonly ties?: readonly number[];
  readonly scale?: readonly number[];
  readonly width?: number;
  readonly stripBytes?: number;
  readonly big?: boolean;
}

/** A small GeoTIFF of 32-bit floats in one strip, two rows. */
export function makeTiff(values: readonly number[], options: TiffOptions = {}): Buffer {
  const big = options.big ?? false;
  const width = options.width ?? values.length / 2;
  const data = Buffer.alloc(4 * values.length);
  values.forEach((v, i) => {
    if (big) data.writeFloatBE(v, 4 * i);
    else data.writeFloatLE(v, 4 * i);
  });
  const key = options.geographic ? 2048 : 3072;
  const keys = [
    1,
    1,
    0,
    3,
    1024,
    0,
    1,
    options.geographic ? 2 : 1,
    1025,
    0,
    1,
    options.pixelIsPoint ? 2 : 1,
    key,
    0,
    1,
    options.epsg ?? 32751,
  ];
  const entries: [tag: number, type: number, values: readonly number[] | string][] = [
    [256, 4, [width]],
    [257, 4, [2]],
    [258, 3, Array(options.bands ?? 1).fill(32)],
    [259, 3, [options.compression ?? 1]],
    [262, 3, [1]],
    [273, 4, [8]],
    [277, 3, [options.bands ?? 1]],
    [278, 4, [2]],
    [279, 4, [options.stripBytes ?? data.length]],
    [339, 3, Array(options.bands ?? 1).fill(3)],
  ];
  if (options.matrix) entries.push([34264, 12, options.matrix]);
  else {
    entries.push([33550, 12, options.scale ?? [10, 10, 0]]);
    entries.push([33922, 12, options.ties ?? [0, 0, 0, 565000, 8876000, 0]]);
  }
  entries.push([34735, 3, options.epsg === 0 ? [1, 1, 0, 0] : keys]);
  if (options.nodata !== undefined) entries.push([42113, 2, `${options.nodata}\0`]);
  entries.sort((a, b) => a[0] - b[0]);
  return assemble(data, entries, big);
}

function assemble(
  data: Buffer,
  entries: readonly [number, number, readonly number[] | string][],
  big: boolean,
): Buffer {
  const u16 = (v: number) => {
    const b = Buffer.alloc(2);
    big ? b.writeUInt16BE(v) : b.writeUInt16LE(v);
    return b;
  };
  const u32 = (v: number) => {
    const b = Buffer.alloc(4);
    big ? b.writeUInt32BE(v) : b.writeUInt32LE(v);
    return b;
  };
  const f64 = (v: number) => {
    const b = Buffer.alloc(8);
    big ? b.writeDoubleBE(v) : b.writeDoubleLE(v);
    return b;
  };
  const start = 8 + data.length;
  let far = start + 2 + 12 * entries.length + 4;
  const fields: Buffer[] = [];
  const rest: Buffer[] = [];
  for (const [tag, type, values] of entries) {
    const list =
      typeof values === 'string'
        ? [Buffer.from(values, 'latin1')]
        : values.map(type === 3 ? u16 : type === 4 ? u32 : f64);
    const content = Buffer.concat(list);
    const inline = content.length <= 4;
    fields.push(
      Buffer.concat([
        u16(tag),
        u16(type),
        u32(values.length),
        inline ? Buffer.concat([content, Buffer.alloc(4 - content.length)]) : u32(far),
      ]),
    );
    if (!inline) {
      rest.push(content);
      far += content.length;
    }
  }
  const head = Buffer.concat([Buffer.from(big ? 'MM' : 'II'), u16(42), u32(start)]);
  return Buffer.concat([head, data, u16(entries.length), ...fields, u32(0), ...rest]);
}
