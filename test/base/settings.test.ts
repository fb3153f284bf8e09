import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { NO_PERMIT_SETTINGS } from '../../src/base/permit-settings.ts';
import { readSettings, SETTINGS } from '../../src/base/settings.ts';

it('has a value for everything when nothing is set', () => {
  const result = readSettings({ PORT: '', HOST: '  ' });
  expect(result.ok && result.value).toEqual({
    port: 8080,
    host: '127.0.0.1',
    databaseUrl: null,
    home: 'var',
    plans: ['data'],
    bodyLimit: 8_388_608,
    requestTimeoutMs: 30_000,
    logLevel: 'info',
    publicUrl: 'http://127.0.0.1:8080',
    signingKey: null,
    permit: NO_PERMIT_SETTINGS,
  });
});

it('knows where people reach it: as told, else with the port', () => {
  const urlOf = (env: Record<string, string>) => {
    const read = readSettings(env);
    return read.ok && read.value.publicUrl;
  };
  expect(urlOf({ PORT: '9000' })).toBe('http://127.0.0.1:9000');
  expect(urlOf({ PORT: '0' })).toBe('http://127.0.0.1:8080');
  expect(urlOf({ SI_PEJUANG_PUBLIC_URL: 'https://a.example/tata/' })).toBe(
    'https://a.example/tata',
  );
});

it('takes what is right', () => {
  const result = readSettings({
    PORT: '0',
    HOST: '::1',
    DATABASE_URL: 'postgresql://a:b@h/d',
    SI_PEJUANG_HOME: '/tmp/x',
    SI_PEJUANG_PLANS: 'data, test/plans/uji',
    LOG_LEVEL: 'silent',
  });
  expect(result.ok && result.value).toMatchObject({ port: 0, plans: ['data', 'test/plans/uji'] });
});

it.each([
  ['PORT', '70000'],
  ['PORT', '80a'],
  ['HOST', 'a b'],
  ['DATABASE_URL', 'mysql://a:secret@b/c'],
  ['SI_PEJUANG_HOME', 'package.json'],
  ['SI_PEJUANG_HOME', 'package.json/below'],
  ['SI_PEJUANG_PLANS', 'data,nowhere'],
  ['SI_PEJUANG_BODY_LIMIT', '1'],
  ['SI_PEJUANG_REQUEST_TIMEOUT_MS', '-5'],
  ['LOG_LEVEL', 'loud'],
  ['SI_PEJUANG_PUBLIC_URL', 'pejuang.example'],
  ['SI_PEJUANG_PUBLIC_URL', 'ftp://a.example'],
  ['SI_PEJUANG_PUBLIC_URL', 'https://a:secret@a.example'],
  ['SI_PEJUANG_SIGNING_KEY', 'nowhere.jwk'],
  ['SI_PEJUANG_SIGNING_KEY', 'data'],
  ['SI_PEJUANG_DATA_KEY', 'rahasia'],
  ['SI_PEJUANG_OIDC_ISSUER', 'http://sso.example'],
  ['SI_PEJUANG_CLAMAV', '3310'],
  ['SI_PEJUANG_DOCUMENT_LIMIT', '10'],
  ['SI_PEJUANG_SMTP_URL', 'http://a'],
  ['SI_PEJUANG_TRUST_PROXY', '1'],
  ['SI_PEJUANG_WEBHOOK_NETWORKS', '10.0.0.0/33'],
  ['SI_PEJUANG_WEBHOOK_NETWORKS', '10.0.0/8'],
  ['SI_PEJUANG_WEBHOOK_NETWORKS', '10.0.0.0/8, intranet'],
  ['SI_PEJUANG_WEBHOOK_NETWORKS', 'fd00::/129'],
  ['SI_PEJUANG_WEBHOOK_NETWORKS', '10.0.0.0/8/8'],
])('stops at %s=%s with a sentence that names it', (name, value) => {
  const result = readSettings({ [name]: value });
  expect(result.ok).toBe(false);
  if (result.ok) return;
  expect(result.problems.map((p) => p.pointer)).toEqual([name]);
  const { id, en } = result.problems[0]!.message;
  expect(id).toContain(name);
  expect(en).toContain(name);
  expect(en).not.toContain('secret');
});

it('tells all that is wrong at once', () => {
  const result = readSettings({ PORT: 'x', LOG_LEVEL: 'y' });
  expect(result.ok ? [] : result.problems.map((p) => p.pointer)).toEqual(['PORT', 'LOG_LEVEL']);
});

it('has one row in the table per setting', () => {
  expect(new Set(SETTINGS.map((s) => s.name)).size).toBe(SETTINGS.length);
  for (const { meaning } of SETTINGS) expect(meaning.en.length).toBeGreaterThan(5);
});

it.each([
  ['SI_PEJUANG_PUBLC_URL', 'SI_PEJUANG_PUBLIC_URL'],
  ['SI_PEJUANG_TRUST_PORXY', 'SI_PEJUANG_TRUST_PROXY'],
  ['si_pejuang_data_key', 'SI_PEJUANG_DATA_KEY'],
  ['SI_PEJUANG_STREAM', 'SI_PEJUANG_STREAMS'],
])('a misspelt name was left out of account: %s', (name, meant) => {
  const result = readSettings({ [name]: 'rahasia', OTHER: 'x', SI_PEJUANG_TEST_DATA: 'y' });
  if (result.ok) throw new Error('taken');
  expect(result.problems).toHaveLength(1);
  const [problem] = result.problems;
  expect(problem).toMatchObject({ code: 'setting.unknown', pointer: name });
  expect(problem!.message.en).toContain(`perhaps ${meant} is`);
  expect(JSON.stringify(problem)).not.toContain('rahasia');
});

it('every setting that the code, its scripts or the README name is in the list, and the README has all', () => {
  const files = ['src', 'scripts', 'bench'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  const namesIn = (file: string) =>
    readFileSync(file, 'utf8').match(/\bSI_PEJUANG_(?!TEST_)[A-Z_]*[A-Z]/g) ?? [];
  const known = SETTINGS.map((s) => s.name);
  const said = new Set([...files, 'README.md'].flatMap(namesIn));
  expect([...said].filter((name) => !known.includes(name))).toEqual([]);
  const readme = readFileSync('README.md', 'utf8');
  expect(known.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});
