import type { Text } from '../base/problem.ts';
import { crsByCode, transformer } from '../formats/crs.ts';
import { cellWindow, gridShares } from '../geometry/grid-shares.ts';
import { boxOf, type Rings } from '../geometry/rings.ts';
import type { AreaLayer, PlanVersion, Raster, RasterClassRow } from '../plan/model.ts';
import { overlayRow } from '../plan/tables/index.ts';
import { type Context, finding } from './context.ts';
import type { Finding } from './model.ts';
import { fill, percent, say } from './wording.ts';

/**
 * Screening (law of the verdict, point 5): index maps and unofficial layers warn; they never refuse, and
 * one that is not available is a condition, not a pass.
 */
export function judgeScreening(context: Context): Finding[] {
  return context.site.stack.plans.flatMap((plan) => [
    ...judgeScreeningMaps(context, plan),
    ...screeningRasters(plan).map((raster) => judgeRaster(context, plan, raster)),
  ]);
}

/** Less common ground than this is rounding. */
export const MET_FROM_M2 = 0.01;

/** Rasters of a plan that screen. */
export function screeningRasters(plan: PlanVersion): readonly Raster[] {
  return plan.rasters.filter((r) => r.kind !== 'elevation');
}

/** Layers of a plan that screen, and what of it is lost. */
export function judgeScreeningMaps(context: Context, plan: PlanVersion): Finding[] {
  return [
    ...screeningLayers(context, plan),
    ...(plan.lostScreening ?? []).map((id) =>
      layerFinding(context, plan, id, [], 'bersyarat', lost),
    ),
  ];
}

const screening = new WeakMap<PlanVersion, readonly AreaLayer[]>();

/** Layers of a plan that screen, kept with it. */
function layersOf(plan: PlanVersion): readonly AreaLayer[] {
  let held = screening.get(plan);
  if (!held) {
    held = plan.layers.filter((layer) => layer.kind === 'overlay' && !layer.law);
    screening.set(plan, held);
  }
  return held;
}

function screeningLayers(context: Context, plan: PlanVersion): Finding[] {
  return layersOf(plan)
    .filter((layer) => !plan.lostScreening?.includes(layer.id) || meets(context, layer))
    .flatMap((layer) => {
      const met = context.site.met.filter((m) => m.layer === layer && m.areaM2 > MET_FROM_M2);
      if (met.length === 0) {
        const make = () => layerFinding(context, plan, layer.id, [], 'lulus', notMet);
        return [keptFinding(context, plan, layer, null, make)];
      }
      return met.map((m) =>
        keptFinding(context, plan, layer, m.code, () => metFinding(context, plan, layer, m.code)),
      );
    });
}

function metFinding(context: Context, plan: PlanVersion, layer: AreaLayer, code: string): Finding {
  const row = layer.theme === null ? undefined : overlayRow(plan.rules, layer.theme, code);
  const harmless = row?.effect === 'none';
  return layerFinding(
    context,
    plan,
    layer.id,
    row?.legalBasis ?? [],
    harmless ? 'lulus' : 'bersyarat',
    fill(row ? say('{text}', '{text}') : metPlain, { text: row?.text ?? '', code }),
    code,
  );
}

interface KeptFinding {
  readonly plan: PlanVersion;
  readonly citation: string;
  readonly is: Finding;
}

const kept = new WeakMap<AreaLayer, Map<string | null, KeptFinding>>();

/** What is said of a code of a layer (null: of none), kept: it is the same for all parcels. */
function keptFinding(
  context: Context,
  plan: PlanVersion,
  layer: AreaLayer,
  code: string | null,
  make: () => Finding,
): Finding {
  const codes = kept.get(layer) ?? new Map<string | null, KeptFinding>();
  kept.set(layer, codes);
  const { citation } = context.plan;
  let held = codes.get(code);
  if (held?.citation !== citation || held.plan !== plan) {
    held = { plan, citation, is: make() };
    codes.set(code, held);
  }
  return held.is;
}

/** Whether the parcel meets what is left of a screening layer that has lost something. */
function meets(context: Context, layer: AreaLayer): boolean {
  return context.site.met.some((m) => m.layer === layer && m.areaM2 > MET_FROM_M2);
}

const lost = say(
  'datanya tidak tersedia atau tidak lengkap; minta kajian.',
  'its data is not available or not complete; ask for a study.',
);
const notMet = say(
  'Penyaringan {layer}: bidang ini tidak terkena.',
  'Screening {layer}: this parcel is not affected.',
);
const metPlain = say(
  'Bidang ini terkena {code}; peta ini bukan peta hukum, periksa di lapangan.',
  'This parcel meets {code}; this map is not law, check on site.',
);

function layerFinding(
  context: Context,
  plan: PlanVersion,
  id: string,
  basis: readonly string[],
  result: Finding['result'],
  message: Text,
  from?: string,
): Finding {
  return finding({
    rule: id,
    result,
    scope: 'parcel',
    screening: true,
    plan: plan.manifest.id,
    ...(from === undefined ? {} : { from }),
    legalBasis: basis.length > 0 ? basis : [context.plan.citation],
    message: fill(
      result === 'lulus'
        ? message
        : say(`Penyaringan {layer}: ${message.id}`, `Screening {layer}: ${message.en}`),
      { layer: id },
    ),
  });
}

/** A class of a raster with its share of the parcel; without a row `nodata` or `unclassed`. */
interface ClassShare {
  readonly row: RasterClassRow | null;
  readonly class: string;
  share: number;
}

/** Shares of the parcel by class of a raster; what has no value, or lies off the raster, is `nodata`. */
export function rasterShares(
  plan: PlanVersion,
  raster: Raster,
  parcel: Rings,
): readonly Readonly<ClassShare>[] | null {
  const rings = inCrs(parcel, plan.manifest.crs, raster.crs);
  if (rings === null) return null;
  const rows = rowsOf(plan, raster);
  const only = onlyClass(rings, raster, rows);
  if (only) return [only];
  const shares = new Map<string, ClassShare>();
  const add = (row: RasterClassRow | null, name: string, share: number) => {
    // By row and not by name: a class that warns must not hide behind a harmless one of its name.
    const key = row ? `${row.line} ${name}` : name;
    const held = shares.get(key) ?? { row, class: name, share: 0 };
    held.share += share;
    shares.set(key, held);
  };
  let seen = 0;
  gridShares(rings, raster, (column, line, share) => {
    const value = raster.values[line * raster.width + column]!;
    seen += share;
    if (Number.isNaN(value)) return add(null, 'nodata', share);
    const row = rowFor(rows, value);
    add(row, row?.class ?? 'unclassed', share);
  });
  if (seen < 1 - 1e-6) add(null, 'nodata', 1 - seen);
  return [...shares.values()].sort((a, b) => b.share - a.share || (a.class < b.class ? -1 : 1));
}

function rowFor(rows: readonly RasterClassRow[], value: number): RasterClassRow | null {
  return rows.find((r) => value >= r.from && value < r.to) ?? null;
}

const classRows = new WeakMap<
  Raster,
  { readonly of: readonly RasterClassRow[]; readonly are: readonly RasterClassRow[] }
>();

/** The rows of a raster's classes, kept with it. */
function rowsOf({ rules }: PlanVersion, raster: Raster): readonly RasterClassRow[] {
  let held = classRows.get(raster);
  if (held?.of !== rules.rasterClasses) {
    const are = rules.rasterClasses.filter((r) => r.raster === raster.id);
    held = { of: rules.rasterClasses, are };
    classRows.set(raster, held);
  }
  return held.are;
}

/** The class of all cells under the parcel's box, where they have one class: no need then to share it out. */
function onlyClass(
  rings: Rings,
  raster: Raster,
  rows: readonly RasterClassRow[],
): ClassShare | null {
  const { column0, column1, row0, row1, whole } = cellWindow(boxOf(rings.xy), raster);
  if (!whole) return null;
  const first = raster.values[row0 * raster.width + column0]!;
  const row = rowFor(rows, first);
  for (let line = row0; line <= row1; line++) {
    for (let column = column0; column <= column1; column++) {
      const value = raster.values[line * raster.width + column]!;
      if (value === first) continue;
      if (Number.isNaN(value) !== Number.isNaN(first) || rowFor(rows, value) !== row) return null;
    }
  }
  const name = Number.isNaN(first) ? 'nodata' : (row?.class ?? 'unclassed');
  return { row, class: name, share: 1 };
}

/** More values than these are not walked through to find out what they have in common. */
const MOST_VALUES = 250_000;

/**
 * Every value of a raster that the box of some ground reaches (NaN: none), and whether all of the box
 * lies in the raster; null where the CRS is not known, or there are too many.
 */
export function valuesUnder(
  raster: Raster,
  ground: Rings,
  crs: string,
): { readonly values: readonly number[]; readonly whole: boolean } | null {
  const rings = inCrs(ground, crs, raster.crs);
  if (rings === null) return null;
  const { column0, column1, row0, row1, whole } = cellWindow(boxOf(rings.xy), raster);
  if ((column1 - column0 + 1) * (row1 - row0 + 1) > MOST_VALUES) return null;
  const values: number[] = [];
  for (let line = row0; line <= row1; line++) {
    for (let column = column0; column <= column1; column++) {
      values.push(raster.values[line * raster.width + column]!);
    }
  }
  return { values, whole };
}

/** The row of a value of a raster; null for a value of no class, and for none. */
export function classOf(plan: PlanVersion, raster: Raster, value: number): RasterClassRow | null {
  return rowFor(rowsOf(plan, raster), value);
}

function inCrs(rings: Rings, from: string, to: string): Rings | null {
  if (from === to) return rings;
  const source = crsByCode(from);
  const target = crsByCode(to);
  if (!source.ok || !target.ok) return null;
  return { xy: transformer(source.value, target.value)(rings.xy), ends: rings.ends };
}

interface OneClass {
  readonly plan: PlanVersion;
  readonly citation: string;
  readonly row: RasterClassRow | null;
  readonly class: string;
  readonly is: Finding;
}

const oneClass = new WeakMap<Raster, OneClass[]>();

/** Parcels that lie in one class of a raster are told the same: kept by class. */
function judgeRaster(context: Context, plan: PlanVersion, raster: Raster): Finding {
  const shares = rasterShares(plan, raster, context.site.parcel.rings);
  const only = shares?.length === 1 && shares[0]!.share === 1 ? shares[0]! : null;
  if (only === null) return rasterFinding(context, plan, raster, shares);
  const { citation } = context.plan;
  const kept = oneClass.get(raster) ?? [];
  oneClass.set(raster, kept);
  const { row } = only;
  let held = kept.find(
    (k) => k.row === row && k.class === only.class && k.plan === plan && k.citation === citation,
  );
  if (!held) {
    const is = rasterFinding(context, plan, raster, shares);
    held = { plan, citation, row, class: only.class, is };
    kept.push(held);
  }
  return held.is;
}

type Shares = readonly Readonly<ClassShare>[] | null;

/** Classes that warn, with more of the parcel than rounding. */
function warning(shares: Shares): Readonly<ClassShare>[] {
  return shares?.filter((s) => s.row?.result !== 'lulus' && s.share > 1e-6) ?? [];
}

function hasValue(shares: Shares): boolean {
  return shares?.some((s) => s.row !== null) === true;
}

/** Result of `judgeRaster` alone. */
export function rasterResult(plan: PlanVersion, raster: Raster, parcel: Rings): Finding['result'] {
  const shares = rasterShares(plan, raster, parcel);
  return hasValue(shares) && warning(shares).length === 0 ? 'lulus' : 'bersyarat';
}

function rasterFinding(
  context: Context,
  plan: PlanVersion,
  raster: Raster,
  shares: readonly Readonly<ClassShare>[] | null,
): Finding {
  const bad = warning(shares);
  const available = hasValue(shares);
  const list = (shares ?? []).map((s) => ({ name: s.class, share: percent(s.share) }));
  const shown = {
    id: list.map((s) => `${s.name} ${s.share.id}`).join(', '),
    en: list.map((s) => `${s.name} ${s.share.en}`).join(', '),
  };
  const advice = joinTexts(bad.flatMap((s) => (s.row ? [s.row.text] : [])));
  return finding({
    rule: raster.id,
    result: !available || bad.length > 0 ? 'bersyarat' : 'lulus',
    scope: 'parcel',
    screening: true,
    measured: bad.length > 0 ? bad.reduce((sum, s) => sum + s.share, 0) : 0,
    unit: 'ratio',
    plan: plan.manifest.id,
    legalBasis: basisOf(shares ?? [], context),
    message: fill(
      available
        ? say('{title} (penyaringan): {shown}. {advice}', '{title} (screening): {shown}. {advice}')
        : say(
            '{title} (penyaringan): tidak ada nilai di sini; minta kajian.',
            '{title} (screening): no value here; ask for a study.',
          ),
      { title: raster.title, shown, advice },
    ),
  });
}

function basisOf(shares: readonly Readonly<ClassShare>[], context: Context): string[] {
  const basis = [...new Set(shares.flatMap((s) => s.row?.legalBasis ?? []))];
  return basis.length > 0 ? basis : [context.plan.citation];
}

function joinTexts(texts: readonly Text[]): Text {
  return { id: texts.map((t) => t.id).join(' '), en: texts.map((t) => t.en).join(' ') };
}
