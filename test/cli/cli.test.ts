import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const home = mkdtempSync(join(tmpdir(), 'si-pejuang-cli-'));
const SQUARE =
  'POLYGON((565010 8875020,565050 8875020,565050 8875045,565010 8875045,565010 8875020))';

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as a process of its own, on the small hand-made plan. */
function cli(args: readonly string[], input = '', env: Record<string, string> = {}): Run {
  const done = spawnSync(process.execPath, ['src/cli/main.ts', ...args], {
    input,
    encoding: 'utf8',
    env: { ...process.env, SI_PEJUANG_PLANS: 'test/plans/uji', SI_PEJUANG_HOME: home, ...env },
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

function file(name: string, text: string | Uint8Array): string {
  const path = join(home, name);
  writeFileSync(path, text);
  return path;
}

describe('check', () => {
  const figures =
    '--activity TOKO --footprint 400 --floors 2 --floor-area 800 --height 8 --basement 0 --green 300';
  const all = ['--crs', 'EPSG:32751', ...figures.split(' ')];

  it('prints a page in Indonesian, and in English when asked', () => {
    const path = file('p.wkt', SQUARE);
    const id = cli(['check', path, ...all]);
    expect(id.code).toBe(0);
    expect(id.out).toContain('HASIL TELAAH  SESUAI');
    expect(id.out).toContain('DATA PERAGAAN');
    const en = cli(['check', path, ...all, '--lang', 'en']);
    expect(en.out).toContain('RESULT OF THE CHECK  CONFORMS');
  });

  it('explains each finding from the input over the table row to the article with its text', () => {
    const path = file('p.wkt', SQUARE);
    const asked = ['check', path, ...all.map((a) => (a === '400' ? '700' : a))];
    const id = cli([...asked, '--explain']).out;
    // Row 2 of intensity.csv: K-1 with KDB 60 %; 700 m² on 1,000 m² are 100 m² too much.
    const kdb = id.slice(id.indexOf('✗ KDB'), id.indexOf('KLB:'));
    expect(kdb).toContain('masukan: terukur 70 %');
    expect(kdb).toContain('baris: uji-rdtr: intensity.csv baris 2 (kode K-1, batas 60 %)');
    expect(kdb).toContain('pasal: Perda Uji 1/2020 Ps 2 - "Pasal rekaan" [rekaan]');
    expect(kdb).toContain('sisa: -10 %');
    expect(kdb).toContain('perubahan: Kurangi tapak bangunan 100 m².');
    expect(id).toContain('masukan: kegiatan TOKO');
    const en = cli([...asked, '--explain', '--lang', 'en']).out;
    expect(en).toContain('row: uji-rdtr: intensity.csv line 2 (code K-1, limit 60%)');
    expect(en).toContain('input: where the parcel lies on the map');
    const plain = cli(asked).out;
    expect(plain).toContain('    → Kurangi tapak bangunan 100 m².');
    expect(plain).not.toContain('masukan:');
  });

  it('gives the same JSON bytes for the same question in another notation', () => {
    const wkt = cli(['check', file('p.wkt', SQUARE), ...all, '--json']);
    const corners = file('p.txt', '565010 8875020\n565050 8875020\n565050 8875045\n565010 8875045');
    const again = cli(['check', corners, ...all, '--json']);
    expect(JSON.parse(wkt.out).verdict).toBe('sesuai');
    expect(again.out).toBe(wkt.out);
  });

  it('reads standard input, GeoJSON with a CRS of its own, and a whole request', () => {
    const geojson = JSON.stringify({
      type: 'Feature',
      crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::32751' } },
      properties: {},
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [565010, 8875020],
            [565050, 8875020],
            [565050, 8875045],
            [565010, 8875045],
            [565010, 8875020],
          ],
        ],
      },
    });
    const stdin = cli(['check', '-', '--json'], geojson);
    expect(stdin.code, stdin.err).toBe(0);
    expect(JSON.parse(stdin.out).parcel.areaM2).toBeCloseTo(1000, 6);
    const request = file('r.json', JSON.stringify({ wkt: SQUARE, crs: 'EPSG:32751' }));
    expect(JSON.parse(cli(['check', request, '--json']).out).verdict).toBeNull();
  });

  it('tells every problem of a bad input, and ends with 1', () => {
    const path = file('bad.wkt', 'POLYGON((565010 8875020,565050 8875020))');
    const run = cli(['check', path, '--crs', 'EPSG:99999', '--kbli', 'x']);
    expect(run.code).toBe(1);
    expect(run.out).toBe('');
    expect(run.err).toContain('/crs');
    expect(run.err).toContain('/activity/kbli');
  });

  it('refuses an unknown option, a missing file and a figure that is no number', () => {
    expect(cli(['check', 'nowhere.wkt']).err).toContain('file.unreadable');
    expect(cli(['check', 'a', '--nope']).err).toContain('--nope');
    const run = cli(['check', file('p.wkt', SQUARE), '--floors', 'two']);
    expect(run.err).toContain('--floors');
  });
});

describe('bulk', () => {
  const header = 'id;wkt;kbli;luas_tapak;catatan';
  const rows = [`1;${SQUARE};47191;400,5;halo`, '2;POLYGON((0 0,1 1));47191;;"a;b"', '3;;;x;'];

  it('answers every row, keeps foreign columns, and says 3 where rows carry an error', () => {
    const input = file('in.csv', `${header}\n${rows.join('\n')}\n`);
    const output = join(home, 'out.csv');
    const run = cli(['bulk', input, '--out', output, '--crs', 'EPSG:32751', '--digits', '3']);
    expect(run.code, run.err).toBe(3);
    const lines = readFileSync(output, 'utf8').trimEnd().split('\r\n');
    expect(lines[0]).toBe(`${header};verdict;area_m2;zones;overlays;findings;error`);
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain('halo;perlu_telaah;1000.000;K-1:1000.000');
    expect(lines[2]).toContain('"a;b";');
    expect(lines[2]).toContain('ring.too_few_corners');
    expect(lines[3]).toContain('row.number baris 4, kolom luas_tapak');
    expect(lines[3]).toContain('row.no_parcel');
  });

  it('says 0 where every row was answered, and 1 where the file cannot be used', () => {
    const good = file('good.csv', `id,wkt\n1,"${SQUARE}"\n`);
    expect(cli(['bulk', good, '--out', '-', '--crs', '32751']).code).toBe(0);
    expect(cli(['bulk', join(home, 'absent.csv'), '--out', '-']).code).toBe(1);
    const none = cli(['bulk', file('none.csv', 'a,b\n1,2\n'), '--out', '-']);
    expect(none.code).toBe(1);
    expect(none.err).toContain('csv.no_parcel_column');
  });

  it('takes corners in rows of their own, in the order of urut, decimal comma, BOM, Windows-1252', () => {
    const corners = [
      'p1;2;565050,0;8875020,0;café',
      'p1;1;565010,0;8875020,0;café',
      'p1;3;565050,0;8875045,0;café',
      'p1;4;565010,0;8875045,0;café',
    ];
    const text = `id;urut;bujur;lintang;nama\r\n${corners.join('\r\n')}\r\n`;
    const input = file('corners.csv', Buffer.from(text, 'latin1'));
    const run = cli(['bulk', input, '--out', '-', '--crs', 'EPSG:32751']);
    expect(run.code, run.out).toBe(0);
    const lines = run.out.trimEnd().split('\r\n');
    expect(lines).toHaveLength(5);
    for (const line of lines.slice(1)) expect(line).toContain(';café;;1000.00;K-1:1000.00;');
  });
});

describe('plan and the rest', () => {
  it('lists the plans', () => {
    const run = cli(['plan', 'list', '--json']);
    expect(JSON.parse(run.out).map((p: { id: string }) => p.id)).toEqual(['uji-rdtr']);
  });

  it('imports a plan once and says so the second time', () => {
    const first = cli(['plan', 'import', 'test/plans/polos', '--json']);
    expect(first.code, first.err).toBe(0);
    expect(JSON.parse(first.out).already).toBe(false);
    expect(JSON.parse(cli(['plan', 'import', 'test/plans/polos', '--json']).out).already).toBe(
      true,
    );
  });

  it('names a wrong setting and stops', () => {
    const run = cli(['serve'], '', { PORT: 'eighty' });
    expect(run.code).toBe(1);
    expect(run.err).toContain('PORT');
    expect(run.err).toContain('eighty');
  });

  it('knows no other commands', () => {
    expect(cli(['bogus']).code).toBe(2);
    expect(cli(['check', '--help']).out).toContain('--kbli');
  });

  it('is in Indonesian first, in English second, for each command', () => {
    const { out } = cli(['--help']);
    const commands = [...out.matchAll(/^ {2}(\w+).*\n {6}(.+) \/ (.+)$/gm)];
    expect(commands.length).toBe(10);
    for (const [, name, id, en] of commands) {
      const help = cli([name!, '--help']).out;
      expect(help.indexOf(id!), name).toBeGreaterThan(0);
      expect(help.indexOf(en!), name).toBeGreaterThan(help.indexOf(id!));
    }
  });
});
