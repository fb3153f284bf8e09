import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bulkCommand } from '../../src/cli/commands/bulk.ts';
import { checkCommand } from '../../src/cli/commands/check.ts';
import { planCommand } from '../../src/cli/commands/plan.ts';
import { makeShp } from '../formats/make-shapefile.ts';
import { makeZip } from '../formats/make-zip.ts';

const home = mkdtempSync(join(tmpdir(), 'si-pejuang-cli-'));
const COMMANDS = { check: checkCommand, bulk: bulkCommand, plan: planCommand };
const SQUARE =
  'POLYGON((565010 8875020,565050 8875020,565050 8875045,565010 8875045,565010 8875020))';
const bytes = (text: string) => new TextEncoder().encode(text);

beforeEach(() => {
  vi.stubEnv('SI_PEJUANG_PLANS', 'test/plans/uji');
  vi.stubEnv('SI_PEJUANG_HOME', home);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** Runs a command in this process, which is quicker than a process of its own. */
async function cli(name: keyof typeof COMMANDS, ...args: string[]) {
  const run = { code: 0, out: '', err: '' };
  const into = (key: 'out' | 'err') => (text: unknown) => {
    run[key] += String(text);
    return true;
  };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(into('out'));
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(into('err'));
  run.code = await COMMANDS[name].run(args);
  out.mockRestore();
  err.mockRestore();
  return run;
}

function file(name: string, text: string | Uint8Array): string {
  const path = join(home, name);
  writeFileSync(path, text);
  return path;
}

describe('check, asked wrongly', () => {
  const path = file('p.wkt', SQUARE);
  const metres = ['--crs', 'EPSG:32751'];
  const square = (x: number) => ({
    type: 'Feature',
    properties: {},
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [x, 8875020],
          [x + 40, 8875020],
          [x + 40, 8875045],
          [x, 8875045],
          [x, 8875020],
        ],
      ],
    },
  });
  const geojson = (...features: unknown[]) =>
    JSON.stringify({ type: 'FeatureCollection', features });

  it('names both readings of a number, and takes one below zero as a value', async () => {
    const two = (await cli('check', path, ...metres, '--footprint', '1.200')).err;
    expect(two).toContain('arguments.number_ambiguous --footprint');
    expect(two).toContain('1.2 or 1200');
    const below = (await cli('check', path, ...metres, '--footprint', '-3')).err;
    expect(below).toContain('--footprint=-3');
  });

  it('refuses a language that is not there, in both', async () => {
    const run = await cli('check', path, ...metres, '--lang', 'fr');
    expect(run.code).toBe(1);
    expect(run.err).toContain('pilih id atau en');
    expect(run.err).toContain('choose id or en');
  });

  it('says what is wrong in its own words before those of the system', async () => {
    const option = (await cli('check', path, '--nope')).err;
    expect(option).toContain('Opsi tidak dikenal');
    expect(option).toContain("(Unknown option '--nope'");
    const absent = (await cli('check', join(home, 'nowhere.wkt'))).err;
    expect(absent).toContain('berkas atau foldernya tidak ada (ENOENT');
  });

  it('lets choose one of several layers', async () => {
    const zip = file(
      'two.zip',
      makeZip([
        { name: 'a.geojson', content: bytes(geojson(square(565010))) },
        { name: 'b.geojson', content: bytes(geojson(square(565010), square(565060))) },
      ]),
    );
    expect((await cli('check', zip, ...metres)).err).toContain('file.layers two.zip');
    const b = (await cli('check', zip, ...metres, '--layer', 'b')).err;
    expect(b).toContain('--feature N (1 to 2)');
    expect(b).not.toContain('bulk');
    expect((await cli('check', zip, ...metres, '--layer', 'a')).code).toBe(0);
  });

  it('says that an empty file holds no parcel, and sends a table to bulk', async () => {
    const empty = file('empty.geojson', geojson());
    expect((await cli('check', empty, ...metres)).err).toContain('holds no parcel');
    const shp = file('empty.shp', makeShp([]));
    expect((await cli('check', shp, ...metres)).err).toContain('holds no parcel');
    const table = file('table.csv', `id,wkt\n1,"${SQUARE}"\n`);
    expect((await cli('check', table, ...metres)).err).toContain('use bulk');
  });

  it('takes what the conditions of an activity ask', async () => {
    const facts = ['--activity-area', '120,5', '--hours', '08:00-21:00', '--documents', 'A, B'];
    const run = await cli('check', path, ...metres, '--activity', 'TOKO', ...facts, '--json');
    expect(run.code, run.err).toBe(0);
    const none = await cli('check', path, ...metres, ...facts);
    expect(none.err).toContain('arguments.activity_facts');
    const hours = await cli('check', path, ...metres, '--activity', 'TOKO', '--hours', '8-25:00');
    expect(hours.err).toContain('hours.unreadable');
    expect((await cli('check', path, '--hours', 'siang')).err).toContain('arguments.hours');
  });
});

describe('bulk and plan, asked wrongly', () => {
  it('refuses a number of threads that works on nothing', async () => {
    for (const given of ['0', '-1', '1.5']) {
      const { code, err } = await cli('bulk', 'in.csv', '--out', '-', `--threads=${given}`);
      expect(code).toBe(1);
      expect(err).toContain('arguments.threads --threads');
    }
  });

  it('stops at the start for an unknown plan, and never writes over its input', async () => {
    const good = file('good.csv', `wkt\n"${SQUARE}"\n`);
    const plan = await cli('bulk', good, '--out', '-', '--plan', 'nope');
    expect([plan.code, plan.out]).toEqual([1, '']);
    expect(plan.err).toContain('uji-rdtr');
    const same = await cli('bulk', good, '--out', good);
    expect(same.code).toBe(1);
    expect(same.err).toContain('bulk.same_file');
  });

  it('tells which columns it understood, and what a mistyped one may have meant', async () => {
    const input = file('near.csv', `wkt;luas_tpak;catatan\n${SQUARE};400;x\n`);
    const { err } = await cli('bulk', input, '--out', '-', '--crs', 'EPSG:32751');
    expect(err).toContain('columns understood: wkt\n');
    expect(err).toContain('luas_tpak (maksudnya / did you mean luas_tapak?), catatan\n');
  });

  it('tells a wrong name and a wrong column together, and when a service sees the plan', async () => {
    const source = 'test/plans/polos/zones.geojson';
    const run = await cli('plan', 'import', source, '--id', 'Kota X', '--zone-field', 'NOPE');
    expect(run.code).toBe(1);
    expect(run.err).toContain('import.no_id --id');
    expect(run.err).toContain('import.no_zone_field --zone-field');
    expect((await cli('plan', 'import', 'test/plans/polos')).out).toContain('after its next start');
  });
});
