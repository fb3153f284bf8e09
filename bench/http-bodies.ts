import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** A parcel of the demonstration plan and what may be asked of it. */
interface Row {
  readonly ring: readonly (readonly number[])[];
  readonly activity: object;
  readonly building: object;
}

/** What a request asks: the use of the parcel, what is permitted at the place, or a building too. */
export const FORMS = ['use', 'place', 'building'] as const;
export type Form = (typeof FORMS)[number];

/** About a millimetre: a parcel is moved by it each time that it comes again, so that no request comes twice. */
const MOVED_DEGREES = 1e-8;

/** Request bodies of all parcels of the demonstration plan, one after the other, without end. */
export function bodiesOf(form: Form): () => object {
  const rows = readRows();
  let next = 0;
  return () => {
    const { ring, activity, building } = rows[next % rows.length]!;
    const east = MOVED_DEGREES * Math.floor(next++ / rows.length);
    const moved = ring.map(([x, y]) => [Number((x! + east).toFixed(8)), y]);
    const parcel = { type: 'Polygon', coordinates: [moved] };
    if (form === 'place') return { parcel };
    return form === 'use' ? { parcel, activity } : { parcel, activity, building };
  };
}

/** The same as whole HTTP requests, for an answer as JSON or as another type of media. */
export function requestsOf(form: Form, path: string, accept = 'application/json'): () => Buffer {
  const next = bodiesOf(form);
  return () => {
    const body = JSON.stringify(next());
    const length = Buffer.byteLength(body);
    const head = `accept: ${accept}\r\ncontent-type: application/json\r\ncontent-length: ${length}`;
    return Buffer.from(`POST ${path} HTTP/1.1\r\nhost: bench\r\n${head}\r\n\r\n${body}`);
  };
}

export function readRows(): Row[] {
  const rows = parse(readFileSync('data/kupang/persil.csv'), { columns: true, bom: true }) as {
    readonly [column: string]: string;
  }[];
  return rows.map((row) => {
    const points = /\(\((.*?)\)/.exec(row.wkt!)![1]!.split(',');
    return {
      ring: points.map((point) => point.trim().split(/\s+/).map(Number)),
      activity: row.kegiatan ? { code: row.kegiatan } : { kbli: row.kbli },
      building: {
        footprintM2: Number(row.luas_tapak),
        floors: Number(row.lantai),
        grossFloorAreaM2: Number(row.luas_lantai),
        heightM: Number(row.tinggi),
      },
    };
  });
}
