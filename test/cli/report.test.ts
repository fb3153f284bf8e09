import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Command } from '../../src/cli/command.ts';
import { keysCommand } from '../../src/cli/commands/keys.ts';
import { reportCommand } from '../../src/cli/commands/report.ts';
import { verifyCommand } from '../../src/cli/commands/verify.ts';
import { keepReport, openDatabase } from '../../src/database/index.ts';
import { copyEmbedded } from '../database/databases.ts';

const home = mkdtempSync(join(tmpdir(), 'si-pejuang-report-'));
const elsewhere = mkdtempSync(join(tmpdir(), 'si-pejuang-other-'));
afterAll(() => {
  for (const folder of [home, elsewhere]) rmSync(folder, { recursive: true, force: true });
});

const SQUARE =
  'POLYGON((565010 8875020,565050 8875020,565050 8875045,565010 8875045,565010 8875020))';
const ASKED = ['--crs', 'EPSG:32751', '--kbli', '47111', '--footprint', '400', '--floors', '2'];
const DATED = [...ASKED, '--date', '2026-01-15'];

const settings = { SI_PEJUANG_PLANS: 'test/plans/uji', SI_PEJUANG_HOME: home };

/** Runs the command line as a process of its own, on the small hand-made plan. */
function apart(args: readonly string[]) {
  const done = spawnSync(process.execPath, ['src/cli/main.ts', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...settings },
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

const COMMANDS: Readonly<Record<string, Command>> = {
  report: reportCommand,
  verify: verifyCommand,
  keys: keysCommand,
};

/** The same command in this process: a start takes most of the time. */
async function cli([name, ...args]: readonly string[], env: Record<string, string> = {}) {
  const texts = { out: '', err: '' };
  const spies = (['out', 'err'] as const).map((key) =>
    vi.spyOn(process[`std${key}`], 'write').mockImplementation((text) => {
      texts[key] += String(text);
      return true;
    }),
  );
  for (const [key, value] of Object.entries({ ...settings, ...env })) vi.stubEnv(key, value);
  try {
    return { code: await COMMANDS[name!]!.run(args), ...texts };
  } finally {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}

const at = (name: string) => join(home, name);
const parcel = at('p.wkt');
const report = (name: string, more: readonly string[] = []) =>
  cli(['report', parcel, ...DATED, '--out', at(name), ...more]);

beforeAll(() => {
  writeFileSync(parcel, SQUARE);
  const made = apart(['report', parcel, ...DATED, '--out', at('r.pdf')]);
  expect(made.code, made.err).toBe(0);
});

describe('report', () => {
  it('writes what the ending says, the same bytes in every process', async () => {
    expect(readFileSync(at('r.pdf')).toString('latin1')).toMatch(
      /^%PDF-1\.7[\s\S]*%SiPejuang-Signature: \S+\n$/,
    );
    const again = await report('again.pdf');
    expect(again.out).toContain('buktikan dengan verify');
    expect(again.out).toMatch(/again\.pdf {2}[0-9A-Z]{5}-[0-9A-Z]{5} {2}[0-9a-f]+\n/);
    expect(readFileSync(at('again.pdf')).equals(readFileSync(at('r.pdf')))).toBe(true);
    expect((await report('r.json')).code).toBe(0);
    expect(readFileSync(at('r.json'), 'utf8')).toMatch(/^\{"proof":\{"alg":"EdDSA"/);
    expect((await report('m.svg', ['--lang', 'en'])).code).toBe(0);
    expect(readFileSync(at('m.svg'), 'utf8')).toContain('DEMONSTRATION DATA');
    expect((await report('m.png')).code).toBe(0);
    expect(readFileSync(at('m.png')).subarray(1, 4).toString()).toBe('PNG');
  });

  it('writes the draft for OSS, tables of corners and the ground that could be approved', async () => {
    const oss = await report('oss.json', ['--as', 'oss']);
    expect(oss.err).toContain('There is no decision yet');
    expect(JSON.parse(readFileSync(at('oss.json'), 'utf8'))).toHaveProperty('IZINFINALKKPR');
    const table = await report('c.csv');
    expect([table.code, table.out.includes('verify')], 'a table proves nothing').toEqual([
      0,
      false,
    ]);
    const [head, ...corners] = readFileSync(at('c.csv'), 'utf8').trimEnd().split('\r\n');
    expect(head).toMatch(/^cincin,urut,bujur,lintang,/);
    expect(corners).toHaveLength(4);
    expect((await report('a.geojson')).code).toBe(0);
    expect(JSON.parse(readFileSync(at('a.geojson'), 'utf8')).type).toBe('FeatureCollection');
  });

  it.each([
    ['an ending that is none', ['--out', at('r.docx')], 'arguments.out'],
    ['a form that the ending does not hold', ['--out', at('x.pdf'), '--as', 'oss'], 'arguments.as'],
    ['a folder that is not there', ['--out', at('no/where.csv')], 'file.unwritable'],
    ['a language that is none', ['--out', at('x.pdf'), '--lang', 'fr'], 'arguments.lang'],
    ['a bad request', ['--out', at('x.pdf'), '--floors', 'two'], 'arguments.number'],
    ['a day to come', ['--out', at('x.pdf'), '--date', '2199-01-15'], 'report.future'],
  ])('refuses %s', async (_what, more, code) => {
    const run = await cli(['report', parcel, ...ASKED, ...more]);
    expect([run.code, run.out]).toEqual([1, '']);
    expect(run.err).toContain(code);
  });

  it('rests on nothing that does not bind', async () => {
    const plans = 'test/plans/uji,test/plans/uji-draft';
    const args = ['report', parcel, ...ASKED, '--plan', 'uji-draft', '--out', at('draft.pdf')];
    const run = await cli(args, { SI_PEJUANG_PLANS: plans });
    expect(run.code).toBe(1);
    expect(run.err).toContain('report.not_binding');
  });
});

describe('verify', () => {
  it('proves a report without a network, a line a step', () => {
    const run = apart(['verify', at('r.pdf')]);
    expect(run.code, run.err).toBe(0);
    expect(run.out).toContain('ASLI / GENUINE');
    expect(run.out).toContain('the same, byte for byte');
    expect(run.out.match(/^ {2}v /gm)!.length).toBeGreaterThan(6);
    expect(run.out).not.toMatch(/^ {2}x /m);
  });

  it('needs the public keys only', async () => {
    const set = at('jwks.json');
    writeFileSync(set, (await cli(['keys', 'list', '--json'])).out);
    const other = { SI_PEJUANG_HOME: elsewhere };
    const without = await cli(['verify', at('r.pdf')], other);
    expect(without.code).toBe(1);
    expect(without.out).toContain('its key is not known here');
    const run = await cli(['verify', at('r.json'), '--jwks', set, '--json'], other);
    expect([run.code, JSON.parse(run.out).genuine]).toEqual([0, true]);
    const bad = await cli(['verify', at('r.pdf'), '--jwks', parcel], other);
    expect(bad.err).toContain('jwks.invalid');
  });

  it('says 1 where something was changed, and which step failed', async () => {
    const text = readFileSync(at('r.json'), 'utf8');
    writeFileSync(at('changed.json'), text.replace('"date":"2026-01-15"', '"date":"2026-01-16"'));
    const run = await cli(['verify', at('changed.json')]);
    expect(run.code).toBe(1);
    expect(run.out).toMatch(/^ {2}x {2}Sidik SHA-256/m);
    expect(run.out).toContain('NOT PROVED GENUINE');
    expect((await cli(['verify', at('nowhere.pdf')])).err).toContain('file.unreadable');
    expect((await cli(['verify'])).code).toBe(1);
  });

  it('is genuine still where the plan is not at hand', async () => {
    const run = await cli(['verify', at('r.pdf')], { SI_PEJUANG_PLANS: 'test/plans/uji-lama' });
    expect(run.code).toBe(0);
    expect(run.out).toContain('Not computed again');
  });
});

describe('keys', () => {
  it('rotate: reports of before stay genuine, new ones are signed anew', async () => {
    const before = (await cli(['keys', 'list'])).out.trim();
    const rotated = await cli(['keys', 'rotate']);
    expect(rotated.code).toBe(0);
    expect(rotated.out.trim().split('\n')).toHaveLength(2);
    expect(rotated.out).toContain(before.split(' ')[0]);
    expect(rotated.out).toContain('diganti / retired');
    expect((await cli(['verify', at('r.pdf')])).code).toBe(0);
    expect((await report('new.json')).code).toBe(0);
    const { proof } = JSON.parse(readFileSync(at('new.json'), 'utf8'));
    expect(proof.kid).toBe(rotated.out.trim().split('\n')[1]!.split(' ')[0]);
    expect((await cli(['keys', 'burn'])).code).toBe(1);
  });
});

describe('report withdraw', () => {
  it('marks a kept report, once, with a reason', async () => {
    await copyEmbedded(home);
    const database = openDatabase({ url: null, home });
    const kept = {
      id: 'abcdef0123456789',
      code: 'NF6YR-04HMA',
      created_at: '2026-01-15T08:00:00+08:00',
      date: '2026-01-15',
      engine: '0.1.0',
      plans: '[]',
      signed: '{}',
      kid: 'k',
      withdrawn_at: null,
      withdrawn_reason: null,
    };
    const { id, created_at } = kept;
    const file = { id, created_at, language: 'id', media_type: 'x/y', kid: null };
    await keepReport(await database.ready(), kept, { ...file, bytes: Uint8Array.of(1) });
    await database.close();
    expect((await cli(['report', 'withdraw', kept.id])).err).toContain('arguments.reason');
    const run = await cli(['report', 'withdraw', kept.id, '--reason', 'salah bidang']);
    expect(run.code, run.err).toBe(0);
    const again = await cli(['report', 'withdraw', kept.id, '--reason', 'lagi']);
    expect([again.code, again.err.includes('report.unknown')]).toEqual([1, true]);
    // Scar: who withdrew a report, and why, stood in no trail.
    const after = openDatabase({ url: null, home });
    const trail = await (await after.ready())
      .selectFrom('audit')
      .select(['role', 'action', 'entity_id', 'reason', 'before'])
      .execute();
    await after.close();
    const row = { role: 'terminal', action: 'report.withdraw', entity_id: kept.id };
    expect(trail).toEqual([{ ...row, reason: 'salah bidang', before: '{"withdrawnAt":null}' }]);
  }, 120_000);
});
