import { zlibSync } from 'fflate';

/**
 * Rewrites the PDF that pdfkit makes with `compress: false`: streams are deflated by fflate, since what
 * zlib makes of the same bytes depends on the processor and the build of Node; all other objects
 * (thousands, for a structure tree with tables) go into object streams, and the table of offsets into a
 * cross-reference stream: ISO 32000-1, 7.5.7 and 7.5.8. The same bytes in give the same bytes out.
 */
export function packed(plain: Uint8Array, id: Uint8Array): Uint8Array {
  const file = Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
  const { objects, root, info } = readObjects(file);
  const out = output();
  const small = objects.filter((object) => object.stream === null);
  for (const object of objects) {
    if (object.stream !== null) out.stream(object.number, deflated(object));
  }
  let next = objects.length + 1;
  for (let i = 0; i < small.length; i += PER_STREAM) {
    out.objects(next++, small.slice(i, i + PER_STREAM));
  }
  const ids = `<${Buffer.from(id).toString('hex')}>`;
  return out.finish(next, `/Root ${root}\n/Info ${info}\n/ID [${ids} ${ids}]`);
}

/** Objects of one object stream. */
const PER_STREAM = 200;

interface PlainObject {
  readonly number: number;
  readonly dictionary: string;
  readonly stream: Uint8Array | null;
}

interface Stream {
  readonly entries: string;
  readonly data: Uint8Array;
}

function readObjects(file: Buffer): { objects: PlainObject[]; root: string; info: string } {
  const tableAt = Number(
    /startxref\n(\d+)\n%%EOF\s*$/.exec(file.toString('latin1', file.length - 64))![1],
  );
  const lines = file.toString('latin1', tableAt).split('\n');
  const count = Number(lines[1]!.split(' ')[1]);
  const starts = lines.slice(3, count + 2).map((line) => Number(line.slice(0, 10)));
  const objects = starts.map((start, i) => readObject(file, start, i + 1));
  const trailer = lines.slice(count + 2).join('\n');
  const entry = (name: string) => new RegExp(`/${name} (\\d+ \\d+ R)`).exec(trailer)![1]!;
  return { objects, root: entry('Root'), info: entry('Info') };
}

const STREAM = Buffer.from('\nstream\n');
const END = Buffer.from('\nendobj\n');

function readObject(file: Buffer, start: number, number: number): PlainObject {
  const from = file.indexOf('\n', start) + 1;
  // The word `stream` stands before the bytes of a stream, which may hold anything.
  const rest = file.subarray(from, file.indexOf(END, from));
  const stream = rest.indexOf(STREAM);
  if (stream < 0) return { number, dictionary: rest.toString('latin1'), stream: null };
  const dictionary = rest.toString('latin1', 0, stream);
  const length = Number(/\/Length (\d+)/.exec(dictionary)![1]);
  const at = from + stream + STREAM.length;
  return { number, dictionary, stream: file.subarray(at, at + length) };
}

/** Metadata stay readable for programs that know no PDF. */
function deflated({ dictionary, stream }: PlainObject): Stream {
  const entries = dictionary.slice(2, dictionary.lastIndexOf('>>')).trim();
  if (/\/Type \/Metadata\b/.test(entries)) return { entries, data: stream! };
  return deflate(stream!, entries.replace(/\/Length \d+\n?/, '').trim());
}

function output() {
  const chunks: Uint8Array[] = [Buffer.from('%PDF-1.7\n%\xff\xff\xff\xff\n', 'latin1')];
  let size = chunks[0]!.length;
  /** By number of the object: type, offset or number of its object stream, index in it. */
  const places: (readonly [number, number, number])[] = [[0, 0, 65535]];
  const put = (bytes: Uint8Array) => {
    chunks.push(bytes);
    size += bytes.length;
  };
  const stream = (number: number, { entries, data }: Stream) => {
    places[number] = [1, size, 0];
    put(Buffer.from(`${number} 0 obj\n<<\n${entries}\n>>\nstream\n`, 'latin1'));
    put(data);
    put(Buffer.from('\nendstream\nendobj\n'));
  };
  return {
    stream,
    objects(number: number, list: readonly PlainObject[]) {
      for (const [i, object] of list.entries()) places[object.number] = [2, number, i];
      stream(number, objectStream(list));
    },
    finish(number: number, trailer: string): Buffer {
      const at = size;
      places[number] = [1, at, 0];
      stream(number, offsets(places, trailer));
      put(Buffer.from(`startxref\n${at}\n%%EOF\n`));
      return Buffer.concat(chunks);
    },
  };
}

function objectStream(list: readonly PlainObject[]): Stream {
  let head = '';
  let body = '';
  for (const { number, dictionary } of list) {
    head += `${number} ${body.length} `;
    body += `${dictionary}\n`;
  }
  const bytes = Buffer.from(`${head}\n${body}`, 'latin1');
  return deflate(bytes, `/Type /ObjStm\n/N ${list.length}\n/First ${head.length + 1}`);
}

/** Rows of 1 + 4 + 2 bytes. */
function offsets(places: readonly (readonly [number, number, number])[], trailer: string): Stream {
  const rows = Buffer.alloc(7 * places.length);
  for (const [i, [type, where, index]] of places.entries()) {
    rows.writeUInt8(type, 7 * i);
    rows.writeUInt32BE(where, 7 * i + 1);
    rows.writeUInt16BE(index, 7 * i + 5);
  }
  return deflate(rows, `/Type /XRef\n/Size ${places.length}\n/W [1 4 2]\n${trailer}`);
}

function deflate(bytes: Uint8Array, entries: string): Stream {
  const data = zlibSync(bytes, { level: 6 });
  return { entries: `${entries}\n/Filter /FlateDecode\n/Length ${data.length}`, data };
}
