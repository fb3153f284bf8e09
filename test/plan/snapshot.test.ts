import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { PlanVersion } from '../../src/plan/model.ts';
import { openPlan, openStack, writePlan, writeStack } from '../../src/plan/snapshot.ts';
import { buildStack } from '../../src/plan/stack.ts';
import { BASES, box, json, load, manifest, polygons, text, ZONES } from './small-plan.ts';

const folder = mkdtempSync(join(tmpdir(), 'si-pejuang-'));
afterAll(() => rmSync(folder, { recursive: true }));

function small(): Promise<PlanVersion> {
  const forest = { id: 'f', kind: 'overlay', theme: 'hutan', file: 'f.geojson' };
  const tables = { legal_bases: { file: 'b.csv' }, overlays: { file: 'o.csv' } };
  return load({
    'plan.json': json(manifest({ layers: [ZONES, forest], tables })),
    'b.csv': BASES,
    'o.csv': text('theme,code,effect,legal_basis', 'hutan,*,forbid_all,p1'),
    'f.geojson': polygons([{ rings: [box(50, 50, 150, 150)] }]),
    'zones.geojson': polygons([
      { rings: [box(0, 0, 100, 100)], KODE: 'A' },
      { rings: [box(90, 0, 200, 100)], KODE: 'B' },
    ]),
  });
}

describe('snapshots', () => {
  test('a plan and its stack come back as they were', async () => {
    const plan = await small();
    const stack = buildStack([plan]);
    writePlan(join(folder, 'p'), 'key', plan);
    writeStack(join(folder, 's'), 'key', stack);
    const back = openPlan(join(folder, 'p'), 'key');
    expect(back).toEqual({ ok: true, value: plan, notes: [] });
    if (!back.ok) return;
    expect(back.value.areas.xy.buffer).toBeInstanceOf(SharedArrayBuffer);
    const again = openStack(join(folder, 's'), 'key', [plan]);
    expect(again).toEqual({ ok: true, value: stack, notes: [] });
  });

  test('equal plans give equal bytes', async () => {
    writePlan(join(folder, 'a'), 'key', await small());
    writePlan(join(folder, 'b'), 'key', await small());
    expect(readFileSync(join(folder, 'a')).equals(readFileSync(join(folder, 'b')))).toBe(true);
  });
});

/** Writes the bytes with one bit turned. */
function damage(path: string, whole: Buffer, bit: number): void {
  const damaged = Buffer.from(whole);
  damaged[bit >> 3]! ^= 1 << (bit & 7);
  writeFileSync(path, damaged);
}

describe('a snapshot that is not as it was written is refused, with what was found and expected', async () => {
  const path = join(folder, 'x');
  writePlan(path, 'key', await small());
  const whole = readFileSync(path);
  const headerBytes = whole.readUInt32LE(16);
  const bodyStart = 64 + headerBytes;
  const header = JSON.parse(whole.toString('utf8', 64, 64 + headerBytes));
  const reason = (bytes: Uint8Array | null, key = 'key') => {
    if (bytes) writeFileSync(path, bytes);
    const opened = openPlan(path, key);
    return opened.ok ? 'opened' : opened.problems[0]!.message.en;
  };
  const GOT = /\(got .+, expected .+\)\.$/;

  test('as it was written it opens', () => expect(reason(whole)).toBe('opened'));

  test('each byte of prefix and header', () => {
    for (let byte = 0; byte < bodyStart; byte++) {
      damage(path, whole, 8 * byte + (byte % 8));
      expect(reason(null), `byte ${byte}`).toMatch(GOT);
    }
  });

  test('any bit of the body', () => {
    const bits = fc.integer({ min: 8 * bodyStart, max: 8 * whole.length - 1 });
    fc.assert(
      fc.property(bits, (bit) => {
        damage(path, whole, bit);
        expect(reason(null)).toMatch(
          /its body is damaged \(got checksum \w{32}, expected \w{32}\)/,
        );
      }),
      { numRuns: 300 },
    );
  });

  test('bytes that changed places, or are zero', () => {
    const at = fc.integer({ min: 0, max: whole.length / 8 - 1 });
    fc.assert(
      fc.property(at, at, fc.integer({ min: 1, max: 600 }), (from, to, words) => {
        const moved = Buffer.from(whole);
        whole.copy(moved, 8 * to, 8 * from, 8 * (from + words));
        if (moved.equals(whole)) return;
        expect(reason(moved)).toMatch(GOT);
        const emptied = Buffer.from(whole);
        emptied.subarray(8 * from, 8 * (from + words)).fill(0);
        if (!emptied.equals(whole)) expect(reason(emptied)).toMatch(GOT);
      }),
      { numRuns: 200 },
    );
  });

  test('cut off at each border, just before and just behind it, or made longer', () => {
    const borders = header.sections.flatMap(({ offset, bytes }: Record<string, number>) => [
      bodyStart + offset!,
      bodyStart + offset! + bytes!,
    ]);
    for (const border of [0, 1, 8, 12, 16, 24, 32, 48, 64, ...borders]) {
      for (const length of [border - 1, border, border + 1]) {
        if (length < 0 || length >= whole.length) continue;
        expect(reason(whole.subarray(0, length)), `${length} bytes`).toMatch(GOT);
      }
    }
    expect(reason(Buffer.concat([whole, new Uint8Array(1)]))).toMatch(
      /its length \(got .+, expected/,
    );
    expect(reason(Buffer.concat([whole, whole]))).toMatch(GOT);
  });

  test('of the other byte order, of another version, of the version before', () => {
    const swapped = Buffer.from(whole);
    swapped.subarray(8, 24).swap32();
    swapped.subarray(24, 32).swap64();
    expect(reason(swapped)).toMatch(/byte order \(got big-endian, expected little-endian\)/);
    const newer = Buffer.from(whole);
    newer.writeUInt32LE(4, 12);
    expect(reason(newer)).toMatch(/another version \(got 4, expected 3\)/);
    expect(reason(Buffer.concat([Buffer.from('SIPEJUA1'), whole.subarray(8)]))).toMatch(
      /old version \(got "SIPEJUA1", expected "SIPEJUAN"\)/,
    );
  });

  test('of other data, of another kind, or no snapshot at all', () => {
    writeFileSync(path, whole);
    expect(reason(null, 'other')).toMatch(/other data .*\(got plan key, expected plan other\)/);
    const stack = openStack(path, 'key', []);
    expect(stack.ok ? '' : stack.problems[0]!.message.en).toMatch(/expected stack key/);
    expect(reason(new Uint8Array(0))).toMatch(/no snapshot \(got 0 bytes/);
    expect(reason(Buffer.from('PK not a snapshot at all'.repeat(9)))).toMatch(/no snapshot/);
    const missing = openPlan(join(folder, 'none'), 'key');
    expect(missing.ok ? '' : missing.problems[0]!.message.en).toMatch(/none yet/);
    const directory = openPlan(folder, 'key');
    expect(directory.ok ? '' : directory.problems[0]!.message.en).toMatch(/EISDIR|no snapshot/);
  });
});
