import { createHash } from 'node:crypto';

/** A request as it was sent, so that it can be sent again. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  /** JSON, or the bytes of a document. */
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
  readonly json: Readonly<Record<string, unknown>>;
}

const LONGEST_MS = 60_000;

/** Null where no whole answer came: nobody knows whether it was done. */
export async function ask(
  base: string,
  cookie: string | null,
  { method, path, body, headers }: Request,
): Promise<Answer | null> {
  const bytes = body instanceof Buffer;
  const type = bytes ? 'application/octet-stream' : 'application/json';
  try {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        ...headers,
        ...(body && { 'content-type': type }),
        ...(cookie && { cookie }),
      },
      ...(body && { body: bytes ? new Uint8Array(body) : JSON.stringify(body) }),
      signal: AbortSignal.timeout(LONGEST_MS),
    });
    const got = Buffer.from(await response.arrayBuffer());
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const set = response.headers.get('set-cookie')?.split(';')[0];
    const json = isJson ? (JSON.parse(got.toString()) as Answer['json']) : {};
    return { status: response.status, bytes: got, json: set ? { ...json, cookie: set } : json };
  } catch {
    return null;
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
