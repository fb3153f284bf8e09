import type { Note } from '../base/problem.ts';
import type { Lines, Rings } from '../geometry/rings.ts';
import type { AreaLayer, Road } from './model.ts';

/** An areal feature between its file and the frozen plan. */
export interface AreaFeature {
  /** 0-based in its file. */
  readonly number: number;
  readonly rings: Rings;
  readonly code: string;
  readonly name: string | null;
  readonly group: string | null;
  /** Index of the sempadan row, -1 where there is none. */
  readonly row: number;
  /** Hash of source coordinates and the attributes used: the order of features follows from it. */
  readonly key: string;
}

export interface AreaDraft extends Pick<AreaLayer, 'id' | 'kind' | 'theme' | 'law' | 'accuracyM'> {
  readonly features: readonly AreaFeature[];
  /** True where features of one code cannot overlap, since they were made so. */
  readonly disjoint?: boolean;
}

/** Where water begins: bed edge as rings, or lines, or points. */
export interface WaterFeature {
  readonly number: number;
  readonly rings: Rings | null;
  readonly lines: Lines | null;
  readonly name: string | null;
  readonly class: string | null;
  readonly key: string;
}

export interface WaterDraft {
  readonly id: string;
  readonly theme: string;
  readonly law: boolean;
  readonly accuracyM: number;
  readonly features: readonly WaterFeature[];
}

export interface RoadDraft {
  readonly line: Lines;
  readonly road: Road;
  readonly key: string;
}

export interface ParcelDraft {
  readonly rings: Rings;
  readonly number: string | null;
  readonly deedAreaM2: number | null;
  readonly frontageM: number | null;
  readonly key: string;
}

/** A place of what stands there already; points are rings of one point. */
export interface UseDraft {
  readonly rings: Rings;
  readonly use: string | null;
  readonly activity: string | null;
  readonly block: string | null;
  readonly key: string;
}

/** All layers of a plan as they were read: what the loading steps add to and pass on. */
export interface Drafts {
  readonly areas: AreaDraft[];
  readonly water: WaterDraft[];
  readonly roads: { readonly accuracyM: number; readonly features: readonly RoadDraft[] }[];
  readonly parcels: ParcelDraft[][];
  readonly uses: { readonly complete: boolean; readonly features: readonly UseDraft[] }[];
  /** Keys of every feature, used or refused, per layer. */
  readonly keys: { readonly id: string; readonly keys: readonly string[] }[];
  /** Themes that a layer (or column) of law shows. */
  readonly known: Set<string>;
  /** Themes of which something could not be read: they are not known, whatever else shows them. */
  readonly doubted: Set<string>;
  /** Ids of screening layers and rasters, and of roads, that are not there or not whole; see missed.ts. */
  readonly lostScreening: Set<string>;
  readonly lostRoads: Set<string>;
  readonly notes: Note[];
}

export function newDrafts(): Drafts {
  return {
    areas: [],
    water: [],
    roads: [],
    parcels: [],
    uses: [],
    keys: [],
    known: new Set(),
    doubted: new Set(),
    lostScreening: new Set(),
    lostRoads: new Set(),
    notes: [],
  };
}
