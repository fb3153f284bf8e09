import type { Note, Text } from '../base/problem.ts';
import type { CellIndex } from '../geometry/cell-index.ts';
import type { Box, FeatureSet, Lines, Rings } from '../geometry/rings.ts';

/** Rank of plans, nearest to the ground first (PP 21/2021; Permen ATR 13/2021 Ps 12(1)). */
export const PLAN_LEVELS = ['RDTR', 'RTRW_KOTA', 'RTRW_PROVINSI', 'RTR_PULAU', 'RTRWN'] as const;
export type PlanLevel = (typeof PLAN_LEVELS)[number];
export type PlanStatus = 'draft' | 'in_force' | 'repealed';
export type AreaBasis = 'ground' | 'deed' | 'map';

export interface Regulation {
  readonly type: string;
  readonly number: string;
  readonly year: number;
  readonly title: string;
  readonly amendments: readonly {
    readonly type: string;
    readonly number: string;
    readonly year: number;
  }[];
}

/** plan.json after parsing, all defaults filled in. Format: data/README.md. */
export interface PlanManifest {
  readonly id: string;
  readonly title: string;
  readonly demonstration: boolean;
  readonly level: PlanLevel;
  readonly regulation: Regulation;
  readonly status: PlanStatus;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly ossIntegrated: boolean;
  readonly mapScale: number;
  readonly crs: string;
  readonly areaBasis: AreaBasis;
  readonly deedTolerance: number;
  readonly maxParcelM2: number | null;
  readonly layers: readonly LayerSpec[];
  readonly rasters: readonly RasterSpec[];
  readonly tables: Readonly<Record<string, TableSpec>>;
  readonly themes: readonly ThemeSpec[];
  /** What the plan had when its inventory was taken, so that a loss is noticed. */
  readonly inventory?: PlanInventory;
}

/** Written by scripts/write-inventory.ts; see data/README.md. */
export interface PlanInventory {
  readonly tables: Readonly<Record<string, TableInventory>>;
  readonly layers: Readonly<Record<string, LayerInventory>>;
  /** Kind by id. */
  readonly rasters: Readonly<Record<string, RasterSpec['kind']>>;
  /** Ids of what `themes` of plan.json says. */
  readonly themes: readonly string[];
}

export interface TableInventory {
  readonly columns: readonly string[];
  /** Per row the cells that tell to what it applies; see plan/tables/patterns.ts. */
  readonly rows: readonly (readonly string[])[];
  readonly marks: readonly string[];
}

export interface LayerInventory extends Pick<LayerSpec, 'kind' | 'theme' | 'law' | 'zoneOverlays'> {
  readonly features: number;
  /** Columns that the plan uses, as the file names them. */
  readonly columns: readonly string[];
}

export type LayerKind =
  | 'zones'
  | 'overlay'
  | 'water'
  | 'roads'
  | 'admin'
  | 'planning_area'
  | 'parcels'
  | 'existing_uses';

export interface LayerSpec {
  readonly id: string;
  readonly kind: LayerKind;
  readonly file: string;
  readonly layer: string | null;
  readonly crs: string;
  readonly encoding: string | null;
  readonly law: boolean;
  readonly scale: number | null;
  readonly theme: string | null;
  readonly legalBasis: string | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly zoneOverlays: readonly {
    readonly theme: string;
    readonly field: string;
    readonly law: boolean;
  }[];
}

export interface RasterSpec {
  readonly id: string;
  readonly file: string;
  readonly kind: 'index' | 'elevation' | 'slope';
  readonly title: Text;
}

/** Meaning of a special cell. */
export type Mark = 'not_regulated' | 'forbidden' | 'silent';

export interface TableSpec {
  /** Of a table that stands in a layer's own columns the file of that layer. */
  readonly file: string;
  readonly marks: Readonly<Record<string, Mark>>;
  /** Layer whose features are the rows. */
  readonly layer?: string;
  /** Ids of legal_bases for rows that name none. */
  readonly legalBasis?: string;
  /** How a table of another layout is read; see data/README.md. */
  readonly map?: TableMap;
  /** Columns that could be left out, but that this table has: without them no row loads. */
  readonly requires?: readonly string[];
  /** Road classes by zone that have rows ('' = the row of any class), so that the loss of one is noticed. */
  readonly special?: Readonly<Record<string, readonly string[]>>;
  /** Alternatives by zone, likewise. */
  readonly alternatives?: Readonly<Record<string, readonly string[]>>;
}

export interface TableMap {
  /** Ours -> theirs. */
  readonly columns: Readonly<Record<string, ColumnMap>>;
  /** Their columns that mean nothing to us. */
  readonly ignore: readonly string[];
  /** Further columns become rows: their name and their cell go to these columns of ours. */
  readonly unpivot: ColumnPair | null;
  /** Rows become columns: named by one of our columns, filled by another. */
  readonly pivot: ColumnPair | null;
}

export interface ColumnPair {
  readonly column: string;
  readonly value: string;
}

/** Where a column of ours comes from: a column of theirs (in JSON a path), or the same text for all rows. */
export interface ColumnMap {
  readonly from: string | null;
  readonly value: string | null;
  /** Numbers are multiplied, then added to. */
  readonly times: number;
  readonly add: number;
}

export interface ThemeSpec {
  readonly id: string;
  readonly none: boolean;
  readonly title: Text | null;
  readonly reachM: number | null;
  readonly legalBasis: string | null;
}

/** A theme that always applies, from data/national/themes.csv or plan.json. */
export interface Theme {
  readonly id: string;
  readonly title: Text;
  readonly reachM: number;
  readonly legalBasis: readonly string[];
  /** Set where plan.json says, with its article, that there is none. */
  readonly none: readonly string[] | null;
}

/** Where a row of law stands, and its articles as people cite them (already resolved from ids). */
export interface RowSource {
  readonly file: string;
  readonly line: number;
  readonly legalBasis: readonly string[];
}

export interface ZoneRow extends RowSource {
  readonly code: string;
  readonly name: Text;
  readonly group: string;
  readonly protective: boolean;
  readonly silent: boolean;
  /** The row does not tell whether the zone is silent, so that what other tables say of it is withheld. Left out: it does. */
  readonly unclear?: true;
  readonly color: string | null;
}

/** Why a cell of the use table says nothing. */
export type CellFault =
  | 'blank'
  | 'contradictory'
  | 'unreadable'
  | 'unknown_condition'
  | 'truncated';

export interface UseCell {
  readonly raw: string;
  /** null = unknown (see fault) or silent. */
  readonly use: 'I' | 'T' | 'B' | 'TB' | 'X' | null;
  readonly conditions: readonly string[];
  readonly fault: CellFault | null;
  readonly silent: boolean;
}

/** What can be read of a KBLI that is not written as one. `whole`: only separators stand between its digits. */
export interface UnreadKbli {
  readonly digits: string;
  readonly whole: boolean;
}

export interface Activity extends RowSource {
  readonly code: string;
  readonly name: Text;
  /** KBLI 2020 prefixes, 2 to 5 digits. */
  readonly kbli: readonly string[];
  /** KBLI that can't be read: no shorter prefix answers for what they may be. Left out: none. */
  readonly unreadKbli?: readonly UnreadKbli[];
  /** By canonical zone code; a code that is missing has no column in the table. */
  readonly cells: ReadonlyMap<string, UseCell>;
}

export interface ConditionRow extends RowSource {
  readonly code: string;
  readonly text: Text;
  /** Checks that it must have a row for (one name each): one that is lost is unknown. Left out: the table has no such column. */
  readonly checks?: readonly string[];
}

/** What a machine can check of a condition; see data/README.md for what each one measures. */
export const CONDITION_CHECKS = [
  'max_floor_area_m2',
  'max_footprint_m2',
  'max_share_percent',
  'max_zone_share_percent',
  'max_parcel_m2',
  'min_parcel_m2',
  'max_count_block',
  'max_count_radius',
  'min_distance_m',
  'hours',
  'road_class',
  'kdb_max_percent',
  'klb_max',
  'kdh_min_percent',
  'height_max_m',
  'floors_max',
  'document',
] as const;
export type ConditionCheckKind = (typeof CONDITION_CHECKS)[number];

/** Minutes after midnight; `to` before `from` runs over midnight. */
export interface Hours {
  readonly fromMin: number;
  readonly toMin: number;
}

/** One check of a condition. Percents became ratios 0..1. */
export interface ConditionCheck extends RowSource {
  readonly condition: string;
  /** As the table writes it, where it is none that we know. */
  readonly check: ConditionCheckKind | (string & {});
  readonly value: number | null;
  readonly hours: Hours | null;
  /** Canonical: kinds of use, activity codes, road classes, names of documents; any one of them will do. */
  readonly targets: readonly string[];
  readonly radiusM: number | null;
  /** Why the check can't be made, whatever is asked: then it is unknown. Null: it can. */
  readonly fault: Text | null;
}

/** One figure of a table: a value, not regulated, silent, or unknown (with what stood there). */
export type LimitCell =
  | { readonly state: 'value'; readonly value: number }
  | { readonly state: 'not_regulated' | 'silent' }
  | { readonly state: 'unknown'; readonly raw: string };

export const LIMIT_KEYS = [
  'kdbMax',
  'klbMax',
  'kdhMin',
  'ktbMax',
  'heightMaxM',
  'floorsMax',
  'basementFloorsMax',
  'parcelMinM2',
  'frontageMinM',
] as const;
export type LimitKey = (typeof LIMIT_KEYS)[number];

/** How a limit applies to a parcel in several zones, where its row says so. */
export type SeveralZones = 'weighted' | 'strictest' | null;

/**
 * One row of a zone: for a road class, a parcel size and an alternative, each of them blank where it holds for
 * all. Ratios as 0..1 (KDB, KDH, KTB), KLB as a ratio, lengths in m, areas in m². `forbidden` marks became 0 for maxima.
 */
export interface IntensityRow extends RowSource {
  readonly zone: string;
  /** Canonical class; '' = any class without rows of its own. */
  readonly roadClass: string;
  /** Parcel area in [from, to), m²; null = open. */
  readonly parcelFromM2: number | null;
  readonly parcelToM2: number | null;
  /** '' = no alternative. */
  readonly alternative: string;
  /** Turns floors into height and back, m; null where the table does not say. */
  readonly floorHeightM: number | null;
  /** Shares of balconies and roofs that count as floor area; null = in full. */
  readonly balconyFactor: number | null;
  readonly roofFactor: number | null;
  /** The row can't be used (contradictory, without legal basis): every limit of it is unknown. */
  readonly lost: boolean;
  readonly limits: Readonly<Record<LimitKey, LimitCell>>;
  readonly severalZones: SeveralZones;
}

export interface SetbackRow extends RowSource {
  /** Canonical zone code or `*`. */
  readonly zone: string;
  readonly roadClass: string;
  readonly gsbM: LimitCell;
  readonly measuredFrom: 'row_edge' | 'axis';
  readonly severalZones: SeveralZones;
}

/** How far a building stays from the parcel's side (JBS) or rear (JBB) edges. */
export interface DistanceRow extends RowSource {
  /** Canonical zone code or `*`. */
  readonly zone: string;
  readonly edge: 'side' | 'rear';
  readonly distanceM: LimitCell;
  /** Corners of the strip: prolonged until they meet, or rounded. */
  readonly join: 'mitre' | 'round';
  readonly severalZones: SeveralZones;
}

export type ForbidEffect = 'forbid_all' | 'forbid_building';

export interface SempadanRow extends RowSource {
  readonly theme: string;
  readonly name: string;
  readonly class: string;
  readonly distanceM: number;
  readonly effect: ForbidEffect;
}

export interface OverlayRow extends RowSource {
  readonly theme: string;
  /** Canonical code or `*`. */
  readonly code: string;
  readonly effect: ForbidEffect | 'limit' | 'condition' | 'refer' | 'none';
  readonly heightMaxM: number | null;
  readonly agency: string;
  readonly text: Text;
}

export interface RasterClassRow extends RowSource {
  readonly raster: string;
  readonly from: number;
  readonly to: number;
  readonly class: string;
  readonly result: 'lulus' | 'bersyarat';
  readonly text: Text;
}

export const KKOP_SURFACES = [
  'approach',
  'transition',
  'inner_horizontal',
  'conical',
  'outer_horizontal',
  'accident_hazard',
] as const;
export type KkopSurfaceKind = (typeof KKOP_SURFACES)[number];

/** An end of a runway: degrees (WGS 84), elevation in m above mean sea level. */
export interface KkopRunwayEnd {
  readonly lon: number;
  readonly lat: number;
  readonly elevationM: number;
}

export interface KkopRunway extends RowSource {
  readonly airport: string;
  readonly runway: string;
  readonly ends: Readonly<Record<'a' | 'b', KkopRunwayEnd>>;
  readonly stripBeyondEndM: number;
  readonly stripWidthM: number;
  /** Surfaces that the tables have to have for it: one that is lost is noticed. */
  readonly surfaces: readonly KkopSurfaceKind[];
  /** Id of the elevation raster that heights are taken from. */
  readonly groundRaster: string;
}

/** One surface of an airport; lengths in m, slopes and divergence as ratios. Fields of other surfaces are null. */
export interface KkopSurface extends RowSource {
  readonly airport: string;
  readonly surface: KkopSurfaceKind;
  readonly runways: readonly string[];
  /** Ends of these runways, for `approach` and `accident_hazard`. */
  readonly ends: readonly ('a' | 'b')[];
  readonly innerWidthM: number | null;
  readonly divergence: number | null;
  readonly sections: readonly { readonly lengthM: number; readonly slope: number }[];
  readonly slope: number | null;
  readonly radiusM: number | null;
  /** Top (transition, conical) or level (horizontal), above mean sea level. */
  readonly topM: number | null;
  readonly effect: 'limit' | 'forbid_building';
  /** False: not the official surface, only screening. */
  readonly law: boolean;
  /** Heights nearer to the limit than this are for the agency to decide. */
  readonly marginM: number;
  /** Where more than this is free above ground and nothing is built, the surface is not worth a condition. */
  readonly ignoreAboveM: number | null;
  readonly agency: string;
}

/** Obstacle limitation surfaces (KKOP). `withheld`: what the tables should say and don't, so that it is unknown. */
export interface KkopRules {
  readonly runways: readonly KkopRunway[];
  readonly surfaces: readonly KkopSurface[];
  readonly withheld: readonly {
    readonly airport: string;
    readonly surface: string;
    /** Known to be of a surface that is only screening. */
    readonly screening: boolean;
    readonly file: string;
    readonly line: number | null;
  }[];
}

/** All rule tables of a plan. A map that lacks a key means: there is no row, so it is unknown. */
export interface Rules {
  readonly legalBases: ReadonlyMap<
    string,
    { readonly citation: string; readonly text: string; readonly invented: boolean }
  >;
  readonly zones: ReadonlyMap<string, ZoneRow>;
  /** null: the plan has no such table. */
  readonly activities: ReadonlyMap<string, Activity> | null;
  readonly conditions: ReadonlyMap<string, ConditionRow>;
  /** By canonical zone code; never an empty list. */
  readonly intensity: ReadonlyMap<string, readonly IntensityRow[]>;
  readonly setbacks: readonly SetbackRow[];
  /** Side and rear distances; null: the plan has no such table. */
  readonly distances: readonly DistanceRow[] | null;
  readonly sempadan: readonly SempadanRow[];
  readonly overlays: readonly OverlayRow[];
  readonly rasterClasses: readonly RasterClassRow[];
  /** Rows of `sempadan` and `overlays` that can't be used; see plan/tables/lookup.ts. */
  readonly withheld?: readonly WithheldRow[];
  /** Checks by canonical code of their condition, those that can't be used too. */
  readonly conditionChecks?: ReadonlyMap<string, readonly ConditionCheck[]>;
  /** null: plan.json names no KKOP tables. */
  readonly kkop?: KkopRules | null;
}

/**
 * A row that stands in its table but does not load (no legal basis, contradictory, unreadable).
 * What it would have said is unknown, and no wider row (`*`, a blank name or class) may answer for it.
 */
export interface WithheldRow {
  readonly table: 'sempadan' | 'overlays';
  readonly theme: string;
  /** Canonical code, `*` or '' (sempadan). */
  readonly code: string;
  /** Of sempadan rows; '' = every one. */
  readonly name: string;
  readonly class: string;
  readonly file: string;
  readonly line: number;
}

/** What one areal feature is; feature ids run through all areal layers of the plan. */
export interface AreaLayer {
  readonly id: string;
  /** `strip` = sempadan cut from a water layer at load. */
  readonly kind: 'zones' | 'overlay' | 'strip' | 'admin' | 'planning_area';
  readonly theme: string | null;
  readonly law: boolean;
  /** 0.5 mm at the layer's scale, in m. */
  readonly accuracyM: number;
  /** Features first .. first + count - 1 of the plan's areal features. */
  readonly first: number;
  readonly count: number;
  /** Canonical code per feature (index - first). Strips: the SempadanRow's `theme`, or `theme:NAME` for a row with a name. */
  readonly code: readonly string[];
  readonly name: readonly (string | null)[];
  /** `zones`: block; `admin`: kecamatan. */
  readonly group: readonly (string | null)[];
  /** `strip`: index of the SempadanRow in rules.sempadan per feature. */
  readonly row: readonly number[];
  /** 0-based number of each feature in its source file, for notes. */
  readonly number?: readonly number[];
}

export interface Road {
  readonly name: string | null;
  /** Canonical lower-case class, null if the data has none. */
  readonly class: string | null;
  readonly rowWidthM: number | null;
}

export interface RoadLayer {
  readonly lines: Lines;
  readonly roads: readonly Road[];
  readonly accuracyM: number;
  /** Roads have been lost, so that any place may front one that nobody knows of. */
  readonly incomplete?: boolean;
}

/** A water feature whose strip is unknown since no sempadan row fits: its outline, for the theme's reach. */
export interface UnruledWater {
  readonly theme: string;
  readonly name: string | null;
  readonly lines: Lines;
}

export interface Raster {
  readonly id: string;
  readonly kind: RasterSpec['kind'];
  readonly title: Text;
  readonly crs: string;
  readonly width: number;
  readonly height: number;
  /** x of the left edge, y of the top edge, pixel width, pixel height (both positive), in `crs` units. */
  readonly origin: readonly [number, number];
  readonly pixel: readonly [number, number];
  /** Row by row from the top; NaN = nodata. */
  readonly values: Float32Array;
}

export interface ParcelRegister {
  readonly features: FeatureSet;
  readonly number: readonly (string | null)[];
  readonly deedAreaM2: readonly (number | null)[];
  readonly frontageM: readonly (number | null)[];
}

/**
 * What stands there already: places that distances and numbers are counted from. A column that the
 * file lacks gives null for every place, like a blank cell: it may be anything, so it is unknown.
 */
export interface ExistingUses {
  /** A point is a ring of one point. */
  readonly places: FeatureSet;
  /** Canonical kind (`SCHOOL`), code of activity or block per place; null = not recorded, '' = none. */
  readonly use: readonly (string | null)[];
  readonly activity: readonly (string | null)[];
  readonly block: readonly (string | null)[];
  /** False where a place could not be read: it may lie anywhere. */
  readonly complete: boolean;
}

/** A spatial plan, frozen: everything that an assessment may ask of it. Holds only plain data, so it can be written and shared. */
export interface PlanVersion {
  readonly manifest: PlanManifest;
  /** `sha256:...` of content, independent of file order, names of the folder, and time. */
  readonly hash: string;
  /** Regulation as people cite it: `Perda Kota Kupang 12/2011 (diubah 9/2012)`. */
  readonly citation: string;
  readonly notes: readonly Note[];
  readonly rules: Rules;
  readonly themes: readonly Theme[];
  /** Themes with a layer (or column) of law in this plan. */
  readonly knownThemes: ReadonlySet<string>;
  /** Themes whose own map of law in this plan cannot be trusted (something of it was refused or lost). */
  readonly doubtedThemes?: ReadonlySet<string>;
  /** Screening layers and rasters that are not (wholly) there, or of which something can't be used. */
  readonly lostScreening?: readonly string[];
  readonly areas: FeatureSet;
  readonly layers: readonly AreaLayer[];
  /** Cell index over `areas`. */
  readonly index: CellIndex;
  readonly roads: RoadLayer | null;
  readonly unruledWater: readonly UnruledWater[];
  readonly rasters: readonly Raster[];
  readonly parcels: ParcelRegister | null;
  /** Left out or null: the plan has no such layer. */
  readonly existingUses?: ExistingUses | null;
  /** Box of all zones in the metric CRS. */
  readonly box: Box;
  /** Pairs of zone features that claim the same ground, with that ground. */
  readonly overlaps: readonly { readonly a: number; readonly b: number; readonly rings: Rings }[];
}

/** What a piece of ground is, over all plans of a stack. */
export interface PieceLabel {
  /** Index in `plans` of the plan that speaks here, -1 where none does (outside every zone). */
  readonly plan: number;
  /** Zone code, null outside; two codes joined with `+` where two zones claim the ground. */
  readonly zone: string | null;
  /** Zone codes that claim the ground (one, or two or more). */
  readonly claims: readonly string[];
  /** Zone code of every next plan here (by plan index), for what the nearer leaves open. */
  readonly below: readonly { readonly plan: number; readonly zone: string | null }[];
  /** What forbids here: rule and where it comes from, sorted by id; empty = nothing. */
  readonly forbids: readonly Forbid[];
}

/** One forbidding rule. `id` as it stands in a part's id: theme, or `theme:CODE` for a row of its own code or name. */
export interface Forbid {
  readonly id: string;
  readonly theme: string;
  readonly plan: number;
  readonly effect: ForbidEffect;
  readonly accuracyM: number;
  readonly legalBasis: readonly string[];
  readonly text: Text | null;
}

/**
 * The plans in force at one place and date, nearest in rank first, cut into pieces: disjoint ground
 * of one label each, so that the parts of a parcel are a look-up.
 */
export interface PlanStack {
  readonly plans: readonly PlanVersion[];
  readonly themes: readonly Theme[];
  readonly crs: string;
  readonly pieces: FeatureSet;
  /** Label number per piece. */
  readonly labelOf: Uint32Array;
  readonly labels: readonly PieceLabel[];
  readonly index: CellIndex;
}
