import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';

export interface Posted {
  readonly url: URL;
  /** Where to connect, whatever the host's name leads to by now. */
  readonly address: LookupAddress;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends and gives the status of the answer; rejects where there is no proper one. Follows no redirects. */
export type Post = (posted: Posted) => Promise<number>;

export interface PostLimits {
  /** For the whole of it, from looking for the host to the last byte of the answer. */
  readonly timeoutMs: number;
  /** An answer's body is only read to its end, and thrown away. */
  readonly answerBytes: number;
}

export const POST_LIMITS: PostLimits = { timeoutMs: 15_000, answerBytes: 65_536 };

export const resolveHost = (host: string): Promise<LookupAddress[]> => lookup(host, { all: true });

/** Posts over the network, within the limits. */
export function postWithin({ timeoutMs, answerBytes }: PostLimits): Post {
  return ({ url, address, headers, body }) =>
    new Promise((resolve, reject) => {
      const { request } = url.protocol === 'https:' ? https : http;
      const sent = request(url, {
        method: 'POST',
        headers,
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        lookup: (_host, options, done) => {
          if (options.all) done(null, [address]);
          else done(null, address.address, address.family);
        },
      });
      sent.on('error', reject);
      sent.on('response', (answer) => {
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > answerBytes) sent.destroy(new Error('the answer is too large'));
        });
        answer.on('error', reject);
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      });
      sent.end(body);
    });
}
