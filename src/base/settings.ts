import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PERMIT_SETTINGS, type PermitSettings, readPermitSettings } from './permit-settings.ts';
import { fail, ok, type Problem, problem, type Result, type Text } from './problem.ts';
import { unknownSettings } from './unknown-settings.ts';

/** Everything that the environment decides. Validated once, at start. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** null: the embedded database under `home`. */
  readonly databaseUrl: string | null;
  /** Folder of everything that is written. */
  readonly home: string;
  /** Folders or zips with spatial plans. */
  readonly plans: readonly string[];
  readonly bodyLimit: number;
  readonly requestTimeoutMs: number;
  readonly logLevel: LogLevel;
  /** Where people reach the service, without a slash at the end: what reports and their QR codes lead to. */
  readonly publicUrl: string;
  /** File of the private key that signs reports; null: one of our own under `home`. */
  readonly signingKey: string | null;
  /** Log-in, personal data and documents of the permit. */
  readonly permit: PermitSettings;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One row of the README's table of settings. */
export interface SettingRow {
  readonly name: string;
  readonly default: string;
  readonly meaning: Text;
}

/** All settings, as the README shows them; `readSettings` knows no other. */
export const SETTINGS: readonly SettingRow[] = [
  row(
    'PORT',
    '8080',
    'porta HTTP, 0-65535 (0 = porta bebas)',
    'HTTP port, 0-65535 (0 = any free one)',
  ),
  row(
    'HOST',
    '127.0.0.1',
    'alamat tempat layanan mendengarkan',
    'address to listen on; 0.0.0.0 for all',
  ),
  row(
    'DATABASE_URL',
    '',
    'PostgreSQL, postgres://…; kosong = basis data tertanam',
    'PostgreSQL, postgres://…; empty = the embedded database under SI_PEJUANG_HOME',
  ),
  row(
    'SI_PEJUANG_HOME',
    'var',
    'folder untuk semua yang ditulis',
    'folder of everything that is written',
  ),
  row(
    'SI_PEJUANG_PLANS',
    'data',
    'folder rencana, dipisah koma',
    'folders with spatial plans, separated by commas',
  ),
  row(
    'SI_PEJUANG_BODY_LIMIT',
    '8388608',
    'ukuran terbesar sebuah permintaan, byte',
    'largest request body, in bytes (1024 to 1073741824)',
  ),
  row(
    'SI_PEJUANG_REQUEST_TIMEOUT_MS',
    '30000',
    'waktu terlama menerima satu permintaan, milidetik',
    'longest time to receive one request, in ms (100 to 600000)',
  ),
  row(
    'SI_PEJUANG_PUBLIC_URL',
    'http://127.0.0.1:8080',
    'alamat umum layanan untuk tautan dan QR di laporan; bila kosong memakai PORT',
    'address at which people reach the service, for the links and QR codes of reports; left out: with PORT',
  ),
  row(
    'SI_PEJUANG_SIGNING_KEY',
    '',
    'berkas kunci pribadi Ed25519 (JWK atau PEM) untuk menandatangani laporan; kosong = kunci sendiri di SI_PEJUANG_HOME/keys',
    'file of a private Ed25519 key (JWK or PEM) that signs reports; empty = a key of its own in SI_PEJUANG_HOME/keys',
  ),
  ...PERMIT_SETTINGS,
  row('LOG_LEVEL', 'info', LOG_LEVELS.join(', '), LOG_LEVELS.join(', ')),
];

function row(name: string, byDefault: string, id: string, en: string): SettingRow {
  return { name, default: byDefault, meaning: { id, en } };
}

const NAMES = SETTINGS.map((s) => s.name);

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Settings from the environment; an empty variable counts as left out.
 * Problems: `setting` and `setting.unknown` with the variable's name as pointer, all at once.
 */
export function readSettings(env: Environment): Result<Settings> {
  const problems = unknownSettings(env, NAMES);
  const text = (name: string) => {
    const given = env[name]?.trim();
    return given ? given : SETTINGS.find((s) => s.name === name)!.default;
  };
  const whole = (name: string, min: number, max: number) => {
    const given = text(name);
    const value = /^\d{1,12}$/.test(given) ? Number(given) : Number.NaN;
    if (value >= min && value <= max) return value;
    problems.push(
      wrong(
        name,
        given,
        `bilangan bulat ${min} sampai ${max}`,
        `a whole number from ${min} to ${max}`,
      ),
    );
    return min;
  };
  const settings: Settings = {
    port: whole('PORT', 0, 65535),
    host: readHost(text('HOST'), problems),
    databaseUrl: readDatabaseUrl(text('DATABASE_URL'), problems),
    home: readHome(text('SI_PEJUANG_HOME'), problems),
    plans: readPlans(text('SI_PEJUANG_PLANS'), problems),
    bodyLimit: whole('SI_PEJUANG_BODY_LIMIT', 1024, 1_073_741_824),
    requestTimeoutMs: whole('SI_PEJUANG_REQUEST_TIMEOUT_MS', 100, 600_000),
    logLevel: readLogLevel(text('LOG_LEVEL'), problems),
    publicUrl: readPublicUrl(env.SI_PEJUANG_PUBLIC_URL?.trim() ?? '', text('PORT'), problems),
    signingKey: readKeyFile(text('SI_PEJUANG_SIGNING_KEY'), problems),
    permit: readPermitSettings(text, whole, problems),
  };
  return problems.length > 0 ? fail(...problems) : ok(settings);
}

function readHost(given: string, problems: Problem[]): string {
  if (!/^[A-Za-z0-9.:_-]+$/.test(given)) {
    problems.push(
      wrong(
        'HOST',
        given,
        'nama host atau alamat IP, misalnya 127.0.0.1',
        'a host name or IP address, such as 127.0.0.1',
      ),
    );
  }
  return given;
}

function readDatabaseUrl(given: string, problems: Problem[]): string | null {
  if (given === '') return null;
  const url = URL.parse(given);
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    // The value may hold a password: never repeat it.
    problems.push(
      wrong(
        'DATABASE_URL',
        '(disembunyikan / hidden)',
        'postgres://pengguna:sandi@host:5432/basisdata, atau kosong untuk basis data tertanam',
        'postgres://user:password@host:5432/database, or empty for the embedded database',
      ),
    );
  }
  return given;
}

/** A folder that is writable, or that can be made in one that is. */
function readHome(given: string, problems: Problem[]): string {
  let folder = resolve(given);
  while (!existsSync(folder)) folder = dirname(folder);
  if (!statSync(folder).isDirectory() || !isWritable(folder)) {
    problems.push(
      wrong(
        'SI_PEJUANG_HOME',
        given,
        'folder yang dapat ditulisi, atau yang dapat dibuat',
        'a folder that can be written to, or that can be made',
      ),
    );
  }
  return given;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function readPlans(given: string, problems: Problem[]): string[] {
  const folders = given
    .split(',')
    .map((f) => f.trim())
    .filter((f) => f !== '');
  for (const folder of folders.filter((f) => !existsSync(f))) {
    problems.push(
      wrong(
        'SI_PEJUANG_PLANS',
        folder,
        'folder atau zip yang ada, dipisah koma',
        'existing folders or zips, separated by commas',
      ),
    );
  }
  return folders;
}

/** Left out, it is this machine with PORT. */
function readPublicUrl(given: string, port: string, problems: Problem[]): string {
  if (given === '') return `http://127.0.0.1:${port === '0' ? '8080' : port}`;
  const url = URL.parse(given);
  const plain = url && !url.username && !url.password && !url.search && !url.hash;
  if (!plain || !/^https?:$/.test(url.protocol)) {
    problems.push(
      wrong(
        'SI_PEJUANG_PUBLIC_URL',
        given.replace(/\/\/[^/]*@/, '//…@'),
        'alamat http(s) tanpa sandi dan parameter, misalnya https://pejuang.contoh.go.id',
        'an http(s) address without password and parameters, such as https://pejuang.example.org',
      ),
    );
  }
  return url?.href.replace(/\/+$/, '') ?? given;
}

function readKeyFile(given: string, problems: Problem[]): string | null {
  if (given === '') return null;
  if (!existsSync(given) || !statSync(given).isFile()) {
    problems.push(
      wrong(
        'SI_PEJUANG_SIGNING_KEY',
        given,
        'berkas yang ada dengan kunci pribadi Ed25519 (JWK atau PEM)',
        'an existing file with a private Ed25519 key (JWK or PEM)',
      ),
    );
  }
  return given;
}

function readLogLevel(given: string, problems: Problem[]): LogLevel {
  const level = LOG_LEVELS.find((l) => l === given);
  if (!level)
    problems.push(
      wrong(
        'LOG_LEVEL',
        given,
        `salah satu dari ${LOG_LEVELS.join(', ')}`,
        `one of ${LOG_LEVELS.join(', ')}`,
      ),
    );
  return level ?? 'info';
}

function wrong(name: string, given: string, id: string, en: string): Problem {
  return problem(
    'setting',
    name,
    `Pengaturan ${name} bernilai "${given}"; yang diterima: ${id}.`,
    `Setting ${name} is "${given}"; it takes ${en}.`,
    given,
  );
}
