import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The file is no backup, or not as it was written. `line` counts from 1. */
export class Damaged extends Error {
  readonly line: number;
  constructor(line: number, reason: string) {
    super(reason);
    this.line = line;
  }
}

/** No line of ours is longer: a file that claims to be a backup must not fill the memory. */
const LONGEST_LINE = 256 * 1024 * 1024;

/** Lines of gzipped text, without their ends. Throws Damaged where it cannot be unpacked, or ends within a line. */
export async function* unpackedLines(input: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [rest, line] = ['', 1];
  try {
    for await (const chunk of unpack(input)) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = parts.pop()!;
      if (rest.length > LONGEST_LINE) throw new Damaged(line, 'a line has no end');
      for (const part of parts) {
        yield part;
        line++;
      }
    }
  } catch (error) {
    if (error instanceof TypeError) throw new Damaged(line, 'the text is not UTF-8');
    throw isZlib(error) ? new Damaged(line, unpackReason(error as Error)) : error;
  }
  if (rest !== '') throw new Damaged(line, 'the file ends within a line');
}

function unpack(input: Readable): AsyncIterable<Buffer> {
  const gunzip = createGunzip();
  input.on('error', (error) => gunzip.destroy(error));
  return input.pipe(gunzip);
}

function isZlib(error: unknown): boolean {
  return /^Z_/.test(String((error as { code?: unknown }).code));
}

function unpackReason({ message }: Error): string {
  if (message === 'unexpected end of file') return 'the file was cut off';
  return `the file cannot be unpacked (${message})`;
}

/** The lines from the second on, each with its number, for those who read them. */
export interface Source {
  line(): number;
  /** The next line, which counts for the check sum of the whole. */
  next(): Promise<string>;
  nextPlain(): Promise<string>;
  parsed<T>(line: string): Partial<T>;
}

export function numbered(lines: AsyncGenerator<string>, count: (line: string) => void): Source {
  let at = 1;
  const nextPlain = async () => {
    const { value, done } = await lines.next();
    at++;
    if (done) throw new Damaged(at, 'the file ends too early');
    return value;
  };
  return {
    line: () => at,
    nextPlain,
    async next() {
      const line = await nextPlain();
      count(line);
      return line;
    },
    parsed<T>(line: string) {
      try {
        return JSON.parse(line) as Partial<T>;
      } catch {
        throw new Damaged(at, 'the line is no JSON');
      }
    },
  };
}
