import type { Problem, Result } from '../base/problem.ts';
import { fail, ok, problem } from '../base/problem.ts';
import { inventoryOf } from './manifest-inventory.ts';
import { LAYER_KINDS, layerSpec } from './manifest-layers.ts';
import type { ObjectReader } from './manifest-reader.ts';
import {
  bilingual,
  choice,
  entries,
  figure,
  flag,
  list,
  objectReader,
  optionalText,
  text,
  wrong,
} from './manifest-reader.ts';
import { tableSpec } from './manifest-tables.ts';
import {
  CRS_CODE,
  DAY,
  FILE,
  ID,
  NAME,
  noRuleName,
  PLAN_AREA_BASES,
  PLAN_STATUSES,
} from './manifest-words.ts';
import type { PlanManifest, RasterSpec, Regulation, ThemeSpec } from './model.ts';
import { PLAN_LEVELS } from './model.ts';

/**
 * Parses plan.json (format: data/README.md) with its defaults filled in. Gives every problem at
 * once, each with its JSON pointer: `missing`, `wrong_value`, `unknown_key`, `duplicate_id`,
 * `reserved_id`, `law_raster`, `wrong_order`, `misplaced_key`. Whether files exist, codes resolve
 * and the CRS is metric is for those who read them.
 */
export function parseManifest(json: unknown): Result<PlanManifest> {
  const problems: Problem[] = [];
  const reader = objectReader(json, '', problems);
  if (!reader) return fail(...problems);
  formatVersion(reader);
  const manifest = readManifest(reader);
  reader.close();
  checkDates(manifest, problems);
  checkIds(manifest, problems);
  return problems.length === 0 ? ok(manifest) : fail(...problems);
}

function readManifest(reader: ObjectReader): PlanManifest {
  const read = layers(reader);
  const inventory = inventoryOf(reader, LAYER_KINDS, RASTER_KINDS);
  return {
    id: text(reader, 'id', ID),
    title: text(reader, 'title'),
    demonstration: flag(reader, 'demonstration', false),
    level: choice(reader, 'level', PLAN_LEVELS),
    regulation: regulation(reader),
    status: choice(reader, 'status', PLAN_STATUSES),
    validFrom: optionalText(reader, 'validFrom', DAY),
    validTo: optionalText(reader, 'validTo', DAY),
    ossIntegrated: flag(reader, 'ossIntegrated', false),
    mapScale: figure(reader, 'mapScale', { low: 100, high: 10_000_000 }),
    crs: text(reader, 'crs', CRS_CODE),
    areaBasis: choice(reader, 'areaBasis', PLAN_AREA_BASES, 'ground'),
    deedTolerance: figure(reader, 'deedTolerance', { low: 0, high: 1 }, 0.05),
    maxParcelM2: figure(reader, 'maxParcelM2', { low: 1, high: 1e12 }, null),
    layers: read,
    rasters: list(reader, 'rasters', (v, at) => raster(v, at, reader.problems)),
    tables: entries(reader, 'tables', (v, at, name) =>
      tableSpec(v, at, name, read, reader.problems),
    ),
    themes: list(reader, 'themes', (v, at) => theme(v, at, reader.problems)),
    ...(inventory === null ? {} : { inventory }),
  };
}

const RASTER_KINDS: readonly RasterSpec['kind'][] = ['index', 'elevation', 'slope'];

function formatVersion(reader: ObjectReader): void {
  const value = reader.get('format');
  if (value !== 1) wrong(reader.problems, '/format', value, '1', '1');
}

function regulation(reader: ObjectReader): Regulation {
  const inner = objectReader(reader.get('regulation'), '/regulation', reader.problems);
  if (!inner) return { type: '', number: '', year: 0, title: '', amendments: [] };
  const read = {
    ...numbered(inner),
    title: optionalText(inner, 'title') ?? '',
    amendments: list(inner, 'amendments', (v, at) => {
      const one = objectReader(v, at, reader.problems);
      if (!one) return null;
      const amendment = numbered(one);
      one.close();
      return amendment;
    }),
  };
  inner.close();
  return read;
}

/** Type, number and year; a number written without quotes is taken as its digits. */
function numbered(reader: ObjectReader): { type: string; number: string; year: number } {
  const given = reader.get('number');
  return {
    type: text(reader, 'type'),
    number: Number.isSafeInteger(given) ? String(given) : text(reader, 'number'),
    year: figure(reader, 'year', { low: 1945, high: 2200 }),
  };
}

function layers(reader: ObjectReader): PlanManifest['layers'] {
  const given = reader.get('layers');
  if (Array.isArray(given) && given.length > 0) {
    return list(reader, 'layers', (v, at) => layerSpec(v, at, reader.problems));
  }
  wrong(
    reader.problems,
    '/layers',
    given,
    'daftar sekurangnya satu lapisan',
    'a list of at least one layer',
  );
  return [];
}

function raster(value: unknown, pointer: string, problems: Problem[]): RasterSpec | null {
  const reader = objectReader(value, pointer, problems);
  if (!reader) return null;
  if (flag(reader, 'law', false)) {
    problems.push(
      problem(
        'law_raster',
        `${pointer}/law`,
        'Raster selalu penapisan (screening), tidak pernah hukum: tulis false atau hapus kunci ini.',
        'A raster is always screening, never law: write false or leave the key out.',
        true,
      ),
    );
  }
  const id = text(reader, 'id', NAME);
  const spec: RasterSpec = {
    id,
    file: text(reader, 'file', FILE),
    kind: choice(reader, 'kind', RASTER_KINDS),
    title: bilingual(reader, 'title') ?? { id, en: id },
  };
  noRuleName(id, `${pointer}/id`, problems);
  reader.close();
  return spec;
}

function theme(value: unknown, pointer: string, problems: Problem[]): ThemeSpec | null {
  const reader = objectReader(value, pointer, problems);
  if (!reader) return null;
  const none = flag(reader, 'none', false);
  const spec: ThemeSpec = {
    id: text(reader, 'id', NAME),
    none,
    title: bilingual(reader, 'title'),
    reachM: figure(reader, 'reachM', { low: 0, high: 100_000 }, null),
    legalBasis: optionalText(reader, 'legalBasis'),
  };
  noRuleName(spec.id, `${pointer}/id`, problems);
  if (spec.legalBasis === null) {
    wrong(
      problems,
      `${pointer}/legalBasis`,
      undefined,
      'id dari tabel legal_bases: tema tanpa pasal tidak berlaku',
      'an id of the table legal_bases: a theme without its article does not hold',
    );
  }
  reader.close();
  return spec;
}

function checkDates(manifest: PlanManifest, problems: Problem[]): void {
  const { validFrom, validTo } = manifest;
  if (validFrom && validTo && validTo <= validFrom) {
    problems.push(
      problem(
        'wrong_order',
        '/validTo',
        `validTo harus sesudah validFrom (${validFrom}).`,
        `validTo must be after validFrom (${validFrom}).`,
        validTo,
      ),
    );
  }
}

/** Layers and rasters share one name space, since both name findings; themes have their own. */
function checkIds(manifest: PlanManifest, problems: Problem[]): void {
  const named: [string, string][] = [
    ...manifest.layers.map((l, i): [string, string] => [l.id, `/layers/${i}/id`]),
    ...manifest.rasters.map((r, i): [string, string] => [r.id, `/rasters/${i}/id`]),
  ];
  unique(named, problems);
  unique(
    manifest.themes.map((t, i): [string, string] => [t.id, `/themes/${i}/id`]),
    problems,
  );
}

function unique(named: readonly [string, string][], problems: Problem[]): void {
  const first = new Map<string, string>();
  for (const [id, pointer] of named) {
    const before = first.get(id);
    if (id !== '' && before !== undefined) {
      problems.push(
        problem(
          'duplicate_id',
          pointer,
          `Id ini sudah dipakai di ${before}; setiap id hanya boleh sekali.`,
          `This id is already used at ${before}; each id may stand once.`,
          id,
        ),
      );
    }
    if (before === undefined) first.set(id, pointer);
  }
}
