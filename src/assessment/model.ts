import type { Text } from '../base/problem.ts';
import type { Rings } from '../geometry/rings.ts';

/** What one check says. `tidak_diketahui` (unknown) never becomes a pass. */
export type FindingResult = 'lulus' | 'bersyarat' | 'tidak' | 'tidak_diketahui';

export type VerdictValue =
  | 'sesuai'
  | 'sesuai_bersyarat'
  | 'sesuai_sebagian'
  | 'tidak_sesuai'
  | 'perlu_telaah';

export type UseClass = 'I' | 'T' | 'B' | 'TB' | 'X';

/** m2, m, ratio (0..1), floors (a count), none for checks that measure nothing. */
export type Unit = 'm2' | 'm' | 'ratio' | 'floors' | 'count' | 'none';

/**
 * One check and what it says. `rule` is one of
 *  - `use`: the activity in one part (ITBX);
 *  - `condition`: one check of a condition of that use, in the same part: see `check`;
 *  - `room`: whether the building has room on the remainder, where parts are refused;
 *  - `kdb`, `klb`, `kdh`, `ktb`, `height`, `floors`, `basement_floors`, `parcel_min`, `frontage`, `gsb`:
 *    `jbs`, `jbb` (side and rear distances): scope `parcel`, or `remainder` where parts are refused;
 *  - a theme's id (`sempadan_sungai`, `kkop`, ...): scope a part's id where the overlay forbids, else `parcel`;
 *  - a raster's or screening layer's id: `screening: true`, scope `parcel`;
 *  - `kkop_surface`: the height that the airport's surfaces leave above the ground, scope `parcel`;
 *  - `outside`: a part that lies in no zone; `zone_overlap`: ground that two zones claim; both on the part;
 *  - `border_doubt`: a protective border within the map's accuracy, scope `parcel`, `bersyarat`;
 *  - `plan_omitted`: a plan in force (`from`) that could not be asked, scope `parcel`, `tidak_diketahui`;
 *  - `deed_area`: the deed area against the drawn one, scope `parcel`;
 *  - `pieces`: the parcel is of pieces that do not touch, scope `parcel`.
 */
export interface Finding {
  readonly rule: string;
  readonly result: FindingResult;
  /** `parcel`, `remainder`, or the id of a part. */
  readonly scope: string;
  readonly measured: number | null;
  readonly limit: number | null;
  readonly unit: Unit;
  /** Code of the activity, on findings that depend on it. */
  readonly activity?: string;
  /** Use class of the cell, on findings of rule `use`. */
  readonly use?: UseClass | null;
  /** Which check of the condition, on findings of rule `condition` (data/README.md lists them). */
  readonly check?: string;
  /** Conditions of the cell or overlay, by code. */
  readonly conditions?: readonly string[];
  /** JSON pointer of the request's field that is missing for this check. */
  readonly missingField?: string;
  /** True where the result rests on something that the asker stated. */
  readonly stated?: boolean;
  /** Class of the road that the limit was chosen by, and the alternative, where the plan's rows differ by them. */
  readonly roadClass?: string;
  readonly alternative?: string;
  /** Zone code (or overlay code) that the deciding limit came from. */
  readonly from?: string;
  /** Candidates of an ambiguous KBLI, each with what it would give. */
  readonly candidates?: readonly { readonly activity: string; readonly use: UseClass | null }[];
  /** What is left to the limit in the finding's unit; negative = by how much it is broken. */
  readonly margin?: number;
  /** The smallest change that passes, where the limit is broken. */
  readonly change?: { readonly amount: number; readonly unit: Unit; readonly text: Text };
  /** Rows of the plan's tables that the finding rests on. */
  readonly sources?: readonly Source[];
  /** Id of the plan that spoke. */
  readonly plan: string | null;
  readonly screening: boolean;
  readonly legalBasis: readonly string[];
  readonly message: Text;
}

/** Where a row of law stands. */
export interface Source {
  readonly plan: string;
  readonly file: string;
  readonly line: number;
}

export interface Part {
  /** `R-2`, `R-2/sempadan_sungai`, `outside`, `R-2+K-1` (claimed by two zones). */
  readonly id: string;
  readonly zone: string | null;
  readonly forbiddenBy: string | null;
  readonly areaM2: number;
  readonly doubtful: boolean;
  readonly sliver: boolean;
}

export interface ZoneShare {
  readonly code: string;
  readonly name: string | null;
  readonly plan: string;
  readonly areaM2: number;
  readonly share: number;
  /** The same share of the deed's area, where the request gives one. */
  readonly deedShareM2?: number;
  readonly use: UseClass | null;
}

export interface OverlayShare {
  readonly kind: string;
  readonly code: string;
  readonly plan: string;
  readonly areaM2: number;
  readonly share: number;
  readonly screening: boolean;
}

/** `to_check`: the request lacks what the check needs; `unknown`: the plan does. */
export type ConditionStatus = 'kept' | 'broken' | 'to_check' | 'unknown';

export interface Condition {
  readonly code: string;
  readonly text: Text;
  readonly legalBasis: readonly string[];
  /** Rules that asked for it. */
  readonly rule: string;
  readonly scope: string;
  /** What its checks found, the worst of them; left out where it has none. */
  readonly status?: ConditionStatus;
}

/** Largest or smallest figures that the building has to keep; null where unknown or not regulated. */
export interface Limits {
  readonly kdbMax: number | null;
  readonly klbMax: number | null;
  readonly kdhMin: number | null;
  readonly ktbMax: number | null;
  readonly heightMaxM: number | null;
  readonly floorsMax: number | null;
  readonly parcelMinM2: number | null;
  readonly frontageMinM: number | null;
  readonly gsbMinM: number | null;
}

/** One corner as a PKKPR lists it: longitude first. */
export interface CornerRow {
  readonly number: number;
  readonly ring: number;
  readonly lon: number;
  readonly lat: number;
  /** Degrees, minutes, seconds in Indonesian notation. */
  readonly bujur: string;
  readonly lintang: string;
  /** In the plan's metric CRS, m. */
  readonly x: number;
  readonly y: number;
}

export interface PartialGround {
  readonly areaM2: number;
  readonly groundAreaM2: number;
  /** Longitude, latitude. */
  readonly geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon;
  readonly corners: readonly CornerRow[];
}

/** Where one may build: inside all lines, without what is forbidden. */
export interface BuildableEnvelope {
  /** By the plan's area basis (on the ground if it is the deed). */
  readonly buildableM2: number;
  /** Longitude, latitude; null if nothing is left. */
  readonly geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon | null;
  /** Rules that took ground, with the area that each alone takes, m² on the map. */
  readonly shapedBy: readonly { readonly id: string; readonly removedM2: number }[];
  /** Outline, edge by edge, with the rule whose line it is (`parcel` = the parcel's own). */
  readonly edges: readonly {
    readonly from: readonly [number, number];
    readonly to: readonly [number, number];
    readonly rule: string;
  }[];
}

/** Where parts are refused: what is left and could be approved, and the rest. */
export interface PartialApproval {
  readonly approvable: PartialGround;
  readonly rest: PartialGround;
  readonly meetsParcelMin: FindingResult | null;
  readonly footprintFits: FindingResult | null;
}

export type Asked = 'use' | 'building';

export interface PlanReference {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly hash: string;
  readonly demonstration: boolean;
}

/** What a draft plan would say: information beside the answer, which never decides. */
export interface DraftView {
  readonly plan: PlanReference;
  readonly verdict: VerdictValue | null;
  readonly activities: readonly { readonly code: string; readonly verdict: VerdictValue }[];
  readonly zones: readonly ZoneShare[];
}

export interface Assessment {
  readonly id: string;
  readonly verdict: VerdictValue | null;
  readonly asked: readonly Asked[];
  readonly binding: boolean;
  readonly demonstration: boolean;
  readonly activities: readonly { readonly code: string; readonly verdict: VerdictValue }[];
  readonly plan: PlanReference | null;
  readonly plans: readonly (PlanReference & { readonly said: 'use' | 'silent' | 'overlays' })[];
  readonly engine: string;
  readonly date: string;
  readonly parcel: {
    readonly areaM2: number;
    readonly groundAreaM2: number;
    /** Ground less map area, m²: what the projection takes or adds. */
    readonly projectionM2: number;
    readonly crs: string;
    readonly crsAssumed: boolean;
    readonly kelurahan: string | null;
    readonly kecamatan: string | null;
  };
  readonly zones: readonly ZoneShare[];
  readonly parts: readonly Part[];
  readonly overlays: readonly OverlayShare[];
  readonly limits: Limits;
  readonly findings: readonly Finding[];
  /** Checks that were not made because the request did not ask for them: rule names. */
  readonly notAssessed: readonly string[];
  readonly conditions: readonly Condition[];
  /** Null where a building line is unknown. */
  readonly envelope: BuildableEnvelope | null;
  readonly partial?: PartialApproval;
  /** Permitted use per activity where no activity was asked about. */
  readonly permitted?: readonly {
    readonly activity: string;
    readonly name: Text;
    readonly use: UseClass | null;
    readonly conditions: readonly string[];
  }[];
  /** Draft plans around the place, each alone; left out where there is none or a plan was named. */
  readonly drafts?: readonly DraftView[];
  readonly notes: readonly Text[];
}

/** A parcel, right by type: rings in the plan's metric CRS. */
export interface Parcel {
  readonly rings: Rings;
  /** Area on the ellipsoid, m². */
  readonly groundAreaM2: number;
  /** CRS that the parcel was given in, e.g. `EPSG:4326`. */
  readonly crs: string;
  readonly crsAssumed: boolean;
}

export interface Building {
  readonly footprintM2: number | null;
  readonly floors: number | null;
  readonly grossFloorAreaM2: number | null;
  readonly heightM: number | null;
  readonly basementM2: number | null;
  readonly basementFloors: number | null;
  readonly greenM2: number | null;
  /** Count into the floor area by the factors of the plan; left out = none. */
  readonly balconyM2?: number | null;
  readonly roofM2?: number | null;
  /** Drawn outline in the plan's metric CRS. */
  readonly footprint: Rings | null;
}

/** What is told of an activity, for conditions that are checked. */
export interface ActivityFacts {
  /** Area that the activity uses, m². */
  readonly areaM2?: number;
  /** Minutes after midnight; `toMin` before `fromMin` runs over midnight. */
  readonly hours?: { readonly fromMin: number; readonly toMin: number };
}

export type ActivityRef = (
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'kbli'; readonly kbli: string }
) &
  ActivityFacts;

export interface Stated {
  readonly roadClass: string | null;
  readonly frontEdges: readonly number[] | null;
}

/** Ground of a zone that issued approvals take up for one activity, m². */
export interface ApprovedGround {
  readonly plan: string;
  readonly zone: string;
  readonly activity: string;
  readonly areaM2: number;
}

/** What is asked: nothing of it is required. */
export interface Proposal {
  readonly activities: readonly ActivityRef[];
  /** True where `activity` was given as a list, so that findings can point into it. */
  readonly activityIsList?: boolean;
  readonly buildings: readonly Building[];
  /** True where `building` was given as a list, so that findings can point into it. */
  readonly buildingIsList?: boolean;
  readonly existing: readonly Building[];
  readonly deedAreaM2: number | null;
  /** Names of documents that the asker has; null or left out: nothing is said of them. */
  readonly documents?: readonly string[] | null;
  readonly stated: Stated;
  /** The ledger of issued approvals, as far as it concerns the place; null or left out: not at hand. */
  readonly approved?: readonly ApprovedGround[] | null;
}
