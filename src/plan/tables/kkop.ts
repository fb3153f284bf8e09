import { note } from '../../base/problem.ts';
import type { KkopRules, KkopRunway, KkopSurface } from '../model.ts';
import { readKkopRunways } from './kkop-runways.ts';
import { readKkopSurfaces, type Scope } from './kkop-surfaces.ts';
import type { Desk } from './open.ts';

export type Withheld = KkopRules['withheld'][number];

/**
 * The tables kkop_runways and kkop_surfaces (data/README.md); null where plan.json names neither.
 * What can't be read, and what a runway should have and has not, is withheld: unknown, never free.
 * Notes as readRules, and `kkop_incomplete`.
 */
export function readKkop(desk: Desk): KkopRules | null {
  if (!kkopFile(desk)) return null;
  const runways = readKkopRunways(desk);
  const surfaces = readKkopSurfaces(desk);
  const held = [...runways.withheld, ...surfaces.withheld];
  const clean = withoutRivals(surfaces.rows);
  const lost = [
    ...clean.rivals.map((row) => surfaceLost(row)),
    ...strayRunways(clean.rows, runways.rows),
    ...lacking(clean.rows, runways.rows, [
      ...surfaces.screened,
      ...clean.rivals.filter((row) => !row.law),
    ]),
  ];
  tell(desk, lost);
  tellLostRasters(desk, runways.rows);
  if (held.length === 0 && lost.length === 0 && runways.rows.length === 0) lost.push(nothing(desk));
  return {
    runways: runways.rows,
    surfaces: clean.rows.filter(
      (row) => knownRunways(row, runways.rows) && !hangs(row, clean.rows),
    ),
    withheld: [...held, ...lost].filter(firstOfItsKind),
  };
}

/** Of two rows for one surface of one runway end neither is used: nobody could tell if one of them got lost. */
function withoutRivals(rows: readonly KkopSurface[]): {
  rows: KkopSurface[];
  rivals: KkopSurface[];
} {
  const holders = new Map<string, KkopSurface[]>();
  for (const row of rows) {
    for (const key of claims(row)) holders.set(key, [...(holders.get(key) ?? []), row]);
  }
  const rivals = new Set([...holders.values()].filter((list) => list.length > 1).flat());
  return { rows: rows.filter((row) => !rivals.has(row)), rivals: [...rivals] };
}

/** What a row is for: `airport / surface / runway / end`. */
function claims({ airport, surface, runways, ends }: Scope): string[] {
  return runways.flatMap((runway) => ends.map((end) => claim(airport, surface, runway, end)));
}

function claim(airport: string, surface: string, runway: string, end: 'a' | 'b'): string {
  return JSON.stringify([airport, surface, runway, end]);
}

/** Whether all runways that a row names are there and name its surface in their turn. */
function knownRunways(row: KkopSurface, runways: readonly KkopRunway[]): boolean {
  return row.runways.every((name) =>
    runways.some(
      (r) => r.airport === row.airport && r.runway === name && r.surfaces.includes(row.surface),
    ),
  );
}

function strayRunways(rows: readonly KkopSurface[], runways: readonly KkopRunway[]): Withheld[] {
  return rows.filter((row) => !knownRunways(row, runways)).map(surfaceLost);
}

function surfaceLost({ airport, surface, law, file, line }: KkopSurface): Withheld {
  return { airport, surface, screening: !law, file, line };
}

/**
 * Surfaces that a runway names and no row has for one of its ends, and a conical one without the inner
 * it begins at. Rows that can't be used and are `screened` are there too: withheld as what they are.
 */
function lacking(
  rows: readonly KkopSurface[],
  runways: readonly KkopRunway[],
  screened: readonly Scope[],
): Withheld[] {
  const there = new Set([...rows, ...screened].flatMap(claims));
  const missing = runways.flatMap(({ airport, runway, surfaces, file, line }) =>
    surfaces
      .filter((surface) =>
        (['a', 'b'] as const).some((end) => !there.has(claim(airport, surface, runway, end))),
      )
      .map((surface): Withheld => ({ airport, surface, screening: false, file, line })),
  );
  return [...missing, ...rows.filter((row) => hangs(row, rows)).map(surfaceLost)];
}

/** A conical surface without the inner horizontal one that it rises from. */
function hangs(row: KkopSurface, rows: readonly KkopSurface[]): boolean {
  if (row.surface !== 'conical') return false;
  const inner = innerOf(row, rows);
  return !inner || inner.topM! >= row.topM!;
}

/** The inner horizontal surface that a conical one begins at: the row for the same runways. */
export function innerOf(
  conical: KkopSurface,
  rows: readonly KkopSurface[],
): KkopSurface | undefined {
  const names = [...conical.runways].sort().join(';');
  return rows.find(
    (row) =>
      row.surface === 'inner_horizontal' &&
      row.airport === conical.airport &&
      row.runways.length === conical.runways.length &&
      [...row.runways].sort().join(';') === names,
  );
}

/** Heights are unknown there when asked; said here so that a typo is seen. */
function tellLostRasters(desk: Desk, runways: readonly KkopRunway[]): void {
  const elevation = desk.manifest.rasters.filter((r) => r.kind === 'elevation');
  const known = new Set(elevation.map((r) => r.id));
  for (const { groundRaster, file, line } of runways) {
    if (known.has(groundRaster)) continue;
    desk.notes.push(
      note(
        'unknown_raster',
        `${file}, line ${line}`,
        `Tidak ada raster elevasi "${groundRaster}" dalam rencana ini; tinggi yang diizinkan tidak diketahui.`,
        `This plan has no elevation raster "${groundRaster}"; allowed heights are unknown.`,
      ),
    );
  }
}

function nothing(desk: Desk): Withheld {
  return { airport: '', surface: '', screening: false, file: kkopFile(desk)!, line: null };
}

/** Where the tables stand, or stood by the inventory; null where plan.json has none. */
function kkopFile({ manifest: { tables, inventory } }: Desk): string | null {
  const names = ['kkop_runways', 'kkop_surfaces'] as const;
  for (const name of names) if (tables[name]) return tables[name].file;
  const lost = names.find((name) => inventory?.tables[name]);
  return lost === undefined ? null : `plan.json /tables/${lost}`;
}

function tell(desk: Desk, lost: readonly Withheld[]): void {
  for (const { airport, surface, file, line } of lost) {
    desk.notes.push(
      note(
        'kkop_incomplete',
        `${file}, line ${line}`,
        `KKOP ${airport}: ${surface} tidak lengkap, ganda, atau tidak cocok dengan landasannya; dianggap tidak diketahui.`,
        `KKOP ${airport}: ${surface} is incomplete, doubled, or does not agree with its runways; it is unknown.`,
      ),
    );
  }
}

function firstOfItsKind(one: Withheld, at: number, all: readonly Withheld[]): boolean {
  const same = (w: Withheld) =>
    w.airport === one.airport && w.surface === one.surface && w.screening === one.screening;
  return all.findIndex(same) === at;
}
