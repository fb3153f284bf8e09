import type { Kysely } from 'kysely';
import type { ApprovedGround, Assessment } from '../../assessment/model.ts';
import type { Problem, Result } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import type { Rings } from '../../geometry/rings.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import type { FormField } from '../form/fields.ts';
import type { AccessTable } from '../people/access.ts';
import type { Vault } from '../people/vault.ts';
import type { Definition } from '../stages.ts';
import type { FactSource } from './facts.ts';
import type { StageDuration } from './statistics.ts';

/** An application's question, answered: what its submission keeps for ever. */
export interface Judged {
  readonly assessment: Assessment;
  /** The answer's exact bytes, as text. */
  readonly answer: string;
  /** The request in its canonical form. */
  readonly request: string;
  /** Level of the plan that decided, `RDTR`; null where none did. */
  readonly level: string | null;
  /** The parcel in the plan's metric CRS. */
  readonly ground: Ground;
  /** The same as GeoJSON, longitude and latitude. */
  readonly geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon;
  /** Where parts are refused: what could be approved, in metres; null where none are, or nothing could. */
  readonly approvable: Ground | null;
}

/** Ground in metres, in a plan's CRS. */
export interface Ground {
  readonly crs: string;
  readonly rings: Rings;
  readonly areaM2: number;
}

/** What the desk works with; all that is not data is handed in. */
export interface Office {
  readonly db: () => Promise<Kysely<Schema>>;
  readonly definition: Definition;
  readonly form: readonly FormField[];
  /** Fields of papers, by the kind of document. */
  readonly papers: readonly FormField[];
  readonly factSources: readonly FactSource[];
  /** What a move does beside moving: `submit`, `decide`, `issue`, … */
  readonly effects: ReadonlyMap<string, string>;
  /** The outcome that a verdict speaks for; a decision that differs must say why. */
  readonly recommended: ReadonlyMap<string, string>;
  readonly access: AccessTable;
  readonly vault: Vault;
  readonly documents: DocumentStore;
  /** Answers a request against the plans in force on a day; problems as of `POST /v1/assessments`. */
  readonly judge: (
    request: unknown,
    day: string,
    /** The ledger as far as it concerns the place; null: not asked yet. */
    approved: readonly ApprovedGround[] | null,
  ) => Result<Judged>;
  /** What is wrong with a request before it is answered; nothing while plans are not loaded. */
  readonly readRequest: (request: unknown, day: string) => readonly Problem[];
  readonly now: () => Date;
  /** How long stages took of late, from the office's own past. */
  readonly past: () => Promise<readonly StageDuration[]>;
}
