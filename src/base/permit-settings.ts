import { isNetwork } from './networks.ts';
import { type Problem, problem, type Text } from './problem.ts';

/** What the permit's side of the service takes from the environment. */
export interface PermitSettings {
  /** Key of personal data, 32 bytes as hex or base64; null: one of our own under `home`. */
  readonly dataKey: string | null;
  /** Identity provider; null: people log in here. */
  readonly oidc: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string | null;
  } | null;
  /** ClamAV daemon that scans documents; null: none. */
  readonly clamav: { readonly host: string; readonly port: number } | null;
  /** Largest document, bytes. */
  readonly documentLimit: number;
  /** Most streams of events that are open at once, in all and of one user or key. */
  readonly streams: { readonly all: number; readonly each: number };
  /** Addresses (CIDR) of reverse proxies whose X-Forwarded-For is believed. */
  readonly trustProxy: readonly string[];
  /** Our own networks (CIDR) in which receivers of webhooks may stand. */
  readonly webhookNetworks: readonly string[];
  /** Server for letters to applicants; null: none are sent. */
  readonly mail: { readonly url: string; readonly from: string } | null;
}

interface PermitRow {
  readonly name: string;
  readonly default: string;
  readonly meaning: Text;
}

export const PERMIT_SETTINGS: readonly PermitRow[] = [
  row(
    'SI_PEJUANG_DATA_KEY',
    '',
    'kunci data pribadi, 32 byte heksadesimal atau base64; kosong = kunci sendiri di SI_PEJUANG_HOME/keys',
    'key of personal data, 32 bytes as hex or base64; empty = a key of its own in SI_PEJUANG_HOME/keys',
  ),
  row(
    'SI_PEJUANG_OIDC_ISSUER',
    '',
    'penyedia identitas (OpenID Connect), https://…; kosong = masuk dengan kata sandi di sini',
    'identity provider (OpenID Connect), https://…; empty = log-in by password here',
  ),
  row('SI_PEJUANG_OIDC_CLIENT_ID', '', 'id klien pada penyedia itu', 'client id at that provider'),
  row(
    'SI_PEJUANG_OIDC_CLIENT_SECRET',
    '',
    'rahasia klien; kosong = klien publik dengan PKCE',
    'client secret; empty = a public client with PKCE',
  ),
  row(
    'SI_PEJUANG_CLAMAV',
    '',
    'daemon ClamAV host:port yang memeriksa dokumen; kosong = tidak diperiksa',
    'ClamAV daemon host:port that scans documents; empty = they are not scanned',
  ),
  row(
    'SI_PEJUANG_DOCUMENT_LIMIT',
    '52428800',
    'ukuran terbesar sebuah dokumen, byte',
    'largest document, in bytes (1024 to 1073741824)',
  ),
  row(
    'SI_PEJUANG_STREAMS',
    '200',
    'paling banyak aliran kejadian (GET /v1/events) yang terbuka sekaligus (1 sampai 10000)',
    'most streams of events (GET /v1/events) that are open at once (1 to 10000)',
  ),
  row(
    'SI_PEJUANG_STREAMS_EACH',
    '5',
    'yang sama untuk satu pengguna atau satu kunci (1 sampai 10000)',
    'the same of one user or one key (1 to 10000)',
  ),
  row(
    'SI_PEJUANG_TRUST_PROXY',
    '',
    'alamat (CIDR) proksi balik yang dipercaya, dipisah koma, misalnya 127.0.0.1/32',
    'addresses (CIDR) of reverse proxies to trust, separated by commas, such as 127.0.0.1/32',
  ),
  row(
    'SI_PEJUANG_WEBHOOK_NETWORKS',
    '',
    'jaringan sendiri (CIDR), dipisah koma, tempat penerima webhook boleh berada, juga tanpa TLS; kosong = hanya alamat umum',
    'our own networks (CIDR), separated by commas, in which receivers of webhooks may stand, also without TLS; empty = public addresses only',
  ),
  row(
    'SI_PEJUANG_SMTP_URL',
    '',
    'server surel untuk pemohon, smtp(s)://pengguna:sandi@host:port; kosong = tidak ada surel',
    'mail server for letters to applicants, smtp(s)://user:password@host:port; empty = none are sent',
  ),
  row(
    'SI_PEJUANG_MAIL_FROM',
    '',
    'alamat pengirim surel, wajib bila SI_PEJUANG_SMTP_URL diisi',
    'sender of letters, needed with SI_PEJUANG_SMTP_URL',
  ),
];

function row(name: string, byDefault: string, id: string, en: string): PermitRow {
  return { name, default: byDefault, meaning: { id, en } };
}

/** Where nothing is set. */
export const NO_PERMIT_SETTINGS: PermitSettings = {
  dataKey: null,
  oidc: null,
  clamav: null,
  documentLimit: 52_428_800,
  streams: { all: 200, each: 5 },
  trustProxy: [],
  webhookNetworks: [],
  mail: null,
};

/** Reads them; `text` and `whole` give a setting's text and number, as `readSettings` has them. */
export function readPermitSettings(
  text: (name: string) => string,
  whole: (name: string, min: number, max: number) => number,
  problems: Problem[],
): PermitSettings {
  return {
    dataKey: readDataKey(text('SI_PEJUANG_DATA_KEY'), problems),
    oidc: readOidc(text, problems),
    clamav: readClamav(text('SI_PEJUANG_CLAMAV'), problems),
    documentLimit: whole('SI_PEJUANG_DOCUMENT_LIMIT', 1024, 1_073_741_824),
    streams: {
      all: whole('SI_PEJUANG_STREAMS', 1, 10_000),
      each: whole('SI_PEJUANG_STREAMS_EACH', 1, 10_000),
    },
    trustProxy: readProxies(text('SI_PEJUANG_TRUST_PROXY'), problems),
    webhookNetworks: readWebhookNetworks(text('SI_PEJUANG_WEBHOOK_NETWORKS'), problems),
    mail: readMail(text, problems),
  };
}

/** A secret: never repeated. */
function readDataKey(given: string, problems: Problem[]): string | null {
  if (given === '') return null;
  const sound = /^[0-9a-f]{64}$/i.test(given) || /^[A-Za-z0-9+/]{43}=$/.test(given);
  if (!sound) {
    wrong(
      problems,
      'SI_PEJUANG_DATA_KEY',
      '32 byte: 64 huruf heksadesimal, atau 44 huruf base64 (openssl rand -base64 32)',
      '32 bytes: 64 characters of hex, or 44 of base64 (openssl rand -base64 32)',
    );
  }
  return given;
}

function readOidc(text: (name: string) => string, problems: Problem[]): PermitSettings['oidc'] {
  const issuer = text('SI_PEJUANG_OIDC_ISSUER');
  const clientId = text('SI_PEJUANG_OIDC_CLIENT_ID');
  if (issuer === '' && clientId === '') return null;
  const url = URL.parse(issuer);
  const local = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  const sound = url?.protocol === 'https:' || (local && url.protocol === 'http:');
  if (!sound) {
    wrong(
      problems,
      'SI_PEJUANG_OIDC_ISSUER',
      'alamat https penyedia identitas (http hanya untuk mesin ini sendiri)',
      "the identity provider's https address (http only for this very machine)",
    );
  }
  if (sound && clientId === '') {
    wrong(
      problems,
      'SI_PEJUANG_OIDC_CLIENT_ID',
      'id klien; SI_PEJUANG_OIDC_ISSUER memerlukannya',
      'a client id; SI_PEJUANG_OIDC_ISSUER needs it',
    );
  }
  return { issuer, clientId, clientSecret: text('SI_PEJUANG_OIDC_CLIENT_SECRET') || null };
}

/** The address may hold a password: never repeated. */
function readMail(text: (name: string) => string, problems: Problem[]): PermitSettings['mail'] {
  const [url, from] = [text('SI_PEJUANG_SMTP_URL'), text('SI_PEJUANG_MAIL_FROM')];
  if (url === '') return null;
  if (!/^smtps?:$/.test(URL.parse(url)?.protocol ?? '')) {
    wrong(
      problems,
      'SI_PEJUANG_SMTP_URL',
      'smtp(s)://pengguna:sandi@host:port',
      'smtp(s)://user:password@host:port',
    );
  } else if (!from.includes('@')) {
    wrong(problems, 'SI_PEJUANG_MAIL_FROM', 'alamat surel pengirim', "the sender's e-mail address");
  }
  return { url, from };
}

function readClamav(given: string, problems: Problem[]): PermitSettings['clamav'] {
  if (given === '') return null;
  const [, host, port] = /^\[?([A-Za-z0-9.:_-]+?)\]?:(\d{1,5})$/.exec(given) ?? [];
  if (host && Number(port) > 0 && Number(port) < 65_536) return { host, port: Number(port) };
  wrong(
    problems,
    'SI_PEJUANG_CLAMAV',
    'host:port, misalnya 127.0.0.1:3310',
    'host:port, such as 127.0.0.1:3310',
  );
  return null;
}

function readWebhookNetworks(given: string, problems: Problem[]): string[] {
  const list = partsOf(given);
  if (!list.every(isNetwork)) {
    wrong(
      problems,
      'SI_PEJUANG_WEBHOOK_NETWORKS',
      'alamat IP atau CIDR dipisah koma, misalnya 10.1.0.0/16',
      'IP addresses or CIDR separated by commas, such as 10.1.0.0/16',
    );
  }
  return list;
}

function partsOf(given: string): string[] {
  const parts = given.split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '');
}

function readProxies(given: string, problems: Problem[]): string[] {
  const list = partsOf(given);
  const strange = list.filter(
    (part) => !/^[0-9a-f.:]+(\/\d{1,3})?$/i.test(part) || /^\d+$/.test(part),
  );
  if (strange.length > 0) {
    wrong(
      problems,
      'SI_PEJUANG_TRUST_PROXY',
      'alamat IP atau CIDR dipisah koma; bukan jumlah lompatan',
      'IP addresses or CIDR separated by commas; not a number of hops',
    );
  }
  return list;
}

function wrong(problems: Problem[], name: string, id: string, en: string): void {
  problems.push(
    problem(
      'setting',
      name,
      `Pengaturan ${name}: yang diterima adalah ${id}.`,
      `Setting ${name} takes ${en}.`,
    ),
  );
}
