import type { Text } from '../../base/problem.ts';
import type { AreaBasis } from '../../plan/model.ts';
import { nationalFile } from '../../plan/national.ts';

/** How long a report may be used, while the rule itself is valid: from its first day to the day before `validTo`. */
export interface ValidityRule {
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly years: number;
  readonly legalBasis: readonly string[];
  readonly note: Text;
}

/** When a disclaimer is said. */
export type DisclaimerWhen =
  | 'always'
  | 'demonstration'
  | 'not_binding'
  | 'screening'
  | 'part_asked';

/** data/national/report.json: what a report says beside the assessment. data/README.md describes it. */
export interface ReportRules {
  readonly validity: readonly ValidityRule[];
  readonly noValidity: Text;
  /** By theme the rules beside its own id whose findings are about it. */
  readonly themeRules: Readonly<Record<string, readonly string[]>>;
  readonly areaMethod: { readonly text: Text; readonly basis: Readonly<Record<AreaBasis, Text>> };
  readonly dataQuality: {
    readonly map: Text;
    readonly layer: Text;
    readonly elevation: Text;
    readonly raster: Text;
    readonly crsAssumed: Text;
    readonly notes: Text;
    /** Codes of loading notes that a reader of the report should know of. */
    readonly noteCodes: readonly string[];
  };
  readonly disclaimers: readonly {
    readonly when: DisclaimerWhen;
    readonly text: Text;
    readonly legalBasis: readonly string[];
  }[];
}

/** The file travels with the program; one that can't be read is a broken installation. */
export const REPORT_RULES = JSON.parse(
  new TextDecoder().decode(nationalFile('report.json')),
) as ReportRules;
