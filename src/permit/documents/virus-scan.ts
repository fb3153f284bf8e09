import { createConnection } from 'node:net';
import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';

/** Says whether a document may be kept. Problems: `document.infected`, `document.unscanned`. */
export type Scan = (chunks: AsyncIterable<Uint8Array>) => Promise<Result<void>>;

export interface ClamAddress {
  readonly host: string;
  readonly port: number;
}

const PATIENCE_MS = 60_000;

/**
 * Asks a ClamAV daemon (clamd's INSTREAM command: chunks with a 4-byte length before each, a length of
 * 0 at the end). A daemon that can't be asked refuses the document: unscanned never becomes clean.
 */
export function clamScan({ host, port }: ClamAddress): Scan {
  return async (chunks) => {
    let answer: string;
    try {
      answer = await askClam(host, port, chunks);
    } catch (error) {
      return fail(unscanned((error as Error).message));
    }
    if (answer.endsWith(' OK')) return ok(undefined);
    const found = /^stream: (.+) FOUND$/.exec(answer);
    return fail(found ? infected(found[1]!) : unscanned(answer));
  };
}

function askClam(host: string, port: number, chunks: AsyncIterable<Uint8Array>): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host, port });
    let answer = '';
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('no answer in time')));
    socket.on('data', (bytes) => {
      answer += bytes.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () =>
      answer === '' ? reject(new Error('no answer')) : resolve(answer.replace(/\0$/, '').trim()),
    );
    socket.on('connect', () => {
      sendAll(socket, chunks).catch((error) => socket.destroy(error as Error));
    });
  });
}

async function sendAll(
  socket: ReturnType<typeof createConnection>,
  chunks: AsyncIterable<Uint8Array>,
): Promise<void> {
  const write = (bytes: Uint8Array) =>
    new Promise<void>((done, failed) =>
      socket.write(bytes, (error) => (error ? failed(error) : done())),
    );
  await write(Buffer.from('zINSTREAM\0'));
  for await (const chunk of chunks) {
    await write(lengthOf(chunk.length));
    await write(chunk);
  }
  await write(lengthOf(0));
}

function lengthOf(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

function infected(name: string): Problem {
  return problem(
    'document.infected',
    '',
    `Berkas ini memuat program berbahaya (${name}) dan tidak disimpan.`,
    `This file holds malware (${name}) and was not kept.`,
  );
}

function unscanned(reason: string): Problem {
  return problem(
    'document.unscanned',
    '',
    `Berkas belum dapat diperiksa (${reason}), sehingga tidak disimpan. Coba lagi nanti.`,
    `The file could not be scanned (${reason}), so it was not kept. Try again later.`,
  );
}
