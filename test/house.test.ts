import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { checkFloors, FLOORS } from '../scripts/check-floors.ts';
import { codeOnly } from '../scripts/floors/code-only.ts';

const folders: string[] = [];

/** A source tree of the files given, and what the check says of it. */
function faultsOf(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'floors-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return checkFloors(folder);
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

test('our own house is in order', () => {
  expect(checkFloors(join(import.meta.dirname, '../src'))).toEqual([]);
});

describe('imports run downwards', () => {
  test('down, and within a folder: fine', () => {
    expect(
      faultsOf({
        'cli/main.ts': "import { serve } from '../http/serve.ts';\nimport pg from 'pg';",
        'http/serve.ts': "export { serve } from './routes.ts';",
        'http/routes.ts': "import { ok } from '../base/problem.ts';\nexport const serve = ok;",
        'base/problem.ts': 'export const ok = 1;',
      }),
    ).toEqual([]);
  });

  test.each([
    ["import { a } from '../plan/a.ts';", 'static'],
    ["import type { A } from '../plan/a.ts';", 'of types'],
    ["import {\n  a,\n} from '../plan/a.ts';", 'over several lines'],
    ["export * from '../plan/a.ts';", 'passed on'],
    ["import '../plan/a.ts';", 'for its effect'],
    ["const a = await import('../plan/a.ts');", 'dynamic'],
    ["type A = import('../plan/a.ts').A;", 'of a type in place'],
    ["import { a } from '../plan/a.js';", 'by the name of the compiled file'],
  ])('up: %s', (line) => {
    const faults = faultsOf({ 'geometry/x.ts': line, 'plan/a.ts': 'export const a = 1;' });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(
      /^geometry\/x\.ts:\d+ imports \.\.\/plan\/a\..*plan\/ stands above geometry\//,
    );
  });

  test('to the side', () => {
    const faults = faultsOf({
      'permit/x.ts': "import { a } from '../bulk/a.ts';",
      'bulk/a.ts': 'export const a = 1;',
    });
    expect(faults).toEqual([
      'permit/x.ts:1 imports ../bulk/a.ts: bulk/ stands beside permit/, imports only run downwards.',
    ]);
  });

  test('out of the tree, and a file on no floor', () => {
    expect(faultsOf({ 'plan/x.ts': "import x from '../../scripts/x.ts';" })).toHaveLength(1);
    expect(faultsOf({ 'helpers/x.ts': '', 'lost.ts': '' })).toHaveLength(2);
  });

  test('what stands in comments and texts is no import', () => {
    const text = [
      "// import { a } from '../cli/a.ts';",
      "/* import('../cli/a.ts') */",
      "const t = `import { a } from '../cli/a.ts'`;",
      "const p = /import '..\\/cli\\/a.ts'/;",
    ];
    expect(faultsOf({ 'base/x.ts': text.join('\n'), 'cli/a.ts': '' })).toEqual([]);
  });
});

describe('no loops', () => {
  test('of two files, types included', () => {
    expect(
      faultsOf({
        'plan/a.ts': "import type { B } from './b.ts';",
        'plan/b.ts': "import { a } from './a.ts';",
      }),
    ).toEqual(['Import loop: plan/a.ts -> plan/b.ts -> plan/a.ts.']);
  });

  test('of three files, told once', () => {
    const faults = faultsOf({
      'plan/a.ts': "import './b.ts';",
      'plan/b.ts': "export * from './c';",
      'plan/c.ts': "await import('./a.ts');",
      'plan/d.ts': "import './a.ts';",
    });
    expect(faults).toEqual(['Import loop: plan/a.ts -> plan/b.ts -> plan/c.ts -> plan/a.ts.']);
  });

  test('a file that imports itself', () => {
    expect(faultsOf({ 'plan/a.ts': "import './a.ts';" })).toHaveLength(1);
  });

  test('two ways to one file are no loop', () => {
    expect(
      faultsOf({
        'plan/a.ts': "import './b.ts';\nimport './c.ts';",
        'plan/b.ts': "import './d.ts';",
        'plan/c.ts': "import './d.ts';",
        'plan/d.ts': '',
      }),
    ).toEqual([]);
  });
});

describe('clock, chance, files and network', () => {
  test.each([
    'geometry',
    'plan',
    'assessment',
    'report',
  ])('%s has neither clock nor chance', (floor) => {
    for (const line of [
      'Math.random()',
      'Date.now()',
      'new Date()',
      'new Date',
      'new Date( )',
      'Date()',
    ]) {
      const faults = faultsOf({
        [`${floor}/x.ts`]: `export const x = 1;\nexport const y = ${line};`,
      });
      expect(faults, line).toHaveLength(1);
      expect(faults[0]).toContain(`${floor}/x.ts:2 uses `);
    }
    expect(
      faultsOf({ [`${floor}/x.ts`]: "new Date(\n '2026-01-15'); // Date.now()\n'Math.random'" }),
    ).toEqual([]);
  });

  test.each(['geometry', 'assessment'])('%s touches neither files nor network', (floor) => {
    for (const line of [
      "import { readFileSync } from 'node:fs';",
      "import fs from 'fs/promises';",
      "import http from 'node:http';",
      "const net = await import('node:net');",
      "fetch('https://example.org');",
      "new WebSocket('wss://example.org');",
    ]) {
      expect(faultsOf({ [`${floor}/x.ts`]: line }), line).toHaveLength(1);
    }
  });

  test('other floors may', () => {
    expect(
      faultsOf({ 'plan/x.ts': "import 'node:fs';", 'http/x.ts': 'Date.now(); Math.random();' }),
    ).toEqual([]);
  });
});

test('the command ends with code 1 and a sentence, and with 0 on an ordered house', () => {
  const run = (folder: string) =>
    execFileSync(
      process.execPath,
      [join(import.meta.dirname, '../scripts/check-floors.ts'), folder],
      {
        encoding: 'utf8',
        stdio: 'pipe',
      },
    );
  const folder = mkdtempSync(join(tmpdir(), 'floors-'));
  folders.push(folder);
  mkdirSync(join(folder, 'base'));
  writeFileSync(join(folder, 'base/x.ts'), '');
  expect(run(folder)).toContain('1 files, 0 fault(s)');
  writeFileSync(join(folder, 'base/x.ts'), "import '../cli/y.ts';");
  expect(() => run(folder)).toThrow(/cli\/ stands above base\//);
});

test('every floor is named once', () => {
  expect(new Set(FLOORS.flat()).size).toBe(FLOORS.flat().length);
});

test('code without comments and texts keeps its lines and its code', () => {
  const source =
    "const a = 'x // y'; // z\nconst b = `t $" +
    "{a + '}'} u`; const c = a / 2 / 3;\n/* 1\n2 */ const d = /['\"]/;";
  const code = codeOnly(source, { keepTexts: false });
  expect(code).toHaveLength(source.length);
  expect(code.split('\n')).toHaveLength(4);
  expect(code).toContain('a / 2 / 3');
  expect(code).not.toMatch(/\b[xyztu]\b/);
});
