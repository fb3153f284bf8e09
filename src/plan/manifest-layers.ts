import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import type { ObjectReader } from './manifest-reader.ts';
import {
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
import { FILE, LAYER_CRS, NAME, noRuleName } from './manifest-words.ts';
import type { LayerKind, LayerSpec } from './model.ts';

/** What a layer of a kind may name: `fields` ours (required ones with `!`), and whether it needs a theme. */
const KINDS: Readonly<Record<LayerKind, { fields: readonly string[]; theme: boolean }>> = {
  zones: { fields: ['code!', 'name', 'block'], theme: false },
  overlay: { fields: ['code', 'name'], theme: true },
  water: { fields: ['name', 'class'], theme: true },
  roads: { fields: ['name', 'class', 'rowWidthM'], theme: false },
  admin: { fields: ['kelurahan', 'kecamatan', 'code'], theme: false },
  planning_area: { fields: [], theme: false },
  parcels: { fields: ['number', 'deedAreaM2', 'frontageM'], theme: false },
  existing_uses: { fields: ['use', 'activity', 'block'], theme: false },
};
export const LAYER_KINDS = Object.keys(KINDS) as LayerKind[];

/** One layer of plan.json; `law` is true and `crs` is `file` where they are left out. */
export function layerSpec(value: unknown, pointer: string, problems: Problem[]): LayerSpec | null {
  const reader = objectReader(value, pointer, problems);
  if (!reader) return null;
  const kind = choice(reader, 'kind', LAYER_KINDS);
  const spec: LayerSpec = {
    id: text(reader, 'id', NAME),
    kind,
    file: text(reader, 'file', FILE),
    layer: optionalText(reader, 'layer'),
    crs: optionalText(reader, 'crs', LAYER_CRS) ?? 'file',
    encoding: optionalText(reader, 'encoding'),
    law: flag(reader, 'law', true),
    scale: figure(reader, 'scale', { low: 100, high: 10_000_000 }, null),
    theme: optionalText(reader, 'theme', NAME),
    legalBasis: optionalText(reader, 'legalBasis'),
    fields: entries(reader, 'fields', (v, at) => fieldName(v, at, problems)),
    zoneOverlays: list(reader, 'zoneOverlays', (v, at) => zoneOverlay(v, at, problems)),
  };
  reader.close();
  if (LAYER_KINDS.includes(reader.get('kind') as LayerKind)) checkKind(reader, spec);
  if (!spec.law) noRuleName(spec.id, `${pointer}/id`, problems);
  return spec;
}

function fieldName(value: unknown, pointer: string, problems: Problem[]): string | null {
  if (typeof value === 'string' && value.trim() !== '') return value;
  wrong(problems, pointer, value, 'nama kolom pada berkas', 'the name of a column of the file');
  return null;
}

function zoneOverlay(value: unknown, pointer: string, problems: Problem[]) {
  const reader = objectReader(value, pointer, problems);
  if (!reader) return null;
  const spec = {
    theme: text(reader, 'theme', NAME),
    field: text(reader, 'field'),
    law: flag(reader, 'law', true),
  };
  reader.close();
  return spec;
}

function checkKind(reader: ObjectReader, spec: LayerSpec): void {
  checkFields(reader, spec);
  const { theme } = KINDS[spec.kind];
  if (theme && !reader.has('theme')) {
    const kinds = `(${spec.kind})`;
    wrong(
      reader.problems,
      `${reader.pointer}/theme`,
      undefined,
      `tema lapisan ini ${kinds}`,
      `the theme of this layer ${kinds}`,
    );
  }
  if (!theme && spec.theme !== null) misplaced(reader, 'theme', spec.kind, 'overlay, water');
  if (spec.kind !== 'zones' && spec.zoneOverlays.length > 0) {
    misplaced(reader, 'zoneOverlays', spec.kind, 'zones');
  }
}

function checkFields(reader: ObjectReader, spec: LayerSpec): void {
  const { fields } = KINDS[spec.kind];
  const names = fields.map((name) => name.replace('!', ''));
  for (const name of Object.keys(spec.fields)) {
    if (names.includes(name)) continue;
    const known = names.length > 0 ? names.join(', ') : '(tidak ada / none)';
    reader.problems.push(
      problem(
        'unknown_key',
        `${reader.pointer}/fields/${name}`,
        `Lapisan ${spec.kind} tidak punya kolom ini. Yang dikenal: ${known}.`,
        `A layer of kind ${spec.kind} has no such field. Known are: ${known}.`,
        name,
      ),
    );
  }
  for (const name of fields) {
    const key = name.replace('!', '');
    if (key === name || spec.fields[key] !== undefined) continue;
    const at = `${reader.pointer}/fields/${key}`;
    wrong(
      reader.problems,
      at,
      undefined,
      'nama kolom kode zona',
      'the name of the zone code column',
    );
  }
}

function misplaced(reader: ObjectReader, key: string, kind: LayerKind, kinds: string): void {
  reader.problems.push(
    problem(
      'misplaced_key',
      `${reader.pointer}/${key}`,
      `Kunci ini hanya untuk lapisan ${kinds}, bukan ${kind}.`,
      `This key is only for layers of kind ${kinds}, not ${kind}.`,
      reader.get(key),
    ),
  );
}
