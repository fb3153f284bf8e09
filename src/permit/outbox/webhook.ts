import { createHmac } from 'node:crypto';
import type { LookupAddress } from 'node:dns';
import { type BlockList, isIP } from 'node:net';
import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import type { Claimed } from './claim.ts';
import { isIn, isPublic } from './networks.ts';
import type { Post } from './post.ts';

/** What sending needs of the outside. */
export interface Outside {
  /** All addresses of a host, as `dns.lookup` gives them; rejects where there are none. */
  readonly resolve: (host: string) => Promise<readonly LookupAddress[]>;
  readonly post: Post;
  /** Networks of our own in which receivers may stand, also without TLS. */
  readonly networks: BlockList;
}

/**
 * Sends an event to a receiver: POST of JSON, signed, to the very address that was looked up and found
 * permitted, so that a name cannot change its meaning in between. A redirect is an answer like any other
 * that is not 2xx: no success. Problems: `webhook.url`, `webhook.host` (cannot be looked up),
 * `webhook.address` (leads to a network that is not public), `webhook.unreached`, `webhook.status`.
 */
export async function sendWebhook(
  claimed: Claimed,
  now: Date,
  outside: Outside,
): Promise<Result<number>> {
  const url = URL.parse(claimed.url);
  if (!url || !/^https?:$/.test(url.protocol)) return fail(noUrl(claimed.url));
  const address = await permittedAddress(url, outside);
  if (!address.ok) return address;
  const body = bodyOf(claimed);
  const headers = headersOf(claimed, body, now);
  try {
    const status = await outside.post({ url, address: address.value, headers, body });
    return status >= 200 && status < 300 ? ok(status) : fail(noSuccess(status));
  } catch (error) {
    return fail(unreached(url, error));
  }
}

async function permittedAddress(url: URL, outside: Outside): Promise<Result<LookupAddress>> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const found = await outside.resolve(host).catch(() => []);
  if (found.length === 0) return fail(noHost(host));
  const own = found.every(({ address }) => isIn(outside.networks, address));
  if (own) return ok(found[0]!);
  const inside = found.find(({ address }) => !isPublic(address));
  if (inside) return fail(notPublic(host, inside.address));
  // Outside of the house only with TLS: what is sent tells of people's files.
  return url.protocol === 'https:' ? ok(found[0]!) : fail(noTls(url));
}

/**
 * Why a receiver will never be served as things are set, as far as its address tells without looking its
 * host up; null where nothing speaks against it. Problems: `webhook.url` (no TLS outside of our own
 * networks), `webhook.address`; both at `/url`.
 */
export function whyUnserved(text: string, networks: BlockList): Problem | null {
  const url = URL.parse(text);
  if (!url) return null;
  const bare = url.protocol === 'http:';
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/^localhost$/, '127.0.0.1');
  if (isIP(host) === 0) {
    // A name may lead into our own networks, where there are any.
    return bare && networks.rules.length === 0 ? { ...noTls(url), pointer: '/url' } : null;
  }
  if (isIn(networks, host)) return null;
  if (!isPublic(host)) return { ...notPublic(url.hostname, host), pointer: '/url' };
  return bare ? { ...noTls(url), pointer: '/url' } : null;
}

function bodyOf({ event_id, topic, file_id, seq, created_at, payload }: Claimed): string {
  const data: unknown = JSON.parse(payload);
  return JSON.stringify({ id: event_id, topic, file: file_id, seq, createdAt: created_at, data });
}

function headersOf(claimed: Claimed, body: string, now: Date): Record<string, string> {
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'si-pejuang',
    'si-pejuang-event': claimed.event_id,
    'si-pejuang-attempt': String(claimed.attempts),
    'si-pejuang-signature': signatureOf(claimed.secret, body, now),
  };
}

/** `t=SECONDS,v1=HEX`: HMAC-SHA-256 under the receiver's secret over `SECONDS.BODY`. */
function signatureOf(secret: string, body: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${mac}`;
}

function noUrl(given: string): Problem {
  return problem(
    'webhook.url',
    '',
    'Alamat penerima harus berupa https://….',
    'The address of a receiver has to be https://….',
    given,
  );
}

function noTls(url: URL): Problem {
  return problem(
    'webhook.url',
    '',
    `${url.host} ada di luar jaringan sendiri (SI_PEJUANG_WEBHOOK_NETWORKS): alamatnya harus https://….`,
    `${url.host} is outside of our own networks (SI_PEJUANG_WEBHOOK_NETWORKS): its address has to be https://….`,
  );
}

function noHost(host: string): Problem {
  return problem(
    'webhook.host',
    '',
    `Host ${host} tidak ditemukan.`,
    `The host ${host} cannot be found.`,
  );
}

function notPublic(host: string, address: string): Problem {
  return problem(
    'webhook.address',
    '',
    `${host} menuju ${address}, yang bukan alamat umum; sebut jaringannya di SI_PEJUANG_WEBHOOK_NETWORKS bila memang boleh.`,
    `${host} leads to ${address}, which is no public address; name its network in SI_PEJUANG_WEBHOOK_NETWORKS if it is meant.`,
  );
}

function unreached(url: URL, error: unknown): Problem {
  const { code, message } = error as { code?: string; message?: string };
  const reason = code ?? message ?? String(error);
  return problem(
    'webhook.unreached',
    '',
    `${url.host} tidak menjawab dengan benar (${reason}).`,
    `${url.host} did not answer properly (${reason}).`,
  );
}

function noSuccess(status: number): Problem {
  return problem(
    'webhook.status',
    '',
    `Penerima menjawab ${status}.`,
    `The receiver answered ${status}.`,
  );
}
