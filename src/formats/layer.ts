import type { Crs } from './crs-list.ts';

export interface SourceFeature {
  /** 0-based in its file. */
  readonly number: number;
  readonly geometry: GeoJSON.Geometry | null;
  readonly properties: Record<string, string | number | boolean | null>;
}

/** What a vector file holds, as it stands there: nothing is projected, renamed or repaired. */
export interface SourceLayer {
  readonly name: string;
  /** null where the file does not say. */
  readonly crs: Crs | null;
  /** `.prj` text or GeoJSON `crs` name as found. */
  readonly crsText: string | null;
  readonly fields: readonly string[];
  readonly features: readonly SourceFeature[];
}
