import { connect, type Socket } from 'node:net';

/** What a server gave over some seconds. Times in ms, from when a request was due to its reply's last byte. */
export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly replies: number;
  readonly bytes: number;
}

export interface Asking {
  readonly port: number;
  /** The next whole HTTP request. */
  readonly next: () => Buffer;
  readonly connections: number;
  readonly seconds: number;
  /** Replies at least, however long they take. */
  readonly least?: number;
  /** Requests that are due each second, over all connections; null: each as soon as the last is answered. */
  readonly rate: number | null;
  /** How the body of every reply begins; left out: as an assessment. */
  readonly begins?: string;
}

/**
 * Asks over all connections for some seconds. A request that is due while its connection still waits is
 * sent late, and its time counts from when it was due.
 */
export async function load(asking: Asking): Promise<Load> {
  const { connections, seconds, rate, least = 0, begins = '{"id' } = asking;
  const times: number[] = [];
  let bytes = 0;
  const start = performance.now();
  const end = start + 1000 * seconds;
  const every = rate === null ? 0 : (1000 * connections) / rate;
  const one = async (_: unknown, number: number) => {
    const line = await Connection.open(asking.port, begins);
    let due = start + (every * number) / connections;
    while (times.length < least || (due < end && performance.now() < end)) {
      await until(due);
      const asked = rate === null || performance.now() < due + 1 ? performance.now() : due;
      const size = await line.ask(asking.next());
      bytes += size;
      times.push(performance.now() - asked);
      due += every;
    }
    line.close();
  };
  await Promise.all(Array.from({ length: connections }, one));
  const took = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))]!;
  const replies = times.length;
  const quantiles = { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
  return { perSecond: replies / took, ...quantiles, replies, bytes };
}

function until(due: number): Promise<void> | undefined {
  const left = due - performance.now();
  return left > 0 ? new Promise((resolve) => setTimeout(resolve, left)) : undefined;
}

/** One kept-alive connection, one request at a time; as little work as a client can do. */
class Connection {
  readonly #socket: Socket;
  readonly #begins: string;
  #held: Buffer[] = [];
  #size = 0;
  #wanted = -1;
  #done: (bytes: number) => void = () => {};
  #fail: (error: Error) => void = () => {};

  private constructor(socket: Socket, begins: string) {
    this.#socket = socket;
    this.#begins = begins;
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  static open(port: number, begins: string): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new Connection(socket, begins)));
      socket.setNoDelay(true);
      socket.once('error', reject);
    });
  }

  ask(request: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#done = resolve;
      this.#fail = reject;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#held.push(chunk);
    this.#size += chunk.length;
    if (this.#wanted < 0 && !this.#readHead()) return;
    if (this.#size < this.#wanted) return;
    const size = this.#size;
    this.#held = [];
    this.#size = 0;
    this.#wanted = -1;
    this.#done(size);
  }

  /** Whether the head is whole; a reply of another kind ends the bench. */
  #readHead(): boolean {
    const head = Buffer.concat(this.#held);
    const body = head.indexOf('\r\n\r\n');
    if (body < 0) return false;
    const text = head.toString('latin1', 0, body);
    const end = body + 4 + this.#begins.length;
    if (head.length < end) return false;
    const start = head.toString('latin1', body + 4, end);
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
    const right = /^HTTP\/1.1 20[01] /.test(text) && start === this.#begins && length > 0;
    if (!right) this.#fail(new Error(head.toString().slice(0, 500)));
    this.#wanted = right ? body + 4 + length : Infinity;
    return right;
  }
}
