import type {
  Assessment,
  BuildableEnvelope,
  Condition,
  CornerRow,
  Finding,
  FindingResult,
  Part,
  PlanReference,
  Unit,
  UseClass,
  VerdictValue,
  ZoneShare,
} from '../../assessment/model.ts';
import type { Text } from '../../base/problem.ts';
import type { PlanLevel, PlanStatus } from '../../plan/model.ts';

/** Version of the report's schema; the published schema of a version never changes. */
export const REPORT_SCHEMA = 'si-pejuang/report/v1';

type Polygonal = GeoJSON.Polygon | GeoJSON.MultiPolygon;

/**
 * The extract: everything that a report says, plain data, made only from a finished assessment. It is
 * what is signed; PDF, verification page and OSS messages are renderings of it. Areas in m², lengths
 * in m, ratios 0..1, dates YYYY-MM-DD in WITA, positions longitude before latitude.
 */
export interface Extract {
  readonly schema: typeof REPORT_SCHEMA;
  /** Never the permit itself: that comes from the city. */
  readonly kind: 'laporan_hasil_telaah';
  readonly id: string;
  /** Short form of the id for people who type it: 10 characters, grouped. */
  readonly code: string;
  readonly demonstration: boolean;
  readonly binding: boolean;
  readonly date: string;
  readonly validity: ExtractValidity;
  readonly engine: string;
  readonly verdict: VerdictValue | null;
  readonly asked: Assessment['asked'];
  readonly activities: readonly ExtractActivity[];
  /** What it says in at most three sentences, without personal data. */
  readonly summary: readonly Text[];
  /** Only in reports made for an application, as given. */
  readonly applicant?: ExtractApplicant;
  readonly plans: readonly ExtractPlan[];
  readonly parcel: ExtractParcel;
  readonly zones: readonly ExtractZone[];
  readonly parts: readonly Part[];
  readonly overlays: readonly ExtractOverlay[];
  /** Every theme of the plans asked is in exactly one of the three lists. */
  readonly themes: {
    readonly concerned: readonly ExtractTheme[];
    readonly notConcerned: readonly ExtractTheme[];
    readonly noData: readonly ExtractTheme[];
  };
  /** What was asked beside what is allowed: one row a figure of the building, in the order of the law's tables. */
  readonly figures: readonly ExtractFigure[];
  /** All findings in the order of the answer; the lists below point into it by number (0 = first). */
  readonly findings: readonly Finding[];
  readonly screening: readonly number[];
  readonly doubts: readonly number[];
  readonly notAssessed: readonly { readonly rule: string; readonly label: Text }[];
  readonly conditions: readonly Condition[];
  readonly limits: Assessment['limits'];
  readonly envelope: BuildableEnvelope | null;
  readonly permitted?: Assessment['permitted'];
  readonly drafts?: Assessment['drafts'];
  /** Articles that the findings and conditions cite, once each, with their words where the plan has them. */
  readonly legalBases: readonly ExtractBasis[];
  readonly areaMethod: Text;
  readonly dataQuality: readonly Text[];
  readonly disclaimers: readonly Text[];
  readonly notes: readonly Text[];
  /** The request, as a body that `POST /v1/assessments` answers with the same id. */
  readonly request: Readonly<Record<string, unknown>>;
}

export interface ExtractValidity {
  readonly from: string;
  readonly to: string;
  readonly legalBasis: readonly string[];
  readonly note: Text;
}

export interface ExtractActivity {
  readonly code: string;
  readonly name: Text | null;
  readonly verdict: VerdictValue;
}

/** As the application gave it; nothing is invented. */
export interface ExtractApplicant {
  readonly application: string;
  readonly name: string;
  readonly nib?: string;
  readonly npwp?: string;
  readonly address?: string;
  readonly phone?: string;
  readonly email?: string;
}

export interface ExtractPlan extends PlanReference {
  /** `Perda Kota Kupang 12/2011 jo. 9/2012`, as plan.json has it. */
  readonly regulation: string;
  readonly level: PlanLevel;
  readonly status: PlanStatus;
  readonly mapScale: number;
  /** 0.5 mm at the map's scale, m. */
  readonly accuracyM: number;
  readonly said: 'use' | 'silent' | 'overlays';
  /** The plan that decided the use. */
  readonly decided: boolean;
}

export interface ExtractParcel {
  readonly areaM2: number;
  readonly groundAreaM2: number;
  readonly projectionM2: number;
  readonly deedAreaM2: number | null;
  /** What ratios of figures in m² rest on. */
  readonly areaBasis: 'ground' | 'deed' | 'map';
  readonly crs: string;
  readonly crsAssumed: boolean;
  readonly metricCrs: string;
  readonly kelurahan: string | null;
  readonly kecamatan: string | null;
  readonly geometry: Polygonal;
  /** Coordinate table "dimohon". */
  readonly requested: readonly CornerRow[];
  /** Coordinate table "disetujui" and its ground; null where nothing could be approved. */
  readonly approved: ExtractGround | null;
  /** What could not be approved; null where nothing is refused. */
  readonly refused: ExtractGround | null;
}

export interface ExtractGround {
  readonly areaM2: number;
  readonly groundAreaM2: number;
  readonly geometry: Polygonal;
  readonly corners: readonly CornerRow[];
}

/** With the share compensated to the deed's area, where the request gives one. */
export interface ExtractZone extends Omit<ZoneShare, 'deedShareM2'> {
  readonly compensatedM2: number | null;
  /** Official colour, `#ffdc00`; null where the code has none. */
  readonly color: string | null;
  readonly use: UseClass | null;
}

export interface ExtractOverlay {
  readonly kind: string;
  readonly title: Text;
  readonly code: string;
  readonly plan: string;
  readonly areaM2: number;
  readonly share: number;
  readonly screening: boolean;
}

export interface ExtractTheme {
  readonly id: string;
  readonly title: Text;
  readonly plan: string | null;
  /** Why it is in its list. */
  readonly reason: Text;
  /** Numbers of its findings. */
  readonly findings: readonly number[];
  readonly legalBasis: readonly string[];
}

export interface ExtractFigure {
  readonly rule: string;
  readonly label: Text;
  readonly measured: number | null;
  readonly limit: number | null;
  /** `max`: at most the limit; `min`: at least. */
  readonly direction: 'max' | 'min';
  readonly unit: Unit;
  readonly margin: number | null;
  /** Null where the check was not made. */
  readonly result: FindingResult | null;
  /** Number of its finding; null where there is none. */
  readonly finding: number | null;
  readonly legalBasis: readonly string[];
}

export interface ExtractBasis {
  readonly citation: string;
  readonly plan: string | null;
  readonly text: string | null;
  /** The words are demonstration data. */
  readonly invented: boolean;
}
