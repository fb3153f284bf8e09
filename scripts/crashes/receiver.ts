import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Of so many deliveries one is refused at first, so that it has to come again. */
const REFUSED_EVERY = 40;

interface Event {
  readonly id: string;
  readonly file: string;
  readonly seq: number;
}

export interface Receiver {
  readonly url: string;
  /** Ids of the events that were taken. */
  readonly taken: ReadonlySet<string>;
  /** Deliveries, repetitions among them. */
  deliveries(): number;
  close(): Promise<void>;
}

/**
 * A receiver of webhooks that watches the order: of each file 1, 2, 3, …, none left out; what comes again
 * has the same id as before.
 */
export async function openReceiver(violations: string[]): Promise<Receiver> {
  const ids = new Map<string, string[]>();
  const taken = new Set<string>();
  let deliveries = 0;
  const take = ({ id, file, seq }: Event): boolean => {
    deliveries++;
    const known = ids.get(file) ?? [];
    if (seq > known.length + 1) {
      violations.push(`webhook: file ${file} got event ${seq} after ${known.length}`);
    }
    if (known[seq - 1] !== undefined && known[seq - 1] !== id) {
      violations.push(
        `webhook: event ${seq} of file ${file} came as ${known[seq - 1]} and as ${id}`,
      );
    }
    if (deliveries % REFUSED_EVERY === 0 && !taken.has(id)) return false;
    known[seq - 1] = id;
    ids.set(file, known);
    taken.add(id);
    return true;
  };
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk;
    });
    request.on('end', () => response.writeHead(take(JSON.parse(text) as Event) ? 204 : 500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    taken,
    deliveries: () => deliveries,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
