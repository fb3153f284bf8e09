import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { fail, ok, problem, type Result } from '../../base/problem.ts';

/**
 * Personal data at rest: AES-256-GCM (NIST SP 800-38D) under a key of each person, which is itself
 * kept encrypted under the office's key. Destroying a person's key erases what it sealed everywhere,
 * copies and backups too, while the ciphertext stays for the audit chain.
 */
export interface Vault {
  /** Name of the office's key: the first digits of its hash. */
  readonly keyId: string;
  /** A new person's key, encrypted. */
  newKey(): string;
  /** Seals a text under a person's key; `context` binds it to its place, so that it can't be moved. */
  seal(wrapped: string, context: string, text: string): string;
  /** Problems: `vault.key` (sealed under another office key), `vault.damaged`. */
  open(wrapped: string, context: string, sealed: string): Result<string>;
  /** The same key encrypted under this office's key, after the office changed it. Problems as `open`. */
  rewrap(wrapped: string, old: Vault): Result<string>;
  /** A keyed hash by which a number (NIK, NPWP) is found without being readable. */
  index(kind: string, value: string): string;
  /** Seals what belongs to no person, such as what a browser keeps between two steps of a log-in. */
  hide(context: string, text: string): string;
  /** Problem: `vault.damaged`. */
  show(context: string, hidden: string): Result<string>;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface Keyring extends Vault {
  unwrap(wrapped: string): Result<Buffer>;
}

/** The vault of an office's key of 32 bytes. */
export function openVault(officeKey: Uint8Array): Vault {
  const derive = (use: string) =>
    Buffer.from(hkdfSync('sha256', officeKey, '', `si-pejuang/${use}`, KEY_BYTES));
  const wrapping = derive('wrap');
  const indexing = derive('index');
  const hiding = derive('hide');
  const keyId = derive('id').toString('hex').slice(0, 8);
  const wrap = (key: Buffer) => `${keyId}.${encrypt(wrapping, keyId, key)}`;
  const unwrap = (wrapped: string): Result<Buffer> => {
    const [id, text] = wrapped.split('.');
    return id === keyId ? decrypt(wrapping, keyId, text ?? '') : otherKey(id ?? '', keyId);
  };
  const vault: Keyring = {
    keyId,
    unwrap,
    newKey: () => wrap(randomBytes(KEY_BYTES)),
    seal(wrapped, context, text) {
      const key = unwrap(wrapped);
      // Not the key itself, sealed as it is: a log would keep it past its person's erasure.
      if (!key.ok) throw new Error(key.problems[0]!.message.en);
      return encrypt(key.value, context, Buffer.from(text, 'utf8'));
    },
    open(wrapped, context, sealed) {
      const key = unwrap(wrapped);
      if (!key.ok) return key;
      const text = decrypt(key.value, context, sealed);
      return text.ok ? ok(text.value.toString('utf8')) : text;
    },
    rewrap(wrapped, old) {
      const key = (old as Keyring).unwrap(wrapped);
      return key.ok ? ok(wrap(key.value)) : key;
    },
    index: (kind, value) =>
      createHmac('sha256', indexing).update(`${kind}\n${value}`).digest('base64url'),
    hide: (context, text) => encrypt(hiding, context, Buffer.from(text, 'utf8')),
    show(context, hidden) {
      const text = decrypt(hiding, context, hidden);
      return text.ok ? ok(text.value.toString('utf8')) : text;
    },
  };
  return vault;
}

/** Nonce, ciphertext and tag as one base64url text. */
function encrypt(key: Buffer, context: string, bytes: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url');
}

function decrypt(key: Buffer, context: string, text: string): Result<Buffer> {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return damaged();
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const body = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return ok(Buffer.concat([body, decipher.final()]));
  } catch {
    return damaged();
  }
}

function damaged() {
  return fail(
    problem(
      'vault.damaged',
      '',
      'Data pribadi ini rusak atau dipindahkan dari tempatnya: tidak dapat dibuka.',
      'This personal data is damaged or was moved from its place: it cannot be opened.',
    ),
  );
}

function otherKey(id: string, own: string) {
  return fail(
    problem(
      'vault.key',
      '',
      `Data pribadi ini disegel dengan kunci kantor ${id}; yang dipakai sekarang ${own}. Periksa SI_PEJUANG_DATA_KEY.`,
      `This personal data is sealed under the office key ${id}; ${own} is in use. Check SI_PEJUANG_DATA_KEY.`,
      id,
    ),
  );
}
